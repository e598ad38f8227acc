//! What to tell and when, exactly once.
//!
//! `rules` says what is due: pure, from the facts, the moment and the settings. A notice has a key (kind, subject,
//! occurrence), unique in the database; it is claimed before it is shown and marked told once the desktop answered.
//! Killed in between, it is shown once more rather than lost. [`Teller`] does that for whoever can show something, the
//! window's own thread and `kith remind` alike. After an absence of several days one summary stands for all.
//!
//! Absent on purpose: how a notice looks and who shows it ([`Notifier`] is implemented outside the core).

pub mod api;
mod leases;
mod rules;
pub mod store;
mod teller;
mod words;

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use self::leases::Leases;
pub use self::teller::{Answer, NotShown, Notifier, Said, Teller, Told, tell};
pub use self::words::{owed, waiting};
use crate::civil::Start;
use crate::id::{ContactId, ConversationId, NoticeId};
use crate::settings::Language;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum NoticeKind {
    /// Who is first today, and how many wait: one a routine day.
    Digest,
    /// An occasion, on its day.
    Occasion,
    /// An occasion, on the day its lead time begins.
    Lead,
    /// A planned conversation, before it begins.
    Planned,
    /// A planned conversation that is over: did it happen?
    Happened,
    /// One of the others once more, an hour after it was asked for.
    Again,
    /// What came due while nobody was told, for several days.
    Summary,
}

impl NoticeKind {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Digest => "digest",
            Self::Occasion => "occasion",
            Self::Lead => "lead",
            Self::Planned => "planned",
            Self::Happened => "happened",
            Self::Again => "again",
            Self::Summary => "summary",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Digest, Self::Occasion, Self::Lead, Self::Planned, Self::Happened, Self::Again, Self::Summary];
        all.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// What makes a notice the one it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// What it is about.
    pub kind: NoticeKind,
    /// The uid of an occasion or conversation; for [`NoticeKind::Again`] the key it repeats; else empty.
    pub subject: String,
    /// The day it is about, when a planned conversation begins, or when it was asked for.
    pub occurrence: String,
}

impl Key {
    pub(crate) fn digest(day: NaiveDate) -> Self {
        Self { kind: NoticeKind::Digest, subject: String::new(), occurrence: day.to_string() }
    }

    pub(crate) fn occasion(kind: NoticeKind, uid: &str, observed: NaiveDate) -> Self {
        Self { kind, subject: uid.to_owned(), occurrence: observed.to_string() }
    }

    pub(crate) fn planned(kind: NoticeKind, uid: &str, start: &Start) -> Self {
        Self { kind, subject: uid.to_owned(), occurrence: start.to_string() }
    }

    /// The key that this one repeats; itself where it repeats none.
    pub(crate) fn original(&self) -> Self {
        let repeated = (self.kind == NoticeKind::Again).then(|| serde_json::from_str(&self.subject).ok());
        repeated.flatten().unwrap_or_else(|| self.clone())
    }

    /// The day it is about.
    pub(crate) fn day(&self) -> Option<NaiveDate> {
        self.occurrence.parse().ok()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.kind.as_str(), self.subject, self.occurrence)
    }
}

/// Something to tell, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// What it is about; of one told again, what it was about the first time.
    pub kind: NoticeKind,
    /// One line.
    pub title: String,
    /// The rest; plain text, may be empty.
    pub body: String,
    /// Whom to log with or to open.
    pub contact_id: Option<ContactId>,
    /// The planned conversation it is about.
    pub conversation_id: Option<ConversationId>,
    /// The language its buttons are to have, as it is set.
    pub language: Language,
}

/// Who is still showing what.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct NoticesClaim {
    /// Notices claimed before whose showing has not been answered yet: they stay with the caller.
    pub holding: Vec<NoticeId>,
}

/// What the caller is to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Claimed {
    /// In the order to tell them.
    pub notices: Vec<Notice>,
    /// Due, and being told by someone else.
    pub elsewhere: u32,
}

/// What became of notices.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct NoticesTold {
    /// Those the desktop has shown.
    pub told: Vec<NoticeId>,
    /// Those it has not: they are due again.
    pub failed: Vec<NoticeId>,
}

/// Which notice.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NoticeOnly {
    /// Its id.
    pub id: NoticeId,
}

#[cfg(test)]
mod planned_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
