//! Who matches: the index over everything said and known, and its query language.
//!
//! People are the answer. A query ([`query`]) becomes a plan of numbered things to look for ([`plan`]); each is
//! looked up by itself ([`look`]) and gathered into people ([`gather`]); passages come from the database's rows
//! ([`snippet`]). The index ([`indexer`]) is a projection of the database and stores no text; [`words`] decides
//! for notes and queries alike what a word is, and [`schema`] holds the number that changes with all of this.
//!
//! Invariants: no query is an error; a search first catches up with what was saved; while the index is away,
//! names are answered from the database.

pub mod answer;
pub mod api;
mod audit;
mod building;
pub mod complete;
mod cursor;
pub mod directory;
pub mod document;
pub mod explain;
pub mod facets;
pub mod gather;
mod generations;
pub mod indexer;
mod judge;
pub mod labels;
pub mod languages;
pub mod look;
mod persons;
pub mod plan;
#[cfg(test)]
mod properties;
pub mod query;
pub mod rank;
pub mod schema;
pub mod scratch;
mod sentence;
pub mod smart;
pub mod snapshot;
pub mod snippet;
mod sound;
pub mod store;
pub mod term;
#[cfg(test)]
mod tests;
pub mod tokens;
mod variants;
pub mod wanted;
pub mod words;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use self::document::Row;
pub use self::indexer::Index;
use crate::people::{Contact, ContactRef};

/// A search.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SearchInput {
    /// What was typed. Nothing is an error.
    pub query: String,
    /// At most so many people; 20 where missing.
    #[serde(default)]
    pub limit: Option<u32>,
    /// At most so many passages a person; 3 where missing.
    #[serde(default)]
    pub hits: Option<u32>,
    /// Whether the last word may still go on: true while typing, false where missing.
    #[serde(default)]
    pub prefix: Option<bool>,
    /// In which order people come; by relevance where missing.
    #[serde(default)]
    pub sort: Option<SearchSort>,
    /// Whether it is counted how the matches are spread; true where missing.
    #[serde(default)]
    pub facets: Option<bool>,
}

/// In which order people come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchSort {
    /// Who matches best.
    #[default]
    Relevance,
    /// By name.
    Name,
    /// Whom one spoke with last.
    LastTouch,
    /// Who has waited longest for their rhythm.
    Stretch,
}

/// Who matches, best first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct SearchAnswer {
    /// The people.
    pub people: Vec<SearchPerson>,
    /// How many match in all.
    pub total_people: u32,
    /// How many conversations, facts and records speak for them in all, and for nobody yet.
    pub total_hits: u32,
    /// How the matches are spread.
    pub facets: Facets,
    /// Words that were corrected.
    pub corrections: Vec<Correction>,
    /// Words that were let go because nobody has them all.
    pub let_go: Vec<String>,
    /// What matches in conversations with nobody named yet.
    pub of_nobody: Vec<SearchHit>,
    /// Whether everything was searched, or only names because the index is being built.
    pub index: IndexState,
    /// How far it is, while it is being built.
    pub building: Option<Building>,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// What was searched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IndexState {
    /// Everything that is saved.
    #[default]
    Ready,
    /// The index could not take in the newest changes; what is older was searched.
    Behind,
    /// Names only: the index is being built or cannot be read.
    Away,
}

/// How far the index that is being built is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct Building {
    /// Contacts and conversations that are in.
    #[ts(type = "number")]
    pub done: u64,
    /// All of them.
    #[ts(type = "number")]
    pub total: u64,
}

/// A person who matches.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SearchPerson {
    /// Who.
    pub contact: Contact,
    /// Their rank; only good for comparing within this answer.
    pub score: f32,
    /// What speaks for them, best first.
    pub hits: Vec<SearchHit>,
    /// How much there is of it.
    pub hit_count: u32,
    /// The day of the newest of it.
    #[ts(type = "string | null")]
    pub newest: Option<NaiveDate>,
}

/// A conversation, fact or record that matches, with its best passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SearchHit {
    /// What it is.
    pub kind: Row,
    /// Its id.
    #[ts(type = "number")]
    pub id: i64,
    /// Its day.
    #[ts(type = "string | null")]
    pub date: Option<NaiveDate>,
    /// A verbatim part of what was written.
    pub passage: String,
    /// What matched: ranges of characters (Unicode scalar values) in the passage.
    pub highlights: Vec<(u32, u32)>,
    /// Whether the text goes on before the passage.
    pub cut_before: bool,
    /// Whether the text goes on behind the passage.
    pub cut_after: bool,
}

/// What matches, best first, whoever it belongs to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct HitsAnswer {
    /// Conversations, facts and records.
    pub hits: Vec<FlatHit>,
    /// How many match in all.
    pub total_hits: u32,
    /// Words that were corrected.
    pub corrections: Vec<Correction>,
    /// Words that were let go because nobody has them all.
    pub let_go: Vec<String>,
    /// Whether everything was searched; while the index is away there are no hits.
    pub index: IndexState,
    /// How far it is, while it is being built.
    pub building: Option<Building>,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// A conversation, fact or record that matches, with its people.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FlatHit {
    /// What it is and its best passage.
    #[serde(flatten)]
    pub hit: SearchHit,
    /// Its uid.
    pub uid: String,
    /// Whose it is.
    pub people: Vec<ContactRef>,
    /// Its rank; only good for comparing within this answer.
    pub score: f32,
}

/// How the matches are spread.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct Facets {
    /// People by group, most first.
    pub groups: Vec<Count>,
    /// Conversations by channel, most first.
    pub channels: Vec<Count>,
    /// Conversations by tag, most first.
    pub tags: Vec<Count>,
    /// People by organisation, most first.
    pub organisations: Vec<Count>,
    /// Conversations by place, most first.
    pub places: Vec<Count>,
    /// Conversations and facts by year, in order.
    pub years: Vec<Count>,
}

/// How often a value occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Count {
    /// The value.
    pub value: String,
    /// How often.
    pub count: u32,
}

/// A word that was found only after it was corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Correction {
    /// As typed.
    pub word: String,
    /// What was found instead.
    pub found: Vec<String>,
}
