//! Whom to introduce: what somebody wants meets what others offer, do and are known for, and the other way round.

use std::collections::BTreeSet;

use super::matching::{Matched, Matter, Worth, matched};
use super::{IntroducedPerson, Introduction, Introductions, IntroductionsInput, store};
use crate::api::Call;
use crate::cadence::store::RhythmContext;
use crate::error::Result;
use crate::exchanges::{Direction, Exchange, ExchangeKind};
use crate::facts::{Fact, FactKind};
use crate::id::ContactId;
use crate::search::IndexState;
use crate::text::fold;
use crate::{exchanges, facts, people, settings};

/// People for each want or offer where no number is named.
const PEOPLE: u32 = 5;
/// Passages of each.
const HITS: usize = 2;

/// What rows count as an answer to what somebody wants: offers and work before what was said in passing. Wanting the
/// same is no answer.
const ANSWERS: Worth = Worth {
    conversation: 0.8,
    contact: 1.4,
    fact: |kind| match kind {
        FactKind::Offers => 1.8,
        FactKind::Professional => 1.5,
        FactKind::Personal => 1.0,
        FactKind::Likes => 0.7,
        FactKind::Wants | FactKind::Dislikes => 0.0,
    },
};

/// What rows count as a use for what somebody offers. Offering the same is none.
const USES: Worth = Worth {
    conversation: 0.8,
    contact: 0.6,
    fact: |kind| match kind {
        FactKind::Wants => 1.8,
        FactKind::Likes => 0.9,
        FactKind::Personal | FactKind::Professional => 0.6,
        FactKind::Offers | FactKind::Dislikes => 0.0,
    },
};

/// For each want of somebody the people who could answer it, for each offer those who could use it.
pub fn introductions(call: &Call<'_>, input: &IntroductionsInput) -> Result<Introductions> {
    let (contact, facts) = call.read(|db| {
        let id = people::store::resolve(db, &input.who)?;
        Ok((people::store::contact_ref(db, id)?, facts::store::of_contact(db, id)?))
    })?;
    let limit = input.limit.unwrap_or(PEOPLE) as usize;
    let mut found = Introductions { contact, wants: Vec::new(), offers: Vec::new(), index: IndexState::Ready };
    let introducer = Introducer::new(call, found.contact.id, limit)?;
    for fact in facts {
        let (worth, list) = match fact.kind {
            FactKind::Wants => (ANSWERS, &mut found.wants),
            FactKind::Offers => (USES, &mut found.offers),
            FactKind::Personal | FactKind::Professional | FactKind::Likes | FactKind::Dislikes => continue,
        };
        let (introduction, index) = introducer.introduce(fact, worth)?;
        list.push(introduction);
        if index != IndexState::Ready {
            found.index = index;
        }
    }
    Ok(found)
}

struct Introducer<'a> {
    call: &'a Call<'a>,
    contact: ContactId,
    limit: usize,
    /// What was said with both is no news to either.
    conversations: BTreeSet<i64>,
    /// Introductions that were given already.
    given: Vec<Exchange>,
}

impl<'a> Introducer<'a> {
    fn new(call: &'a Call<'a>, contact: ContactId, limit: usize) -> Result<Introducer<'a>> {
        let (conversations, mut given) =
            call.read(|db| Ok((store::conversations_of(db, contact)?, exchanges::store::of_contact(db, contact)?)))?;
        given.retain(is_introduction);
        Ok(Introducer { call, contact, limit, conversations, given })
    }

    fn introduce(&self, fact: Fact, worth: Worth) -> Result<(Introduction, IndexState)> {
        let matter = Matter {
            title: "",
            text: &fact.text,
            worth,
            without: BTreeSet::from([self.contact]),
            without_conversations: self.conversations.clone(),
            limit: self.limit,
            hits: HITS,
            today: self.call.now.civil_day(),
        };
        let found = matched(&self.call.app.index, &self.call.app.store, &matter)?;
        let index = found.index;
        Ok((Introduction { people: self.shown(found)?, fact }, index))
    }

    fn shown(&self, found: Matched) -> Result<Vec<IntroducedPerson>> {
        self.call.read(|db| {
            let settings = settings::load(db)?;
            let context = RhythmContext { now: self.call.now, settings: &settings };
            let mut shown = Vec::with_capacity(found.people.len());
            for person in found.people {
                if !people::store::exists(db, person.contact)? {
                    continue; // deleted since the index was read
                }
                let contact = people::store::contact(db, &context, person.contact)?;
                let name = fold(&contact.name);
                let naming = |exchange: &&Exchange| fold(&exchange.text).contains(&name);
                let introduced = self.given.iter().find(naming).map(|exchange| exchange.day);
                let today = self.call.now.civil_day();
                let together = store::last_together(db, self.contact, person.contact, today)?;
                let (score, words, hits) = (person.score, person.words, person.hits);
                shown.push(IntroducedPerson { contact, score, words, hits, introduced, together });
            }
            Ok(shown)
        })
    }
}

fn is_introduction(exchange: &Exchange) -> bool {
    exchange.direction == Direction::Gave && exchange.kind == ExchangeKind::Introduction
}
