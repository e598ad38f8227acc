//! Groups: people by what they do, with an intent, expectations and a cadence that members inherit.

pub mod api;
pub mod store;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cadence::Interval;
use crate::civil::double_option;
use crate::id::GroupId;

/// What one means to do with a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the intents say it themselves")]
pub enum Intent {
    #[serde(rename = "grow")]
    Grow,
    #[serde(rename = "keep")]
    Keep,
    #[serde(rename = "re-engineer")]
    ReEngineer,
    #[serde(rename = "let go")]
    LetGo,
}

impl Intent {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Grow => "grow",
            Self::Keep => "keep",
            Self::ReEngineer => "re-engineer",
            Self::LetGo => "let go",
        }
    }

    /// The intent of that name, as it is stored.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Grow, Self::Keep, Self::ReEngineer, Self::LetGo].into_iter().find(|intent| intent.as_str() == name)
    }
}

/// How a group is named on a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct GroupRef {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its id everywhere.
    pub uid: String,
    /// Its name.
    pub name: String,
    /// What one means to do with it.
    pub intent: Option<Intent>,
    /// What its members want from us.
    pub expectations: String,
    /// The cadence members inherit.
    pub cadence: Option<Interval>,
    /// The longest interval beside it.
    pub latest: Option<Interval>,
    /// Its members live together: a conversation with one keeps in touch with all.
    pub household: bool,
    /// Members that are not archived; 0 for a smart group, whose members a search finds whenever they are asked for.
    pub members: u32,
    /// The search that finds its members: a smart group. Null for a group into which people are put.
    pub query: Option<String>,
}

/// A new group.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct GroupAdd {
    /// Its name.
    pub name: String,
    /// The cadence members inherit: an interval, or `none`.
    #[serde(default)]
    pub every: Option<String>,
    /// The longest interval beside it, or `none`.
    #[serde(default)]
    pub latest: Option<String>,
    /// What one means to do with it.
    #[serde(default)]
    pub intent: Option<Intent>,
    /// Whether its members live together: a conversation with one keeps in touch with all.
    #[serde(default)]
    pub household: Option<bool>,
    /// The search that finds its members, for a smart group. It gives no rhythm and is no household.
    #[serde(default)]
    pub query: Option<String>,
}

/// A change of a group: what is missing stays.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct GroupEdit {
    /// Which one.
    pub id: GroupId,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// The cadence members inherit: an interval, or `none`.
    #[serde(default)]
    pub every: Option<String>,
    /// The longest interval beside it, or `none`.
    #[serde(default)]
    pub latest: Option<String>,
    /// What one means to do with it; null takes it away.
    #[serde(default, deserialize_with = "double_option")]
    #[ts(as = "Option<Intent>")]
    pub intent: Option<Option<Intent>>,
    /// What its members want from us.
    #[serde(default)]
    pub expectations: Option<String>,
    /// Whether its members live together.
    #[serde(default)]
    pub household: Option<bool>,
    /// The search that finds its members; a group into which people were put keeps them and takes none.
    #[serde(default)]
    pub query: Option<String>,
}

/// Which group.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GroupOnly {
    /// Its id.
    pub id: GroupId,
}

#[cfg(test)]
mod tests;
