//! Newtype ids, so that a contact's id cannot stand where a conversation's is meant.

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = "number")]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                i64::column_result(value).map(Self)
            }
        }
    )*};
}

ids! {
    /// A contact: a person or an organisation.
    ContactId,
    /// An e-mail address, a phone number, a postal address …
    PointId,
    /// A group.
    GroupId,
    /// A conversation.
    ConversationId,
    /// A fact.
    FactId,
    /// An exchange.
    ExchangeId,
    /// A follow-up.
    FollowUpId,
    /// An occasion.
    OccasionId,
    /// Feedback.
    FeedbackId,
    /// A notice.
    NoticeId,
    /// One undoable operation.
    OperationId,
}

/// A new `uid`: unique across machines, kept through export and import.
pub fn new_uid() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Ids as a JSON array, for `IN (SELECT value FROM json_each(?))`.
pub fn json<Id: Serialize>(ids: &[Id]) -> String {
    serde_json::to_string(ids).unwrap_or_else(|_| "[]".into())
}
