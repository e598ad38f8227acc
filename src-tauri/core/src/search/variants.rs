//! What else a word may mean: other names of the same person, names that sound like it, and words that it is a
//! slip of. Always worth less than the word itself (`rank.rs`).

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;

use super::look::Finder;
use super::sound;

/// The shortest word that is corrected by one edit, and by two.
const CORRECTED_FROM: [usize; 2] = [4, 8];
/// The most words that one is corrected to.
const MOST_CORRECTED: usize = 6;
/// The most terms that are looked at for one word.
const MOST_SEEN: usize = 5_000;
/// The shortest name that is also looked for by its sound.
const HEARD_FROM: usize = 3;

/// What else is looked for.
#[derive(Debug, Default)]
pub struct Variants {
    /// Other forms of the name that somebody has.
    pub nicknames: Vec<String>,
    /// Names that sound like it and look alike.
    pub sounds: Vec<String>,
    /// Words of the notes and names that it may be a slip of.
    pub corrected: Vec<String>,
}

impl Finder<'_> {
    /// What else a word may mean; `found` says whether it is there as it stands.
    pub(super) fn variants(&self, word: &str, prefix: bool, found: bool) -> tantivy::Result<Variants> {
        let mut variants = Variants::default();
        for name in sound::also_called(word) {
            if self.count(self.fields.name, name)? > 0 {
                variants.nicknames.push(name.to_owned());
            }
        }
        if word.chars().count() >= HEARD_FROM && (sound::is_name(word) || !found) {
            variants.sounds = self.sounding_like(word)?;
            variants.sounds.retain(|name| !variants.nicknames.contains(name));
        }
        if !found && variants.nicknames.is_empty() {
            variants.corrected = self.corrected(word, prefix)?;
        }
        Ok(variants)
    }

    fn sounding_like(&self, word: &str) -> tantivy::Result<Vec<String>> {
        let mut names = Vec::new();
        for begin in sound::beginnings(word) {
            self.each_term(self.fields.sound, &begin, &mut |key, _| {
                if let Some(name) = sound::alike(key, word)
                    && !names.iter().any(|known| known == name)
                {
                    names.push(name.to_owned());
                }
            })?;
        }
        Ok(names)
    }

    /// The words within the fewest edits, names first, then the more frequent.
    fn corrected(&self, word: &str, prefix: bool) -> tantivy::Result<Vec<String>> {
        let length = word.chars().count();
        if !word.chars().all(|c| c.is_alphabetic() && !is_wide(c)) {
            return Ok(Vec::new());
        }
        for (edits, from) in (1_u8..).zip(CORRECTED_FROM) {
            for goes_on in [false, true] {
                if length < from || goes_on && !prefix {
                    continue;
                }
                let found = self.within(word, edits, goes_on)?;
                if !found.is_empty() {
                    return Ok(found);
                }
            }
        }
        Ok(Vec::new())
    }

    fn within(&self, word: &str, edits: u8, goes_on: bool) -> tantivy::Result<Vec<String>> {
        let mut counts: BTreeMap<String, (bool, u32)> = BTreeMap::new();
        for field in [self.fields.name, self.fields.text] {
            let term = Term::from_field_text(field, word);
            let query = if goes_on {
                FuzzyTermQuery::new_prefix(term, edits, true)
            } else {
                FuzzyTermQuery::new(term, edits, true)
            };
            for reader in self.snapshot.searcher.segment_readers() {
                let index = reader.inverted_index(field)?;
                let mut terms = index.terms().search(query.automaton()?).into_stream()?;
                let mut seen = 0;
                while terms.advance() && seen < MOST_SEEN {
                    seen += 1;
                    let Ok(found) = std::str::from_utf8(terms.key()) else { continue };
                    let count = counts.entry(found.to_owned()).or_default();
                    count.0 |= field == self.fields.name;
                    count.1 += terms.value().doc_freq;
                }
            }
        }
        let mut found: Vec<(String, (bool, u32))> = counts.into_iter().filter(|(found, _)| found != word).collect();
        found.sort_by_key(|(_, (is_name, count))| (!is_name, std::cmp::Reverse(*count)));
        Ok(found.into_iter().take(MOST_CORRECTED).map(|(found, _)| found).collect())
    }

    /// How many rows hold a term, deleted ones included.
    pub(super) fn count(&self, field: Field, text: &str) -> tantivy::Result<u64> {
        self.snapshot.searcher.doc_freq(&Term::from_field_text(field, text))
    }
}

/// Characters of scripts without spaces are words of their own; an edit makes another word.
fn is_wide(c: char) -> bool {
    c >= '\u{0E00}' && !('\u{1E00}'..='\u{1FFF}').contains(&c)
}
