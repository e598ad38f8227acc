//! Feedback: what a contact said of us.

pub mod api;
pub mod store;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::id::{ConversationId, FeedbackId};
use crate::people::ContactRef;

/// Feedback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Feedback {
    /// Its id.
    pub id: FeedbackId,
    /// Its id everywhere.
    pub uid: String,
    /// Whose.
    pub with: ContactRef,
    /// The conversation it came from.
    pub conversation_id: Option<ConversationId>,
    /// 0 to 10.
    pub score: Option<u8>,
    /// Their words.
    pub text: String,
    /// When.
    #[ts(type = "string")]
    pub day: NaiveDate,
}

/// New feedback.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct FeedbackAdd {
    /// Whose.
    #[ts(type = "number | string")]
    pub who: Value,
    /// 0 to 10.
    #[serde(default)]
    pub score: Option<u8>,
    /// Their words.
    pub text: String,
}

/// Which feedback.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FeedbackOnly {
    /// Its id.
    pub id: FeedbackId,
}
