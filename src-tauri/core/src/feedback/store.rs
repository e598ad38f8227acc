//! The SQL of feedback.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Params, Row, params};

use super::Feedback;
use crate::civil::StoredDay;
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::id::{ContactId, ConversationId, FeedbackId, json, new_uid};
use crate::people::ContactRef;
use crate::store::Db;

/// Feedback to write.
#[derive(Debug, Clone)]
pub struct NewFeedback<'a> {
    /// Whose.
    pub contact_id: ContactId,
    /// The conversation it came from.
    pub conversation_id: Option<ConversationId>,
    /// 0 to 10.
    pub score: Option<u8>,
    /// Their words.
    pub text: &'a str,
    /// When.
    pub day: NaiveDate,
}

/// Writes feedback.
pub fn insert(tx: &Db, now: &Now, new: &NewFeedback<'_>) -> Result<FeedbackId> {
    tx.prepare_cached(
        "INSERT INTO feedback (uid, contact_id, conversation_id, score, text, day, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            new_uid(),
            new.contact_id,
            new.conversation_id,
            new.score,
            new.text,
            StoredDay(new.day),
            now.millis(),
        ])
    })
    .during("saving feedback")?;
    Ok(FeedbackId(tx.last_insert_rowid()))
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT f.id, f.uid, f.conversation_id, f.score, f.text, f.day, c.id, c.uid, c.name
             FROM feedback AS f
             JOIN contacts AS c ON c.id = f.contact_id ",
            $tail
        )
    };
}

fn row(row: &Row<'_>) -> rusqlite::Result<Feedback> {
    Ok(Feedback {
        id: row.get(0)?,
        uid: row.get(1)?,
        conversation_id: row.get(2)?,
        score: row.get(3)?,
        text: row.get(4)?,
        day: row.get::<_, StoredDay>(5)?.0,
        with: ContactRef { id: row.get(6)?, uid: row.get(7)?, name: row.get(8)? },
    })
}

fn select(db: &Db, sql: &str, params: impl Params) -> Result<Vec<Feedback>> {
    db.prepare_cached(sql)
        .and_then(|mut statement| statement.query_map(params, row)?.collect())
        .during("reading the feedback")
}

/// One piece of feedback.
pub fn get(db: &Db, id: FeedbackId) -> Result<Feedback> {
    db.prepare_cached(select!("WHERE f.id = ?1"))
        .and_then(|mut statement| statement.query_row([id], row).optional())
        .during("reading feedback")?
        .ok_or_else(|| Error::not_found("feedback", id))
}

/// All of a contact, newest first.
pub fn of_contact(db: &Db, contact: ContactId) -> Result<Vec<Feedback>> {
    select(db, select!("WHERE f.contact_id = ?1 ORDER BY f.day DESC, f.id DESC"), [contact])
}

/// That of these conversations, in the order written.
pub fn of_conversations(db: &Db, ids: &[ConversationId]) -> Result<BTreeMap<ConversationId, Vec<Feedback>>> {
    let wanted = select!("WHERE f.conversation_id IN (SELECT value FROM json_each(?1)) ORDER BY f.id");
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for feedback in select(db, wanted, [json(ids)])? {
        if let Some(conversation) = feedback.conversation_id {
            found.entry(conversation).or_default().push(feedback);
        }
    }
    Ok(found)
}

/// Deletes it.
pub fn delete(tx: &Db, id: FeedbackId) -> Result<()> {
    tx.prepare_cached("DELETE FROM feedback WHERE id = ?1")
        .and_then(|mut statement| statement.execute([id]))
        .during("deleting feedback")?;
    Ok(())
}
