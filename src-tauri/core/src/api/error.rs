//! The one conversion from the core's errors to what a screen or a script is told.

use std::error::Error as _;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::said;
use crate::said::Said;

/// An error as it leaves the core.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ApiError {
    /// What screens and scripts react to.
    pub code: ApiCode,
    /// A sentence for the person.
    pub message: String,
    /// The field of the input that does not fit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub field: Option<String>,
    /// What would be right, or what to do next.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub hint: Option<String>,
    /// `message` as a pattern and its parts, for a screen that speaks another language.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub said: Option<Box<Said>>,
    /// `hint` in the same way.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub said_hint: Option<Box<Said>>,
    /// The chain of causes, for a report.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub detail: Option<String>,
}

/// The codes; the terminal's exit codes follow from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ApiCode {
    /// No such thing.
    NotFound,
    /// A name that fits several.
    Ambiguous,
    /// Input that cannot be taken.
    Invalid,
    /// Something else changed in the meantime.
    Conflict,
    /// Another process is busy.
    Busy,
    /// The user stopped it.
    Cancelled,
    /// Data of a newer version.
    Newer,
    /// Damaged data.
    Damaged,
    /// No room on the disk.
    DiskFull,
    /// The folder cannot be written.
    NotWritable,
    /// Anything else.
    Unexpected,
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let (code, field, hint): (_, _, Option<Said>) = match &error {
            Error::NotFound { .. } => (ApiCode::NotFound, None, None),
            Error::Ambiguous { .. } => (ApiCode::Ambiguous, None, Some("Say more of the name, or give the id.".into())),
            Error::Invalid { field, hint, .. } => (ApiCode::Invalid, Some((*field).to_owned()), hint.clone()),
            Error::Conflict { .. } => (ApiCode::Conflict, None, None),
            Error::Busy { .. } => (ApiCode::Busy, None, Some("Close the other one, or try again in a moment.".into())),
            Error::Cancelled => (ApiCode::Cancelled, None, None),
            Error::Newer { .. } => (ApiCode::Newer, None, Some("Update Kith, or choose another data folder.".into())),
            Error::Damaged { backup, .. } => {
                let hint = match backup {
                    Some((name, date)) => said!(
                        "The newest sound backup is {name} of {date}. `kith restore {name}` brings it back.",
                        name = name.as_str(),
                        date = date.to_string()
                    ),
                    None => "No sound backup was found in the folder “backups”.".into(),
                };
                (ApiCode::Damaged, None, Some(hint))
            }
            Error::DiskFull => (ApiCode::DiskFull, None, Some("Make room on the disk and save again.".into())),
            Error::NotWritable { .. } => {
                (ApiCode::NotWritable, None, Some("Check the folder's permissions, or choose another.".into()))
            }
            Error::Database { .. } | Error::Io { .. } | Error::Index { .. } => (ApiCode::Unexpected, None, None),
        };
        let detail = causes(&error);
        Self {
            code,
            message: error.to_string(),
            field,
            hint: hint.as_ref().map(Said::to_string),
            said: Some(Box::new(error.said())),
            said_hint: hint.map(Box::new),
            detail,
        }
    }
}

fn causes(error: &Error) -> Option<String> {
    if let Error::Index { detail, .. } = error {
        return Some(detail.clone());
    }
    let mut causes = Vec::new();
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push(cause.to_string());
        source = cause.source();
    }
    (!causes.is_empty()).then(|| causes.join(": "))
}
