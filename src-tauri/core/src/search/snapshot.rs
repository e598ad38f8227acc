//! One committed state of the index, ready to be searched: its segments, and for each its rows as plain arrays.
//!
//! Grouping by person asks every match for its people and its day; out of the columns that is the most costly part
//! of a search, so a segment's columns are read once. A segment never changes, so they are kept as long as it
//! lives: 24 bytes a row, and 4 for each person in it.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::columnar::StrColumn;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader};

use super::document::Row;
use super::schema::Fields;

/// A committed state.
pub struct Snapshot {
    /// tantivy's view of it.
    pub searcher: Searcher,
    /// Its segments, in the order of the searcher's.
    pub parts: Vec<Part>,
    /// Rows in all segments, deleted ones included: the size of an array over all rows.
    pub size: usize,
    /// The smallest and the largest contact id.
    pub contacts: (u32, u32),
    /// For each contact from the first on, its own row: the number of its segment and its number in there.
    own: Vec<Option<(u32, u32)>>,
}

/// A segment.
pub struct Part {
    /// The number of its first row among all rows.
    pub base: usize,
    /// Its rows.
    pub rows: Arc<Rows>,
}

/// The rows of a segment.
pub struct Rows {
    entries: Vec<Entry>,
    people: Vec<u32>,
    /// The smallest and the largest contact id.
    contacts: (u32, u32),
    /// Contacts whose own rows are here, with these rows' numbers.
    own: Vec<(u32, u32)>,
    /// Tags as written.
    pub tags: Option<StrColumn>,
    /// Names of groups as written.
    pub groups: Option<StrColumn>,
    /// Lengths of `text`.
    pub text_norms: FieldNormReader,
    /// Lengths of `stem`.
    pub stem_norms: FieldNormReader,
}

/// What is known of a row without reading the database.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The id of the row in its table.
    pub id: i64,
    day: i32,
    first_person: u32,
    /// How many contacts it belongs to.
    pub people: u32,
    /// Its kind.
    pub row: Row,
    /// The number of its channel.
    pub channel: u8,
}

/// Stands for a row without a date.
const NO_DAY: i32 = i32::MIN;

impl Entry {
    /// Days since 1970-01-01.
    pub fn day(&self) -> Option<i32> {
        (self.day != NO_DAY).then_some(self.day)
    }
}

impl Snapshot {
    /// Takes the searcher's state, reusing the rows of segments that `before` had.
    pub fn new(searcher: Searcher, fields: &Fields, before: Option<&Snapshot>) -> tantivy::Result<Snapshot> {
        let mut known: HashMap<SegmentId, Arc<Rows>> = HashMap::new();
        if let Some(before) = before {
            for (reader, part) in before.searcher.segment_readers().iter().zip(&before.parts) {
                known.insert(reader.segment_id(), Arc::clone(&part.rows));
            }
        }
        let (mut parts, mut size, mut contacts): (Vec<Part>, _, _) = (Vec::new(), 0, (u32::MAX, 0));
        for reader in searcher.segment_readers() {
            let rows = match known.remove(&reader.segment_id()) {
                Some(rows) => rows,
                None => Arc::new(Rows::read(reader, fields)?),
            };
            contacts = (contacts.0.min(rows.contacts.0), contacts.1.max(rows.contacts.1));
            parts.push(Part { base: size, rows });
            size += reader.max_doc() as usize;
        }
        let mut snapshot = Snapshot { searcher, parts, size, contacts, own: Vec::new() };
        snapshot.own = snapshot.own_rows();
        Ok(snapshot)
    }

    fn own_rows(&self) -> Vec<Option<(u32, u32)>> {
        let mut own = vec![None; self.span()];
        for (number, (reader, part)) in self.segments().enumerate() {
            for &(contact, doc) in part.rows.own.iter().filter(|(_, doc)| !reader.is_deleted(*doc)) {
                let place = contact.checked_sub(self.contacts.0).map(|place| place as usize);
                if let Some(slot) = place.and_then(|place| own.get_mut(place)) {
                    *slot = Some((number as u32, doc));
                }
            }
        }
        own
    }

    /// The segment of the own row of the contact at a place, and its number in there.
    pub fn own_row(&self, place: usize) -> Option<(usize, u32)> {
        let (part, doc) = (*self.own.get(place)?)?;
        Some((part as usize, doc))
    }

    /// The segments with their readers.
    pub fn segments(&self) -> impl Iterator<Item = (&SegmentReader, &Part)> {
        self.searcher.segment_readers().iter().zip(&self.parts)
    }

    /// The segment that holds a row.
    pub fn part_of(&self, row: usize) -> Option<&Part> {
        let after = self.parts.partition_point(|part| part.base <= row);
        self.parts.get(after.checked_sub(1)?)
    }

    /// How many contacts an array by contact needs to hold.
    pub fn span(&self) -> usize {
        let (first, last) = self.contacts;
        if last < first { 0 } else { (last - first) as usize + 1 }
    }
}

impl Rows {
    fn read(reader: &SegmentReader, fields: &Fields) -> tantivy::Result<Rows> {
        let columns = reader.fast_fields();
        let (kind, id) = (columns.u64("kind")?, columns.u64("id")?);
        let (day, channel) = (columns.column_opt::<i64>("day")?, columns.column_opt::<u64>("channel")?);
        let contacts = columns.column_opt::<u64>("people")?;
        let mut entries = Vec::with_capacity(reader.max_doc() as usize);
        let mut people: Vec<u32> = Vec::new();
        for doc in 0..reader.max_doc() {
            let first_person = people.len();
            if let Some(contacts) = &contacts {
                people.extend(contacts.values_for_doc(doc).filter_map(|contact| u32::try_from(contact).ok()));
            }
            let day = day.as_ref().and_then(|day| day.first(doc));
            let channel = channel.as_ref().and_then(|channel| channel.first(doc));
            entries.push(Entry {
                id: id.first(doc).and_then(|id| i64::try_from(id).ok()).unwrap_or(0),
                day: day.and_then(|day| i32::try_from(day).ok()).unwrap_or(NO_DAY),
                first_person: first_person as u32,
                people: (people.len() - first_person) as u32,
                row: Row::from_number(kind.first(doc).unwrap_or(0)),
                channel: channel.and_then(|channel| u8::try_from(channel).ok()).unwrap_or(0),
            });
        }
        let is_own = |(_, entry): &(usize, &Entry)| entry.row == Row::Contact;
        let own = entries.iter().enumerate().filter(is_own);
        let own =
            own.filter_map(|(doc, entry)| Some((*people.get(entry.first_person as usize)?, doc as u32))).collect();
        let contacts = people.iter().fold((u32::MAX, 0), |(first, last), id| (first.min(*id), last.max(*id)));
        Ok(Rows {
            entries,
            people,
            contacts,
            own,
            tags: columns.str("tag_facet")?,
            groups: columns.str("group_facet")?,
            text_norms: reader.get_fieldnorms_reader(fields.text)?,
            stem_norms: reader.get_fieldnorms_reader(fields.stem)?,
        })
    }

    /// A row by its number in the segment.
    pub fn entry(&self, doc: usize) -> Option<&Entry> {
        self.entries.get(doc)
    }

    /// All rows, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The contacts a row belongs to.
    pub fn people(&self, entry: &Entry) -> &[u32] {
        let from = entry.first_person as usize;
        self.people.get(from..from + entry.people as usize).unwrap_or_default()
    }
}
