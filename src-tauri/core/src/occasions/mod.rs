//! Occasions: dates that return, with a lead time.

pub mod api;
pub mod date;
pub mod store;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

pub use self::date::{OccasionDate, parse_date};
use crate::id::{ContactId, OccasionId};

/// Days before, from which an occasion is shown where nothing else was said.
pub const LEAD_DAYS: u32 = 7;

/// The kinds of occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the kinds say it themselves")]
pub enum OccasionKind {
    Birthday,
    Anniversary,
    Custom,
}

impl OccasionKind {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Birthday => "birthday",
            Self::Anniversary => "anniversary",
            Self::Custom => "custom",
        }
    }

    /// The kind of that name, as it is stored.
    pub fn named(name: &str) -> Self {
        match name {
            "birthday" => Self::Birthday,
            "anniversary" => Self::Anniversary,
            _ => Self::Custom,
        }
    }
}

/// An occasion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Occasion {
    /// Its id.
    pub id: OccasionId,
    /// Its id everywhere.
    pub uid: String,
    /// Whose.
    pub contact_id: ContactId,
    /// Its kind.
    pub kind: OccasionKind,
    /// What it is called; empty where the kind says it.
    pub label: String,
    /// `YYYY-MM-DD`, `--MM-DD`, `YYYY-MM` or `--MM`.
    pub date: String,
    /// Days before, from which it is shown.
    pub lead_days: u32,
    /// When it is observed next, today included; null for a month alone.
    #[ts(type = "string | null")]
    pub next: Option<NaiveDate>,
    /// How old or how many years it then is, where the year is known.
    pub years: Option<i32>,
}

/// A new occasion.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OccasionAdd {
    /// Whose.
    #[ts(type = "number | string")]
    pub who: Value,
    /// Its kind.
    pub kind: OccasionKind,
    /// `YYYY-MM-DD`, `--MM-DD`, `YYYY-MM` or `--MM`; `MM-DD` and words like `12 mar` are read too.
    pub date: String,
    /// What it is called.
    #[serde(default)]
    pub label: Option<String>,
    /// Days before; 7 where missing.
    #[serde(default)]
    pub lead_days: Option<u32>,
}

/// A change of an occasion: what is missing stays.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OccasionEdit {
    /// Which one.
    pub id: OccasionId,
    /// Its kind.
    #[serde(default)]
    pub kind: Option<OccasionKind>,
    /// The date.
    #[serde(default)]
    pub date: Option<String>,
    /// What it is called.
    #[serde(default)]
    pub label: Option<String>,
    /// Days before.
    #[serde(default)]
    pub lead_days: Option<u32>,
}

/// Which occasion.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OccasionOnly {
    /// Its id.
    pub id: OccasionId,
}

#[cfg(test)]
mod tests;
