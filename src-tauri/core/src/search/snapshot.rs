//! One committed state of the index, ready to be searched: its segments, and for each its rows as plain arrays.
//!
//! Grouping by person asks every match for its people and its day; out of the columns that is the most costly part
//! of a search, so a segment's columns are read once. A segment never changes, so they are kept as long as it
//! lives: 20 bytes a row, and 8 to 12 for each person in it.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader};

use super::document::Row;
use super::labels::Labels;
use super::languages::Stems;
use super::schema::Fields;

/// A committed state.
pub struct Snapshot {
    /// tantivy's view of it.
    pub searcher: Searcher,
    /// The stemmers it was built with.
    pub stems: Arc<Stems>,
    /// Its segments, in the order of the searcher's.
    pub parts: Vec<Part>,
    /// Rows in all segments, deleted ones included: the size of an array over all rows.
    pub size: usize,
    /// The smallest and the largest contact id.
    pub contacts: (u32, u32),
    /// For each contact from the first on, the number of the segment of its own row, and that row's labels.
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
    /// Their ids in their tables.
    ids: Vec<u32>,
    people: Vec<u32>,
    /// The smallest and the largest contact id.
    contacts: (u32, u32),
    /// Contacts whose own rows are here, with these rows' numbers.
    own: Vec<(u32, u32)>,
    /// For each contact of each row, the contact's id and the row's number in one, in order.
    by_contact: Vec<u64>,
    /// Tags, groups and the like as written.
    pub labels: Labels,
    /// Lengths of `text`.
    pub text_norms: FieldNormReader,
    /// How many words `text` holds in all.
    words: u64,
}

/// What is known of a row without reading the database: 16 bytes, so that looking at one waits for memory once.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The contact, where there is one; otherwise where in `people` they begin.
    first_person: u32,
    /// From the lowest bit: the kind (4 bits), the channel (4), who began it (2), the day (22).
    packed: u32,
    people: u16,
    number: u16,
    /// The number of its set of labels in its segment.
    pub labels: u32,
}

/// The first day that is kept, 0001-01-01; 22 bits reach from there beyond the year 9999.
const FIRST_DAY: i32 = -719_162;
/// Stands for a row without a number.
const NO_NUMBER: u16 = u16::MAX;

impl Entry {
    /// Of nobody, and without a day.
    pub const NONE: Entry = Entry { first_person: 0, packed: 0, people: 0, number: NO_NUMBER, labels: 0 };

    /// Its kind.
    pub fn row(&self) -> Row {
        Row::from_number(u64::from(self.packed & 0xF))
    }

    /// The number of its channel.
    pub fn channel(&self) -> u8 {
        (self.packed >> 4 & 0xF) as u8
    }

    /// Who began it: 1 me, 2 them, 0 nobody said.
    pub fn from(&self) -> u8 {
        (self.packed >> 8 & 0x3) as u8
    }

    /// Days since 1970-01-01.
    pub fn day(&self) -> Option<i32> {
        let kept = self.packed >> 10;
        (kept > 0).then_some(kept as i32 - 1 + FIRST_DAY)
    }

    /// The minutes of a conversation, the score of feedback.
    pub fn number(&self) -> Option<u16> {
        (self.number != NO_NUMBER).then_some(self.number)
    }

    /// How many contacts it belongs to.
    pub fn people(&self) -> usize {
        usize::from(self.people)
    }

    fn packed(row: Row, channel: u64, from: u64, day: Option<i64>) -> u32 {
        let kept = day.and_then(|day| u32::try_from(day - i64::from(FIRST_DAY) + 1).ok());
        let kept = kept.filter(|kept| *kept < 1 << 22).unwrap_or(0);
        kept << 10 | (from as u32 & 0x3) << 8 | (channel as u32 & 0xF) << 4 | row.number() as u32
    }
}

impl Snapshot {
    /// Takes the searcher's state, reusing the rows of segments that `before` had.
    pub fn new(
        searcher: Searcher,
        fields: &Fields,
        stems: Arc<Stems>,
        before: Option<&Snapshot>,
    ) -> tantivy::Result<Snapshot> {
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
        let mut snapshot = Snapshot { searcher, stems, parts, size, contacts, own: Vec::new() };
        snapshot.own = snapshot.read_own();
        Ok(snapshot)
    }

    fn read_own(&self) -> Vec<Option<(u32, u32)>> {
        let mut own = vec![None; self.span()];
        for (number, (reader, part)) in self.segments().enumerate() {
            for &(contact, doc) in part.rows.own.iter().filter(|(_, doc)| !reader.is_deleted(*doc)) {
                let place = contact.checked_sub(self.contacts.0).map(|place| place as usize);
                if let Some(slot) = place.and_then(|place| own.get_mut(place)) {
                    *slot = part.rows.entry(doc as usize).map(|entry| (number as u32, entry.labels));
                }
            }
        }
        own
    }

    /// The number of the segment of the own row of the contact at a place, and the row's labels.
    pub fn own_labels(&self, place: usize) -> Option<(usize, u32)> {
        let (part, labels) = (*self.own.get(place)?)?;
        Some((part as usize, labels))
    }

    /// The mean number of words in a row, at least 1.
    pub fn mean_words(&self) -> f32 {
        let words: u64 = self.parts.iter().map(|part| part.rows.words).sum();
        (words as f32 / self.size.max(1) as f32).max(1.0)
    }

    /// How many rows there are, deleted ones left out.
    pub fn live(&self) -> u32 {
        self.searcher.segment_readers().iter().map(SegmentReader::num_docs).sum()
    }

    /// The rows of a contact, as places among all rows.
    pub fn rows_of(&self, contact: u32) -> impl Iterator<Item = u32> {
        self.segments().flat_map(move |(reader, part)| {
            let docs = part.rows.of(contact).filter(|doc| !reader.is_deleted(*doc));
            docs.map(|doc| part.base as u32 + doc)
        })
    }

    /// A row by its place among all rows, with its segment.
    pub fn entry(&self, row: u32) -> Option<(&Rows, &Entry)> {
        let part = self.part_of(row as usize)?;
        Some((&part.rows, part.rows.entry(row as usize - part.base)?))
    }

    /// The id of a row in its table, by its place among all rows.
    pub fn id(&self, row: u32) -> i64 {
        let id = self.part_of(row as usize).and_then(|part| part.rows.ids.get(row as usize - part.base));
        i64::from(id.copied().unwrap_or(0))
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
        let (from, number) = (columns.column_opt::<u64>("from")?, columns.column_opt::<u64>("number")?);
        let contacts = columns.column_opt::<u64>("people")?;
        let mut entries = Vec::with_capacity(reader.max_doc() as usize);
        let mut ids = Vec::with_capacity(reader.max_doc() as usize);
        let (mut people, mut by_contact, mut own) = (Vec::new(), Vec::new(), Vec::new());
        let mut labels = Labels::new(columns)?;
        let mut here: Vec<u32> = Vec::new();
        for doc in 0..reader.max_doc() {
            here.clear();
            if let Some(contacts) = &contacts {
                here.extend(contacts.values_for_doc(doc).filter_map(|contact| u32::try_from(contact).ok()));
            }
            by_contact.extend(here.iter().map(|contact| u64::from(*contact) << 32 | u64::from(doc)));
            let first_person = match here.as_slice() {
                [only] => *only,
                several => {
                    people.extend_from_slice(several);
                    (people.len() - several.len()) as u32
                }
            };
            let value = |column: &Option<Column<u64>>| column.as_ref().and_then(|column| column.first(doc));
            let row = Row::from_number(kind.first(doc).unwrap_or(0));
            if row == Row::Contact {
                own.extend(here.first().map(|contact| (*contact, doc)));
            }
            let day = day.as_ref().and_then(|day| day.first(doc));
            let (channel, from) = (value(&channel).unwrap_or(0), value(&from).unwrap_or(0));
            ids.push(id.first(doc).and_then(|id| u32::try_from(id).ok()).unwrap_or(0));
            entries.push(Entry {
                first_person,
                packed: Entry::packed(row, channel, from, day),
                people: here.len().min(usize::from(u16::MAX)) as u16,
                number: value(&number).map_or(NO_NUMBER, |number| number.min(u64::from(NO_NUMBER) - 1) as u16),
                labels: labels.number_of(doc),
            });
        }
        by_contact.sort_unstable();
        let ends = |pair: &u64| (pair >> 32) as u32;
        let contacts = match (by_contact.first(), by_contact.last()) {
            (Some(first), Some(last)) => (ends(first), ends(last)),
            _ => (u32::MAX, 0),
        };
        Ok(Rows {
            entries,
            ids,
            people,
            contacts,
            own,
            by_contact,
            labels: labels.finish(),
            text_norms: reader.get_fieldnorms_reader(fields.text)?,
            words: reader.inverted_index(fields.text)?.total_num_tokens(),
        })
    }

    /// A row by its number in the segment.
    pub fn entry(&self, doc: usize) -> Option<&Entry> {
        self.entries.get(doc)
    }

    /// The ids of all rows in their tables, in order.
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// All rows, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The contacts a row belongs to.
    pub fn people<'a>(&'a self, entry: &'a Entry) -> &'a [u32] {
        if entry.people == 1 {
            return std::slice::from_ref(&entry.first_person);
        }
        let from = entry.first_person as usize;
        self.people.get(from..from + entry.people()).unwrap_or_default()
    }

    /// The numbers of a contact's rows, deleted ones included.
    pub(super) fn of(&self, contact: u32) -> impl Iterator<Item = u32> {
        let of_contact = |pair: &u64| (pair >> 32) as u32;
        let from = self.by_contact.partition_point(|pair| of_contact(pair) < contact);
        let rest = self.by_contact.get(from..).unwrap_or_default().iter();
        rest.take_while(move |pair| of_contact(pair) == contact).map(|pair| *pair as u32)
    }
}
