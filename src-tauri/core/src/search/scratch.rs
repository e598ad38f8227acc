//! Arrays over all rows and all contacts, kept between searches so that nothing need be cleared but what was touched.

/// What the leaves found.
#[derive(Default)]
pub struct Scratch {
    /// By row, the leaves found in it.
    bits: Vec<u64>,
    /// By row, what these are worth together.
    worth: Vec<f32>,
    /// By row, what the leaf being looked up is worth.
    leaf: Vec<f32>,
    /// The rows in which anything was found.
    pub(super) touched: Vec<u32>,
    leaf_touched: Vec<u32>,
    /// By contact, from the first one's on, what they have.
    records: Vec<Record>,
    /// The places of the records that anything was found for.
    pub(super) seen: Vec<u32>,
}

/// What one contact has gathered.
#[derive(Clone, Copy)]
pub struct Record {
    /// The leaves they have.
    pub bits: u64,
    /// The leaves in their own row: name, organisation, contact points.
    pub own: u64,
    /// The leaves in their best row.
    pub best_bits: u64,
    /// What their best row is worth; then their rank.
    pub best: f32,
    /// How many rows speak for them.
    pub hits: u32,
    /// The day of the newest of these.
    pub newest: i32,
    /// Whether anything was found for them.
    seen: bool,
    /// Whether a row of theirs passed the filters.
    pub passed: bool,
    /// Whether they match.
    pub matches: bool,
}

const NOTHING: Record = Record {
    bits: 0,
    own: 0,
    best_bits: 0,
    best: 0.0,
    hits: 0,
    newest: i32::MIN,
    seen: false,
    passed: false,
    matches: false,
};

impl Scratch {
    /// Makes room for so many rows and contacts.
    pub(super) fn prepare(&mut self, rows: usize, contacts: usize) {
        if self.records.len() < contacts {
            self.records.resize(contacts, NOTHING);
        }
        if self.bits.len() < rows {
            self.bits.resize(rows, 0);
            self.worth.resize(rows, 0.0);
            self.leaf.resize(rows, 0.0);
        }
    }

    /// Adds a find of the current leaf; with `again` false only where it has none yet.
    pub(super) fn put(&mut self, row: u32, worth: f32, again: bool) {
        let Some(slot) = self.leaf.get_mut(row as usize) else { return };
        if *slot == 0.0 {
            self.leaf_touched.push(row);
            *slot = worth;
        } else if again {
            *slot += worth;
        }
    }

    /// How many rows the current leaf is in.
    pub(super) fn found(&self) -> u64 {
        self.leaf_touched.len() as u64
    }

    /// Moves the finds of the current leaf to their rows.
    pub(super) fn flush(&mut self, bit: u64) {
        if self.touched.is_empty() {
            // The first leaf's finds are all there is: nothing need be added up.
            std::mem::swap(&mut self.touched, &mut self.leaf_touched);
            std::mem::swap(&mut self.worth, &mut self.leaf);
            for row in &self.touched {
                if let Some(bits) = self.bits.get_mut(*row as usize) {
                    *bits = bit;
                }
            }
            return;
        }
        for row in self.leaf_touched.drain(..) {
            let at = row as usize;
            let Some(found) = self.leaf.get_mut(at).map(std::mem::take) else { continue };
            let (Some(bits), Some(worth)) = (self.bits.get_mut(at), self.worth.get_mut(at)) else { continue };
            if *bits == 0 {
                self.touched.push(row);
            }
            *bits |= bit;
            *worth += found;
        }
    }

    /// What a row has gathered: its leaves and their worth.
    pub(super) fn row(&self, row: u32) -> (u64, f32) {
        let row = row as usize;
        (self.bits.get(row).copied().unwrap_or(0), self.worth.get(row).copied().unwrap_or(0.0))
    }

    /// The record at a place, for what was found to be added.
    pub(super) fn add_to(&mut self, place: u32) -> Option<&mut Record> {
        let record = self.records.get_mut(place as usize)?;
        if !record.seen {
            record.seen = true;
            self.seen.push(place);
        }
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
        for row in self.touched.drain(..).chain(self.leaf_touched.drain(..)) {
            let at = row as usize;
            if let Some(bits) = self.bits.get_mut(at) {
                *bits = 0;
            }
            for worth in [self.worth.get_mut(at), self.leaf.get_mut(at)].into_iter().flatten() {
                *worth = 0.0;
            }
        }
        for place in self.seen.drain(..) {
            if let Some(record) = self.records.get_mut(place as usize) {
                *record = NOTHING;
            }
        }
    }
}
