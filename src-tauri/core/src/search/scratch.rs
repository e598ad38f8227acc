//! What a search fills, kept between searches so that memory need not be asked for again.
//!
//! All leaves are looked up in one stretch of rows before the next (a [`Window`]), because what they find in it then
//! stays in the nearest cache: arrays over all rows of a large index are in none, and waiting for memory would be
//! nearly all a search does.

use fixedbitset::FixedBitSet;

use super::snapshot::Entry;

/// Rows looked at together: their finds take 64 KB.
pub const WINDOW: u32 = 4096;

/// What the leaves found.
#[derive(Default)]
pub struct Scratch {
    /// The rows being looked at.
    pub(super) window: Window,
    /// All rows in which anything was found, in order.
    pub(super) found: Vec<Found>,
    /// By contact, from the first one's on, what they have.
    records: Vec<Record>,
    /// The places of the records that anything was found for.
    pub(super) seen: FixedBitSet,
    /// The places of those of whom a row passed the filters.
    pub(super) passed: FixedBitSet,
    /// The places of those who match.
    pub(super) matches: FixedBitSet,
}

/// A row in which something was found.
#[derive(Clone, Copy)]
pub struct Found {
    /// The leaves found in it; none where it does not count.
    pub bits: u64,
    /// Its place among all rows.
    pub row: u32,
    /// What its finds are worth; then what it is.
    pub score: f32,
    /// What is known of it.
    pub entry: Entry,
}

/// What one contact has gathered: 16 bytes, of which many stay in the cache.
#[derive(Clone, Copy)]
pub struct Record {
    /// The leaves they have; none where nothing was found for them.
    pub bits: u64,
    /// What their best row is worth; then their rank.
    pub best: f32,
    /// Where in `found` that row is; nowhere where `best` is 0.
    pub best_at: u32,
}

const NOTHING: Record = Record { bits: 0, best: 0.0, best_at: u32::MAX };

impl Scratch {
    /// Makes room for so many contacts.
    pub(super) fn prepare(&mut self, contacts: usize) {
        if self.records.len() < contacts {
            self.records.resize(contacts, NOTHING);
        }
        self.seen.grow(contacts);
        self.passed.grow(contacts);
        self.matches.grow(contacts);
    }

    /// The row at a place among all rows, if anything was found in it.
    pub(super) fn row(&self, row: u32) -> Option<&Found> {
        let at = self.found.binary_search_by_key(&row, |found| found.row).ok()?;
        self.found.get(at)
    }

    /// The leaves found in the best row of a record.
    pub(super) fn best_bits(&self, record: &Record) -> u64 {
        self.found.get(record.best_at as usize).map_or(0, |found| found.bits)
    }

    /// The record at a place, for what was found to be added.
    pub(super) fn add_to(&mut self, place: u32, bits: u64) -> Option<&mut Record> {
        let record = self.records.get_mut(place as usize)?;
        self.seen.insert(place as usize);
        record.bits |= bits;
        Some(record)
    }

    /// The record at a place.
    pub(super) fn record(&self, place: u32) -> Option<&Record> {
        self.records.get(place as usize)
    }

    /// The record at a place, to be changed.
    pub(super) fn record_mut(&mut self, place: u32) -> Option<&mut Record> {
        self.records.get_mut(place as usize)
    }

    /// Forgets what was found.
    pub(super) fn clear(&mut self) {
        self.window.clear();
        self.found.clear();
        for place in self.seen.ones() {
            if let Some(record) = self.records.get_mut(place) {
                *record = NOTHING;
            }
        }
        self.seen.clear();
        self.passed.clear();
        self.matches.clear();
    }
}

/// A stretch of the rows of a segment.
pub struct Window {
    /// By row, what the current leaf is worth.
    leaf: Vec<f32>,
    leaf_rows: FixedBitSet,
    /// By row, the leaves found in it.
    bits: Vec<u64>,
    /// By row, what these are worth together.
    worth: Vec<f32>,
    rows: FixedBitSet,
}

impl Default for Window {
    fn default() -> Window {
        let size = WINDOW as usize;
        Window {
            leaf: vec![0.0; size],
            leaf_rows: FixedBitSet::with_capacity(size),
            bits: vec![0; size],
            worth: vec![0.0; size],
            rows: FixedBitSet::with_capacity(size),
        }
    }
}

impl Window {
    /// Adds a find of the current leaf; with `again` false only where it has none yet.
    pub(super) fn put(&mut self, row: u32, worth: f32, again: bool) {
        let row = row as usize;
        let Some(slot) = self.leaf.get_mut(row) else { return };
        if *slot == 0.0 {
            self.leaf_rows.insert(row);
            *slot = worth;
        } else if again {
            *slot += worth;
        }
    }

    /// Adds the finds of the current leaf to their rows, but for those that do not count; says how many they are.
    pub(super) fn end_leaf(&mut self, bit: u64, counts: impl Fn(u32) -> bool) -> u64 {
        let mut found = 0;
        for row in self.leaf_rows.ones() {
            let slots = (self.leaf.get_mut(row), self.bits.get_mut(row), self.worth.get_mut(row));
            let (Some(leaf), Some(bits), Some(worth)) = slots else { continue };
            let leaf = std::mem::take(leaf);
            if counts(row as u32) {
                self.rows.insert(row);
                *bits |= bit;
                *worth += leaf;
                found += 1;
            }
        }
        self.leaf_rows.clear();
        found
    }

    /// Hands on each row with its leaves and their worth, in order, and forgets them.
    pub(super) fn take(&mut self, mut each: impl FnMut(u32, u64, f32)) {
        for row in self.rows.ones() {
            let (Some(bits), Some(worth)) = (self.bits.get_mut(row), self.worth.get_mut(row)) else { continue };
            each(row as u32, std::mem::take(bits), std::mem::take(worth));
        }
        self.rows.clear();
    }

    /// Forgets what was left when a search failed.
    fn clear(&mut self) {
        self.end_leaf(0, |_| false);
        self.take(|_, _, _| {});
    }
}
