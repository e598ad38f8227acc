//! Commands of this feature: one call each.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::article::{link_of, read, title_of, without_hosts};
use super::matching::{Matter, Worth, matched};
use super::{
    Article, ArticleFile, Introductions, IntroductionsInput, WantedAnswer, WantedBy, WantedPerson, introductions, store,
};
use crate::api::Call;
use crate::cadence::store::RhythmContext;
use crate::error::{Error, Result};
use crate::exchanges::{Direction, Exchange, ExchangeKind};
use crate::facts::FactKind;
use crate::text::fold;
use crate::{exchanges, people, settings};

/// People in an answer that names no limit.
const PEOPLE: u32 = 20;
/// Passages a person in an answer that names no number.
const HITS: u32 = 3;
/// A title shorter than this is the same only as a whole: “News” is in many.
const TELLING_TITLE: usize = 12;

/// What rows count as a reason to send somebody a text.
const REASONS: Worth = Worth {
    conversation: 1.0,
    contact: 1.3,
    fact: |kind| match kind {
        FactKind::Wants => 1.6,
        FactKind::Likes => 1.5,
        FactKind::Professional => 1.4,
        FactKind::Personal | FactKind::Offers => 1.2,
        FactKind::Dislikes => 0.0,
    },
};

/// The text of a file.
pub fn article_read(_: &Call<'_>, input: ArticleFile) -> Result<Article> {
    read(&input.path)
}

/// To whom a text matters.
pub fn wanted_by(call: &Call<'_>, input: WantedBy) -> Result<WantedAnswer> {
    let given =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let title = given(&input.title).unwrap_or_else(|| title_of(&input.text));
    let link = given(&input.link).or_else(|| link_of(&input.text));
    if title.is_empty() {
        return Err(Error::invalid_hint("text", "There is no text.", "Paste an article, its title or its address."));
    }
    let without = match given(&input.from) {
        Some(from) => call.read(|db| store::with_email(db, &from))?,
        None => BTreeSet::new(),
    };
    let matter = Matter {
        title: &without_hosts(&title),
        text: &without_hosts(&input.text),
        worth: REASONS,
        without,
        without_conversations: BTreeSet::new(),
        limit: input.limit.unwrap_or(PEOPLE) as usize,
        hits: input.hits.unwrap_or(HITS) as usize,
        today: call.now.civil_day(),
    };
    let found = matched(&call.app.index, &call.app.store, &matter)?;
    let people = call.read(|db| {
        let settings = settings::load(db)?;
        let context = RhythmContext { now: call.now, settings: &settings };
        let mut shown = Vec::with_capacity(found.people.len());
        for person in found.people {
            // Deleted since the index was read: another thread's business.
            if people::store::exists(db, person.contact)? {
                let contact = people::store::contact(db, &context, person.contact)?;
                let got = got(&exchanges::store::of_contact(db, person.contact)?, &title, link.as_deref());
                let (score, words, hits) = (person.score, person.words, person.hits);
                shown.push(WantedPerson { contact, score, words, hits, got });
            }
        }
        Ok(shown)
    })?;
    let (total_people, index, building) = (found.total as u32, found.index, call.app.index.building());
    Ok(WantedAnswer { title, link, words: found.words, people, total_people, index, building })
}

/// What somebody wants with those who could answer it, what they offer with those who could use it.
pub fn introductions(call: &Call<'_>, input: IntroductionsInput) -> Result<Introductions> {
    introductions::introductions(call, &input)
}

/// The day on which they were given this article last: by its title or its address.
fn got(exchanges: &[Exchange], title: &str, link: Option<&str>) -> Option<NaiveDate> {
    let title = fold(title);
    let is_telling = title.chars().count() >= TELLING_TITLE;
    let is_it = |exchange: &&Exchange| {
        let text = fold(&exchange.text);
        let by_title = text == title || is_telling && text.contains(&title);
        let by_link = link.is_some_and(|link| link_of(&exchange.text).is_some_and(|known| bare(&known) == bare(link)));
        exchange.direction == Direction::Gave && exchange.kind == ExchangeKind::Article && (by_title || by_link)
    };
    exchanges.iter().filter(is_it).map(|exchange| exchange.day).max()
}

/// An address without what does not change the page: its scheme, `www.`, a slash at the end, its fragment.
fn bare(link: &str) -> &str {
    let link = link.split_once("://").map_or(link, |(_, link)| link);
    let link = link.strip_prefix("www.").unwrap_or(link);
    link.split('#').next().unwrap_or(link).trim_end_matches('/')
}
