//! Gathers what the leaves find into people: the heart of the search.
//!
//! A person matches when every word is somewhere in their record, in one row or in several. So each leaf adds its bit
//! and its worth to the rows that hold it; then each row gives its bits to its people, and the rule is judged on a
//! person's bits. Rows are gone through once, in order, a window at a time; of the people returned alone all rows are
//! looked at. Who matches, and in which order, is judged in `judge.rs`. The database is not read here.

use std::collections::BTreeMap;

use tantivy::SegmentReader;

use super::cursor::Cursor;
use super::document::Row;
use super::facets::Counts;
use super::look::{Finder, Sources, Told};
use super::plan::{Leaf, Look, Plan, Role};
use super::query::Term;
use super::rank;
use super::scratch::{Found, Scratch, WINDOW, Window};
use super::snapshot::{Entry, Part, Rows, Snapshot};

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
/// Gathers the people who match a plan.
pub fn gather(
    finder: &Finder<'_>,
    plan: &Plan,
    given: &Given,
    wanted: Wanted,
    scratch: &mut Scratch,
) -> tantivy::Result<Gathered> {
    scratch.prepare(finder.snapshot.span());
    let mut gatherer = Gatherer {
        snapshot: finder.snapshot,
        plan,
        wanted,
        filters: plan.bits(&[Role::Filter]),
        telling: telling(plan),
        words: words(plan),
        rarity: Vec::new(),
        own: vec![0; if wanted.rows > 0 { finder.snapshot.span() } else { 0 }],
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

pub(super) struct Gatherer<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) plan: &'a Plan,
    pub(super) wanted: Wanted,
    pub(super) filters: u64,
    pub(super) telling: u64,
    pub(super) words: u64,
    /// How telling each leaf is.
    pub(super) rarity: Vec<f32>,
    /// By contact, where rows are wanted, the leaves in their own row: name, organisation, contact points.
    pub(super) own: Vec<u64>,
    pub(super) scratch: &'a mut Scratch,
}

impl Gatherer<'_> {
    fn run(&mut self, finder: &Finder<'_>, given: &Given) -> tantivy::Result<Gathered> {
        let mut gathered = Gathered::default();
        self.look_up(finder, &mut gathered)?;
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
            self.add_hits(person);
        }
        if self.wanted.rows > 0 {
            self.rows(&mut gathered);
        }
        self.count(&mut gathered)?;
        Ok(gathered)
    }

    /// Looks all leaves up, and gives what is found to its people.
    fn look_up(&mut self, finder: &Finder<'_>, gathered: &mut Gathered) -> tantivy::Result<()> {
        let leaves = self.plan.leaves.iter();
        let sources: Vec<Sources> = leaves.map(|leaf| finder.sources(&leaf.look)).collect::<tantivy::Result<_>>()?;
        let mut counts = vec![0; sources.len()];
        let mut window = std::mem::take(&mut self.scratch.window);
        for (reader, part) in self.snapshot.segments() {
            self.look_up_in(reader, part, (finder, &sources), (&mut window, &mut counts), gathered)?;
        }
        self.scratch.window = window;
        self.rarity = counts.iter().map(|count| rank::rarity(*count, self.snapshot.size as u64)).collect();
        gathered.told = sources.into_iter().map(|sources| sources.told).collect();
        Ok(())
    }

    /// Looks all leaves up in a segment, counting the rows of each.
    fn look_up_in(
        &mut self,
        reader: &SegmentReader,
        part: &Part,
        (finder, sources): (&Finder<'_>, &[Sources]),
        (window, counts): (&mut Window, &mut [u64]),
        gathered: &mut Gathered,
    ) -> tantivy::Result<()> {
        let mut cursors = Vec::with_capacity(sources.len());
        for sources in sources {
            let of_leaf = sources.sources.iter().map(|source| Cursor::new(finder, source, reader, part));
            let of_leaf: Vec<Option<Cursor<'_>>> = of_leaf.collect::<tantivy::Result<_>>()?;
            cursors.push(of_leaf.into_iter().flatten().collect::<Vec<_>>());
        }
        // Where nothing is looked for, every row that passes the tests is a find.
        let all_that_pass = self.telling & PASSED != 0 && !self.plan.tests.is_empty();
        let entries = part.rows.entries();
        let alive = reader.alive_bitset();
        for (number, entries) in (0_u32..).zip(entries.chunks(WINDOW as usize)) {
            let start = number * WINDOW;
            let is_alive = |row: u32| alive.is_none_or(|alive| alive.is_alive(start + row));
            let end = start + entries.len() as u32;
            for (bit, (leaf, cursors)) in self.plan.leaves.iter().zip(&mut cursors).enumerate() {
                let counts_for = worth_in(leaf);
                for cursor in cursors {
                    let again = cursor.again;
                    cursor.up_to(end, |doc, worth| window.put(doc - start, counts_for(worth), again));
                }
                let found = window.end_leaf(1 << bit, |row| {
                    let is_within = |kind| entries.get(row as usize).is_some_and(|entry| entry.row() == kind);
                    is_alive(row) && leaf.within.is_none_or(is_within)
                });
                if let Some(count) = counts.get_mut(bit) {
                    *count += found;
                }
            }
            if all_that_pass {
                for (row, _) in (0..).zip(entries).filter(|(_, e)| self.plan.tests.iter().all(|test| test.holds(e))) {
                    window.put(row, rank::FILTER, false);
                }
                window.end_leaf(PASSED, is_alive);
            }
            self.take(window, (part.base as u32 + start, entries), &part.rows, gathered);
        }
        Ok(())
    }

    /// Takes what was found in a window, and gives it to its people.
    ///
    /// One thing is done for all rows before the next, because so memory is waited for once and not for each row. That
    /// is why the records are looked at before they are changed.
    fn take(&mut self, window: &mut Window, (first, entries): (u32, &[Entry]), rows: &Rows, gathered: &mut Gathered) {
        let mut found = std::mem::take(&mut self.scratch.found);
        let from = found.len();
        window.take(|row, bits, worth| found.push(Found { bits, row: first + row, score: worth, entry: Entry::NONE }));
        let (_, here) = found.split_at_mut(from);
        for found in here.iter_mut() {
            found.entry = entries.get((found.row - first) as usize).copied().unwrap_or(Entry::NONE);
        }
        let people = here.iter().flat_map(|found| rows.people(&found.entry));
        let records = people.filter_map(|contact| self.scratch.record(self.place(*contact)?));
        std::hint::black_box(records.fold(0, |all, record| all | record.bits));
        for (found, at) in here.iter_mut().zip(from as u32..) {
            self.spread(rows, (found, at), gathered);
        }
        self.scratch.found = found;
    }

    pub(super) fn place(&self, contact: u32) -> Option<u32> {
        contact.checked_sub(self.snapshot.contacts.0)
    }

    /// Whether a row counts. Filters are about what happened; a contact's own row always does.
    fn counts(&self, entry: &Entry, bits: u64) -> bool {
        entry.row() == Row::Contact || self.passes(entry, bits)
    }

    pub(super) fn passes(&self, entry: &Entry, bits: u64) -> bool {
        bits & self.filters == self.filters && self.plan.tests.iter().all(|test| test.holds(entry))
    }

    pub(super) fn has_filters(&self) -> bool {
        self.filters != 0 || !self.plan.tests.is_empty()
    }

    fn score(&self, entry: &Entry, worth: f32) -> f32 {
        worth * rank::row_weight(entry.row()) * rank::recency(entry.day(), self.wanted.today)
    }

    pub(super) fn hit(&self, found: &Found) -> Hit {
        let (row, id, day) = (found.entry.row(), self.snapshot.id(found.row), found.entry.day());
        Hit { row, id, day, score: found.score, place: found.row }
    }

    /// Gives a row's bits and worth to its people; a row that does not count loses its bits.
    fn spread(&mut self, rows: &Rows, (found, at): (&mut Found, u32), gathered: &mut Gathered) {
        let (entry, bits) = (found.entry, found.bits);
        if !self.counts(&entry, bits) {
            found.bits = 0;
            return;
        }
        let is_hit = bits & self.telling != 0;
        let score = self.score(&entry, found.score);
        found.score = score;
        let is_own = entry.row() == Row::Contact;
        let keeps_passed = !is_own && self.has_filters();
        for contact in rows.people(&entry) {
            let Some(place) = self.place(*contact) else { continue };
            let Some(record) = self.scratch.add_to(place, bits) else { continue };
            if is_hit && score > record.best {
                (record.best, record.best_at) = (score, at);
            }
            if keeps_passed {
                self.scratch.passed.insert(place as usize);
            }
            if let Some(own) = self.own.get_mut(place as usize).filter(|_| is_own) {
                *own |= bits;
            }
        }
        if entry.people() == 0 && is_hit && self.plan.rule.holds(bits) {
            gathered.total_hits += 1;
            keep(&mut gathered.of_nobody, self.hit(found), self.wanted.hits.max(1));
        }
    }

    fn add_people(&mut self, given: &Given) {
        for (leaf, contacts) in &given.people {
            for contact in contacts {
                if let Some(place) = self.place(*contact) {
                    self.scratch.add_to(place, 1 << leaf);
                }
            }
        }
    }
}

/// What a find of a leaf counts, of what it is worth.
fn worth_in(leaf: &Leaf) -> impl Fn(f32) -> f32 + use<> {
    // Only a sentence speaks of days without asking for them.
    let is_spoken_of = leaf.role == Role::Choice && matches!(leaf.term, Term::During(..));
    let fixed = match leaf.role {
        Role::Unwanted => Some(f32::MIN_POSITIVE),
        Role::Filter | Role::Wanted | Role::Choice => is_spoken_of.then_some(rank::SPOKEN_OF),
    };
    move |worth| fixed.unwrap_or(worth)
}

/// Keeps the `most` best hits in order.
pub(super) fn keep(hits: &mut Vec<Hit>, hit: Hit, most: usize) {
    let place = hits.partition_point(|other| {
        let by_score = other.score.total_cmp(&hit.score).reverse();
        by_score.then(hit.day.cmp(&other.day)).then((other.row, other.id).cmp(&(hit.row, hit.id))).is_le()
    });
    if place < most {
        hits.insert(place, hit);
        hits.truncate(most);
    }
}
