//! In and out: vCards, the archive, the calendar (out only); a preview before anything is written, and one undoable operation.

pub mod api;
mod archive;
mod cards;
mod csv;
mod dates;
pub mod demo;
mod export;
pub(crate) mod files;
#[cfg(any(test, feature = "testing"))]
pub mod fuzzing;
pub mod ics;
mod import;
mod lines;
mod merge;
mod plan;
mod property;
mod reading;
mod record;
mod store;
#[cfg(test)]
mod tests;
mod vcard;
mod vcard_write;
mod writer;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{ContactId, OperationId};

/// The formats that come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ImportFormat {
    /// vCard 2.1 to 4.0.
    Vcard,
    /// Kith's archive (JSON, or a ZIP with files).
    Archive,
}

/// The formats that go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// Everything.
    Archive,
    /// Contacts as vCard 4.0.
    Vcard,
    /// Contacts as a table of comma-separated values.
    Csv,
    /// Occasions, open follow-ups, planned conversations and the routine as iCalendar.
    Ics,
}

/// The calendar as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CalendarText {
    /// iCalendar, as a file of it holds.
    pub text: String,
}

/// What to import.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ImportInput {
    /// Files, or folders of which every fitting file is taken.
    pub paths: Vec<String>,
    /// The format; by name and content where missing.
    #[serde(default)]
    pub format: Option<ImportFormat>,
    /// Only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
    /// The job's name, to watch or stop it.
    #[serde(default)]
    pub job: Option<String>,
}

/// Something that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Problem {
    /// The file's name.
    pub file: String,
    /// The line in it; 0 when it concerns the whole file.
    pub line: u32,
    /// What, as a sentence.
    pub message: String,
}

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
pub struct ImportReport {
    /// Things new here.
    pub added: u32,
    /// Things that were here and changed.
    pub updated: u32,
    /// Things left out: empty, or already here just so.
    pub skipped: u32,
    /// Cards that stand for someone already here or twice in the files.
    pub duplicates: u32,
    /// What was not understood.
    pub problems: Vec<Problem>,
    /// The operation, to undo it; null after a dry run or when nothing changed.
    pub operation: Option<OperationId>,
    /// The first names that came in, for a preview.
    pub names: Vec<String>,
    /// Contacts, conversations and so on that came in, by kind.
    #[ts(type = "Record<string, number>")]
    pub counts: std::collections::BTreeMap<String, u32>,
}

/// What to export.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ExportInput {
    /// The format.
    pub format: ExportFormat,
    /// The file to write.
    pub dest: String,
    /// Write over a file that is there.
    #[serde(default)]
    pub overwrite: bool,
    /// Only these contacts, as vCards or a table; all where missing.
    #[serde(default)]
    pub contacts: Option<Vec<ContactId>>,
    /// The job's name, to watch or stop it.
    #[serde(default)]
    pub job: Option<String>,
}

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
pub struct ExportReport {
    /// The file written.
    pub file: String,
    /// Contacts, conversations and so on, by kind.
    #[ts(type = "Record<string, number>")]
    pub counts: std::collections::BTreeMap<String, u32>,
}
