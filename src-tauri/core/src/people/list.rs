//! The People list: what is asked for, and its rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ContactKind;
use crate::cadence::Rhythm;
use crate::groups::GroupRef;
use crate::id::ContactId;

/// A row of the People list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ContactRow {
    /// Its id here.
    pub id: ContactId,
    /// Its id everywhere.
    pub uid: String,
    /// Person or organisation.
    pub kind: ContactKind,
    /// The name as shown.
    pub name: String,
    /// The organisation they belong to, as text.
    pub org: String,
    /// What they do there.
    pub title: String,
    /// Its groups.
    pub groups: Vec<GroupRef>,
    /// SHA-256 of the photo.
    pub photo: Option<String>,
    /// The first e-mail address; may be empty.
    pub email: String,
    /// The first phone number; may be empty.
    pub phone: String,
    /// The start of what is written about them, one line; may be empty.
    pub about_line: String,
    /// The file it was imported from; may be empty.
    pub source: String,
    /// Whether it is archived.
    pub archived: bool,
    /// Cadence, last touch, due date and stretch.
    #[serde(flatten)]
    pub rhythm: Rhythm,
}

/// Which part of the People list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeopleFilter {
    /// Everyone who is not archived.
    #[default]
    All,
    /// Those with a rhythm.
    WithRhythm,
    /// Those due today or before.
    Due,
    /// Those never spoken with.
    Never,
    /// Those for whom nobody decided on a rhythm yet: “Who matters?” goes through them.
    Undecided,
    /// The archived.
    Archived,
}

/// How the People list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the columns say it themselves")]
pub enum PeopleSort {
    #[default]
    Name,
    Org,
    LastTouch,
    Due,
    Cadence,
    Added,
}

/// What to list.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ContactListInput {
    /// Words in name, nickname, organisation, title, points or groups; each must fit somewhere.
    pub query: Option<String>,
    /// A group's name.
    pub group: Option<String>,
    /// Which part.
    pub filter: Option<PeopleFilter>,
    /// By what.
    pub sort: Option<PeopleSort>,
    /// Last first.
    pub descending: Option<bool>,
    /// Rows at most; all where missing.
    pub limit: Option<u32>,
    /// Rows to leave out at the beginning.
    pub offset: Option<u32>,
}

/// How many contacts each filter holds, archived ones counted only in `archived`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[allow(missing_docs, reason = "named like the filters")]
pub struct PeopleCounts {
    pub all: u32,
    pub with_rhythm: u32,
    pub due: u32,
    pub never: u32,
    pub undecided: u32,
    pub archived: u32,
}

/// A page of the People list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ContactList {
    /// The rows.
    pub people: Vec<ContactRow>,
    /// How many there are without limit and offset.
    pub total: u32,
    /// How many each filter holds (for the query and group given).
    pub counts: PeopleCounts,
}
