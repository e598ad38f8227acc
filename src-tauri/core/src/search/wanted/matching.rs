//! Whom the telling words find, judged row by row.
//!
//! The index gathers the people who have any of the words; then each row of theirs is read and counts by the words in
//! it, by its kind, its age and its length. One row that holds several words is worth more than the words apart.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use super::super::document::Row;
use super::super::gather::{Given, Hit, Wanted, gather};
use super::super::indexer::Index;
use super::super::languages::Stems;
use super::super::look::{Finder, Told};
use super::super::plan::{Plan, day_number};
use super::super::rank;
use super::super::snippet::{Marker, Passage};
use super::super::store as rows;
use super::super::{IndexState, SearchHit};
use super::store;
use super::telling::Telling;
use crate::error::Result;
use crate::facts::FactKind;
use crate::id::ContactId;
use crate::store::{Db, Store};

/// What rows count, by what they are.
#[derive(Clone, Copy, Debug)]
pub struct Worth {
    /// A conversation.
    pub conversation: f32,
    /// What somebody is: organisation, title, about, groups.
    pub contact: f32,
    /// A fact by its kind; 0 leaves it out.
    pub fact: fn(FactKind) -> f32,
}

/// What is to be matched.
#[derive(Clone, Debug)]
pub struct Matter<'a> {
    /// What it is called; may be empty.
    pub title: &'a str,
    /// The text.
    pub text: &'a str,
    /// What rows count.
    pub worth: Worth,
    /// Who is no answer.
    pub without: BTreeSet<ContactId>,
    /// Conversations that are no reason.
    pub without_conversations: BTreeSet<i64>,
    /// At most so many people.
    pub limit: usize,
    /// At most so many passages a person.
    pub hits: usize,
    /// The day it is.
    pub today: NaiveDate,
}

/// Who was found.
#[derive(Debug, Default)]
pub struct Matched {
    /// The words that were looked for.
    pub words: Vec<String>,
    /// The people, best first.
    pub people: Vec<MatchedPerson>,
    /// How many there are without the limit.
    pub total: usize,
    /// What was searched.
    pub index: IndexState,
}

/// Somebody who was found.
#[derive(Debug)]
pub struct MatchedPerson {
    /// Who.
    pub contact: ContactId,
    /// Their rank.
    pub score: f32,
    /// The words that say why.
    pub words: Vec<String>,
    /// The passages that say why.
    pub hits: Vec<SearchHit>,
}

/// Rows looked at for each person.
const ROWS: usize = 8;
/// How many people are looked at more closely than are returned.
const CLOSER: usize = 4;
/// And so many at the least: those who share common words crowd in front of the index's order.
const AT_LEAST: usize = 100;
/// What each further row of a person counts of the one before.
const FURTHER: f32 = 0.4;
/// How much of a rank is rows; the rest is the words wherever they stand.
const IN_ROWS: f32 = 0.65;
/// Below this share of the best nobody is meant.
const SHARE: f32 = 0.2;
/// A text with more telling words than this asks for two of them, or for one it dwells on.
const LONG_TEXT: usize = 8;
/// A row of so many words counts in full; longer ones hold words by chance.
const FULL: f32 = 60.0;

/// Finds whom a matter concerns, after taking in what was saved.
pub fn matched(index: &Index, store: &Store, matter: &Matter<'_>) -> Result<Matched> {
    let state = index.catch_up_unless_building(store).unwrap_or_else(|error| {
        tracing::warn!(%error, "the search index is behind");
        IndexState::Behind
    });
    let away = Matched { index: IndexState::Away, ..Matched::default() };
    if state == IndexState::Away {
        return Ok(away);
    }
    let people = (matter.limit * CLOSER).max(AT_LEAST);
    let wanted = Wanted { people, hits: ROWS, rows: 0, facets: false, today: day_number(matter.today) };
    let found = index.search(|snapshot, scratch| {
        let finder = Finder::new(snapshot, &index.fields);
        let telling = Telling::of(matter.title, matter.text, &finder)?;
        let plan = telling.plan();
        if telling.tells.is_empty() {
            return Ok((telling, plan, Vec::new(), Vec::new(), Arc::clone(&snapshot.stems)));
        }
        let gathered = gather(&finder, &plan, &Given::default(), wanted, scratch)?;
        Ok((telling, plan, gathered.told, gathered.people, Arc::clone(&snapshot.stems)))
    })?;
    let Some((telling, plan, told, candidates, stems)) = found else { return Ok(away) };
    let rows = candidates.into_iter().map(|person| (ContactId(person.contact), person.hits)).collect();
    let mut matched = store.read(|db| Judge::new(db, &stems, &telling, (&plan, &told), matter).judge(rows))?;
    matched.index = state;
    Ok(matched)
}

/// A row as it was judged.
#[derive(Clone, Copy)]
struct Judged {
    hit: Hit,
    bits: u64,
    score: f32,
}

struct Judge<'a> {
    db: &'a Db,
    stems: &'a Stems,
    telling: &'a Telling,
    plan: &'a Plan,
    told: &'a [Told],
    matter: &'a Matter<'a>,
    kinds: HashMap<i64, FactKind>,
    texts: HashMap<(Row, i64), Vec<String>>,
}

impl<'a> Judge<'a> {
    fn new(
        db: &'a Db,
        stems: &'a Stems,
        telling: &'a Telling,
        (plan, told): (&'a Plan, &'a [Told]),
        matter: &'a Matter<'a>,
    ) -> Judge<'a> {
        Judge { db, stems, telling, plan, told, matter, kinds: HashMap::new(), texts: HashMap::new() }
    }

    fn judge(mut self, mut candidates: Vec<(ContactId, Vec<Hit>)>) -> Result<Matched> {
        let ids: Vec<ContactId> = candidates.iter().map(|(contact, _)| *contact).collect();
        let here = store::not_archived(self.db, &ids)?;
        candidates.retain(|(contact, _)| here.contains(contact) && !self.matter.without.contains(contact));
        let hits = candidates.iter().flat_map(|(_, hits)| hits);
        let facts: Vec<i64> = hits.filter(|hit| hit.row == Row::Fact).map(|hit| hit.id).collect();
        self.kinds = store::fact_kinds(self.db, &facts)?;
        let mut judged = Vec::new();
        for (contact, hits) in candidates {
            let rows = self.rows(&hits)?;
            let bits = rows.iter().fold(0, |bits, row| bits | row.bits);
            if self.is_enough(bits) {
                judged.push((contact, self.score(&rows, bits), bits, rows));
            }
        }
        judged.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let best = judged.first().map_or(0.0, |(_, score, ..)| *score);
        judged.retain(|(_, score, ..)| *score >= SHARE * best);
        let total = judged.len();
        judged.truncate(self.matter.limit);
        let marker = Marker::new(self.plan, self.told, self.stems);
        let people = judged.into_iter().map(|(contact, score, bits, rows)| MatchedPerson {
            contact,
            score,
            words: self.telling.shown(bits),
            hits: rows.iter().take(self.matter.hits).map(|row| self.passage(&marker, row)).collect(),
        });
        let (people, words) = (people.collect(), self.telling.shown(u64::MAX));
        Ok(Matched { words, people, total, index: IndexState::Ready })
    }

    /// The rows that speak for somebody, best first.
    fn rows(&mut self, hits: &[Hit]) -> Result<Vec<Judged>> {
        let mut judged = Vec::new();
        for hit in hits {
            let worth = self.worth(hit);
            if worth <= 0.0 {
                continue;
            }
            self.read(hit)?;
            let (mut bits, mut length) = (0, 0);
            for text in self.texts.get(&(hit.row, hit.id)).into_iter().flatten() {
                let (found, words) = self.telling.found_in(text, self.stems);
                (bits, length) = (bits | found, length + words);
            }
            if bits == 0 {
                continue;
            }
            let words: f32 = self.telling.of_bits(bits).map(|tell| tell.weight).sum();
            let long = 1.0 + (length as f32 / FULL).max(1.0).ln() * 0.35;
            let recent = rank::recency(hit.day, day_number(self.matter.today));
            judged.push(Judged { hit: *hit, bits, score: words * worth * recent / long });
        }
        judged.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(judged)
    }

    fn worth(&self, hit: &Hit) -> f32 {
        let worth = self.matter.worth;
        match hit.row {
            Row::Conversation if self.matter.without_conversations.contains(&hit.id) => 0.0,
            Row::Conversation => worth.conversation,
            Row::Contact => worth.contact,
            Row::Fact => self.kinds.get(&hit.id).map_or(0.0, |kind| (worth.fact)(*kind)),
            // What was promised, given or said of us says little of what matters to them.
            Row::FollowUp | Row::Gave | Row::Received | Row::Asked | Row::Feedback | Row::Occasion => 0.0,
        }
    }

    /// Reads what a row says; of a contact what they are, and not how they are called or reached.
    fn read(&mut self, hit: &Hit) -> Result<()> {
        let key = (hit.row, hit.id);
        if !self.texts.contains_key(&key) {
            let written = match hit.row {
                Row::Conversation => rows::conversation_alone(self.db, hit.id)?.map(|row| row.written()),
                Row::Contact => rows::contact_alone(self.db, hit.id)?
                    .map(|row| [row.org, row.title].into_iter().chain(row.texts).chain(row.groups))
                    .map(|texts| texts.filter(|text| !text.is_empty()).collect()),
                line => rows::line(self.db, line, hit.id)?.map(|line| line.written()),
            };
            self.texts.insert(key, written.unwrap_or_default());
        }
        Ok(())
    }

    /// Whether these words are reason enough: not one by chance of a long text, nor one that is common beside the rest.
    fn is_enough(&self, bits: u64) -> bool {
        let most = self.telling.tells.iter().map(|tell| tell.tells).fold(0.0, f32::max);
        let told: f32 = self.telling.of_bits(bits).map(|tell| tell.tells).sum();
        let is_long = self.telling.tells.len() > LONG_TEXT;
        let of_the_matter = self.telling.of_bits(bits).filter(|tell| !tell.is_everyday).count() > 1
            || self.telling.of_bits(bits).any(|tell| tell.is_theme);
        bits != 0 && told >= most / 2.0 && (!is_long || of_the_matter)
    }

    fn score(&self, rows: &[Judged], bits: u64) -> f32 {
        let counted = rows.iter().zip(std::iter::successors(Some(1.0), |share| Some(share * FURTHER)));
        let in_rows: f32 = counted.map(|(row, share)| row.score * share).sum();
        let words: f32 = self.telling.of_bits(bits).map(|tell| tell.weight).sum();
        IN_ROWS * in_rows + (1.0 - IN_ROWS) * words
    }

    fn passage(&self, marker: &Marker<'_>, row: &Judged) -> SearchHit {
        let Hit { row: kind, id, day, .. } = row.hit;
        let written = self.texts.get(&(kind, id)).map(Vec::as_slice).unwrap_or_default();
        let Passage { text, highlights, cut_before, cut_after, close: _ } =
            marker.passage(written.iter().map(String::as_str));
        let date = day.and_then(NaiveDate::from_epoch_days);
        SearchHit { kind, id, date, passage: text, highlights, cut_before, cut_after }
    }
}
