//! Reads one place of the index in one segment, in the order of its rows, a stretch at a time.
//!
//! Postings are read block by block, without tantivy's scorers: the whole list of a common word passes through
//! here, and nothing may be left out, since people are counted.

use std::iter::Peekable;

use fixedbitset::{FixedBitSet, IntoOnes};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{EnableScoring, Scorer};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, TERMINATED, Term};

use super::look::{Finder, Place, Source, after};
use super::plan::RowTest;
use super::rank::Lengths;
use super::snapshot::{Entry, Part};

/// A place that is being read.
pub struct Cursor<'a> {
    reading: Reading<'a>,
    worth: f32,
    /// Whether a find counts where the leaf was found already.
    pub again: bool,
}

enum Reading<'a> {
    Weighed { postings: Postings, lengths: &'a Lengths, norms: &'a FieldNormReader },
    Flat(Postings),
    Set(Peekable<IntoOnes>),
    Phrase(Box<dyn Scorer>),
    Rows { test: &'a RowTest, entries: &'a [Entry], next: usize },
}

/// A posting list, and where in its block the next row is.
struct Postings {
    blocks: BlockSegmentPostings,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Begins to read a source in a segment; `None` where nothing of it is there.
    pub fn new(
        finder: &'a Finder<'_>,
        source: &'a Source,
        reader: &SegmentReader,
        part: &'a Part,
    ) -> tantivy::Result<Option<Cursor<'a>>> {
        let again = !matches!(source.place, Place::Otherwise(_) | Place::Beginning(..));
        let reading = match &source.place {
            Place::Weighed(term) | Place::Otherwise(term) => {
                let Some(postings) = Postings::of(reader, term, IndexRecordOption::WithFreqs)? else { return Ok(None) };
                Reading::Weighed { postings, lengths: &finder.lengths, norms: &part.rows.text_norms }
            }
            Place::Flat(term) => match Postings::of(reader, term, IndexRecordOption::Basic)? {
                Some(postings) => Reading::Flat(postings),
                None => return Ok(None),
            },
            Place::Beginning(field, text) => match beginning(reader, *field, text)? {
                Some(set) => Reading::Set(set.into_ones().peekable()),
                None => return Ok(None),
            },
            Place::Phrase(query) => {
                let weight = query.weight(EnableScoring::enabled_from_searcher(&finder.snapshot.searcher))?;
                Reading::Phrase(weight.scorer(reader, source.worth)?)
            }
            Place::Rows(test) => Reading::Rows { test, entries: part.rows.entries(), next: 0 },
            Place::With(contacts) => {
                let mut set = FixedBitSet::with_capacity(reader.max_doc() as usize);
                for doc in contacts.iter().flat_map(|contact| part.rows.of(*contact)) {
                    set.insert(doc as usize);
                }
                Reading::Set(set.into_ones().peekable())
            }
        };
        Ok(Some(Cursor { reading, worth: source.worth, again }))
    }

    /// Hands on the rows before `end` that were not yet, deleted ones too: `put(row, worth)`.
    pub fn up_to(&mut self, end: DocId, mut put: impl FnMut(DocId, f32)) {
        let worth = self.worth;
        match &mut self.reading {
            Reading::Weighed { postings, lengths, norms } => {
                postings.up_to(end, |doc, count| put(doc, worth * lengths.weigh(count, norms.fieldnorm_id(doc))));
            }
            Reading::Flat(postings) => postings.up_to(end, |doc, _| put(doc, worth)),
            Reading::Set(rows) => {
                while let Some(doc) = rows.next_if(|doc| *doc < end as usize) {
                    put(doc as DocId, worth);
                }
            }
            Reading::Phrase(scorer) => {
                while scorer.doc() < end.min(TERMINATED) {
                    put(scorer.doc(), scorer.score().max(f32::MIN_POSITIVE));
                    scorer.advance();
                }
            }
            Reading::Rows { test, entries, next } => {
                let end = entries.len().min(end as usize);
                for (doc, entry) in entries.get(*next..end).unwrap_or_default().iter().enumerate() {
                    if test.holds(entry) {
                        put((*next + doc) as DocId, worth);
                    }
                }
                *next = end.max(*next);
            }
        }
    }
}

impl Postings {
    fn of(reader: &SegmentReader, term: &Term, option: IndexRecordOption) -> tantivy::Result<Option<Postings>> {
        let blocks = reader.inverted_index(term.field())?.read_block_postings(term, option)?;
        Ok(blocks.map(|blocks| Postings { blocks, at: 0 }))
    }

    fn up_to(&mut self, end: DocId, mut put: impl FnMut(DocId, u32)) {
        loop {
            let docs = self.blocks.docs();
            if docs.is_empty() {
                return;
            }
            while let Some(&doc) = docs.get(self.at) {
                if doc >= end {
                    return;
                }
                put(doc, self.blocks.freq(self.at));
                self.at += 1;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }
}

/// The rows with a word that begins so; `None` where there is no such word.
fn beginning(reader: &SegmentReader, field: Field, text: &str) -> tantivy::Result<Option<FixedBitSet>> {
    let index = reader.inverted_index(field)?;
    let mut terms = index.terms().range().ge(text).lt(after(text)).into_stream()?;
    let mut set = None;
    while terms.advance() {
        let blocks = index.read_block_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
        let set = set.get_or_insert_with(|| FixedBitSet::with_capacity(reader.max_doc() as usize));
        Postings { blocks, at: 0 }.up_to(TERMINATED, |doc, _| set.insert(doc as usize));
    }
    Ok(set)
}
