//! The log: what happened, or is planned, between you and contacts.

pub mod api;
pub(crate) mod label;
pub mod planned;
pub mod store;
pub mod tags;
mod write;

pub(crate) use write::again_on;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::civil::{Start, double_option};
use crate::exchanges::{Exchange, ExchangeInput};
use crate::facts::Fact;
use crate::feedback::Feedback;
use crate::followups::{FollowUp, FollowUpInput};
use crate::id::{ContactId, ConversationId};
use crate::people::ContactRef;
use crate::spelled::spelled;

/// How a conversation was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the channels say it themselves")]
pub enum Channel {
    #[serde(rename = "in person")]
    InPerson,
    Call,
    Video,
    Message,
    Mail,
    Letter,
    Event,
    #[default]
    Other,
}

/// Who began it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Initiator {
    /// I did.
    Me,
    /// They did.
    Them,
}

spelled!(Channel, Initiator);

/// The longest place, in characters.
pub const LONGEST_PLACE: usize = 1_000;
/// The most people in a conversation.
pub const MOST_PEOPLE: usize = 500;
/// The most minutes of a conversation: a week.
pub const MOST_MINUTES: u32 = 10_080;

/// A conversation.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// Its id everywhere.
    pub uid: String,
    /// `YYYY-MM-DD`, or RFC 3339 with its local offset.
    pub start: Start,
    /// How long, where known.
    pub minutes: Option<u32>,
    /// How.
    pub channel: Channel,
    /// Who began it, where known.
    pub initiated_by: Option<Initiator>,
    /// It did not reach them.
    pub attempt: bool,
    /// Where; may be empty.
    pub place: String,
    /// With whom, in order.
    pub people: Vec<ContactRef>,
    /// The note (Markdown).
    pub note: String,
    /// The same as sanitised HTML.
    pub note_html: String,
    /// The line as typed, where it was read from one.
    pub line: Option<String>,
    /// Tags, without `#`.
    pub tags: Vec<String>,
    /// What was given, received and asked in it.
    pub exchanges: Vec<Exchange>,
    /// What is owed from it.
    pub follow_ups: Vec<FollowUp>,
    /// What was learnt in it.
    pub facts: Vec<Fact>,
    /// What they said of us in it.
    pub feedback: Vec<Feedback>,
}

/// A fact as part of a conversation that is logged.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct FactInput {
    /// About whom; the first in the conversation where missing.
    #[serde(default)]
    #[ts(type = "number | string | null")]
    pub with: Option<Value>,
    /// Its kind; personal where missing.
    #[serde(default)]
    pub kind: Option<crate::facts::FactKind>,
    /// The line.
    pub text: String,
}

/// A conversation to log.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ConversationLog {
    /// With whom: ids, uids or names.
    #[ts(type = "Array<number | string>")]
    pub people: Option<Vec<Value>>,
    /// Names of people who are made in place, after `people`.
    pub new_people: Option<Vec<String>>,
    /// When: a date, a moment, or words (“yesterday”, “last friday”); now where missing. A weekday is the latest one before today.
    pub start: Option<String>,
    /// How long.
    pub minutes: Option<u32>,
    /// How; other where missing.
    pub channel: Option<Channel>,
    /// Who began it.
    pub initiated_by: Option<Initiator>,
    /// It did not reach them.
    pub attempt: Option<bool>,
    /// An attempt: after which interval to try again (`3d`); the setting where missing.
    pub again: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// The note (Markdown); `#tags` are read from it.
    pub note: Option<String>,
    /// Read nothing out of the note, tags neither.
    pub plain: Option<bool>,
    /// Tags beside those in the note.
    pub tags: Option<Vec<String>>,
    /// What was given, received and asked.
    pub exchanges: Option<Vec<ExchangeInput>>,
    /// What is owed.
    pub follow_ups: Option<Vec<FollowUpInput>>,
    /// What was learnt.
    pub facts: Option<Vec<FactInput>>,
    /// A draft to throw away in the same transaction.
    pub draft: Option<String>,
}

/// A change of a conversation: what is missing stays.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ConversationEdit {
    /// Which one.
    #[ts(type = "number", optional = false)]
    pub id: Option<ConversationId>,
    /// All people: ids, uids or names.
    #[ts(type = "Array<number | string>")]
    pub people: Option<Vec<Value>>,
    /// Names of people who are made in place, after `people`.
    pub new_people: Option<Vec<String>>,
    /// When.
    pub start: Option<String>,
    /// How long; null takes it away.
    #[serde(deserialize_with = "double_option")]
    #[ts(as = "Option<u32>")]
    pub minutes: Option<Option<u32>>,
    /// How.
    pub channel: Option<Channel>,
    /// Who began it; null takes it away.
    #[serde(deserialize_with = "double_option")]
    #[ts(as = "Option<Initiator>")]
    pub initiated_by: Option<Option<Initiator>>,
    /// It did not reach them.
    pub attempt: Option<bool>,
    /// Where.
    pub place: Option<String>,
    /// The note.
    pub note: Option<String>,
    /// All tags beside those in the note.
    pub tags: Option<Vec<String>>,
    /// A draft to throw away in the same transaction.
    pub draft: Option<String>,
}

/// Which conversation.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConversationOnly {
    /// Its id.
    pub id: ConversationId,
}

/// Whether a planned conversation took place.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ConversationConfirm {
    /// Its id.
    pub id: ConversationId,
    /// It did, which is so where missing; else it is deleted.
    #[serde(default)]
    pub happened: Option<bool>,
}

/// What to list, newest first.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ConversationListInput {
    /// Only with this contact.
    pub contact_id: Option<ContactId>,
    /// Only on or after this day.
    pub from: Option<String>,
    /// Only on or before this day.
    pub to: Option<String>,
    /// Rows at most; 50 where missing.
    pub limit: Option<u32>,
    /// Rows to leave out at the beginning.
    pub offset: Option<u32>,
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ConversationList {
    /// The conversations, newest first.
    pub conversations: Vec<Conversation>,
    /// How many there are without limit and offset.
    pub total: u32,
}

/// A note as it is being written.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NotePreview {
    /// The note (Markdown).
    pub note: String,
}

/// A note as it will be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NoteHtml {
    /// Sanitised HTML.
    pub html: String,
    /// The tags in it, without `#`.
    pub tags: Vec<String>,
}

#[cfg(test)]
mod tests;
