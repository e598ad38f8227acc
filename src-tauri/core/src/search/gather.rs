//! Gathers what the leaves find into people: the heart of the search.
//!
//! A person matches when every word is somewhere in their record, in one row or in several. So each leaf is looked
//! up by itself and adds its bit and its worth to the rows that hold it; then each row gives its bits to its
//! people, and the rule is judged on a person's bits. All is arrays over rows and over contacts; the stored rows
//! are read only for the people returned, and not here.

use std::collections::BTreeMap;

use super::document::Row;
use super::facets::{Counter, Counts, add, name};
use super::look::Finder;
use super::plan::{Leaf, Look, Plan, Role, Rule};
use super::rank;
use super::snapshot::{Entry, Snapshot};

/// What to gather.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// How many people to return.
    pub people: usize,
    /// How many rows to return for each.
    pub hits: usize,
    /// Today, in days since 1970-01-01.
    pub today: i32,
}

/// What was gathered.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The first people, best first.
    pub people: Vec<Person>,
    /// How many match.
    pub total_people: usize,
    /// How many rows speak for them.
    pub total_hits: usize,
    /// Rows that match and belong to nobody yet, best first.
    pub of_nobody: Vec<Hit>,
    /// The leaves that were let go, because nobody has them all.
    pub let_go: Vec<usize>,
    /// How the matches are spread.
    pub facets: Counts,
}

/// A person who matches.
#[derive(Clone, Debug)]
pub struct Person {
    /// The contact's id.
    pub contact: i64,
    /// Their rank.
    pub score: f32,
    /// How many rows speak for them.
    pub hit_count: u32,
    /// The day of the newest of these.
    pub newest: Option<i32>,
    /// The best of these, best first.
    pub hits: Vec<Hit>,
}

/// A row that speaks for a person.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// Its kind.
    pub row: Row,
    /// Its id in its table.
    pub id: i64,
    /// Its day.
    pub day: Option<i32>,
    /// What it is worth.
    pub score: f32,
}

/// Arrays over all rows, kept between searches so that nothing need be cleared but what was touched.
#[derive(Default)]
pub struct Scratch {
    bits: Vec<u64>,
    worth: Vec<f32>,
    leaf: Vec<f32>,
    touched: Vec<u32>,
    leaf_touched: Vec<u32>,
    records: Vec<Record>,
    seen: Vec<u32>,
}

impl Scratch {
    fn prepare(&mut self, rows: usize, contacts: usize) {
        if self.records.len() < contacts {
            self.records.resize(contacts, Record::default());
        }
        if self.bits.len() < rows {
            self.bits.resize(rows, 0);
            self.worth.resize(rows, 0.0);
            self.leaf.resize(rows, 0.0);
        }
    }

    /// Adds a find of the current leaf.
    fn put(&mut self, row: usize, worth: f32, again: bool) {
        let Some(slot) = self.leaf.get_mut(row) else { return };
        if *slot == 0.0 {
            self.leaf_touched.push(row as u32);
            *slot = worth;
        } else if again {
            *slot += worth;
        }
    }

    /// What a row has gathered: its bits and its worth.
    fn row(&self, row: u32) -> (u64, f32) {
        let row = row as usize;
        (self.bits.get(row).copied().unwrap_or(0), self.worth.get(row).copied().unwrap_or(0.0))
    }

    fn clear(&mut self) {
        for row in self.touched.drain(..) {
            if let Some(bits) = self.bits.get_mut(row as usize) {
                *bits = 0;
            }
            if let Some(worth) = self.worth.get_mut(row as usize) {
                *worth = 0.0;
            }
        }
        for place in self.seen.drain(..) {
            if let Some(record) = self.records.get_mut(place as usize) {
                *record = Record::default();
            }
        }
    }
}

/// What one contact has gathered.
#[derive(Clone, Copy)]
struct Record {
    /// Whether anything was found for them.
    seen: bool,
    bits: u64,
    best: f32,
    words: f32,
    leaf: f32,
    hits: u32,
    newest: i32,
    /// Its place among the people returned, from 1.
    place: u32,
}

impl Default for Record {
    fn default() -> Record {
        Record { seen: false, bits: 0, best: 0.0, words: 0.0, leaf: 0.0, hits: 0, newest: i32::MIN, place: 0 }
    }
}

/// Gathers the people who match a plan.
pub fn gather(finder: &Finder<'_>, plan: &Plan, wanted: Wanted, scratch: &mut Scratch) -> tantivy::Result<Gathered> {
    scratch.prepare(finder.snapshot.size, finder.snapshot.span());
    let mut gatherer = Gatherer {
        finder,
        plan,
        wanted,
        filters: plan.bits(&[Role::Filter]),
        telling: telling(plan),
        records: std::mem::take(&mut scratch.records),
        seen: std::mem::take(&mut scratch.seen),
        rarity: Vec::new(),
    };
    let outcome = gatherer.run(scratch);
    (scratch.records, scratch.seen) = (gatherer.records, gatherer.seen);
    scratch.clear();
    outcome
}

/// The bits whose rows are hits: those of words, or without any word those of filters.
fn telling(plan: &Plan) -> u64 {
    let words =
        plan.leaves.iter().enumerate().filter(|(_, leaf)| {
            matches!(leaf.role, Role::Wanted | Role::Choice) && !matches!(leaf.look, Look::Group(_))
        });
    let words = words.fold(0, |bits, (bit, _)| bits | 1 << bit);
    if words != 0 { words } else { plan.bits(&[Role::Wanted, Role::Choice, Role::Filter]) }
}

struct Gatherer<'a> {
    finder: &'a Finder<'a>,
    plan: &'a Plan,
    wanted: Wanted,
    filters: u64,
    telling: u64,
    /// By contact, from the first one's on.
    records: Vec<Record>,
    /// The places of the records that anything was found for.
    seen: Vec<u32>,
    /// How telling each leaf is.
    rarity: Vec<f32>,
}

impl Gatherer<'_> {
    fn run(&mut self, scratch: &mut Scratch) -> tantivy::Result<Gathered> {
        for (bit, leaf) in self.plan.leaves.iter().enumerate() {
            self.finder.find(&leaf.look, &mut |row, worth, again| scratch.put(row, worth, again))?;
            self.rarity.push(rank::rarity(scratch.leaf_touched.len() as u64, self.snapshot().size as u64));
            self.flush(bit, leaf, scratch);
        }
        self.spread_to_people(scratch);
        let mut gathered = Gathered::default();
        let matching = self.matching(&mut gathered);
        gathered.total_people = matching.len();
        self.choose(matching, &mut gathered);
        self.second_pass(scratch, &mut gathered)?;
        Ok(gathered)
    }

    fn snapshot(&self) -> &Snapshot {
        self.finder.snapshot
    }

    fn record(&mut self, contact: u32) -> Option<&mut Record> {
        let first = self.finder.snapshot.contacts.0;
        let place = contact.checked_sub(first)?;
        let record = self.records.get_mut(place as usize)?;
        if !std::mem::replace(&mut record.seen, true) {
            self.seen.push(place);
        }
        Some(record)
    }

    /// Moves the finds of a leaf to their rows, and its best find to each person.
    fn flush(&mut self, bit: usize, leaf: &Leaf, scratch: &mut Scratch) {
        let factor = match leaf.role {
            Role::Slight => rank::SLIGHT,
            Role::Unwanted => 0.0,
            Role::Filter | Role::Wanted | Role::Choice => 1.0,
        };
        let several = self.plan.leaves.len() > 1 && factor > 0.0;
        let found = std::mem::take(&mut scratch.leaf_touched);
        for &row in &found {
            let Some(worth) = scratch.leaf.get_mut(row as usize).map(std::mem::take) else { continue };
            let Some(bits) = scratch.bits.get_mut(row as usize) else { continue };
            if *bits == 0 {
                scratch.touched.push(row);
            }
            *bits |= 1 << bit;
            let bits = *bits;
            if let Some(sum) = scratch.worth.get_mut(row as usize) {
                *sum += worth * factor;
            }
            if several {
                self.each_person(row, bits, |record, weight| record.leaf = record.leaf.max(worth * factor * weight));
            }
        }
        if several {
            for &place in &self.seen {
                let Some(record) = self.records.get_mut(place as usize) else { continue };
                record.words += std::mem::take(&mut record.leaf);
            }
        }
        scratch.leaf_touched = found;
        scratch.leaf_touched.clear();
    }

    /// Calls `each` with the records of a row's people and the row's weight, unless a filter leaves the row out.
    fn each_person(&mut self, row: u32, bits: u64, mut each: impl FnMut(&mut Record, f32)) {
        let snapshot = self.finder.snapshot;
        let Some((rows, entry)) = entry(snapshot, row) else { return };
        if !self.counts(entry, bits) {
            return;
        }
        let weight = rank::row_weight(entry.row);
        for &contact in rows.people(entry) {
            if let Some(record) = self.record(contact) {
                each(record, weight);
            }
        }
    }

    /// Filters are about what happened; a contact's own row always counts.
    fn counts(&self, entry: &Entry, bits: u64) -> bool {
        entry.row == Row::Contact || bits & self.filters == self.filters
    }

    fn score(&self, entry: &Entry, worth: f32) -> f32 {
        worth * rank::row_weight(entry.row) * rank::recency(entry.day(), self.wanted.today)
    }

    /// Gives each row's bits and worth to its people.
    fn spread_to_people(&mut self, scratch: &Scratch) {
        let (snapshot, telling) = (self.finder.snapshot, self.telling);
        for &row in &scratch.touched {
            let (bits, worth) = scratch.row(row);
            let Some((rows, entry)) = entry(snapshot, row) else { continue };
            if !self.counts(entry, bits) {
                continue;
            }
            let is_hit = bits & telling != 0;
            let (score, day) = (self.score(entry, worth), entry.day().unwrap_or(i32::MIN));
            for &contact in rows.people(entry) {
                let Some(record) = self.record(contact) else { continue };
                record.bits |= bits;
                if is_hit {
                    record.hits += 1;
                    record.best = record.best.max(score);
                    record.newest = record.newest.max(day);
                }
            }
        }
    }

    /// The places of the records that match; where none has every word, of those that have most.
    fn matching(&self, gathered: &mut Gathered) -> Vec<u32> {
        let holding = |rule: &Rule| -> Vec<u32> {
            let holds = |record: &Record| record.bits != 0 && rule.holds(record.bits);
            let places = self.seen.iter().copied();
            places.filter(|place| self.records.get(*place as usize).is_some_and(holds)).collect()
        };
        let strict = holding(&self.plan.rule);
        let words = self.plan.bits(&[Role::Wanted]) & self.telling;
        if !strict.is_empty() || words.count_ones() < 2 {
            return strict;
        }
        let share = |place: &u32| self.share(place, words);
        let mut lenient = holding(&self.plan.lenient);
        lenient.retain(|place| share(place) > 0.0);
        let Some(best) = lenient.iter().copied().max_by(|a, b| share(a).total_cmp(&share(b)).then(b.cmp(a))) else {
            return lenient;
        };
        let most = share(&best);
        lenient.retain(|place| share(place) >= MOST * most);
        let has = self.records.get(best as usize).map_or(0, |record| record.bits);
        gathered.let_go = (0..self.plan.leaves.len()).filter(|bit| words & !has & (1 << bit) != 0).collect();
        lenient
    }

    /// How much of the wanted words a record has, rare words counting more.
    fn share(&self, place: &u32, words: u64) -> f32 {
        let bits = self.records.get(*place as usize).map_or(0, |record| record.bits) & words;
        let rarity = self.rarity.iter().enumerate();
        rarity.filter(|(bit, _)| bits & (1 << bit) != 0).map(|(_, rarity)| rarity).sum()
    }

    /// Takes the best people, in order, and marks their records.
    fn choose(&mut self, mut matching: Vec<u32>, gathered: &mut Gathered) {
        let first = self.finder.snapshot.contacts.0;
        let several = self.plan.leaves.len() > 1;
        for &place in &matching {
            if let Some(record) = self.records.get_mut(place as usize) {
                record.place = u32::MAX;
                let words = if several { record.words } else { record.best };
                record.best = rank::person(record.best, words);
            }
        }
        let rank = |place: &u32| self.records.get(*place as usize).map_or((0.0, i32::MIN), |r| (r.best, r.newest));
        let order = |a: &u32, b: &u32| {
            let (score_a, newest_a) = rank(a);
            let (score_b, newest_b) = rank(b);
            score_b.total_cmp(&score_a).then(newest_b.cmp(&newest_a)).then(a.cmp(b))
        };
        if matching.len() > self.wanted.people {
            if self.wanted.people > 0 {
                matching.select_nth_unstable_by(self.wanted.people - 1, order);
            }
            matching.truncate(self.wanted.people);
        }
        matching.sort_unstable_by(order);
        for (at, place) in matching.into_iter().enumerate() {
            let Some(record) = self.records.get_mut(place as usize) else { continue };
            record.place = at as u32 + 1;
            gathered.people.push(Person {
                contact: i64::from(first) + i64::from(place),
                score: record.best,
                hit_count: record.hits,
                newest: (record.newest != i32::MIN).then_some(record.newest),
                hits: Vec::new(),
            });
        }
    }

    /// Goes through the rows once more: the best ones of the people chosen, those of nobody, and the counts.
    fn second_pass(&mut self, scratch: &Scratch, gathered: &mut Gathered) -> tantivy::Result<()> {
        let snapshot = self.finder.snapshot;
        let mut counter = Counter::new(snapshot);
        for &row in &scratch.touched {
            let (bits, worth) = scratch.row(row);
            let Some(place) = snapshot.parts.partition_point(|part| part.base <= row as usize).checked_sub(1) else {
                continue;
            };
            let Some(part) = snapshot.parts.get(place) else { continue };
            let doc = row as usize - part.base;
            let Some(entry) = part.rows.entry(doc) else { continue };
            if bits & self.telling == 0 || !self.counts(entry, bits) {
                continue;
            }
            let hit = Hit { row: entry.row, id: entry.id, day: entry.day(), score: self.score(entry, worth) };
            if entry.people == 0 {
                if self.plan.rule.holds(bits) {
                    gathered.total_hits += 1;
                    keep(&mut gathered.of_nobody, hit, self.wanted.hits.max(1));
                }
                continue;
            }
            let mut speaks = false;
            for &contact in part.rows.people(entry) {
                let Some(record) = self.record(contact) else { continue };
                speaks |= record.place > 0;
                let at = (record.place as usize).wrapping_sub(1);
                if let Some(person) = gathered.people.get_mut(at) {
                    keep(&mut person.hits, hit, self.wanted.hits);
                }
            }
            if speaks {
                gathered.total_hits += 1;
                counter.count(place, doc as u32, entry);
            }
        }
        gathered.facets = counter.finish()?;
        gathered.facets.groups = self.groups()?;
        Ok(())
    }

    /// How many of those who match are in each group.
    fn groups(&self) -> tantivy::Result<BTreeMap<String, u32>> {
        let snapshot = self.snapshot();
        let terms = snapshot.parts.iter().map(|part| part.rows.groups.as_ref().map_or(0, |groups| groups.num_terms()));
        let mut counts: Vec<Vec<u32>> = terms.map(|terms| vec![0; terms]).collect();
        for &place in &self.seen {
            if self.records.get(place as usize).is_none_or(|record| record.place == 0) {
                continue;
            }
            let Some((part, doc)) = snapshot.own_row(place as usize) else { continue };
            let groups = snapshot.parts.get(part).and_then(|part| part.rows.groups.as_ref());
            if let (Some(groups), Some(counts)) = (groups, counts.get_mut(part)) {
                add(counts, groups.term_ords(doc));
            }
        }
        let mut named = BTreeMap::new();
        for (part, counts) in snapshot.parts.iter().zip(&counts) {
            if let Some(groups) = &part.rows.groups {
                name(groups, counts, &mut named)?;
            }
        }
        Ok(named)
    }
}

/// A share of the best that is "most of it".
const MOST: f32 = 0.6;

fn entry(snapshot: &Snapshot, row: u32) -> Option<(&super::snapshot::Rows, &Entry)> {
    let part = snapshot.part_of(row as usize)?;
    Some((&part.rows, part.rows.entry(row as usize - part.base)?))
}

/// Keeps the `most` best hits in order.
fn keep(hits: &mut Vec<Hit>, hit: Hit, most: usize) {
    let place = hits.partition_point(|other| {
        let by_score = other.score.total_cmp(&hit.score).reverse();
        by_score.then(hit.day.cmp(&other.day)).then((other.row, other.id).cmp(&(hit.row, hit.id))).is_le()
    });
    if place < most {
        hits.insert(place, hit);
        hits.truncate(most);
    }
}
