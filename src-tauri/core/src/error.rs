//! What can go wrong, said so that a person can act on it.
//!
//! A variant exists where a screen or a script reacts to it; everything else is [`Error::Database`] or
//! [`Error::Io`] with what was being done. Names and notes of people never stand in `detail`, only in
//! `message`, which is shown and never logged.

use std::io;
use std::path::PathBuf;

use crate::said;
use crate::said::Said;

/// The core's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure of the core.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such thing: it was deleted, or the name fits nobody.
    #[error("There is no {what} “{name}”.")]
    NotFound {
        /// The kind of thing, in the words of the product.
        what: &'static str,
        /// What was asked for.
        name: String,
    },
    /// A name that fits several contacts.
    #[error("“{name}” fits several people: {}.", candidates.join(", "))]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// Those whom it fits, as they are shown.
        candidates: Vec<String>,
    },
    /// Input that cannot be taken; nothing was changed.
    #[error("{message}")]
    Invalid {
        /// The field of the input.
        field: &'static str,
        /// What is wrong with it, as a sentence.
        message: Said,
        /// What would be right.
        hint: Option<Said>,
    },
    /// Something else changed in the meantime, so this cannot be done; nothing was changed.
    #[error("{message}")]
    Conflict {
        /// What stands in the way.
        message: Said,
    },
    /// Another process owns the folder, or holds the database.
    #[error("{message}")]
    Busy {
        /// Who is busy, and with what.
        message: Said,
    },
    /// The user stopped it; what had been done is rolled back.
    #[error("It was stopped, and nothing was changed.")]
    Cancelled,
    /// The database was written by a newer Kith. It is left untouched.
    #[error(
        "This data was written by a newer version of Kith (format {found}; this one knows up to {known}). Nothing was touched."
    )]
    Newer {
        /// The format found.
        found: i64,
        /// The newest format this program knows.
        known: i64,
    },
    /// The database cannot be read as one.
    #[error("The database is damaged: {detail}. Nothing was deleted.")]
    Damaged {
        /// What SQLite said.
        detail: String,
        /// The file name of the newest sound backup, and its date.
        backup: Option<(String, String)>,
    },
    /// No room is left on the disk.
    #[error("The disk is full. What was saved before is safe; this was not saved.")]
    DiskFull,
    /// The folder or file cannot be written.
    #[error("{} cannot be written. What was saved before is safe.", path.display())]
    NotWritable {
        /// The folder or file.
        path: PathBuf,
    },
    /// SQLite said no.
    #[error("Something went wrong while {doing}. What was saved before is safe.")]
    Database {
        /// What was being done, as “reading the contacts”.
        doing: &'static str,
        /// SQLite's own words.
        source: rusqlite::Error,
    },
    /// The system said no.
    #[error("Something went wrong while {doing}. What was saved before is safe.")]
    Io {
        /// What was being done, as “writing the backup”.
        doing: &'static str,
        /// The system's own words.
        source: io::Error,
    },
    /// The search index failed; the data is not concerned.
    #[error("The search index failed while {doing}. Your data is safe; the index can be made anew.")]
    Index {
        /// What was being done.
        doing: &'static str,
        /// The index's own words.
        detail: String,
    },
}

impl Error {
    /// An [`Error::Invalid`] without a hint.
    pub fn invalid(field: &'static str, message: impl Into<Said>) -> Self {
        Self::Invalid { field, message: message.into(), hint: None }
    }

    /// An [`Error::Invalid`] that says what would be right.
    pub fn invalid_hint(field: &'static str, message: impl Into<Said>, hint: impl Into<Said>) -> Self {
        Self::Invalid { field, message: message.into(), hint: Some(hint.into()) }
    }

    /// An [`Error::Damaged`] that names no backup yet.
    pub fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged { detail: detail.into(), backup: None }
    }

    /// An [`Error::NotFound`].
    pub fn not_found(what: &'static str, name: impl ToString) -> Self {
        Self::NotFound { what, name: name.to_string() }
    }

    /// The sentence for the person as a pattern and its parts; the same words as [`ToString::to_string`].
    pub fn said(&self) -> Said {
        match self {
            Self::Invalid { message, .. } | Self::Conflict { message } | Self::Busy { message } => message.clone(),
            Self::NotFound { what, name } => {
                said!("There is no {what} “{name}”.", what = Said::from(*what), name = name.as_str())
            }
            Self::Ambiguous { name, candidates } => said!(
                "“{name}” fits several people: {candidates}.",
                name = name.as_str(),
                candidates = candidates.join(", ")
            ),
            Self::NotWritable { path } => said!(
                "{path} cannot be written. What was saved before is safe.",
                path = Said::from(path.display().to_string())
            ),
            Self::Newer { found, known } => said!(
                "This data was written by a newer version of Kith (format {found}; this one knows up to {known}). Nothing was touched.",
                found = found.to_string(),
                known = known.to_string()
            ),
            Self::Damaged { detail, .. } => {
                said!("The database is damaged: {detail}. Nothing was deleted.", detail = detail.as_str())
            }
            Self::Database { doing, .. } | Self::Io { doing, .. } => {
                said!("Something went wrong while {doing}. What was saved before is safe.", doing = *doing)
            }
            Self::Index { doing, .. } => said!(
                "The search index failed while {doing}. Your data is safe; the index can be made anew.",
                doing = *doing
            ),
            Self::Cancelled | Self::DiskFull => self.to_string().into(),
        }
    }

    fn database(doing: &'static str, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match source.sqlite_error_code() {
            Some(Code::DiskFull) => Self::DiskFull,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::damaged(source.to_string()),
            Some(Code::ReadOnly | Code::PermissionDenied) => {
                Self::NotWritable { path: PathBuf::from("The data folder") }
            }
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => {
                Self::Busy { message: "The database is in use by another program.".into() }
            }
            _ => Self::Database { doing, source },
        }
    }

    fn io(doing: &'static str, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io { doing, source },
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(source: rusqlite::Error) -> Self {
        Self::database("working with the database", source)
    }
}

/// Says what was being done when something failed.
pub trait During<T> {
    /// Wraps the failure, as in `.during("reading the contacts")`.
    fn during(self, doing: &'static str) -> Result<T>;
}

impl<T> During<T> for rusqlite::Result<T> {
    fn during(self, doing: &'static str) -> Result<T> {
        self.map_err(|source| Error::database(doing, source))
    }
}

impl<T> During<T> for io::Result<T> {
    fn during(self, doing: &'static str) -> Result<T> {
        self.map_err(|source| Error::io(doing, source))
    }
}
