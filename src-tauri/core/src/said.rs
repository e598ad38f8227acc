//! A sentence for a person that a screen can say in another language: its English pattern, and what stands in it.
//!
//! The pattern is the code: there is no second list of names for sentences that could drift from them. The core
//! itself speaks English only; whoever has a translation of the pattern puts the same parts into it.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A pattern such as `Noted a fact about {name}`, and its parts by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Said {
    /// In English, parts in braces.
    pub pattern: String,
    /// What stands for each.
    #[serde(default)]
    #[ts(type = "Record<string, string | Said>")]
    pub parts: BTreeMap<String, Part>,
}

/// What stands in a sentence: somebody's own words, or a piece that has translations itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Part {
    /// As it is in every language: a name, a number, a date as `YYYY-MM-DD`.
    Text(String),
    /// “40 people”, “a call with Dana”.
    Said(Said),
}

/// A [`Said`] of a pattern and its parts: `said!("Noted a fact about {name}", name = short(&who.name))`.
#[macro_export]
macro_rules! said {
    ($pattern:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::said::Said::new($pattern, [$((stringify!($name), $crate::said::Part::from($value))),*])
    };
}

impl Said {
    /// A pattern with its parts; see [`said!`].
    pub fn new<const N: usize>(pattern: &str, parts: [(&str, Part); N]) -> Self {
        let parts = parts.into_iter().map(|(name, part)| (name.to_owned(), part)).collect();
        Self { pattern: pattern.to_owned(), parts }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut pieces = self.pattern.split('{');
        f.write_str(pieces.next().unwrap_or_default())?;
        for piece in pieces {
            match piece.split_once('}').map(|(name, rest)| (self.parts.get(name), rest)) {
                Some((Some(part), rest)) => write!(f, "{part}{rest}")?,
                _ => write!(f, "{{{piece}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Said(said) => said.fmt(f),
        }
    }
}

/// A sentence that is always the same is its own pattern.
impl From<&str> for Said {
    fn from(sentence: &str) -> Self {
        Self { pattern: sentence.to_owned(), parts: BTreeMap::new() }
    }
}

impl From<String> for Said {
    fn from(sentence: String) -> Self {
        Self { pattern: sentence, parts: BTreeMap::new() }
    }
}

impl From<Said> for Part {
    fn from(said: Said) -> Self {
        Self::Said(said)
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<usize> for Part {
    fn from(number: usize) -> Self {
        Self::Text(number.to_string())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_reads_as_its_pattern_with_the_parts_in_place() {
        let talk = said!("a call with {name}", name = "Dana {Moreau}");
        let said = said!("Logged {talk}", talk = talk);
        assert_eq!(said.to_string(), "Logged a call with Dana {Moreau}");
        assert_eq!(Said::from("Changed the {settings}").to_string(), "Changed the {settings}");
        assert_eq!(said!("{n} people", n = 40).to_string(), "40 people");
    }

    #[test]
    fn a_sentence_survives_being_written_down() {
        let said = said!("Added {whom} to {groups}", whom = said!("{n} people", n = 3), groups = "Clients");
        let written = serde_json::to_string(&said).unwrap();
        assert_eq!(serde_json::from_str::<Said>(&written).unwrap(), said);
    }
}
