//! What the matches have in common, counted: groups, organisations, tags, places, channels, years.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use tantivy::columnar::StrColumn;

use super::document::Row;
use super::query::CHANNELS;
use super::snapshot::{Entry, Part, Snapshot};

/// Counts by value.
#[derive(Debug, Default)]
pub struct Counts {
    /// People by group.
    pub groups: BTreeMap<String, u32>,
    /// People by organisation.
    pub orgs: BTreeMap<String, u32>,
    /// Rows by tag.
    pub tags: BTreeMap<String, u32>,
    /// Rows by place.
    pub places: BTreeMap<String, u32>,
    /// Rows by channel.
    pub channels: BTreeMap<&'static str, u32>,
    /// Rows by year.
    pub years: BTreeMap<i32, u32>,
}

/// A column of texts, and for each segment how often each of its values was counted.
struct Tally {
    column: fn(&Part) -> Option<&StrColumn>,
    counts: Vec<Vec<u32>>,
}

impl Tally {
    fn new(snapshot: &Snapshot, column: fn(&Part) -> Option<&StrColumn>) -> Tally {
        let terms = snapshot.parts.iter().map(|part| column(part).map_or(0, |column| column.num_terms()));
        Tally { column, counts: terms.map(|terms| vec![0; terms]).collect() }
    }

    fn count(&mut self, snapshot: &Snapshot, part: usize, doc: u32) {
        let column = snapshot.parts.get(part).and_then(self.column);
        let (Some(column), Some(counts)) = (column, self.counts.get_mut(part)) else { return };
        for ord in column.term_ords(doc) {
            if let Some(count) = counts.get_mut(ord as usize) {
                *count += 1;
            }
        }
    }

    /// The most frequent values, `MOST` of each segment at least: the names of the others are not read.
    fn named(&self, snapshot: &Snapshot) -> tantivy::Result<BTreeMap<String, u32>> {
        let mut named = BTreeMap::new();
        let mut text = String::new();
        for (part, counts) in snapshot.parts.iter().zip(&self.counts) {
            let Some(column) = (self.column)(part) else { continue };
            let mut ords: Vec<(u32, usize)> =
                counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(ord, count)| (*count, ord)).collect();
            if ords.len() > MOST {
                ords.select_nth_unstable_by(MOST, |a, b| b.cmp(a));
                ords.truncate(MOST);
            }
            for (count, ord) in ords {
                if column.ord_to_str(ord as u64, &mut text)? {
                    *named.entry(text.clone()).or_default() += count;
                }
            }
        }
        Ok(named)
    }
}

/// Values whose names are read for each segment.
const MOST: usize = 200;

/// Counts rows and people while they pass.
pub(super) struct Counter<'a> {
    snapshot: &'a Snapshot,
    tags: Tally,
    places: Tally,
    groups: Tally,
    orgs: Tally,
    channels: [u32; CHANNELS.len()],
    years: BTreeMap<i32, u32>,
    /// The year of the last day, and the days it spans: most rows need no look into the calendar.
    year: (i32, std::ops::Range<i32>),
}

impl<'a> Counter<'a> {
    /// Nothing counted yet.
    pub(super) fn new(snapshot: &'a Snapshot) -> Counter<'a> {
        Counter {
            snapshot,
            tags: Tally::new(snapshot, |part| part.rows.tags.as_ref()),
            places: Tally::new(snapshot, |part| part.rows.places.as_ref()),
            groups: Tally::new(snapshot, |part| part.rows.groups.as_ref()),
            orgs: Tally::new(snapshot, |part| part.rows.orgs.as_ref()),
            channels: [0; CHANNELS.len()],
            years: BTreeMap::new(),
            year: (0, 0..0),
        }
    }

    /// Counts a row by its place among all rows.
    pub(super) fn count(&mut self, row: u32, entry: &Entry) {
        if entry.row == Row::Conversation {
            if let Some(count) = self.channels.get_mut(entry.channel as usize) {
                *count += 1;
            }
            let after = self.snapshot.parts.partition_point(|part| part.base <= row as usize);
            let part = after.saturating_sub(1);
            let base = self.snapshot.parts.get(part).map_or(0, |part| part.base);
            let doc = row.saturating_sub(base as u32);
            self.tags.count(self.snapshot, part, doc);
            self.places.count(self.snapshot, part, doc);
        }
        if let Some(day) = entry.day() {
            let year = self.year_of(day);
            *self.years.entry(year).or_default() += 1;
        }
    }

    /// Counts a contact by their place.
    pub(super) fn count_person(&mut self, place: u32) {
        if let Some((part, doc)) = self.snapshot.own_row(place as usize) {
            self.groups.count(self.snapshot, part, doc);
            self.orgs.count(self.snapshot, part, doc);
        }
    }

    fn year_of(&mut self, day: i32) -> i32 {
        if !self.year.1.contains(&day) {
            let year = NaiveDate::from_epoch_days(day).map_or(0, |date| date.year());
            let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).map_or(day, |date| date.to_epoch_days());
            self.year = (year, first(year)..first(year + 1));
        }
        self.year.0
    }

    /// The counts by name.
    pub(super) fn finish(self) -> tantivy::Result<Counts> {
        let mut counts = Counts {
            groups: self.groups.named(self.snapshot)?,
            orgs: self.orgs.named(self.snapshot)?,
            tags: self.tags.named(self.snapshot)?,
            places: self.places.named(self.snapshot)?,
            years: self.years,
            channels: BTreeMap::new(),
        };
        for (channel, count) in CHANNELS.iter().zip(self.channels) {
            if count > 0 {
                counts.channels.insert(channel, count);
            }
        }
        Ok(counts)
    }
}
