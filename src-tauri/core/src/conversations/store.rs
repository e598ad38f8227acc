//! The SQL of the log.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

use super::planned::Planned;
use super::{Channel, Conversation, Initiator};
use crate::civil::{Start, StoredDay};
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::id::{ContactId, ConversationId, json, new_uid};
use crate::people::ContactRef;
use crate::store::Db;
use crate::{exchanges, facts, feedback, followups, markdown};

/// The columns of a conversation to write.
#[derive(Debug, Clone)]
pub struct Columns<'a> {
    /// When.
    pub start: Start,
    /// How long.
    pub minutes: Option<u32>,
    /// How.
    pub channel: Channel,
    /// Who began it.
    pub initiated_by: Option<Initiator>,
    /// It did not reach them.
    pub attempt: bool,
    /// An attempt: the day to try again.
    pub again_on: Option<NaiveDate>,
    /// Where.
    pub place: &'a str,
    /// The note.
    pub note: &'a str,
    /// The line as typed.
    pub line: Option<&'a str>,
}

/// Writes a conversation, without people and tags.
///
/// `uid` is its id everywhere where it comes from elsewhere; a new one is made where missing.
pub fn insert(tx: &Db, now: &Now, uid: Option<&str>, columns: &Columns<'_>) -> Result<ConversationId> {
    let uid = uid.map_or_else(new_uid, str::to_owned);
    tx.prepare_cached(
        "INSERT INTO conversations
           (uid, day, at, offset_minutes, minutes, channel, initiated_by, attempt, again_on, place, note, line, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            uid,
            StoredDay(columns.start.day()),
            columns.start.millis(),
            columns.start.offset_minutes(),
            columns.minutes,
            columns.channel,
            columns.initiated_by,
            columns.attempt,
            columns.again_on.map(StoredDay),
            columns.place,
            columns.note,
            columns.line,
            now.millis(),
        ])
    })
    .during("saving a conversation")?;
    Ok(ConversationId(tx.last_insert_rowid()))
}

/// Writes the columns of a conversation anew; its exchanges and feedback move to its day.
pub fn update(tx: &Db, now: &Now, id: ConversationId, columns: &Columns<'_>) -> Result<()> {
    tx.prepare_cached(
        "UPDATE conversations
         SET day = ?2, at = ?3, offset_minutes = ?4, minutes = ?5, channel = ?6, initiated_by = ?7, attempt = ?8,
             again_on = ?9, place = ?10, note = ?11, line = ?12, updated_at = ?13
         WHERE id = ?1",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            id,
            StoredDay(columns.start.day()),
            columns.start.millis(),
            columns.start.offset_minutes(),
            columns.minutes,
            columns.channel,
            columns.initiated_by,
            columns.attempt,
            columns.again_on.map(StoredDay),
            columns.place,
            columns.note,
            columns.line,
            now.millis(),
        ])
    })
    .during("saving a conversation")?;
    for moved in [
        "UPDATE exchanges SET day = ?2 WHERE conversation_id = ?1 AND day <> ?2",
        "UPDATE feedback SET day = ?2 WHERE conversation_id = ?1 AND day <> ?2",
    ] {
        tx.prepare_cached(moved)
            .and_then(|mut statement| statement.execute(params![id, StoredDay(columns.start.day())]))
            .during("saving a conversation")?;
    }
    Ok(())
}

/// Sets who took part, in this order.
pub fn set_people(tx: &Db, id: ConversationId, people: &[ContactId]) -> Result<()> {
    tx.prepare_cached(
        "DELETE FROM conversation_people
         WHERE conversation_id = ?1 AND contact_id NOT IN (SELECT value FROM json_each(?2))",
    )
    .and_then(|mut statement| statement.execute(params![id, json(people)]))
    .during("saving who took part")?;
    let mut statement = tx
        .prepare_cached(
            "INSERT INTO conversation_people (conversation_id, contact_id, position) VALUES (?1, ?2, ?3)
             ON CONFLICT (conversation_id, contact_id) DO UPDATE SET position = excluded.position
             WHERE position <> excluded.position",
        )
        .during("saving who took part")?;
    for (position, person) in people.iter().enumerate() {
        statement.execute(params![id, person, position as i64]).during("saving who took part")?;
    }
    Ok(())
}

/// Sets the tags.
pub fn set_tags(tx: &Db, id: ConversationId, tags: &BTreeSet<String>) -> Result<()> {
    let wanted: Vec<&str> = tags.iter().map(String::as_str).collect();
    tx.prepare_cached(
        "DELETE FROM conversation_tags
         WHERE conversation_id = ?1 AND tag NOT IN (SELECT value FROM json_each(?2))",
    )
    .and_then(|mut statement| statement.execute(params![id, json(&wanted)]))
    .during("saving the tags")?;
    let mut statement = tx
        .prepare_cached("INSERT INTO conversation_tags (conversation_id, tag) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
        .during("saving the tags")?;
    for tag in tags {
        statement.execute(params![id, tag]).during("saving the tags")?;
    }
    Ok(())
}

/// Deletes a conversation with its exchanges and feedback; facts and follow-ups stay without it.
pub fn delete(tx: &Db, id: ConversationId) -> Result<()> {
    for sql in [
        "UPDATE facts SET conversation_id = NULL WHERE conversation_id = ?1",
        "UPDATE follow_ups SET conversation_id = NULL WHERE conversation_id = ?1",
        "DELETE FROM exchanges WHERE conversation_id = ?1",
        "DELETE FROM feedback WHERE conversation_id = ?1",
        "DELETE FROM conversation_tags WHERE conversation_id = ?1",
        "DELETE FROM conversation_people WHERE conversation_id = ?1",
        "DELETE FROM conversations WHERE id = ?1",
    ] {
        tx.prepare_cached(sql).and_then(|mut statement| statement.execute([id])).during("deleting a conversation")?;
    }
    Ok(())
}

/// The day to try again after an attempt.
pub fn again_on(db: &Db, id: ConversationId) -> Result<Option<NaiveDate>> {
    db.prepare_cached("SELECT again_on FROM conversations WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([id], |row| row.get::<_, Option<StoredDay>>(0)).optional())
        .map(|day| day.flatten().map(|day| day.0))
        .during("reading a conversation")
}

/// SQL: whether conversation `c` is with someone who is not archived, or with nobody named yet.
macro_rules! with_someone {
    () => {
        "(EXISTS (SELECT 1 FROM conversation_people AS p JOIN contacts AS t ON t.id = p.contact_id
                  WHERE p.conversation_id = c.id AND t.archived_on IS NULL)
          OR NOT EXISTS (SELECT 1 FROM conversation_people AS p WHERE p.conversation_id = c.id))"
    };
}
pub(crate) use with_someone;

/// What was last written to before its day or moment and has people that are not all archived, of these days; the
/// earliest first. A bare date may be
/// that of the day it was written on: in which zone is not known here.
pub fn written_ahead(db: &Db, from: NaiveDate, until: NaiveDate) -> Result<Vec<Planned>> {
    let row = |row: &Row<'_>| {
        Ok(Planned {
            id: row.get(0)?,
            uid: row.get(1)?,
            start: Start::from_columns(row.get::<_, StoredDay>(2)?.0, row.get(3)?, row.get(4)?),
            minutes: row.get(5)?,
            written_at: row.get(6)?,
        })
    };
    db.prepare_cached(
        "SELECT id, uid, day, at, offset_minutes, minutes, updated_at FROM conversations AS c
         WHERE day BETWEEN ?1 AND ?2 AND attempt = 0
           AND (at > updated_at OR at IS NULL AND day >= date(updated_at / 1000, 'unixepoch'))
           AND EXISTS (SELECT 1 FROM conversation_people AS p JOIN contacts AS t ON t.id = p.contact_id
                       WHERE p.conversation_id = c.id AND t.archived_on IS NULL)
         ORDER BY day, at, id",
    )
    .and_then(|mut statement| statement.query_map(params![StoredDay(from), StoredDay(until)], row)?.collect())
    .during("reading what is planned")
}

/// Notes that something was written to now.
pub fn touch(tx: &Db, now: &Now, id: ConversationId) -> Result<()> {
    tx.prepare_cached("UPDATE conversations SET updated_at = ?2 WHERE id = ?1")
        .and_then(|mut statement| statement.execute(params![id, now.millis()]))
        .during("saving a conversation")
        .map(drop)
}

/// How often someone was tried in vain since they were last spoken with.
pub fn tried_since(db: &Db, now: &Now, contact: ContactId, spoken: Option<NaiveDate>) -> Result<u32> {
    let since = StoredDay(spoken.unwrap_or(NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default()));
    db.prepare_cached(
        "SELECT count(*) FROM touches
         WHERE contact_id = ?1 AND counts = 0 AND day >= ?2 AND (at <= ?3 OR at IS NULL AND day <= ?4)",
    )
    .and_then(|mut statement| {
        let params = params![contact, since, now.millis(), StoredDay(now.civil_day())];
        statement.query_row(params, |row| row.get(0))
    })
    .during("counting the attempts")
}

/// One conversation.
pub fn get(db: &Db, id: ConversationId) -> Result<Conversation> {
    load(db, &[id])?.pop().ok_or_else(|| Error::not_found("conversation", id))
}

/// These conversations with everything in them, in this order; those that are gone are left out.
pub fn load(db: &Db, ids: &[ConversationId]) -> Result<Vec<Conversation>> {
    let wanted = json(ids);
    let mut found: BTreeMap<ConversationId, Conversation> = db
        .prepare_cached(
            "SELECT id, uid, day, at, offset_minutes, minutes, channel, initiated_by, attempt, place, note, line
             FROM conversations WHERE id IN (SELECT value FROM json_each(?1))",
        )
        .and_then(|mut statement| statement.query_map([&wanted], row)?.collect::<rusqlite::Result<Vec<_>>>())
        .during("reading the conversations")?
        .into_iter()
        .map(|conversation| (conversation.id, conversation))
        .collect();
    for (id, person) in people(db, &wanted)? {
        if let Some(conversation) = found.get_mut(&id) {
            conversation.people.push(person);
        }
    }
    for (id, tag) in tags(db, &wanted)? {
        if let Some(conversation) = found.get_mut(&id) {
            conversation.tags.push(tag);
        }
    }
    let mut exchanges = exchanges::store::of_conversations(db, ids)?;
    let mut follow_ups = followups::store::of_conversations(db, ids)?;
    for fact in facts::store::of_conversations(db, ids)? {
        if let Some(conversation) = fact.conversation_id.and_then(|id| found.get_mut(&id)) {
            conversation.facts.push(fact);
        }
    }
    let mut feedback = feedback::store::of_conversations(db, ids)?;
    for (id, conversation) in &mut found {
        conversation.exchanges = exchanges.remove(id).unwrap_or_default();
        conversation.follow_ups = follow_ups.remove(id).unwrap_or_default();
        conversation.feedback = feedback.remove(id).unwrap_or_default();
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

fn row(row: &Row<'_>) -> rusqlite::Result<Conversation> {
    let note: String = row.get(10)?;
    Ok(Conversation {
        id: row.get(0)?,
        uid: row.get(1)?,
        start: Start::from_columns(row.get::<_, StoredDay>(2)?.0, row.get(3)?, row.get(4)?),
        minutes: row.get(5)?,
        channel: row.get(6)?,
        initiated_by: row.get(7)?,
        attempt: row.get(8)?,
        place: row.get(9)?,
        people: Vec::new(),
        note_html: markdown::html(&note),
        note,
        line: row.get(11)?,
        tags: Vec::new(),
        exchanges: Vec::new(),
        follow_ups: Vec::new(),
        facts: Vec::new(),
        feedback: Vec::new(),
    })
}

fn people(db: &Db, ids: &str) -> Result<Vec<(ConversationId, ContactRef)>> {
    db.prepare_cached(
        "SELECT p.conversation_id, c.id, c.uid, c.name
         FROM conversation_people AS p
         JOIN contacts AS c ON c.id = p.contact_id
         WHERE p.conversation_id IN (SELECT value FROM json_each(?1))
         ORDER BY p.conversation_id, p.position, c.id",
    )
    .and_then(|mut statement| {
        let one =
            |row: &Row<'_>| Ok((row.get(0)?, ContactRef { id: row.get(1)?, uid: row.get(2)?, name: row.get(3)? }));
        statement.query_map([ids], one)?.collect()
    })
    .during("reading who took part")
}

fn tags(db: &Db, ids: &str) -> Result<Vec<(ConversationId, String)>> {
    db.prepare_cached(
        "SELECT conversation_id, tag FROM conversation_tags
         WHERE conversation_id IN (SELECT value FROM json_each(?1))
         ORDER BY conversation_id, tag",
    )
    .and_then(|mut statement| statement.query_map([ids], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
    .during("reading the tags")
}

/// Which page of the log.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page {
    /// Only with this contact.
    pub contact: Option<ContactId>,
    /// Only on or after this day.
    pub from: Option<NaiveDate>,
    /// Only on or before this day.
    pub to: Option<NaiveDate>,
    /// Rows at most.
    pub limit: u32,
    /// Rows to leave out at the beginning.
    pub offset: u32,
}

/// The ids of a page, newest first, and how many there are without limit and offset.
pub fn page(db: &Db, page: &Page) -> Result<(Vec<ConversationId>, u32)> {
    let from = StoredDay(page.from.unwrap_or(FIRST));
    let to = StoredDay(page.to.unwrap_or(LAST));
    let read = |ids: rusqlite::Result<Vec<ConversationId>>, total: rusqlite::Result<u32>| {
        Ok((ids.during("reading the log")?, total.during("counting the log")?))
    };
    match page.contact {
        None => read(
            // Only the index is read until the page is reached.
            db.prepare_cached(
                "SELECT id FROM conversations WHERE day BETWEEN ?1 AND ?2
                 ORDER BY day DESC, at DESC, id DESC LIMIT ?3 OFFSET ?4",
            )
            .and_then(|mut s| s.query_map(params![from, to, page.limit, page.offset], |row| row.get(0))?.collect()),
            db.prepare_cached("SELECT count(*) FROM conversations WHERE day BETWEEN ?1 AND ?2")
                .and_then(|mut s| s.query_row(params![from, to], |row| row.get(0))),
        ),
        Some(contact) => read(
            db.prepare_cached(
                "SELECT conversation_id FROM touches WHERE contact_id = ?5 AND day BETWEEN ?1 AND ?2
                 ORDER BY day DESC, at DESC, conversation_id DESC LIMIT ?3 OFFSET ?4",
            )
            .and_then(|mut s| {
                s.query_map(params![from, to, page.limit, page.offset, contact], |row| row.get(0))?.collect()
            }),
            db.prepare_cached("SELECT count(*) FROM touches WHERE contact_id = ?3 AND day BETWEEN ?1 AND ?2")
                .and_then(|mut s| s.query_row(params![from, to, contact], |row| row.get(0))),
        ),
    }
}

/// The calendar's ends, as far as Kith goes.
const FIRST: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};
const LAST: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The latest conversations with a contact, newest first, and how many there are in all.
pub fn of_contact(db: &Db, contact: ContactId, limit: u32) -> Result<(Vec<Conversation>, u32)> {
    let (ids, total) = page(db, &Page { contact: Some(contact), limit, ..Page::default() })?;
    Ok((load(db, &ids)?, total))
}
