//! Judges what was gathered: who matches, what was let go, who comes first, which rows speak for them, and how all
//! of it is spread.

use super::document::Row;
use super::facets::Counter;
use super::gather::{Gathered, Gatherer, Given, Hit, Person, keep};
use super::plan::Rule;
use super::rank;
use super::scratch::Record;

/// A share of the best that is "most of it".
const MOST: f32 = 0.6;
/// What the row of a contact counts among rows, where others hold more of what was asked.
const BARE_NAME: f32 = 0.3;

impl Gatherer<'_> {
    /// The places of the records that match; where none has every word, of those that have most.
    pub(super) fn matching(&self, gathered: &mut Gathered) -> Vec<u32> {
        let holding = |rule: &Rule| -> Vec<u32> {
            let places = self.scratch.seen.ones().map(|place| place as u32);
            places.filter(|place| self.holds(*place, rule)).collect()
        };
        if !self.plan.is_sentence {
            let strict = holding(&self.plan.rule);
            if !strict.is_empty() || self.words.count_ones() < 2 {
                return strict;
            }
        }
        let with_share = |place: u32| (place, self.share(place));
        let mut lenient: Vec<(u32, f32)> = holding(&self.plan.lenient).into_iter().map(with_share).collect();
        lenient.retain(|(_, share)| *share > 0.0);
        let best = lenient.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let Some((best, most)) = best else { return Vec::new() };
        let has = self.scratch.record(best).map_or(0, |record| record.bits);
        gathered.let_go = self.lacking(has);
        lenient.into_iter().filter(|(_, share)| *share >= MOST * most).map(|(place, _)| place).collect()
    }

    /// Whether a rule holds for a record, and a row of theirs passes the filters.
    fn holds(&self, place: u32, rule: &Rule) -> bool {
        let Some(record) = self.scratch.record(place) else { return false };
        record.bits != 0
            && rule.holds(record.bits)
            && (!self.has_filters() || self.scratch.passed.contains(place as usize) || self.has_row_that_passes(place))
    }

    fn has_row_that_passes(&self, place: u32) -> bool {
        let contact = self.snapshot.contacts.0 + place;
        // A row that passes a filter that is looked up was found by it.
        self.filters == 0
            && self.snapshot.rows_of(contact).any(|row| {
                let entry = self.snapshot.entry(row);
                entry.is_some_and(|(_, entry)| entry.row() != Row::Contact && self.passes(entry, 0))
            })
    }

    fn lacking(&self, has: u64) -> Vec<usize> {
        (0..self.plan.leaves.len()).filter(|bit| self.words & !has & (1 << bit) != 0).collect()
    }

    /// In a sentence, what the first person lacks was let go.
    pub(super) fn let_go_of(&self, gathered: &mut Gathered) {
        let first = gathered.people.first().and_then(|person| u32::try_from(person.contact).ok());
        let record = first.and_then(|contact| self.scratch.record(self.place(contact)?));
        if let Some(record) = record {
            gathered.let_go = self.lacking(record.bits);
        }
    }

    /// How much the leaves of these bits tell, together.
    fn told(&self, bits: u64) -> f32 {
        let rarity = self.rarity.iter().enumerate();
        rarity.filter(|(bit, _)| bits & (1 << bit) != 0).map(|(_, rarity)| rarity).sum()
    }

    /// How much of the wanted words a record has, rare words counting more.
    fn share(&self, place: u32) -> f32 {
        self.scratch.record(place).map_or(0.0, |record| self.told(record.bits & self.words))
    }

    /// Makes a record's best row its rank, with the words that stand elsewhere.
    pub(super) fn settle(&mut self, place: u32) {
        let elsewhere = self.elsewhere(place);
        if let Some(record) = self.scratch.record_mut(place) {
            record.best += elsewhere;
            self.scratch.matches.insert(place as usize);
        }
    }

    fn elsewhere(&self, place: u32) -> f32 {
        let Some(record) = self.scratch.record(place).filter(|_| self.plan.leaves.len() > 1) else { return 0.0 };
        rank::ELSEWHERE * self.told(record.bits & !self.scratch.best_bits(record) & self.telling)
    }

    /// Takes the best people, in order.
    pub(super) fn choose(&self, matching: Vec<u32>, given: &Given, gathered: &mut Gathered) {
        let most = self.wanted.people;
        let chosen: Vec<u32> = match &given.order {
            Some(order) => {
                let places = order.iter().filter_map(|contact| self.place(*contact));
                places.filter(|place| self.scratch.matches.contains(*place as usize)).take(most).collect()
            }
            None => self.best(matching, most),
        };
        let records = chosen.into_iter().filter_map(|place| Some((place, self.scratch.record(place)?)));
        gathered.people.extend(records.map(|(place, record)| Person {
            contact: i64::from(self.snapshot.contacts.0) + i64::from(place),
            score: record.best,
            elsewhere: self.elsewhere(place),
            hit_count: 0,
            newest: None,
            hits: Vec::new(),
        }));
    }

    /// The places of the `most` best records, best first.
    fn best(&self, matching: Vec<u32>, most: usize) -> Vec<u32> {
        let ranked = matching.into_iter().filter_map(|place| Some((self.scratch.record(place)?.best, place)));
        let mut ranked: Vec<(f32, u32)> = ranked.collect();
        let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if ranked.len() > most {
            if most > 0 {
                ranked.select_nth_unstable_by(most - 1, order);
            }
            ranked.truncate(most);
        }
        ranked.sort_unstable_by(order);
        ranked.into_iter().map(|(_, place)| place).collect()
    }

    /// Gives a person the best of their rows, and says how many there are and of which day the newest is.
    pub(super) fn add_hits(&self, person: &mut Person) {
        let Ok(contact) = u32::try_from(person.contact) else { return };
        let rows = self.snapshot.rows_of(contact).filter_map(|row| self.scratch.row(row));
        for found in rows.filter(|found| found.bits & self.telling != 0) {
            person.hit_count += 1;
            person.newest = person.newest.max(found.entry.day());
            keep(&mut person.hits, self.hit(found), self.wanted.hits);
        }
    }

    /// The best rows, whoever they belong to; what is known of its people otherwise helps a row.
    pub(super) fn rows(&self, gathered: &mut Gathered) {
        let is_lenient = self.plan.is_sentence || !gathered.let_go.is_empty();
        let mut hits: Vec<Hit> = Vec::new();
        for found in self.scratch.found.iter().filter(|found| found.bits & self.telling != 0) {
            let Some(part) = self.snapshot.part_of(found.row as usize) else { continue };
            let (bits, entry) = (found.bits, &found.entry);
            let (mut speaks, mut beside, mut lacks) = (false, 0.0_f32, false);
            for place in part.rows.people(entry).iter().filter_map(|id| self.place(*id)) {
                let Some(record) = self.scratch.record(place) else { continue };
                let own = self.own.get(place as usize).copied().unwrap_or(0);
                speaks |= self.speaks(place, record, is_lenient);
                beside = beside.max(self.told(own & !bits & self.telling));
                lacks |= record.bits & !bits & self.words != 0;
            }
            if !speaks && !(entry.people() == 0 && (is_lenient || self.plan.rule.holds(bits))) {
                continue;
            }
            let mut hit = self.hit(found);
            hit.score += rank::NAMED * beside;
            if entry.row() == Row::Contact && lacks {
                hit.score *= BARE_NAME;
            }
            hits.push(hit);
        }
        gathered.total_rows = hits.len();
        let order = |a: &Hit, b: &Hit| b.score.total_cmp(&a.score).then(b.day.cmp(&a.day)).then(a.place.cmp(&b.place));
        if hits.len() > self.wanted.rows {
            hits.select_nth_unstable_by(self.wanted.rows, order);
            hits.truncate(self.wanted.rows);
        }
        hits.sort_unstable_by(order);
        gathered.rows = hits;
    }

    fn speaks(&self, place: u32, record: &Record, is_lenient: bool) -> bool {
        self.scratch.matches.contains(place as usize) || is_lenient && self.plan.lenient.holds(record.bits)
    }

    /// Counts the rows that speak for those who match, and how they are spread.
    pub(super) fn count(&self, gathered: &mut Gathered) -> tantivy::Result<()> {
        let mut counter = self.wanted.facets.then(|| Counter::new(self.snapshot));
        let mut found = self.scratch.found.as_slice();
        for (number, part) in self.snapshot.parts.iter().enumerate() {
            let after = part.base + part.rows.entries().len();
            let (here, rest) = found.split_at(found.partition_point(|found| (found.row as usize) < after));
            found = rest;
            for found in here.iter().filter(|found| found.bits & self.telling != 0) {
                let mut places = part.rows.people(&found.entry).iter().filter_map(|id| self.place(*id));
                if places.any(|place| self.scratch.matches.contains(place as usize)) {
                    gathered.total_hits += 1;
                    if let Some(counter) = &mut counter {
                        counter.count(number, &found.entry);
                    }
                }
            }
        }
        if let Some(mut counter) = counter {
            for place in self.scratch.matches.ones() {
                counter.count_person(place);
            }
            gathered.facets = counter.finish()?;
        }
        Ok(())
    }
}
