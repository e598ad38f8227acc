//! Drafts: what was typed and not yet saved. They survive closing, crash and restart; saving throws them away.

use rusqlite::{OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::api::{Call, Nothing};
use crate::changes::ChangeKind;
use crate::error::{During, Error, Result};
use crate::store::Db;

/// Which draft.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DraftName {
    /// `log`, `conversation:12`, `contact:new` …
    pub id: String,
}

/// A draft to keep.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DraftSave {
    /// `log`, `conversation:12`, `contact:new` …
    pub id: String,
    /// Whatever the screen needs to show it again.
    #[ts(type = "unknown")]
    pub body: Value,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Draft {
    /// Its name.
    pub id: String,
    /// As the screen left it.
    #[ts(type = "unknown")]
    pub body: Value,
    /// When it was kept: milliseconds UTC.
    #[ts(type = "number")]
    pub updated_at: i64,
}

fn draft(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let body: String = row.get(1)?;
    let body = serde_json::from_str(&body).unwrap_or(Value::String(body));
    Ok(Draft { id: row.get(0)?, body, updated_at: row.get(2)? })
}

/// The draft of that name; null when there is none.
pub fn draft_get(call: &Call<'_>, input: DraftName) -> Result<Option<Draft>> {
    call.read(|db| {
        db.prepare_cached("SELECT id, body, updated_at FROM drafts WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([&input.id], draft).optional())
            .during("reading a draft")
    })
}

/// All drafts, the one kept last first.
pub fn draft_list(call: &Call<'_>, _: Nothing) -> Result<Vec<Draft>> {
    call.read(|db| {
        db.prepare_cached("SELECT id, body, updated_at FROM drafts ORDER BY updated_at DESC, id")
            .and_then(|mut statement| statement.query_map([], draft)?.collect())
            .during("listing the drafts")
    })
}

/// Keeps a draft; returns once it is on disk.
pub fn draft_save(call: &Call<'_>, input: DraftSave) -> Result<()> {
    if input.id.is_empty() || input.id.len() > 200 {
        return Err(Error::invalid("id", "A draft needs a short name."));
    }
    call.app.store.aside(&[], |db| {
        db.prepare_cached(
            "INSERT INTO drafts (id, body, updated_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at",
        )
        .and_then(|mut statement| statement.execute((&input.id, input.body.to_string(), call.now.millis())))
        .during("keeping a draft")?;
        Ok(())
    })
}

/// Throws a draft away.
pub fn draft_delete(call: &Call<'_>, input: DraftName) -> Result<()> {
    call.app.store.aside(&[ChangeKind::Drafts], |db| discard(db, &input.id))
}

/// Throws a draft away within a transaction.
pub fn discard(db: &Db, id: &str) -> Result<()> {
    db.prepare_cached("DELETE FROM drafts WHERE id = ?1")
        .and_then(|mut statement| statement.execute([id]))
        .during("throwing a draft away")?;
    Ok(())
}
