//! Judged queries over made-up people: how good the answers are, beside SQLite FTS5 on the same rows.
//!
//! The people and the queries are text files in `tests/fixtures/relevance`, read by [`fixture`] and brought in as an
//! archive. [`engines`] asks Kith through its commands, and FTS5; [`figures`] counts. Which answers are right was
//! judged by what a person would want, never by what an engine gives. No time is measured here and no clock read:
//! the same sources give the same figures.

pub mod engines;
pub mod figures;
pub mod fixture;
pub mod floors;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use self::engines::{Found, Fts, Kith};
use self::figures::{Figures, Pair, table};
use self::fixture::{Class, Query};

/// Every query with what both engines gave.
pub struct Judged {
    /// In the order of the file.
    pub answers: Vec<Answer>,
}

/// A query and what was found.
pub struct Answer {
    /// The query.
    pub query: Query,
    /// What Kith found.
    pub kith: Found,
    /// What FTS5 found.
    pub fts: Found,
}

impl Judged {
    /// Brings the people into an empty Kith and asks all queries of both.
    pub fn ask() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let kith = Kith::filled(folder.path())?;
        let fts = Fts::beside(&kith)?;
        let mut answers = Vec::new();
        for query in fixture::queries()? {
            let (ours, theirs) = (kith.find(&query.text)?, fts.find(&query.text)?);
            answers.push(Answer { query, kith: ours, fts: theirs });
        }
        Ok(Self { answers })
    }

    /// The figures by class: people, and conversations where they are judged.
    pub fn by_class(&self) -> BTreeMap<Class, Pair> {
        self.by(|query| Some(query.class))
    }

    /// As [`Self::by_class`], by conversation; classes without judged conversations are left out.
    pub fn conversations_by_class(&self) -> BTreeMap<Class, Pair> {
        let mut figures: BTreeMap<Class, Pair> = BTreeMap::new();
        for answer in self.answers.iter().filter(|answer| !answer.query.conversations.is_empty()) {
            figures.entry(answer.query.class).or_default().take_conversations(answer);
        }
        figures
    }

    fn by<K: Ord>(&self, key: impl Fn(&Query) -> Option<K>) -> BTreeMap<K, Pair> {
        let mut figures: BTreeMap<K, Pair> = BTreeMap::new();
        for answer in &self.answers {
            if let Some(key) = key(&answer.query) {
                figures.entry(key).or_default().take_people(answer);
            }
        }
        figures
    }

    /// The tables, as Markdown.
    pub fn tables(&self) -> String {
        let by_class = self.by_class();
        let mut all = Pair::default();
        self.answers.iter().for_each(|answer| all.take_people(answer));
        let classes = by_class.iter().map(|(class, pair)| (class.to_string(), *pair));
        let people = table("class", classes.chain([("all".to_owned(), all)]));
        let talks = self.conversations_by_class();
        let talks = table("class, by conversation", talks.iter().map(|(class, pair)| (class.to_string(), *pair)));
        let languages = table("language", self.by(|query| Some(query.language.clone())));
        format!("{people}\n{talks}\n{languages}")
    }

    /// The queries whose first answer is not one of the right ones, with what came instead.
    pub fn misses(&self) -> String {
        let mut told = String::new();
        for answer in &self.answers {
            let query = &answer.query;
            let people = Figures::of(&query.people, &answer.kith.people);
            if people.recall_1 < 1.0 {
                told += &miss(answer, "people", &query.people, &answer.kith.people, &answer.fts.people);
            }
            let (ours, theirs) = (&answer.kith.conversations, &answer.fts.conversations);
            if !query.conversations.is_empty() && Figures::of(&query.conversations, ours).recall_1 < 1.0 {
                told += &miss(answer, "conversations", &query.conversations, ours, theirs);
            }
        }
        told
    }
}

/// How many of the answers that came instead are told.
const TOLD: usize = 5;

fn miss(answer: &Answer, what: &str, wanted: &[String], ours: &[String], theirs: &[String]) -> String {
    let Query { class, language, text, line, .. } = &answer.query;
    let rank = |found: &[String]| match found.iter().position(|uid| wanted.contains(uid)) {
        Some(at) => format!("{}", at + 1),
        None => "none".to_owned(),
    };
    let first: Vec<&str> = ours.iter().take(TOLD).map(String::as_str).collect();
    let first = if first.is_empty() { "nobody".to_owned() } else { first.join(", ") };
    let mut told = format!(
        "queries.txt:{line} {class} {language} {what}: {text}\n  wanted {}; first right one: {} (FTS5: {})\n  came {first}\n",
        wanted.join(", "),
        rank(ours),
        rank(theirs),
    );
    for note in &answer.kith.notes {
        told += &format!("  {note}\n");
    }
    told + "\n"
}
