//! Who would want this? Whom a text matters to, and whom to introduce to whom.
//!
//! A text's telling words ([`telling`]) are looked for in everything that was said and noted; what is found is judged
//! row by row ([`matching`]), with the words and passages that say why. A file becomes a text in [`article`]; what
//! somebody wants meets what others offer in [`introductions`].
//!
//! Invariants: what somebody dislikes never speaks for them; whoever is archived is left out, the dead with them; the
//! words of a name are no reason, or everyone named in a text would want it.

pub mod api;
pub mod article;
mod everyday;
pub mod introductions;
pub mod matching;
pub mod store;
pub mod telling;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{Building, IndexState, SearchHit};
use crate::facts::Fact;
use crate::people::{Contact, ContactRef};

/// A text whose readers are sought.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct WantedBy {
    /// The text: an article, a title, a link. Anything will do.
    pub text: String,
    /// What it is called; its first line where missing.
    #[serde(default)]
    pub title: Option<String>,
    /// Where it stands; the first address in the text where missing.
    #[serde(default)]
    pub link: Option<String>,
    /// The e-mail address it came from: whoever has it knows it already.
    #[serde(default)]
    pub from: Option<String>,
    /// At most so many people; 20 where missing.
    #[serde(default)]
    pub limit: Option<u32>,
    /// At most so many passages a person; 3 where missing.
    #[serde(default)]
    pub hits: Option<u32>,
}

/// Whom a text matters to, most first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct WantedAnswer {
    /// What the text is called.
    pub title: String,
    /// Where it stands, where it says so.
    pub link: Option<String>,
    /// The words of the text that were looked for, the most telling first.
    pub words: Vec<String>,
    /// The people.
    pub people: Vec<WantedPerson>,
    /// How many there are in all.
    pub total_people: u32,
    /// Whether everything was searched.
    pub index: IndexState,
    /// How far the index is, while it is being built.
    pub building: Option<Building>,
}

/// Somebody to whom a text matters.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WantedPerson {
    /// Who.
    pub contact: Contact,
    /// Their rank; only good for comparing within this answer.
    pub score: f32,
    /// The words that say why, the most telling first, as they stand in the text.
    pub words: Vec<String>,
    /// The passages that say why, best first.
    pub hits: Vec<SearchHit>,
    /// The day it was given to them, if it was.
    #[ts(type = "string | null")]
    pub got: Option<NaiveDate>,
}

/// A file to read.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ArticleFile {
    /// Where it is.
    pub path: String,
}

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct Article {
    /// What it is called; may be empty.
    pub title: String,
    /// Its text, without any markup.
    pub text: String,
    /// Where it stands, where it says so.
    pub link: Option<String>,
    /// The e-mail address it came from, of a mail.
    pub from: Option<String>,
}

/// Whose wants and offers are to be met.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct IntroductionsInput {
    /// Whose.
    #[ts(type = "number | string")]
    pub who: Value,
    /// At most so many people for each; 5 where missing.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// Whom to introduce somebody to.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Introductions {
    /// Who.
    pub contact: ContactRef,
    /// What they want, and who could answer it.
    pub wants: Vec<Introduction>,
    /// What they offer, and who could use it.
    pub offers: Vec<Introduction>,
    /// Whether everything was searched.
    pub index: IndexState,
}

/// Something somebody wants or offers, and the people it concerns.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Introduction {
    /// What.
    pub fact: Fact,
    /// The people, best first.
    pub people: Vec<IntroducedPerson>,
}

/// Somebody to be introduced to.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct IntroducedPerson {
    /// Who.
    pub contact: Contact,
    /// Their rank; only good for comparing within one list.
    pub score: f32,
    /// The words that say why.
    pub words: Vec<String>,
    /// The passages that say why, best first.
    pub hits: Vec<SearchHit>,
    /// The day they were introduced, if they were.
    #[ts(type = "string | null")]
    pub introduced: Option<NaiveDate>,
    /// The last day on which both took part in one conversation.
    #[ts(type = "string | null")]
    pub together: Option<NaiveDate>,
}
