//! Gathers what the leaves find into people: the heart of the search.
//!
//! A person matches when every word is somewhere in their record, in one row or in several. So each leaf is looked
//! up by itself and adds its bit and its worth to the rows that hold it; then each row gives its bits to its
//! people, and the rule is judged on a person's bits. All is arrays over rows and over contacts, gone through once;
//! of the people returned alone all rows are looked at. The database is not read here.

use std::collections::BTreeMap;

use super::document::Row;
use super::facets::{Counter, Counts};
use super::look::{Finder, Told};
use super::plan::{Look, Plan, Role, Rule};
use super::query::Term;
use super::rank;
use super::scratch::Scratch;
use super::snapshot::{Entry, Snapshot};

/// What to gather.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// How many people to return.
    pub people: usize,
    /// How many rows to return for each.
    pub hits: usize,
    /// How many rows to return whoever they belong to.
    pub rows: usize,
    /// Whether the matches are counted by group, tag, year and the like.
    pub facets: bool,
    /// Today, in days since 1970-01-01.
    pub today: i32,
}

/// What the database was asked before.
#[derive(Debug, Default)]
pub struct Given {
    /// For leaves about what the database knows of a person: of whom it holds.
    pub people: BTreeMap<usize, Vec<u32>>,
    /// The order in which people are to come; by rank where there is none.
    pub order: Option<Vec<u32>>,
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
    /// The best rows, whoever they belong to.
    pub rows: Vec<Hit>,
    /// How many rows there are of these.
    pub total_rows: usize,
    /// Rows that match and belong to nobody yet, best first.
    pub of_nobody: Vec<Hit>,
    /// The leaves that were let go, because nobody has them all.
    pub let_go: Vec<usize>,
    /// By leaf, what the index told of it.
    pub told: Vec<Told>,
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
    /// What of it their words in other rows than their best are worth.
    pub elsewhere: f32,
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
    /// Its place among all rows.
    pub place: u32,
}

/// Stands for the leaf of a query that has none: the row passed its tests.
const PASSED: u64 = 1 << 63;
/// A share of the best that is "most of it".
const MOST: f32 = 0.6;
/// What the row of a contact counts among rows, where others hold more of what was asked.
const BARE_NAME: f32 = 0.3;

/// Gathers the people who match a plan.
pub fn gather(
    finder: &Finder<'_>,
    plan: &Plan,
    given: &Given,
    wanted: Wanted,
    scratch: &mut Scratch,
) -> tantivy::Result<Gathered> {
    scratch.prepare(finder.snapshot.size, finder.snapshot.span());
    let mut gatherer = Gatherer {
        snapshot: finder.snapshot,
        plan,
        wanted,
        filters: plan.bits(&[Role::Filter]),
        telling: telling(plan),
        words: words(plan),
        rarity: Vec::new(),
        scratch,
    };
    let outcome = gatherer.run(finder, given);
    scratch.clear();
    outcome
}

/// The bits whose rows are hits: those of words, or without any word those of filters.
fn telling(plan: &Plan) -> u64 {
    let is_word = |look: &Look| !matches!(look, Look::Group(_) | Look::People(_));
    let leaves = plan.leaves.iter().enumerate();
    let words = leaves.filter(|(_, leaf)| matches!(leaf.role, Role::Wanted | Role::Choice) && is_word(&leaf.look));
    let words = words.fold(0, |bits, (bit, _)| bits | 1 << bit);
    if words != 0 {
        return words;
    }
    match plan.bits(&[Role::Filter]) {
        0 => PASSED | plan.bits(&[Role::Wanted, Role::Choice]),
        filters => filters,
    }
}

/// The bits of the words that may be let go.
fn words(plan: &Plan) -> u64 {
    let leaves = plan.leaves.iter().enumerate();
    let words = leaves
        .filter(|(_, leaf)| leaf.role == Role::Wanted && matches!(leaf.term, Term::Words { .. } | Term::Phrase(_)));
    words.fold(0, |bits, (bit, _)| bits | 1 << bit)
}

struct Gatherer<'a> {
    snapshot: &'a Snapshot,
    plan: &'a Plan,
    wanted: Wanted,
    filters: u64,
    telling: u64,
    words: u64,
    /// How telling each leaf is.
    rarity: Vec<f32>,
    scratch: &'a mut Scratch,
}

impl Gatherer<'_> {
    fn run(&mut self, finder: &Finder<'_>, given: &Given) -> tantivy::Result<Gathered> {
        let mut gathered = Gathered::default();
        self.look_up(finder, &mut gathered)?;
        if self.telling & PASSED != 0 && !self.plan.tests.is_empty() {
            self.all_that_pass();
        }
        self.spread_to_people(&mut gathered);
        self.add_people(given);
        let matching = self.matching(&mut gathered);
        gathered.total_people = matching.len();
        for place in &matching {
            self.settle(*place);
        }
        self.choose(matching, given, &mut gathered);
        if self.plan.is_sentence {
            self.let_go_of(&mut gathered);
        }
        for at in 0..gathered.people.len() {
            let Some(person) = gathered.people.get_mut(at) else { continue };
            person.hits = self.hits_of(person.contact);
        }
        if self.wanted.rows > 0 {
            self.rows(&mut gathered);
        }
        self.count(&mut gathered)?;
        Ok(gathered)
    }

    fn look_up(&mut self, finder: &Finder<'_>, gathered: &mut Gathered) -> tantivy::Result<()> {
        for (bit, leaf) in self.plan.leaves.iter().enumerate() {
            let sources = finder.sources(&leaf.look)?;
            let (snapshot, scratch) = (self.snapshot, &mut *self.scratch);
            let counts = leaf.role != Role::Unwanted;
            // Only a sentence speaks of days without asking for them.
            let is_spoken_of = leaf.role == Role::Choice && matches!(leaf.term, Term::During(..));
            finder.find(&sources, &mut |row, worth, again| {
                let worth = match (counts, is_spoken_of) {
                    (false, _) => f32::MIN_POSITIVE,
                    (true, true) => rank::SPOKEN_OF,
                    (true, false) => worth,
                };
                let is_within =
                    leaf.within.is_none_or(|kind| snapshot.entry(row).is_some_and(|(_, entry)| entry.row == kind));
                if is_within {
                    scratch.put(row, worth, again);
                }
            })?;
            self.rarity.push(rank::rarity(self.scratch.found(), self.snapshot.size as u64));
            self.scratch.flush(1 << bit);
            gathered.told.push(sources.told);
        }
        Ok(())
    }

    /// Where nothing is looked for, every row that passes the tests is a find.
    fn all_that_pass(&mut self) {
        for (reader, part) in self.snapshot.segments() {
            for (doc, entry) in part.rows.entries().iter().enumerate() {
                if self.plan.tests.iter().all(|test| test.holds(entry)) && !reader.is_deleted(doc as u32) {
                    self.scratch.put((part.base + doc) as u32, rank::FILTER, false);
                }
            }
        }
        self.scratch.flush(PASSED);
    }

    fn place(&self, contact: u32) -> Option<u32> {
        contact.checked_sub(self.snapshot.contacts.0)
    }

    /// Whether a row counts. Filters are about what happened; a contact's own row always does.
    fn counts(&self, entry: &Entry, bits: u64) -> bool {
        entry.row == Row::Contact || self.passes(entry, bits)
    }

    fn passes(&self, entry: &Entry, bits: u64) -> bool {
        bits & self.filters == self.filters && self.plan.tests.iter().all(|test| test.holds(entry))
    }

    fn has_filters(&self) -> bool {
        self.filters != 0 || !self.plan.tests.is_empty()
    }

    fn score(&self, entry: &Entry, worth: f32) -> f32 {
        worth * rank::row_weight(entry.row) * rank::recency(entry.day(), self.wanted.today)
    }

    fn hit(&self, row: u32, entry: &Entry, worth: f32) -> Hit {
        Hit { row: entry.row, id: entry.id(), day: entry.day(), score: self.score(entry, worth), place: row }
    }

    /// Gives each row's bits and worth to its people.
    fn spread_to_people(&mut self, gathered: &mut Gathered) {
        let touched = std::mem::take(&mut self.scratch.touched);
        let first = self.snapshot.contacts.0;
        for &row in &touched {
            let (bits, worth) = self.scratch.row(row);
            let Some((rows, entry)) = self.snapshot.entry(row) else { continue };
            if !self.counts(entry, bits) {
                continue;
            }
            let is_hit = bits & self.telling != 0;
            let (score, day) = (self.score(entry, worth), entry.day().unwrap_or(i32::MIN));
            let is_own = entry.row == Row::Contact;
            for contact in rows.people(entry) {
                let Some(record) = contact.checked_sub(first).and_then(|place| self.scratch.add_to(place)) else {
                    continue;
                };
                record.bits |= bits;
                record.passed |= !is_own;
                if is_own {
                    record.own |= bits;
                }
                if is_hit {
                    record.hits += 1;
                    record.newest = record.newest.max(day);
                    if score > record.best {
                        (record.best, record.best_bits) = (score, bits);
                    }
                }
            }
            if entry.people() == 0 && is_hit && self.plan.rule.holds(bits) {
                gathered.total_hits += 1;
                keep(&mut gathered.of_nobody, self.hit(row, entry, worth), self.wanted.hits.max(1));
            }
        }
        self.scratch.touched = touched;
    }

    fn add_people(&mut self, given: &Given) {
        for (leaf, contacts) in &given.people {
            for contact in contacts {
                let Some(place) = self.place(*contact) else { continue };
                if let Some(record) = self.scratch.add_to(place) {
                    record.bits |= 1 << leaf;
                }
            }
        }
    }

    /// The places of the records that match; where none has every word, of those that have most.
    fn matching(&self, gathered: &mut Gathered) -> Vec<u32> {
        let holding = |rule: &Rule| -> Vec<u32> {
            let places = self.scratch.seen.iter().copied();
            places.filter(|place| self.holds(*place, rule)).collect()
        };
        if !self.plan.is_sentence {
            let strict = holding(&self.plan.rule);
            if !strict.is_empty() || self.words.count_ones() < 2 {
                return strict;
            }
        }
        let share = |place: &u32| self.share(*place);
        let mut lenient = holding(&self.plan.lenient);
        lenient.retain(|place| share(place) > 0.0);
        let Some(best) = lenient.iter().copied().max_by(|a, b| share(a).total_cmp(&share(b)).then(b.cmp(a))) else {
            return lenient;
        };
        let most = share(&best);
        lenient.retain(|place| share(place) >= MOST * most);
        let has = self.scratch.record(best).map_or(0, |record| record.bits);
        gathered.let_go = self.lacking(has);
        lenient
    }

    /// Whether a rule holds for a record, and a row of theirs passes the filters.
    fn holds(&self, place: u32, rule: &Rule) -> bool {
        let Some(record) = self.scratch.record(place) else { return false };
        record.bits != 0
            && rule.holds(record.bits)
            && (!self.has_filters() || record.passed || self.has_row_that_passes(place))
    }

    fn has_row_that_passes(&self, place: u32) -> bool {
        let contact = self.snapshot.contacts.0 + place;
        self.snapshot.rows_of(contact).any(|row| {
            let (bits, _) = self.scratch.row(row);
            let entry = self.snapshot.entry(row);
            entry.is_some_and(|(_, entry)| entry.row != Row::Contact && self.passes(entry, bits))
        })
    }

    fn lacking(&self, has: u64) -> Vec<usize> {
        (0..self.plan.leaves.len()).filter(|bit| self.words & !has & (1 << bit) != 0).collect()
    }

    /// In a sentence, what the first person lacks was let go.
    fn let_go_of(&self, gathered: &mut Gathered) {
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
    fn settle(&mut self, place: u32) {
        let elsewhere = self.elsewhere(place);
        if let Some(record) = self.scratch.record_mut(place) {
            record.matches = true;
            record.best += elsewhere;
        }
    }

    fn elsewhere(&self, place: u32) -> f32 {
        let Some(record) = self.scratch.record(place) else { return 0.0 };
        rank::ELSEWHERE * self.told(record.bits & !record.best_bits & self.telling)
    }

    /// Takes the best people, in order.
    fn choose(&self, mut matching: Vec<u32>, given: &Given, gathered: &mut Gathered) {
        let most = self.wanted.people;
        if let Some(order) = &given.order {
            let places = order.iter().filter_map(|contact| self.place(*contact));
            let in_order = places.filter(|place| self.scratch.record(*place).is_some_and(|record| record.matches));
            matching = in_order.take(most).collect();
        } else {
            let rank = |place: &u32| self.scratch.record(*place).map_or((0.0, i32::MIN), |r| (r.best, r.newest));
            let order = |a: &u32, b: &u32| {
                let ((score_a, newest_a), (score_b, newest_b)) = (rank(a), rank(b));
                score_b.total_cmp(&score_a).then(newest_b.cmp(&newest_a)).then(a.cmp(b))
            };
            if matching.len() > most {
                if most > 0 {
                    matching.select_nth_unstable_by(most - 1, order);
                }
                matching.truncate(most);
            }
            matching.sort_unstable_by(order);
        }
        for place in matching {
            let Some(record) = self.scratch.record(place) else { continue };
            gathered.people.push(Person {
                contact: i64::from(self.snapshot.contacts.0) + i64::from(place),
                score: record.best,
                elsewhere: self.elsewhere(place),
                hit_count: record.hits,
                newest: (record.newest != i32::MIN).then_some(record.newest),
                hits: Vec::new(),
            });
        }
    }

    /// The best rows of a contact.
    fn hits_of(&self, contact: i64) -> Vec<Hit> {
        let mut hits = Vec::new();
        let Ok(contact) = u32::try_from(contact) else { return hits };
        for row in self.snapshot.rows_of(contact) {
            let (bits, worth) = self.scratch.row(row);
            if bits & self.telling == 0 {
                continue;
            }
            let Some((_, entry)) = self.snapshot.entry(row) else { continue };
            if self.counts(entry, bits) {
                keep(&mut hits, self.hit(row, entry, worth), self.wanted.hits);
            }
        }
        hits
    }

    /// The best rows, whoever they belong to; what is known of its people otherwise helps a row.
    fn rows(&self, gathered: &mut Gathered) {
        let is_lenient = self.plan.is_sentence || !gathered.let_go.is_empty();
        let mut hits: Vec<Hit> = Vec::new();
        for &row in &self.scratch.touched {
            let (bits, worth) = self.scratch.row(row);
            let Some((rows, entry)) = self.snapshot.entry(row) else { continue };
            if bits & self.telling == 0 || !self.counts(entry, bits) {
                continue;
            }
            let records = rows.people(entry).iter().filter_map(|id| self.scratch.record(self.place(*id)?));
            let (mut speaks, mut beside, mut lacks) = (false, 0.0_f32, false);
            for record in records {
                speaks |= record.matches || is_lenient && self.plan.lenient.holds(record.bits);
                beside = beside.max(self.told(record.own & !bits & self.telling));
                lacks |= record.bits & !bits & self.words != 0;
            }
            if !speaks && !(entry.people() == 0 && (is_lenient || self.plan.rule.holds(bits))) {
                continue;
            }
            let mut hit = self.hit(row, entry, worth);
            hit.score += rank::NAMED * beside;
            if entry.row == Row::Contact && lacks {
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

    /// Counts the rows that speak for those who match, and how they are spread.
    fn count(&self, gathered: &mut Gathered) -> tantivy::Result<()> {
        let mut counter = self.wanted.facets.then(|| Counter::new(self.snapshot));
        for &row in &self.scratch.touched {
            let (bits, _) = self.scratch.row(row);
            if bits & self.telling == 0 {
                continue;
            }
            let Some((rows, entry)) = self.snapshot.entry(row) else { continue };
            let mut records = rows.people(entry).iter().filter_map(|id| self.scratch.record(self.place(*id)?));
            if records.any(|record| record.matches) && self.counts(entry, bits) {
                gathered.total_hits += 1;
                if let Some(counter) = &mut counter {
                    counter.count(row, entry);
                }
            }
        }
        if let Some(mut counter) = counter {
            for place in &self.scratch.seen {
                if self.scratch.record(*place).is_some_and(|record| record.matches) {
                    counter.count_person(*place);
                }
            }
            gathered.facets = counter.finish()?;
        }
        Ok(())
    }
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
