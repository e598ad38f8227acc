//! Looks one leaf up in the index and hands every row that holds it to the caller, with what the find is worth.
//!
//! Postings are read block by block, without tantivy's scorers: the whole list of a common word passes through
//! here, and nothing may be left out, since people are counted.

use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{Bm25Weight, EnableScoring, PhrasePrefixQuery, PhraseQuery, Query};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::plan::Look;
use super::rank;
use super::schema::{Fields, Stems};
use super::snapshot::{Part, Snapshot};

/// Where a leaf is looked up.
pub struct Finder<'a> {
    /// The state that is searched.
    pub snapshot: &'a Snapshot,
    /// Its fields.
    pub fields: &'a Fields,
    /// The stemmers it was built with.
    pub stems: &'a Stems,
}

/// One place to look a leaf up in.
enum Source {
    /// A word in a field with lengths: BM25.
    Weighed { term: Term, weight: Bm25Weight },
    /// A word where it counts the same everywhere.
    Flat { term: Term, worth: f32 },
    /// All words that begin so; counts once in a row, and not where the leaf was found already.
    Beginning { field: Field, text: String, worth: f32 },
    /// Words in a row.
    Phrase { query: Box<dyn Query>, worth: f32 },
    /// Rows of a channel.
    Channel(u8),
    /// Rows between two days.
    Days(i32, i32),
}

/// What a leaf is worth at a row: `put(row, worth, again)`; with `again` false it counts only where nothing was put.
pub type Put<'a> = &'a mut dyn FnMut(usize, f32, bool);

impl Finder<'_> {
    /// Hands every row that holds the leaf to `put`, a row once or several times.
    pub fn find(&self, look: &Look, put: Put<'_>) -> tantivy::Result<()> {
        let sources = self.sources(look)?;
        for (reader, part) in self.snapshot.segments() {
            for source in &sources {
                self.read(source, reader, part, put)?;
            }
        }
        Ok(())
    }

    fn sources(&self, look: &Look) -> tantivy::Result<Vec<Source>> {
        let f = self.fields;
        let mut sources = Vec::new();
        match look {
            Look::Word { text, prefix } => {
                self.word(text, &mut sources)?;
                for stem in self.stems.of(text) {
                    self.weighed(f.stem, &stem, rank::STEM, &mut sources)?;
                }
                if *prefix {
                    self.beginning(f.name, text, rank::NAME_BEGINNING, &mut sources)?;
                    self.beginning(f.text, text, rank::BEGINNING, &mut sources)?;
                    self.beginning(f.tag, text, rank::BEGINNING, &mut sources)?;
                }
            }
            Look::Exact(text) => self.word(text, &mut sources)?,
            Look::Row { words, joined, prefix, pairs } => {
                if let Some(joined) = joined {
                    self.word(joined, &mut sources)?;
                }
                if let Some(pairs) = pairs {
                    self.row(f.pair, pairs, false, rank::ROW, &mut sources)?;
                } else {
                    self.row(f.name, words, *prefix, rank::NAME, &mut sources)?;
                    self.row(f.text, words, *prefix, rank::ROW, &mut sources)?;
                }
            }
            Look::Name(words) => match words.as_slice() {
                [word] => {
                    self.flat(f.name, word, rank::NAME, &mut sources)?;
                    self.beginning(f.name, word, rank::NAME_BEGINNING, &mut sources)?;
                }
                words => self.row(f.name, words, true, rank::NAME, &mut sources)?,
            },
            Look::Group(name) => {
                sources.push(Source::Flat { term: Term::from_field_text(f.group, name), worth: rank::FILTER })
            }
            Look::Tag(tag) => {
                sources.push(Source::Flat { term: Term::from_field_text(f.tag, tag), worth: rank::FILTER })
            }
            Look::Channel(number) => sources.push(Source::Channel(u8::try_from(*number).unwrap_or(u8::MAX))),
            Look::Days(from, to) => sources.push(Source::Days(*from, *to)),
        }
        Ok(sources)
    }

    /// A word as it stands: in notes, in names, as a tag.
    fn word(&self, text: &str, sources: &mut Vec<Source>) -> tantivy::Result<()> {
        self.weighed(self.fields.text, text, rank::WHOLE, sources)?;
        self.flat(self.fields.name, text, rank::NAME, sources)?;
        self.flat(self.fields.tag, text, rank::TAG, sources)
    }

    fn weighed(&self, field: Field, text: &str, worth: f32, sources: &mut Vec<Source>) -> tantivy::Result<()> {
        let term = Term::from_field_text(field, text);
        if self.snapshot.searcher.doc_freq(&term)? > 0 {
            let weight = Bm25Weight::for_terms(&self.snapshot.searcher, std::slice::from_ref(&term))?;
            sources.push(Source::Weighed { term, weight: weight.boost_by(worth) });
        }
        Ok(())
    }

    fn flat(&self, field: Field, text: &str, worth: f32, sources: &mut Vec<Source>) -> tantivy::Result<()> {
        let term = Term::from_field_text(field, text);
        let found = self.snapshot.searcher.doc_freq(&term)?;
        if found > 0 {
            let worth = worth * rank::rarity(found, self.snapshot.size as u64);
            sources.push(Source::Flat { term, worth });
        }
        Ok(())
    }

    fn beginning(&self, field: Field, text: &str, worth: f32, sources: &mut Vec<Source>) -> tantivy::Result<()> {
        let mut found = 0;
        for reader in self.snapshot.searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut terms = index.terms().range().ge(text).lt(after(text)).into_stream()?;
            while terms.advance() {
                found += u64::from(terms.value().doc_freq);
            }
        }
        if found > 0 {
            let worth = worth * rank::rarity(found, self.snapshot.size as u64);
            sources.push(Source::Beginning { field, text: text.to_owned(), worth });
        }
        Ok(())
    }

    fn row(
        &self,
        field: Field,
        words: &[String],
        prefix: bool,
        worth: f32,
        to: &mut Vec<Source>,
    ) -> tantivy::Result<()> {
        let terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(field, word)).collect();
        if terms.len() < 2 {
            return words.first().map_or(Ok(()), |word| self.flat(field, word, worth, to));
        }
        let query: Box<dyn Query> =
            if prefix { Box::new(PhrasePrefixQuery::new(terms)) } else { Box::new(PhraseQuery::new(terms)) };
        to.push(Source::Phrase { query, worth });
        Ok(())
    }

    fn read(&self, source: &Source, reader: &SegmentReader, part: &Part, put: Put<'_>) -> tantivy::Result<()> {
        match source {
            Source::Weighed { term, weight } => {
                let is_text = term.field() == self.fields.text;
                let norms = if is_text { &part.rows.text_norms } else { &part.rows.stem_norms };
                let index = reader.inverted_index(term.field())?;
                if let Some(mut blocks) = index.read_block_postings(term, IndexRecordOption::WithFreqs)? {
                    each(&mut blocks, reader, |doc, count| {
                        put(part.base + doc as usize, weight.score(norms.fieldnorm_id(doc), count), true);
                    });
                }
            }
            Source::Flat { term, worth } => {
                let index = reader.inverted_index(term.field())?;
                if let Some(mut blocks) = index.read_block_postings(term, IndexRecordOption::Basic)? {
                    each(&mut blocks, reader, |doc, _| put(part.base + doc as usize, *worth, true));
                }
            }
            Source::Beginning { field, text, worth } => {
                let index = reader.inverted_index(*field)?;
                let mut terms = index.terms().range().ge(text).lt(after(text)).into_stream()?;
                while terms.advance() {
                    let mut blocks =
                        index.read_block_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                    each(&mut blocks, reader, |doc, _| put(part.base + doc as usize, *worth, false));
                }
            }
            Source::Phrase { query, worth } => {
                let weight = query.weight(EnableScoring::enabled_from_searcher(&self.snapshot.searcher))?;
                let mut scorer = weight.scorer(reader, *worth)?;
                while scorer.doc() != TERMINATED {
                    let doc = scorer.doc();
                    if !reader.is_deleted(doc) {
                        let score = scorer.score().max(f32::MIN_POSITIVE);
                        put(part.base + doc as usize, score, true);
                    }
                    scorer.advance();
                }
            }
            Source::Channel(number) => entries(reader, part, put, |entry| {
                entry.row == super::document::Row::Conversation && entry.channel == *number
            }),
            Source::Days(from, to) => {
                entries(reader, part, put, |entry| entry.day().is_some_and(|day| (*from..=*to).contains(&day)));
            }
        }
        Ok(())
    }
}

fn entries(reader: &SegmentReader, part: &Part, put: Put<'_>, holds: impl Fn(&super::snapshot::Entry) -> bool) {
    for (doc, entry) in part.rows.entries().iter().enumerate() {
        if holds(entry) && !reader.is_deleted(doc as DocId) {
            put(part.base + doc, rank::FILTER, true);
        }
    }
}

/// The first text after all that begin with `text`.
fn after(text: &str) -> String {
    format!("{text}\u{10FFFF}")
}

/// Calls `found(doc, count)` for each row of a posting list that is not deleted.
fn each(blocks: &mut BlockSegmentPostings, reader: &SegmentReader, mut found: impl FnMut(DocId, u32)) {
    let alive = reader.alive_bitset();
    loop {
        let docs = blocks.docs();
        if docs.is_empty() {
            return;
        }
        for (at, &doc) in docs.iter().enumerate() {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                found(doc, blocks.freq(at));
            }
        }
        blocks.advance();
    }
}
