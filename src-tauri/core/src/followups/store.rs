//! The SQL of follow-ups.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Params, Row, params};

use super::{FollowUp, FollowUpKind, FollowUpState};
use crate::civil::StoredDay;
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::id::{ContactId, ConversationId, FollowUpId, json, new_uid};
use crate::people::ContactRef;
use crate::store::Db;

/// A follow-up to write.
#[derive(Debug, Clone)]
pub struct NewFollowUp<'a> {
    /// With whom.
    pub contact_id: ContactId,
    /// The conversation it came from.
    pub conversation_id: Option<ConversationId>,
    /// Its kind.
    pub kind: FollowUpKind,
    /// Owed by them, not by me.
    pub theirs: bool,
    /// What.
    pub text: &'a str,
    /// When it is due.
    pub due: Option<NaiveDate>,
}

/// Writes a follow-up.
pub fn insert(tx: &Db, now: &Now, new: &NewFollowUp<'_>) -> Result<FollowUpId> {
    tx.prepare_cached(
        "INSERT INTO follow_ups (uid, contact_id, conversation_id, kind, theirs, text, due_on, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            new_uid(),
            new.contact_id,
            new.conversation_id,
            new.kind,
            new.theirs,
            new.text,
            new.due.map(StoredDay),
            now.millis(),
        ])
    })
    .during("saving a follow-up")?;
    Ok(FollowUpId(tx.last_insert_rowid()))
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT f.id, f.uid, f.conversation_id, f.kind, f.theirs, f.text, f.due_on, f.state, f.closed_on,
                    c.id, c.uid, c.name
             FROM follow_ups AS f
             JOIN contacts AS c ON c.id = f.contact_id ",
            $tail
        )
    };
}

fn row(row: &Row<'_>) -> rusqlite::Result<FollowUp> {
    Ok(FollowUp {
        id: row.get(0)?,
        uid: row.get(1)?,
        conversation_id: row.get(2)?,
        kind: row.get(3)?,
        theirs: row.get(4)?,
        text: row.get(5)?,
        due: row.get::<_, Option<StoredDay>>(6)?.map(|day| day.0),
        state: row.get(7)?,
        closed_on: row.get::<_, Option<StoredDay>>(8)?.map(|day| day.0),
        with: ContactRef { id: row.get(9)?, uid: row.get(10)?, name: row.get(11)? },
    })
}

fn select(db: &Db, sql: &str, params: impl Params) -> Result<Vec<FollowUp>> {
    db.prepare_cached(sql)
        .and_then(|mut statement| statement.query_map(params, row)?.collect())
        .during("reading the follow-ups")
}

/// One follow-up.
pub fn get(db: &Db, id: FollowUpId) -> Result<FollowUp> {
    db.prepare_cached(select!("WHERE f.id = ?1"))
        .and_then(|mut statement| statement.query_row([id], row).optional())
        .during("reading a follow-up")?
        .ok_or_else(|| Error::not_found("follow-up", id))
}

/// All with a contact: open ones first, by due date; then the closed, newest first.
pub fn of_contact(db: &Db, contact: ContactId) -> Result<Vec<FollowUp>> {
    select(
        db,
        select!(
            "WHERE f.contact_id = ?1 ORDER BY f.closed_on IS NOT NULL, f.closed_on DESC, f.due_on IS NULL, f.due_on, f.id"
        ),
        [contact],
    )
}

/// The open ones with each of these contacts, by due date.
pub fn open_of(db: &Db, contacts: &[ContactId]) -> Result<BTreeMap<ContactId, Vec<FollowUp>>> {
    let wanted = select!(
        "WHERE f.contact_id IN (SELECT value FROM json_each(?1)) AND f.state = 'open'
         ORDER BY f.due_on IS NULL, f.due_on, f.id"
    );
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for follow_up in select(db, wanted, [json(contacts)])? {
        found.entry(follow_up.with.id).or_default().push(follow_up);
    }
    Ok(found)
}

/// The open ones due on or before a day, the oldest first; not those with archived contacts.
pub fn due(db: &Db, day: NaiveDate) -> Result<Vec<FollowUp>> {
    select(
        db,
        select!("WHERE f.state = 'open' AND f.due_on <= ?1 AND c.archived_on IS NULL ORDER BY f.due_on, f.id"),
        [StoredDay(day)],
    )
}

/// Those of these conversations, in the order written.
pub fn of_conversations(db: &Db, ids: &[ConversationId]) -> Result<BTreeMap<ConversationId, Vec<FollowUp>>> {
    let wanted = select!("WHERE f.conversation_id IN (SELECT value FROM json_each(?1)) ORDER BY f.id");
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for follow_up in select(db, wanted, [json(ids)])? {
        if let Some(conversation) = follow_up.conversation_id {
            found.entry(conversation).or_default().push(follow_up);
        }
    }
    Ok(found)
}

/// Sets where one stands; one that is open has no closing day.
pub fn close(tx: &Db, id: FollowUpId, state: FollowUpState, day: Option<NaiveDate>) -> Result<()> {
    tx.prepare_cached("UPDATE follow_ups SET state = ?2, closed_on = ?3 WHERE id = ?1")
        .and_then(|mut statement| statement.execute(params![id, state, day.map(StoredDay)]))
        .during("closing a follow-up")?;
    Ok(())
}

/// Deletes one.
pub fn delete(tx: &Db, id: FollowUpId) -> Result<()> {
    tx.prepare_cached("DELETE FROM follow_ups WHERE id = ?1")
        .and_then(|mut statement| statement.execute([id]))
        .during("deleting a follow-up")?;
    Ok(())
}
