//! What the matches have in common, counted: groups, organisations, tags, places, channels, years.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};

use super::document::Row;
use super::labels::{Label, Labels};
use super::query::CHANNELS;
use super::snapshot::{Entry, Snapshot};

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

impl Counts {
    fn of(&mut self, label: Label) -> &mut BTreeMap<String, u32> {
        match label {
            Label::Tag => &mut self.tags,
            Label::Place => &mut self.places,
            Label::Group => &mut self.groups,
            Label::Org => &mut self.orgs,
        }
    }

    /// Adds the labels of a segment's sets, of which each was counted so often: of each kind the `MOST` most frequent
    /// at least, the names of the others are not read.
    fn add(&mut self, labels: &Labels, sets: &[u32]) -> tantivy::Result<()> {
        let mut text = String::new();
        for (label, column) in labels.columns() {
            let mut counts = vec![0; column.num_terms()];
            for (number, count) in sets.iter().enumerate().filter(|(_, count)| **count > 0) {
                for (_, ord) in labels.set(number).iter().filter(|(of, _)| of == label) {
                    if let Some(sum) = counts.get_mut(*ord as usize) {
                        *sum += count;
                    }
                }
            }
            let ords = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
            let mut ords: Vec<(u32, usize)> = ords.map(|(ord, count)| (count, ord)).collect();
            if ords.len() > MOST {
                ords.select_nth_unstable_by(MOST, |a, b| b.cmp(a));
                ords.truncate(MOST);
            }
            for (count, ord) in ords {
                if column.ord_to_str(ord as u64, &mut text)? {
                    *self.of(*label).entry(text.clone()).or_default() += count;
                }
            }
        }
        Ok(())
    }
}

/// Values whose names are read for each segment.
const MOST: usize = 200;
/// Years that are counted: those a date may be in.
const YEARS: usize = 10_000;

/// The year of a day since 1970-01-01; of those most rows are of it is not computed anew.
fn year_of(day: i32) -> Option<usize> {
    static KNOWN: OnceLock<Vec<u16>> = OnceLock::new();
    let year = |day: i32| u16::try_from(NaiveDate::from_epoch_days(day)?.year()).ok();
    let known = KNOWN.get_or_init(|| (0..KNOWN_DAYS).map_while(year).collect());
    match usize::try_from(day).ok().and_then(|day| known.get(day)) {
        Some(year) => Some(usize::from(*year)),
        None => year(day).map(usize::from),
    }
}

/// Days whose years are kept, to the year 2069.
const KNOWN_DAYS: i32 = 36_525;

/// Counts rows and people while they pass.
pub(super) struct Counter<'a> {
    snapshot: &'a Snapshot,
    /// By segment, how often each set of labels was counted.
    sets: Vec<Vec<u32>>,
    channels: [u32; CHANNELS.len()],
    years: Vec<u32>,
}

impl<'a> Counter<'a> {
    /// Nothing counted yet.
    pub(super) fn new(snapshot: &'a Snapshot) -> Counter<'a> {
        let sets = snapshot.parts.iter().map(|part| vec![0; part.rows.labels.sets()]);
        Counter { snapshot, sets: sets.collect(), channels: [0; CHANNELS.len()], years: vec![0; YEARS] }
    }

    /// Counts a row by the number of its segment.
    pub(super) fn count(&mut self, part: usize, entry: &Entry) {
        if entry.row() == Row::Conversation {
            if let Some(count) = self.channels.get_mut(usize::from(entry.channel())) {
                *count += 1;
            }
            self.count_labels(part, entry.labels);
        }
        if let Some(count) = entry.day().and_then(|day| self.years.get_mut(year_of(day)?)) {
            *count += 1;
        }
    }

    /// Counts a contact by their place.
    pub(super) fn count_person(&mut self, place: usize) {
        if let Some((part, labels)) = self.snapshot.own_labels(place) {
            self.count_labels(part, labels);
        }
    }

    fn count_labels(&mut self, part: usize, labels: u32) {
        if let Some(count) = self.sets.get_mut(part).and_then(|sets| sets.get_mut(labels as usize)) {
            *count += 1;
        }
    }

    /// The counts by name.
    pub(super) fn finish(self) -> tantivy::Result<Counts> {
        let mut counts = Counts::default();
        for (part, sets) in self.snapshot.parts.iter().zip(&self.sets) {
            counts.add(&part.rows.labels, sets)?;
        }
        counts.years = (0..).zip(self.years).filter(|(_, count)| *count > 0).collect();
        let channels = CHANNELS.iter().zip(self.channels).filter(|(_, count)| *count > 0);
        counts.channels = channels.map(|(channel, count)| (*channel, count)).collect();
        Ok(counts)
    }
}
