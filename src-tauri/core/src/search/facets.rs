//! What the rows found have in common, counted: tags, channels, years.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::document::Row;
use super::query::CHANNELS;
use super::snapshot::{Entry, Snapshot};

/// Counts by value.
#[derive(Debug, Default)]
pub struct Counts {
    /// People by group.
    pub groups: BTreeMap<String, u32>,
    /// Rows by tag.
    pub tags: BTreeMap<String, u32>,
    /// Rows by channel.
    pub channels: BTreeMap<&'static str, u32>,
    /// Rows by year.
    pub years: BTreeMap<i32, u32>,
}

/// Counts rows by tag, channel and year while they pass.
pub(super) struct Counter<'a> {
    snapshot: &'a Snapshot,
    tags: Vec<Vec<u32>>,
    channels: [u32; CHANNELS.len()],
    years: BTreeMap<i32, u32>,
    /// The year of the last day, and the days it spans: most rows need no look into the calendar.
    year: (i32, std::ops::Range<i32>),
}

impl<'a> Counter<'a> {
    /// Nothing counted yet.
    pub(super) fn new(snapshot: &'a Snapshot) -> Counter<'a> {
        let terms = snapshot.parts.iter().map(|part| part.rows.tags.as_ref().map_or(0, |tags| tags.num_terms()));
        Counter {
            snapshot,
            tags: terms.map(|terms| vec![0; terms]).collect(),
            channels: [0; CHANNELS.len()],
            years: BTreeMap::new(),
            year: (0, 0..0),
        }
    }

    /// Counts a row.
    pub(super) fn count(&mut self, place: usize, doc: u32, entry: &Entry) {
        if entry.row == Row::Conversation {
            if let Some(count) = self.channels.get_mut(entry.channel as usize) {
                *count += 1;
            }
            let tags = self.snapshot.parts.get(place).and_then(|part| part.rows.tags.as_ref());
            if let (Some(tags), Some(counts)) = (tags, self.tags.get_mut(place)) {
                add(counts, tags.term_ords(doc));
            }
        }
        if let Some(day) = entry.day() {
            let year = self.year_of(day);
            *self.years.entry(year).or_default() += 1;
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
        let mut counts = Counts { years: self.years, ..Counts::default() };
        for (channel, count) in CHANNELS.iter().zip(self.channels) {
            if count > 0 {
                counts.channels.insert(channel, count);
            }
        }
        for (part, of_part) in self.snapshot.parts.iter().zip(&self.tags) {
            if let Some(tags) = &part.rows.tags {
                name(tags, of_part, &mut counts.tags)?;
            }
        }
        Ok(counts)
    }
}

/// Counts what a row holds.
pub(super) fn add(counts: &mut [u32], ords: impl Iterator<Item = u64>) {
    for ord in ords {
        if let Some(count) = counts.get_mut(ord as usize) {
            *count += 1;
        }
    }
}

/// Adds a segment's counts to the counts by name.
pub(super) fn name(
    column: &tantivy::columnar::StrColumn,
    counts: &[u32],
    named: &mut BTreeMap<String, u32>,
) -> tantivy::Result<()> {
    let mut text = String::new();
    for (ord, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        if column.ord_to_str(ord as u64, &mut text)? {
            *named.entry(text.clone()).or_default() += count;
        }
    }
    Ok(())
}
