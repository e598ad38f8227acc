//! Follow-ups: what is owed, by me or by them.

pub mod api;
pub mod store;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::id::{ConversationId, FollowUpId};
use crate::people::ContactRef;
use crate::spelled::spelled;

/// The kinds of follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the kinds say it themselves")]
pub enum FollowUpKind {
    #[default]
    #[serde(rename = "promise")]
    Promise,
    #[serde(rename = "answer owed")]
    AnswerOwed,
    #[serde(rename = "amends")]
    Amends,
    #[serde(rename = "thank-you")]
    ThankYou,
}

/// Where a follow-up stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the states say it themselves")]
pub enum FollowUpState {
    Open,
    Kept,
    Dropped,
}

/// The longest text of a follow-up, in characters.
pub const LONGEST_TEXT: usize = 10_000;

spelled!(FollowUpKind, FollowUpState);

/// A follow-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FollowUp {
    /// Its id.
    pub id: FollowUpId,
    /// Its id everywhere.
    pub uid: String,
    /// With whom.
    pub with: ContactRef,
    /// The conversation it came from.
    pub conversation_id: Option<ConversationId>,
    /// Its kind.
    pub kind: FollowUpKind,
    /// Owed by them, not by me.
    pub theirs: bool,
    /// What.
    pub text: String,
    /// When it is due.
    #[ts(type = "string | null")]
    pub due: Option<NaiveDate>,
    /// Where it stands.
    pub state: FollowUpState,
    /// When it was kept or dropped.
    #[ts(type = "string | null")]
    pub closed_on: Option<NaiveDate>,
}

/// A follow-up as part of a conversation that is logged.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct FollowUpInput {
    /// With whom; the first in the conversation where missing.
    #[serde(default)]
    #[ts(type = "number | string | null")]
    pub with: Option<Value>,
    /// Its kind; promise where missing.
    #[serde(default)]
    pub kind: Option<FollowUpKind>,
    /// Owed by them.
    #[serde(default)]
    pub theirs: bool,
    /// What.
    pub text: String,
    /// When it is due: a date or words; a weekday is the next one.
    #[serde(default)]
    pub due: Option<String>,
}

/// A follow-up outside a conversation.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct FollowUpAdd {
    /// With whom.
    #[ts(type = "number | string")]
    pub who: Value,
    /// Its kind; promise where missing.
    #[serde(default)]
    pub kind: Option<FollowUpKind>,
    /// Owed by them.
    #[serde(default)]
    pub theirs: bool,
    /// What.
    pub text: String,
    /// When it is due: a date or words; a weekday is the next one.
    #[serde(default)]
    pub due: Option<String>,
}

/// A follow-up that is kept, dropped or opened again.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FollowUpClose {
    /// Which one.
    pub id: FollowUpId,
    /// Where it stands now.
    pub state: FollowUpState,
}

/// Which follow-up.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FollowUpOnly {
    /// Its id.
    pub id: FollowUpId,
}
