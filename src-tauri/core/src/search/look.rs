//! Looks one leaf up in the index and hands every row that holds it to the caller, with what the find is worth.
//!
//! Postings are read block by block, without tantivy's scorers: the whole list of a common word passes through
//! here, and nothing may be left out, since people are counted.

use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{EnableScoring, PhrasePrefixQuery, PhraseQuery, Query};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::languages::Stems;
use super::plan::{Look, RowTest};
use super::rank;
use super::schema::Fields;
use super::snapshot::{Part, Snapshot};
use super::sound;
use super::term;

/// Where a leaf is looked up.
pub struct Finder<'a> {
    /// The state that is searched.
    pub snapshot: &'a Snapshot,
    /// Its fields.
    pub fields: &'a Fields,
    /// The stemmers it was built with.
    pub stems: &'a Stems,
    lengths: rank::Lengths,
}

/// What a leaf is looked up by.
#[derive(Default)]
pub struct Sources {
    sources: Vec<Source>,
    /// What was learnt on the way.
    pub told: Told,
}

/// What the index told of a leaf: by what it is to be marked, and what it was corrected to.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The stems, with the codes of their languages, that are there.
    pub stems: Vec<String>,
    /// With what longer words begin that are finds of the leaf.
    pub begins: Option<String>,
    /// Further words that are finds of the leaf.
    pub also: Vec<String>,
    /// The words it was corrected to, because nobody wrote it as it stands.
    pub corrected: Vec<String>,
}

/// One place to look a leaf up in, and why.
struct Source {
    place: Place,
    worth: f32,
    /// In words of the language of `--explain`.
    why: &'static str,
}

enum Place {
    /// A word in `text` or `stem`: BM25 by the length of `text`.
    Weighed(Term),
    /// One more stem of the same word: counts only where nothing was found yet.
    Otherwise(Term),
    /// A word where it counts the same everywhere.
    Flat(Term),
    /// All words that begin so; counts only where nothing was found yet.
    Beginning(Field, String),
    /// Words in a row.
    Phrase(Box<dyn Query>),
    /// Rows that pass a test.
    Rows(RowTest),
    /// Conversations of these contacts.
    With(Vec<u32>),
}

/// What a leaf is worth at a row: `put(row, worth, again)`; with `again` false it counts only where nothing was put.
pub type Put<'a> = &'a mut dyn FnMut(u32, f32, bool);

impl<'a> Finder<'a> {
    /// A finder over a state.
    pub fn new(snapshot: &'a Snapshot, fields: &'a Fields, stems: &'a Stems) -> Finder<'a> {
        Finder { snapshot, fields, stems, lengths: rank::Lengths::new(snapshot.mean_words()) }
    }

    /// Hands every row that is found to `put`, a row once or several times.
    pub fn find(&self, sources: &Sources, put: Put<'_>) -> tantivy::Result<()> {
        for source in &sources.sources {
            self.read(source, put)?;
        }
        Ok(())
    }

    /// As [`Finder::find`], saying of each find why it is one.
    pub fn explain(&self, sources: &Sources, put: &mut dyn FnMut(u32, f32, &'static str)) -> tantivy::Result<()> {
        for source in &sources.sources {
            self.read(source, &mut |row, worth, _| put(row, worth, source.why))?;
        }
        Ok(())
    }

    /// What a leaf is looked up by.
    pub fn sources(&self, look: &Look) -> tantivy::Result<Sources> {
        let f = self.fields;
        let mut to = Sources::default();
        match look {
            Look::Word { text, lower, prefix } => self.word_in_all(text, lower.as_deref(), *prefix, &mut to)?,
            Look::Exact(text) => self.word(text, 1.0, "as written", &mut to)?,
            Look::Row { words, joined, prefix, pairs } => {
                if let Some(joined) = joined {
                    self.word(joined, 1.0, "in one word", &mut to)?;
                }
                if let Some(pairs) = pairs {
                    self.row(f.pair, pairs, false, rank::ROW, &mut to)?;
                } else {
                    self.row(f.name, words, *prefix, rank::NAME, &mut to)?;
                    self.row(f.text, words, *prefix, rank::ROW, &mut to)?;
                }
            }
            Look::In(part, words) => self.in_part(*part, words, &mut to)?,
            Look::Group(name) => {
                to.add(Place::Flat(Term::from_field_text(f.group, name)), rank::FILTER, "group");
            }
            Look::Tag(tag) => to.add(Place::Flat(Term::from_field_text(f.tag, tag)), rank::FILTER, "tag"),
            Look::Number { digits, words } => self.number(digits, words, &mut to)?,
            Look::With(words) => {
                let contacts = self.named(words)?;
                to.add(Place::With(contacts), rank::FILTER, "with them");
            }
            Look::Rows(test) => to.add(Place::Rows(test.clone()), rank::FILTER, "filter"),
            Look::People(_) => {}
        }
        Ok(to)
    }

    /// A word in all its forms, and if it is nowhere, those it may be a slip of.
    fn word_in_all(&self, text: &str, lower: Option<&str>, prefix: bool, to: &mut Sources) -> tantivy::Result<()> {
        let f = self.fields;
        let mut is_first = true;
        for stem in self.stems.asked(text, lower) {
            let found = self.count(f.stem, &stem)?;
            if found > 0 {
                let term = Term::from_field_text(f.stem, &stem);
                let place = if is_first { Place::Weighed(term) } else { Place::Otherwise(term) };
                to.add(place, rank::STEM * self.rarity(found), "another form");
                to.told.stems.push(stem);
                is_first = false;
            }
        }
        self.word(text, 1.0, "as written", to)?;
        if prefix {
            self.beginning(f.name, text, rank::NAME_BEGINNING, to)?;
            self.beginning(f.text, text, rank::BEGINNING, to)?;
        }
        if to.sources.is_empty() && !prefix && text.chars().count() >= COMPOUND_FROM {
            self.beginning(f.text, text, rank::BEGINNING, to)?;
            to.told.begins = (!to.sources.is_empty()).then(|| text.to_owned());
        }
        let found = !to.sources.is_empty();
        let variants = self.variants(text, prefix, found)?;
        let sound = if sound::is_name(text) { rank::SOUND } else { rank::UNKNOWN_SOUND };
        for (names, worth, why) in
            [(&variants.nicknames, rank::NICKNAME, "also called"), (&variants.sounds, sound, "sounds like")]
        {
            for name in names {
                self.flat(f.name, name, rank::NAME * worth, why, to)?;
                to.told.also.push(name.clone());
                if !found && why == "sounds like" {
                    to.told.corrected.push(name.clone());
                }
            }
        }
        for word in variants.corrected {
            let letters = if has_same_letters(&word, text) { rank::SAME_LETTERS } else { 1.0 };
            self.word(&word, rank::CORRECTED * letters, "corrected", to)?;
            to.told.also.push(word.clone());
            if !to.told.corrected.contains(&word) {
                to.told.corrected.push(word);
            }
        }
        Ok(())
    }

    /// A word as it stands: in notes, in names, as a tag.
    fn word(&self, text: &str, worth: f32, why: &'static str, to: &mut Sources) -> tantivy::Result<()> {
        let found = self.count(self.fields.text, text)?;
        if found > 0 {
            let term = Term::from_field_text(self.fields.text, text);
            to.add(Place::Weighed(term), worth * rank::WHOLE * self.rarity(found), why);
        }
        self.flat(self.fields.name, text, worth * rank::NAME, if why == "as written" { "name" } else { why }, to)?;
        self.flat(self.fields.tag, text, worth * rank::TAG, if why == "as written" { "tag" } else { why }, to)
    }

    fn flat(&self, field: Field, text: &str, worth: f32, why: &'static str, to: &mut Sources) -> tantivy::Result<()> {
        let found = self.count(field, text)?;
        if found > 0 {
            to.add(Place::Flat(Term::from_field_text(field, text)), worth * self.rarity(found), why);
        }
        Ok(())
    }

    fn rarity(&self, found: u64) -> f32 {
        rank::rarity(found, self.snapshot.size as u64)
    }

    fn beginning(&self, field: Field, text: &str, worth: f32, to: &mut Sources) -> tantivy::Result<()> {
        let mut found = 0;
        self.each_term(field, text, &mut |_, count| found += u64::from(count))?;
        if found > 0 {
            to.add(Place::Beginning(field, text.to_owned()), worth * self.rarity(found), "beginning");
        }
        Ok(())
    }

    /// Calls `each` with the terms of a field that begin so, and in how many rows each is; once for each segment.
    pub(super) fn each_term(&self, field: Field, begin: &str, each: &mut dyn FnMut(&str, u32)) -> tantivy::Result<()> {
        for reader in self.snapshot.searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut terms = index.terms().range().ge(begin).lt(after(begin)).into_stream()?;
            while terms.advance() {
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    each(term, terms.value().doc_freq);
                }
            }
        }
        Ok(())
    }

    fn in_part(&self, part: term::Part, words: &[String], to: &mut Sources) -> tantivy::Result<()> {
        let field = match part {
            term::Part::Org => self.fields.org,
            term::Part::Title => self.fields.title,
            term::Part::Place => self.fields.place,
            _ => self.fields.name,
        };
        let [word] = words else { return self.row(field, words, true, rank::NAME, to) };
        self.flat(field, word, rank::NAME, "name", to)?;
        self.beginning(field, word, rank::NAME_BEGINNING, to)?;
        if part == term::Part::Name {
            let variants = self.variants(word, true, !to.sources.is_empty())?;
            for name in variants.nicknames.into_iter().chain(variants.sounds) {
                self.flat(field, &name, rank::NAME * rank::NICKNAME, "also called", to)?;
                to.told.also.push(name);
            }
        }
        Ok(())
    }

    /// A phone number: digits anywhere in it, or the whole of it behind a country code.
    fn number(&self, digits: &str, words: &[String], to: &mut Sources) -> tantivy::Result<()> {
        self.row(self.fields.text, words, false, rank::ROW, to)?;
        let dialled = digits.trim_start_matches('0');
        self.beginning(self.fields.digits, if dialled.is_empty() { digits } else { dialled }, rank::NAME, to)?;
        let fewest = super::document::FEWEST_DIGITS + 2;
        for from in 0..=dialled.len().saturating_sub(fewest) {
            let Some(rest) = dialled.get(from..).filter(|rest| rest.len() >= fewest) else { continue };
            self.flat(self.fields.digits, &format!("={rest}"), rank::NAME, "phone", to)?;
        }
        Ok(())
    }

    /// The contacts in whose name these words stand, the last perhaps as a beginning.
    fn named(&self, words: &[String]) -> tantivy::Result<Vec<u32>> {
        let mut sources = Sources::default();
        self.in_part(term::Part::Name, words, &mut sources)?;
        let mut contacts = Vec::new();
        self.find(&sources, &mut |row, _, _| {
            if let Some((rows, entry)) = self.snapshot.entry(row) {
                contacts.extend_from_slice(rows.people(entry));
            }
        })?;
        contacts.sort_unstable();
        contacts.dedup();
        Ok(contacts)
    }

    fn row(&self, field: Field, words: &[String], prefix: bool, worth: f32, to: &mut Sources) -> tantivy::Result<()> {
        let terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(field, word)).collect();
        if terms.len() < 2 {
            return words.first().map_or(Ok(()), |word| self.flat(field, word, worth, "as written", to));
        }
        let query: Box<dyn Query> =
            if prefix { Box::new(PhrasePrefixQuery::new(terms)) } else { Box::new(PhraseQuery::new(terms)) };
        to.add(Place::Phrase(query), worth, "in a row");
        Ok(())
    }

    fn read(&self, source: &Source, put: Put<'_>) -> tantivy::Result<()> {
        if let Place::With(contacts) = &source.place {
            for contact in contacts {
                self.snapshot.rows_of(*contact).for_each(|row| put(row, source.worth, true));
            }
            return Ok(());
        }
        for (reader, part) in self.snapshot.segments() {
            self.read_in(source, reader, part, put)?;
        }
        Ok(())
    }

    fn read_in(&self, source: &Source, reader: &SegmentReader, part: &Part, put: Put<'_>) -> tantivy::Result<()> {
        let (base, worth) = (part.base as u32, source.worth);
        match &source.place {
            Place::Weighed(term) | Place::Otherwise(term) => {
                let again = matches!(source.place, Place::Weighed(_));
                let index = reader.inverted_index(term.field())?;
                if let Some(mut blocks) = index.read_block_postings(term, IndexRecordOption::WithFreqs)? {
                    let norms = &part.rows.text_norms;
                    each(&mut blocks, reader, |doc, count| {
                        put(base + doc, worth * self.lengths.weigh(count, norms.fieldnorm_id(doc)), again);
                    });
                }
            }
            Place::Flat(term) => {
                let index = reader.inverted_index(term.field())?;
                if let Some(mut blocks) = index.read_block_postings(term, IndexRecordOption::Basic)? {
                    each(&mut blocks, reader, |doc, _| put(base + doc, worth, true));
                }
            }
            Place::Beginning(field, text) => {
                let index = reader.inverted_index(*field)?;
                let mut terms = index.terms().range().ge(text).lt(after(text)).into_stream()?;
                while terms.advance() {
                    let mut blocks =
                        index.read_block_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                    each(&mut blocks, reader, |doc, _| put(base + doc, worth, false));
                }
            }
            Place::Phrase(query) => {
                let weight = query.weight(EnableScoring::enabled_from_searcher(&self.snapshot.searcher))?;
                let mut scorer = weight.scorer(reader, worth)?;
                while scorer.doc() != TERMINATED {
                    let doc = scorer.doc();
                    if !reader.is_deleted(doc) {
                        put(base + doc, scorer.score().max(f32::MIN_POSITIVE), true);
                    }
                    scorer.advance();
                }
            }
            Place::Rows(test) => {
                for (doc, entry) in part.rows.entries().iter().enumerate() {
                    if test.holds(entry) && !reader.is_deleted(doc as DocId) {
                        put(base + doc as u32, worth, true);
                    }
                }
            }
            Place::With(_) => {}
        }
        Ok(())
    }
}

impl Sources {
    fn add(&mut self, place: Place, worth: f32, why: &'static str) {
        self.sources.push(Source { place, worth, why });
    }
}

/// The shortest word that is looked for at the beginning of longer ones when nobody wrote it as it stands.
const COMPOUND_FROM: usize = 5;

fn has_same_letters(one: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(one) == sorted(other)
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
