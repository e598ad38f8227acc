//! Facts: one line each worth remembering about a contact.

pub mod api;
pub mod store;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::id::{ContactId, ConversationId, FactId};

/// The kinds of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the kinds say it themselves")]
pub enum FactKind {
    #[default]
    Personal,
    Professional,
    Wants,
    Offers,
    Likes,
    Dislikes,
}

impl FactKind {
    const ALL: [Self; 6] = [Self::Personal, Self::Professional, Self::Wants, Self::Offers, Self::Likes, Self::Dislikes];

    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Professional => "professional",
            Self::Wants => "wants",
            Self::Offers => "offers",
            Self::Likes => "likes",
            Self::Dislikes => "dislikes",
        }
    }

    /// The kind of that name, as it is stored; personal for any other.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name).unwrap_or_default()
    }
}

/// A fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Fact {
    /// Its id.
    pub id: FactId,
    /// Its id everywhere.
    pub uid: String,
    /// About whom.
    pub contact_id: ContactId,
    /// Its kind.
    pub kind: FactKind,
    /// The line.
    pub text: String,
    /// The conversation it came from.
    pub conversation_id: Option<ConversationId>,
}

/// A new fact.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct FactAdd {
    /// About whom.
    #[ts(type = "number | string")]
    pub who: Value,
    /// The line.
    pub text: String,
    /// Its kind; personal where missing.
    #[serde(default)]
    pub kind: Option<FactKind>,
    /// The conversation it came from.
    #[serde(default)]
    pub conversation_id: Option<ConversationId>,
}

/// A change of a fact: what is missing stays.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct FactEdit {
    /// Which one.
    pub id: FactId,
    /// The line.
    #[serde(default)]
    pub text: Option<String>,
    /// Its kind.
    #[serde(default)]
    pub kind: Option<FactKind>,
}

/// Which fact.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FactOnly {
    /// Its id.
    pub id: FactId,
}

#[cfg(test)]
mod tests;
