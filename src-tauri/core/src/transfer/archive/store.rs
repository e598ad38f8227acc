//! The SQL of what a contact's record does not hold: conversations, exchanges, follow-ups, feedback, connections,
//! groups and settings, each written by its `uid`.

use rusqlite::{OptionalExtension, Row, params};

use crate::civil::Start;
use crate::clock::Now;
use crate::error::{During, Result};
use crate::exchanges::Worth;
use crate::id::{ContactId, ConversationId, GroupId, new_uid};
use crate::store::Db;
use crate::transfer::record::{
    ConnectionRecord, ConversationRecord, ExchangeRecord, FeedbackRecord, FollowUpRecord, GroupRecord, SettingsRecord,
};
use crate::transfer::store::{day_or_null, from_word, from_word_or_null, stored, word};

/// What writing a record by its `uid` did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was not here.
    Added,
    /// It was here and differed.
    Updated,
    /// It was here just so.
    Same,
}

/// The contact with that `uid`; else the only one of exactly that name.
pub fn contact(db: &Db, uid: &str) -> Result<Option<ContactId>> {
    let by_uid = db
        .prepare_cached("SELECT id FROM contacts WHERE uid = ?1")
        .and_then(|mut statement| statement.query_row([uid], |row| row.get(0)).optional())
        .during("looking for a contact")?;
    if by_uid.is_some() {
        return Ok(by_uid);
    }
    db.prepare_cached("SELECT min(id) FROM contacts WHERE name = ?1 HAVING count(*) = 1")
        .and_then(|mut statement| statement.query_row([uid], |row| row.get(0)).optional())
        .during("looking for a contact")
}

/// The `uid` of a contact.
pub fn contact_uid(db: &Db, id: ContactId) -> Result<String> {
    db.prepare_cached("SELECT uid FROM contacts WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([id], |row| row.get(0)))
        .during("looking for a contact")
}

/// The conversation with that `uid`.
pub fn conversation(db: &Db, uid: &str) -> Result<Option<ConversationId>> {
    db.prepare_cached("SELECT id FROM conversations WHERE uid = ?1")
        .and_then(|mut statement| statement.query_row([uid], |row| row.get(0)).optional())
        .during("looking for a conversation")
}

/// The ids of all conversations, in the order in which they were logged.
pub fn conversation_ids(db: &Db) -> Result<Vec<ConversationId>> {
    db.prepare("SELECT id FROM conversations ORDER BY id")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .during("reading the conversations")
}

/// A conversation with its people, tags and exchanges.
pub fn load_conversation(db: &Db, id: ConversationId) -> Result<ConversationRecord> {
    let mut record = db
        .prepare_cached(
            "SELECT uid, day, at, offset_minutes, minutes, channel, initiated_by, attempt, again_on, place, note, line,
                    created_at, updated_at
             FROM conversations
             WHERE id = ?1",
        )
        .and_then(|mut statement| statement.query_row([id], conversation_row))
        .during("reading a conversation")?;
    record.people = Some(
        db.prepare_cached(
            "SELECT c.uid FROM conversation_people AS p JOIN contacts AS c ON c.id = p.contact_id
             WHERE p.conversation_id = ?1 ORDER BY p.position, p.contact_id",
        )
        .and_then(|mut statement| statement.query_map([id], |row| row.get(0))?.collect())
        .during("reading a conversation")?,
    );
    record.tags = Some(
        db.prepare_cached("SELECT tag FROM conversation_tags WHERE conversation_id = ?1 ORDER BY tag")
            .and_then(|mut statement| statement.query_map([id], |row| row.get(0))?.collect())
            .during("reading a conversation")?,
    );
    record.exchanges = Some(exchanges(db, Some(id))?);
    Ok(record)
}

fn conversation_row(row: &Row<'_>) -> rusqlite::Result<ConversationRecord> {
    let start = match day_or_null(row, 1)? {
        Some(day) => Some(Start::from_columns(day, row.get(2)?, row.get(3)?)),
        None => None,
    };
    Ok(ConversationRecord {
        uid: row.get(0)?,
        start,
        minutes: Some(row.get(4)?),
        channel: Some(from_word(row, 5)?),
        initiated_by: Some(from_word_or_null(row, 6)?),
        attempt: row.get(7)?,
        again_on: Some(day_or_null(row, 8)?),
        place: row.get(9)?,
        note: row.get(10)?,
        line: Some(row.get(11)?),
        created_at: row.get(12)?,
        updated_at: row.get(13)?,
        ..ConversationRecord::default()
    })
}

/// The exchanges of a conversation, or those outside of any.
pub fn exchanges(db: &Db, conversation: Option<ConversationId>) -> Result<Vec<ExchangeRecord>> {
    db.prepare_cached(
        "SELECT x.uid, c.uid, x.direction, x.kind, x.text, x.worth_cents, x.currency, x.day, x.created_at
         FROM exchanges AS x JOIN contacts AS c ON c.id = x.contact_id
         WHERE x.conversation_id IS ?1
         ORDER BY x.id",
    )
    .and_then(|mut statement| {
        statement
            .query_map([conversation], |row| {
                let cents: Option<i64> = row.get(5)?;
                let currency: Option<String> = row.get(6)?;
                Ok(ExchangeRecord {
                    uid: row.get(0)?,
                    with: row.get(1)?,
                    direction: Some(from_word(row, 2)?),
                    kind: Some(from_word(row, 3)?),
                    text: row.get(4)?,
                    worth: Some(cents.zip(currency).map(|(cents, currency)| Worth { cents, currency }.to_string())),
                    day: day_or_null(row, 7)?,
                    created_at: row.get(8)?,
                })
            })?
            .collect()
    })
    .during("reading the exchanges")
}

/// All follow-ups.
pub fn follow_ups(db: &Db) -> Result<Vec<FollowUpRecord>> {
    db.prepare(
        "SELECT f.uid, c.uid, v.uid, f.kind, f.theirs, f.text, f.due_on, f.state, f.closed_on, f.created_at
         FROM follow_ups AS f
         JOIN contacts AS c ON c.id = f.contact_id
         LEFT JOIN conversations AS v ON v.id = f.conversation_id
         ORDER BY f.id",
    )
    .and_then(|mut statement| {
        statement
            .query_map([], |row| {
                Ok(FollowUpRecord {
                    uid: row.get(0)?,
                    with: row.get(1)?,
                    conversation: Some(row.get(2)?),
                    kind: Some(from_word(row, 3)?),
                    theirs: row.get(4)?,
                    text: row.get(5)?,
                    due: Some(day_or_null(row, 6)?),
                    state: Some(from_word(row, 7)?),
                    closed_on: Some(day_or_null(row, 8)?),
                    created_at: row.get(9)?,
                })
            })?
            .collect()
    })
    .during("reading the follow-ups")
}

/// All feedback.
pub fn feedback(db: &Db) -> Result<Vec<FeedbackRecord>> {
    db.prepare(
        "SELECT f.uid, c.uid, v.uid, f.score, f.text, f.day, f.created_at
         FROM feedback AS f
         JOIN contacts AS c ON c.id = f.contact_id
         LEFT JOIN conversations AS v ON v.id = f.conversation_id
         ORDER BY f.id",
    )
    .and_then(|mut statement| {
        statement
            .query_map([], |row| {
                Ok(FeedbackRecord {
                    uid: row.get(0)?,
                    with: row.get(1)?,
                    conversation: Some(row.get(2)?),
                    score: Some(row.get(3)?),
                    text: row.get(4)?,
                    day: day_or_null(row, 5)?,
                    created_at: row.get(6)?,
                })
            })?
            .collect()
    })
    .during("reading the feedback")
}

/// The connections that begin at a contact.
pub fn connections(db: &Db, from: ContactId) -> Result<Vec<ConnectionRecord>> {
    db.prepare_cached(
        "SELECT c.uid, n.kind, n.note FROM connections AS n JOIN contacts AS c ON c.id = n.to_id
         WHERE n.from_id = ?1 ORDER BY n.id",
    )
    .and_then(|mut statement| {
        statement
            .query_map([from], |row| Ok(ConnectionRecord { to: row.get(0)?, kind: row.get(1)?, note: row.get(2)? }))?
            .collect()
    })
    .during("reading the connections")
}

/// What is set, by key; not what is true on this machine alone.
pub fn settings(db: &Db) -> Result<SettingsRecord> {
    let rows: Vec<(String, String)> = db
        .prepare("SELECT key, value FROM settings WHERE key <> 'calendar_folder' ORDER BY key")
        .and_then(|mut statement| statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .during("reading the settings")?;
    Ok(rows.into_iter().map(|(key, value)| (key, serde_json::from_str(&value).unwrap_or_default())).collect())
}

/// Writes a conversation's row; `record` holds a start.
pub fn write_conversation(tx: &Db, now: Now, record: &ConversationRecord, start: Start) -> Result<ConversationId> {
    let uid = record.uid.clone().unwrap_or_else(new_uid);
    tx.prepare_cached(
        "INSERT INTO conversations (uid, day, at, offset_minutes, minutes, channel, initiated_by, attempt, again_on,
                                    place, note, line, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         ON CONFLICT (uid) DO UPDATE
         SET day = excluded.day, at = excluded.at, offset_minutes = excluded.offset_minutes,
             minutes = excluded.minutes, channel = excluded.channel, initiated_by = excluded.initiated_by,
             attempt = excluded.attempt, again_on = excluded.again_on, place = excluded.place, note = excluded.note,
             line = excluded.line, updated_at = excluded.updated_at",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            uid,
            start.day().to_string(),
            start.millis(),
            start.offset_minutes(),
            record.minutes.flatten(),
            word(&record.channel.unwrap_or_default()),
            record.initiated_by.flatten().map(|who| word(&who)),
            record.attempt.unwrap_or_default(),
            stored(record.again_on.flatten()),
            record.place.as_deref().unwrap_or_default(),
            record.note.as_deref().unwrap_or_default(),
            record.line.clone().flatten(),
            record.created_at.unwrap_or_else(|| now.millis()),
            record.updated_at.unwrap_or_else(|| now.millis()),
        ])
    })
    .during("saving a conversation")?;
    tx.prepare_cached("SELECT id FROM conversations WHERE uid = ?1")
        .and_then(|mut statement| statement.query_row([uid], |row| row.get(0)))
        .during("saving a conversation")
}

/// Sets who took part.
pub fn write_people(tx: &Db, id: ConversationId, people: &[ContactId]) -> Result<()> {
    tx.prepare_cached("DELETE FROM conversation_people WHERE conversation_id = ?1")
        .and_then(|mut statement| statement.execute([id]))
        .during("saving a conversation")?;
    for (position, contact) in (0_i64..).zip(people) {
        tx.prepare_cached(
            "INSERT INTO conversation_people (conversation_id, contact_id, position) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING",
        )
        .and_then(|mut statement| statement.execute(params![id, contact, position]))
        .during("saving a conversation")?;
    }
    Ok(())
}

/// Sets the tags.
pub fn write_tags(tx: &Db, id: ConversationId, tags: &[String]) -> Result<()> {
    tx.prepare_cached("DELETE FROM conversation_tags WHERE conversation_id = ?1")
        .and_then(|mut statement| statement.execute([id]))
        .during("saving a conversation")?;
    for tag in tags.iter().map(|tag| tag.trim().trim_start_matches('#')).filter(|tag| !tag.is_empty()) {
        tx.prepare_cached(
            "INSERT INTO conversation_tags (conversation_id, tag) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )
        .and_then(|mut statement| statement.execute(params![id, tag]))
        .during("saving a conversation")?;
    }
    Ok(())
}

/// Writes an exchange by its `uid`.
pub fn write_exchange(
    tx: &Db,
    now: Now,
    with: ContactId,
    conversation: Option<ConversationId>,
    record: &ExchangeRecord,
) -> Result<Written> {
    let Some(direction) = record.direction else { return Ok(Written::Same) };
    let worth: Option<Worth> = record.worth.as_ref().and_then(Option::as_ref).and_then(|text| text.parse().ok());
    let uid = record.uid.clone().unwrap_or_else(new_uid);
    let is_here = is_here(tx, "SELECT 1 FROM exchanges WHERE uid = ?1", &uid)?;
    let changed = tx
        .prepare_cached(
            "INSERT INTO exchanges (uid, contact_id, conversation_id, direction, kind, text, worth_cents, currency, day,
                                    created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (uid) DO UPDATE
             SET contact_id = excluded.contact_id, conversation_id = excluded.conversation_id,
                 direction = excluded.direction, kind = excluded.kind, text = excluded.text,
                 worth_cents = excluded.worth_cents, currency = excluded.currency, day = excluded.day
             WHERE (contact_id, conversation_id, direction, kind, text, worth_cents, currency, day)
                IS NOT (excluded.contact_id, excluded.conversation_id, excluded.direction, excluded.kind, excluded.text,
                        excluded.worth_cents, excluded.currency, excluded.day)",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                uid,
                with,
                conversation,
                word(&direction),
                word(&record.kind.unwrap_or_default()),
                record.text.as_deref().unwrap_or_default(),
                worth.as_ref().map(|worth| worth.cents),
                worth.as_ref().map(|worth| &worth.currency),
                record.day.unwrap_or_else(|| now.civil_day()).to_string(),
                record.created_at.unwrap_or_else(|| now.millis()),
            ])
        })
        .during("saving an exchange")?;
    Ok(written(is_here, changed))
}

/// Writes a follow-up by its `uid`.
pub fn write_follow_up(
    tx: &Db,
    now: Now,
    with: ContactId,
    conversation: Option<ConversationId>,
    record: &FollowUpRecord,
) -> Result<Written> {
    use crate::followups::FollowUpState;
    let state = record.state.unwrap_or(FollowUpState::Open);
    let closed_on = match state {
        FollowUpState::Open => None,
        FollowUpState::Kept | FollowUpState::Dropped => {
            Some(record.closed_on.flatten().unwrap_or_else(|| now.civil_day()))
        }
    };
    let uid = record.uid.clone().unwrap_or_else(new_uid);
    let is_here = is_here(tx, "SELECT 1 FROM follow_ups WHERE uid = ?1", &uid)?;
    let changed = tx
        .prepare_cached(
            "INSERT INTO follow_ups (uid, contact_id, conversation_id, kind, theirs, text, due_on, state, closed_on,
                                     created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (uid) DO UPDATE
             SET contact_id = excluded.contact_id, conversation_id = excluded.conversation_id, kind = excluded.kind,
                 theirs = excluded.theirs, text = excluded.text, due_on = excluded.due_on, state = excluded.state,
                 closed_on = excluded.closed_on
             WHERE (contact_id, conversation_id, kind, theirs, text, due_on, state, closed_on)
                IS NOT (excluded.contact_id, excluded.conversation_id, excluded.kind, excluded.theirs, excluded.text,
                        excluded.due_on, excluded.state, excluded.closed_on)",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                uid,
                with,
                conversation,
                word(&record.kind.unwrap_or_default()),
                record.theirs.unwrap_or_default(),
                record.text.as_deref().unwrap_or_default(),
                stored(record.due.flatten()),
                word(&state),
                stored(closed_on),
                record.created_at.unwrap_or_else(|| now.millis()),
            ])
        })
        .during("saving a follow-up")?;
    Ok(written(is_here, changed))
}

/// Writes feedback by its `uid`.
pub fn write_feedback(
    tx: &Db,
    now: Now,
    with: ContactId,
    conversation: Option<ConversationId>,
    record: &FeedbackRecord,
) -> Result<Written> {
    let uid = record.uid.clone().unwrap_or_else(new_uid);
    let is_here = is_here(tx, "SELECT 1 FROM feedback WHERE uid = ?1", &uid)?;
    let changed = tx
        .prepare_cached(
            "INSERT INTO feedback (uid, contact_id, conversation_id, score, text, day, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (uid) DO UPDATE
             SET contact_id = excluded.contact_id, conversation_id = excluded.conversation_id, score = excluded.score,
                 text = excluded.text, day = excluded.day
             WHERE (contact_id, conversation_id, score, text, day)
                IS NOT (excluded.contact_id, excluded.conversation_id, excluded.score, excluded.text, excluded.day)",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                uid,
                with,
                conversation,
                record.score.flatten(),
                record.text.as_deref().unwrap_or_default(),
                record.day.unwrap_or_else(|| now.civil_day()).to_string(),
                record.created_at.unwrap_or_else(|| now.millis()),
            ])
        })
        .during("saving feedback")?;
    Ok(written(is_here, changed))
}

fn is_here(tx: &Db, sql: &str, uid: &str) -> Result<bool> {
    tx.prepare_cached(sql).and_then(|mut statement| statement.exists([uid])).during("looking what is here")
}

fn written(was_here: bool, changed: usize) -> Written {
    match (was_here, changed) {
        (false, _) => Written::Added,
        (true, 0) => Written::Same,
        (true, _) => Written::Updated,
    }
}

/// Writes a group by its `uid`, else by its name in any case; what the record does not say stays.
pub fn write_group(tx: &Db, now: Now, record: &GroupRecord, name: &str) -> Result<Written> {
    let found: Option<GroupId> = tx
        .query_row(
            "SELECT id FROM groups WHERE uid = ?1 OR lower(name) = lower(?2) ORDER BY uid = ?1 DESC LIMIT 1",
            params![record.uid, name],
            |row| row.get(0),
        )
        .optional()
        .during("looking for a group")?;
    let id = match found {
        Some(id) => id,
        None => {
            let uid = record.uid.clone().unwrap_or_else(new_uid);
            let created_at = record.created_at.unwrap_or_else(|| now.millis());
            tx.execute(
                "INSERT INTO groups (uid, name, created_at) VALUES (?1, ?2, ?3)",
                params![uid, name, created_at],
            )
            .during("making a group")?;
            GroupId(tx.last_insert_rowid())
        }
    };
    let changed = write_group_columns(tx, now, id, record, name)?;
    Ok(if found.is_none() { Written::Added } else { written(true, changed) })
}

fn write_group_columns(tx: &Db, now: Now, id: GroupId, record: &GroupRecord, name: &str) -> Result<usize> {
    let mut changed = 0;
    let mut set = |sql: &str, params: &[&dyn rusqlite::ToSql]| -> Result<()> {
        changed += tx.execute(sql, params).during("saving a group")?;
        Ok(())
    };
    set(
        "UPDATE groups SET name = ?2 WHERE id = ?1 AND name <> ?2
           AND NOT EXISTS (SELECT 1 FROM groups WHERE name = ?2 AND id <> ?1)",
        &[&id, &name],
    )?;
    if let Some(expectations) = &record.expectations {
        set("UPDATE groups SET expectations = ?2 WHERE id = ?1 AND expectations <> ?2", &[&id, expectations])?;
    }
    if let Some(household) = record.household {
        set("UPDATE groups SET household = ?2 WHERE id = ?1 AND household <> ?2", &[&id, &household])?;
    }
    if let Some(query) = &record.query {
        let query = query.as_deref().map(str::trim).filter(|query| !query.is_empty());
        set(
            "UPDATE groups SET query = ?2 WHERE id = ?1 AND query IS NOT ?2
               AND NOT EXISTS (SELECT 1 FROM memberships WHERE group_id = ?1)",
            &[&id, &query],
        )?;
    }
    if let Some(intent) = &record.intent {
        let intent = intent.map(|intent| word(&intent));
        set("UPDATE groups SET intent = ?2 WHERE id = ?1 AND intent IS NOT ?2", &[&id, &intent])?;
    }
    if let Some(cadence) = &record.cadence {
        let cadence = cadence.clone().filter(|c| c.every.is_some()).unwrap_or_default();
        let is_new = cadence.unit.is_some() && cadence.set_on.is_none();
        let set_on = stored(cadence.set_on.or_else(|| is_new.then(|| now.civil_day())));
        // A rhythm that stays as it is keeps the day it was set.
        let (latest_every, latest_unit) = cadence.latest.map(|latest| (latest.every, word(&latest.unit))).unzip();
        set(
            "UPDATE groups SET latest_every = ?2, latest_unit = ?3
             WHERE id = ?1 AND (latest_every, latest_unit) IS NOT (?2, ?3)",
            &[&id, &latest_every, &latest_unit],
        )?;
        let keeps = if is_new { "AND (cadence_every, cadence_unit) IS NOT (?2, ?3)" } else { "" };
        set(
            &format!(
                "UPDATE groups SET cadence_every = ?2, cadence_unit = ?3, cadence_set_on = ?4
                 WHERE id = ?1 AND (cadence_every, cadence_unit, cadence_set_on) IS NOT (?2, ?3, ?4) {keeps}"
            ),
            &[&id, &cadence.every, &cadence.unit, &set_on],
        )?;
    }
    Ok(changed)
}

/// Whether nobody and nothing is here yet.
pub fn is_empty(db: &Db) -> Result<bool> {
    db.query_row("SELECT NOT EXISTS (SELECT 1 FROM contacts) AND NOT EXISTS (SELECT 1 FROM conversations)", [], |row| {
        row.get(0)
    })
    .during("looking what is here")
}

/// Takes away the groups an empty Kith begins with, but for those named.
pub fn keep_groups(tx: &Db, names: &[String]) -> Result<()> {
    let kept = serde_json::to_string(names).unwrap_or_default();
    tx.execute("DELETE FROM groups WHERE name NOT IN (SELECT value FROM json_each(?1))", [kept])
        .during("saving the groups")?;
    Ok(())
}
