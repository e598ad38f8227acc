//! Exchanges: who gave whom what.

pub mod api;
pub mod store;
mod worth;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::id::{ConversationId, ExchangeId};
use crate::people::ContactRef;
use crate::spelled::spelled;

pub use worth::Worth;

/// The longest text of an exchange, in characters.
pub const LONGEST_TEXT: usize = 10_000;

/// Which way it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the directions say it themselves")]
pub enum Direction {
    Gave,
    Received,
    Asked,
}

/// The kinds of exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the kinds say it themselves")]
pub enum ExchangeKind {
    Introduction,
    Referral,
    Advice,
    Article,
    Favour,
    Gift,
    Time,
    Business,
    Feedback,
    #[default]
    Other,
}

spelled!(Direction, ExchangeKind);

/// An exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Exchange {
    /// Its id.
    pub id: ExchangeId,
    /// Its id everywhere.
    pub uid: String,
    /// With whom.
    pub with: ContactRef,
    /// In which conversation.
    pub conversation_id: Option<ConversationId>,
    /// Which way.
    pub direction: Direction,
    /// Its kind.
    pub kind: ExchangeKind,
    /// What.
    pub text: String,
    /// Worth in money, as `120 EUR`.
    pub worth: Option<String>,
    /// When.
    #[ts(type = "string")]
    pub day: NaiveDate,
}

/// An exchange as part of a conversation that is logged.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ExchangeInput {
    /// With whom; everyone in the conversation where missing.
    #[serde(default)]
    #[ts(type = "number | string | null")]
    pub with: Option<Value>,
    /// Which way.
    pub direction: Direction,
    /// Its kind; other where missing.
    #[serde(default)]
    pub kind: Option<ExchangeKind>,
    /// What.
    pub text: String,
    /// Worth in money, as `120 EUR`.
    #[serde(default)]
    pub worth: Option<String>,
}

/// An exchange outside a conversation.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ExchangeAdd {
    /// With whom.
    #[ts(type = "number | string")]
    pub who: Value,
    /// Which way.
    pub direction: Direction,
    /// Its kind; other where missing.
    #[serde(default)]
    pub kind: Option<ExchangeKind>,
    /// What.
    pub text: String,
    /// Worth in money, as `120 EUR`.
    #[serde(default)]
    pub worth: Option<String>,
    /// When; today where missing.
    #[serde(default)]
    pub day: Option<String>,
}

/// Which exchange.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExchangeOnly {
    /// Its id.
    pub id: ExchangeId,
}
