//! Where in the index a leaf is looked up, and what it is worth there. `cursor.rs` reads these places.

use tantivy::Term;
use tantivy::query::{PhrasePrefixQuery, PhraseQuery, Query};
use tantivy::schema::Field;

use super::cursor::Cursor;
use super::plan::{Look, RowTest};
use super::rank;
use super::schema::Fields;
use super::snapshot::Snapshot;
use super::sound;
use super::term;

/// Where a leaf is looked up.
pub struct Finder<'a> {
    /// The state that is searched.
    pub snapshot: &'a Snapshot,
    /// Its fields.
    pub fields: &'a Fields,
    /// What a find is worth by the length of its row.
    pub(super) lengths: rank::Lengths,
}

/// What a leaf is looked up by.
#[derive(Default)]
pub struct Sources {
    pub(super) sources: Vec<Source>,
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
pub(super) struct Source {
    pub(super) place: Place,
    pub(super) worth: f32,
    /// In words of the language of `--explain`.
    why: &'static str,
}

/// A place in the index.
pub(super) enum Place {
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

impl<'a> Finder<'a> {
    /// A finder over a state.
    pub fn new(snapshot: &'a Snapshot, fields: &'a Fields) -> Finder<'a> {
        Finder { snapshot, fields, lengths: rank::Lengths::new(snapshot.mean_words()) }
    }

    /// Hands every row that is found to `put(row, worth, why)`, a row once or several times.
    pub fn find(&self, sources: &Sources, put: &mut dyn FnMut(u32, f32, &'static str)) -> tantivy::Result<()> {
        for source in &sources.sources {
            for (reader, part) in self.snapshot.segments() {
                let Some(mut cursor) = Cursor::new(self, source, reader, part)? else { continue };
                cursor.up_to(reader.max_doc(), |doc, worth| {
                    if !reader.is_deleted(doc) {
                        put(part.base as u32 + doc, worth, source.why);
                    }
                });
            }
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
        for stem in self.snapshot.stems.asked(text, lower) {
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
pub(super) fn after(text: &str) -> String {
    format!("{text}\u{10FFFF}")
}
