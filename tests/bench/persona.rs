//! The sentences of `persona-chat.csv`, put together anew: as many notes and facts as are wanted, no two notes alike.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use kith_core::testing::Chance;

use crate::life::Text;

/// The fewest sentences of a note, and how many more there may be: as long as the made-up notes.
const SENTENCES: (usize, usize) = (4, 9);

/// What was said and what is known in the file, sentence by sentence, as often as it stands there.
#[derive(Debug)]
pub struct Recombined {
    said: Vec<String>,
    known: Vec<String>,
    /// Of the notes so far.
    hashes: HashSet<u64>,
}

impl Recombined {
    /// Reads the file.
    pub fn read(file: &Path) -> Result<Recombined> {
        let mut reader = csv::Reader::from_path(file).with_context(|| format!("reading {}", file.display()))?;
        let (mut said, mut known) = (Vec::new(), Vec::new());
        for row in reader.records() {
            let row = row?;
            let personas = row.iter().take(2).flat_map(str::lines).map(str::trim);
            known.extend(personas.filter(|line| !line.is_empty()).map(str::to_owned));
            for line in row.get(2).unwrap_or_default().lines() {
                let (_, words) = line.split_once(": ").unwrap_or(("", line));
                said.extend(sentences(words));
            }
        }
        ensure!(said.len() > SENTENCES.0 + SENTENCES.1 && !known.is_empty(), "{} holds too little", file.display());
        Ok(Recombined { said, known, hashes: HashSet::new() })
    }
}

impl Text for Recombined {
    fn note(&mut self, chance: &mut Chance) -> String {
        loop {
            let mut chosen: Vec<usize> = Vec::new();
            let count = SENTENCES.0 + chance.below(SENTENCES.1);
            while chosen.len() < count {
                let at = chance.below(self.said.len());
                if !chosen.contains(&at) {
                    chosen.push(at);
                }
            }
            let note: Vec<&str> = chosen.iter().filter_map(|at| self.said.get(*at)).map(String::as_str).collect();
            let note = note.join(" ");
            let mut hasher = DefaultHasher::new();
            note.hash(&mut hasher);
            if self.hashes.insert(hasher.finish()) {
                return note;
            }
        }
    }

    fn fact(&mut self, chance: &mut Chance) -> String {
        let [one, other] = [(); 2].map(|()| self.known.get(chance.below(self.known.len())).map_or("", String::as_str));
        if one == other { one.to_owned() } else { format!("{one} {other}") }
    }
}

/// The sentences of a text, with the signs they end in.
fn sentences(text: &str) -> impl Iterator<Item = String> {
    let parts = text.trim().split_inclusive(['.', '!', '?']).map(|part| part.trim().to_owned());
    parts.filter(|part| part.contains(char::is_alphabetic))
}
