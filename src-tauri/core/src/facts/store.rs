//! The SQL of facts.

use rusqlite::{OptionalExtension, Row, params};

use super::{Fact, FactKind};
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::id::{self, ContactId, ConversationId, FactId};
use crate::store::Db;

const READING: &str = "reading the facts";

/// The facts of a contact, oldest first.
pub fn of_contact(db: &Db, contact: ContactId) -> Result<Vec<Fact>> {
    db.prepare_cached(
        "SELECT id, uid, contact_id, kind, text, conversation_id FROM facts WHERE contact_id = ?1 ORDER BY id",
    )
    .and_then(|mut statement| statement.query_map([contact], fact_row)?.collect())
    .during(READING)
}

/// The facts that came from these conversations, oldest first.
pub fn of_conversations(db: &Db, conversations: &[ConversationId]) -> Result<Vec<Fact>> {
    db.prepare_cached(
        "SELECT id, uid, contact_id, kind, text, conversation_id
         FROM facts
         WHERE conversation_id IN (SELECT value FROM json_each(?1))
         ORDER BY id",
    )
    .and_then(|mut statement| statement.query_map([id::json(conversations)], fact_row)?.collect())
    .during(READING)
}

/// A fact.
pub fn get(db: &Db, id: FactId) -> Result<Fact> {
    db.prepare_cached("SELECT id, uid, contact_id, kind, text, conversation_id FROM facts WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([id], fact_row).optional())
        .during(READING)?
        .ok_or_else(|| Error::not_found("fact", id))
}

fn fact_row(row: &Row<'_>) -> rusqlite::Result<Fact> {
    Ok(Fact {
        id: row.get(0)?,
        uid: row.get(1)?,
        contact_id: row.get(2)?,
        kind: FactKind::named(row.get_ref(3)?.as_str()?),
        text: row.get(4)?,
        conversation_id: row.get(5)?,
    })
}

/// Notes a fact. The text is tidy and not empty.
pub fn insert(
    tx: &Db,
    now: Now,
    contact: ContactId,
    kind: FactKind,
    text: &str,
    conversation: Option<ConversationId>,
) -> Result<FactId> {
    tx.prepare_cached(
        "INSERT INTO facts (uid, contact_id, kind, text, conversation_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .and_then(|mut statement| {
        statement.execute(params![id::new_uid(), contact, kind.as_str(), text, conversation, now.millis()])
    })
    .during("noting a fact")?;
    Ok(FactId(tx.last_insert_rowid()))
}

/// Writes a fact anew.
pub fn update(tx: &Db, fact: &Fact) -> Result<()> {
    tx.prepare_cached("UPDATE facts SET kind = ?2, text = ?3 WHERE id = ?1")
        .and_then(|mut statement| statement.execute(params![fact.id, fact.kind.as_str(), fact.text]))
        .during("changing a fact")?;
    Ok(())
}

/// Deletes a fact.
pub fn delete(tx: &Db, id: FactId) -> Result<()> {
    tx.prepare_cached("DELETE FROM facts WHERE id = ?1")
        .and_then(|mut statement| statement.execute([id]))
        .during("deleting a fact")?;
    Ok(())
}

/// Whether there is such a conversation, for a fact that came from it.
pub fn conversation_exists(db: &Db, id: ConversationId) -> Result<bool> {
    db.prepare_cached("SELECT 1 FROM conversations WHERE id = ?1")
        .and_then(|mut statement| statement.exists([id]))
        .during("looking for a conversation")
}
