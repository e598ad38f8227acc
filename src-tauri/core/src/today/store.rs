//! The SQL of the day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

use crate::civil::StoredDay;
use crate::clock::Now;
use crate::conversations::store::with_someone;
use crate::error::{During, Result};
use crate::id::{ContactId, ConversationId};
use crate::store::Db;

/// Days for which lists are kept.
const KEPT_DAYS: u64 = 800;

/// Who was spoken with when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Touched {
    pub contact: ContactId,
    pub attempt: bool,
    pub day: NaiveDate,
    pub at: Option<i64>,
}

/// The conversations of these days, one row a contact.
pub(super) fn touched(db: &Db, from: NaiveDate, to: NaiveDate) -> Result<Vec<Touched>> {
    let row = |row: &Row<'_>| {
        let counts: i64 = row.get(1)?;
        let day: StoredDay = row.get(2)?;
        Ok(Touched { contact: row.get(0)?, attempt: counts == 0, day: day.0, at: row.get(3)? })
    };
    db.prepare_cached(
        "SELECT t.contact_id, t.counts, t.day, t.at
         FROM conversations AS c
         CROSS JOIN touches AS t ON t.conversation_id = c.id
         WHERE c.day BETWEEN ?1 AND ?2",
    )
    .and_then(|mut statement| statement.query_map([StoredDay(from), StoredDay(to)], row)?.collect())
    .during("reading who was spoken with")
}

/// CROSS JOIN, because SQLite would rather read every touch there is, in the order of the groups.
const HELD: &str = "SELECT t.contact_id, max(c.again_on)
     FROM conversations AS c
     CROSS JOIN touches AS t ON t.conversation_id = c.id
     WHERE c.again_on > ?1 AND c.attempt = 1 AND (c.at <= ?2 OR c.at IS NULL AND c.day <= ?3)
     GROUP BY t.contact_id";

/// Those who did not answer and are to be tried again after `day`, with the day to do so.
pub(super) fn held(db: &Db, now: &Now, day: NaiveDate) -> Result<BTreeMap<ContactId, NaiveDate>> {
    db.prepare_cached(HELD)
        .and_then(|mut statement| {
            let params = params![StoredDay(day), now.millis(), StoredDay(now.civil_day())];
            statement.query_map(params, |row| Ok((row.get(0)?, row.get::<_, StoredDay>(1)?.0)))?.collect()
        })
        .during("reading who is to be tried again")
}

/// A list as it was drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// Places added to the pace.
    pub topped_up: u32,
    /// Everyone drawn who is still there, in order: whoever was deleted or merged leaves their place to another.
    pub items: Vec<ContactId>,
    /// Those of them who were put there by hand, and whether they are neither archived, set aside nor skipped since.
    pub chosen: BTreeMap<ContactId, bool>,
}

/// The list of a day; none before the first look.
pub(super) fn drawn(db: &Db, day: NaiveDate) -> Result<Option<Drawn>> {
    let topped_up = db
        .prepare_cached("SELECT topped_up FROM day_lists WHERE day = ?1")
        .and_then(|mut statement| statement.query_row([StoredDay(day)], |row| row.get(0)).optional())
        .during("reading the day's list")?;
    let Some(topped_up) = topped_up else { return Ok(None) };
    let items = db
        .prepare_cached(
            "SELECT contact_id FROM day_items
             WHERE day = ?1 AND EXISTS (SELECT 1 FROM contacts WHERE id = contact_id)
             ORDER BY position",
        )
        .and_then(|mut statement| statement.query_map([StoredDay(day)], |row| row.get(0))?.collect())
        .during("reading the day's list")?;
    let chosen = db
        .prepare_cached(
            "SELECT i.contact_id,
                    c.archived_on IS NULL AND c.skipped_on IS NOT ?1
                    AND ifnull(c.snoozed_until, '') <= ?1 AND ifnull(c.paused_until, '') <= ?1
             FROM day_items AS i
             JOIN contacts AS c ON c.id = i.contact_id
             WHERE i.day = ?1 AND i.chosen = 1",
        )
        .and_then(|mut statement| {
            statement.query_map([StoredDay(day)], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
        .during("reading the day's list")?;
    Ok(Some(Drawn { topped_up, items, chosen }))
}

/// The days since one on which a list was drawn and nobody was due.
pub(super) fn drawn_empty(db: &Db, since: NaiveDate) -> Result<BTreeSet<NaiveDate>> {
    db.prepare_cached(
        "SELECT day FROM day_lists AS l
         WHERE day >= ?1 AND NOT EXISTS (SELECT 1 FROM day_items AS i WHERE i.day = l.day)",
    )
    .and_then(|mut statement| {
        statement.query_map([StoredDay(since)], |row| Ok(row.get::<_, StoredDay>(0)?.0))?.collect()
    })
    .during("reading the days' lists")
}

/// Begins the list of a day, and forgets those of long ago.
pub(super) fn begin(db: &Db, now: &Now, day: NaiveDate) -> Result<()> {
    db.prepare_cached("INSERT INTO day_lists (day, drawn_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
        .and_then(|mut statement| statement.execute(params![StoredDay(day), now.millis()]))
        .during("drawing the day's list")?;
    let old = day.checked_sub_days(chrono::Days::new(KEPT_DAYS)).unwrap_or(day);
    db.prepare_cached("DELETE FROM day_lists WHERE day < ?1")
        .and_then(|mut statement| statement.execute([StoredDay(old)]))
        .during("drawing the day's list")?;
    Ok(())
}

/// Puts people at the end of a list.
pub(super) fn append(db: &Db, day: NaiveDate, more: &[ContactId]) -> Result<()> {
    let mut statement = db
        .prepare_cached(
            "INSERT INTO day_items (day, position, contact_id)
             VALUES (?1, (SELECT 1 + ifnull(max(position), -1) FROM day_items WHERE day = ?1), ?2)",
        )
        .during("drawing the day's list")?;
    for contact in more {
        statement.execute(params![StoredDay(day), contact]).during("drawing the day's list")?;
    }
    Ok(())
}

/// Puts people on a list by hand, each with a place of their own; who has a place already keeps it.
pub(super) fn choose(db: &Db, day: NaiveDate, contacts: &[ContactId]) -> Result<()> {
    for contact in contacts {
        let known = db
            .prepare_cached("UPDATE day_items SET chosen = 1 WHERE day = ?1 AND contact_id = ?2")
            .and_then(|mut statement| statement.execute(params![StoredDay(day), contact]))
            .during("adding to the day's list")?;
        if known == 0 {
            append(db, day, &[*contact])?;
            top_up(db, day, 1)?;
            choose(db, day, &[*contact])?;
        }
    }
    Ok(())
}

/// Takes people off a list who were put there by hand, and their places with them.
pub(super) fn unchoose(db: &Db, day: NaiveDate, contacts: &[ContactId]) -> Result<()> {
    let gone = db
        .prepare_cached(
            "DELETE FROM day_items
             WHERE day = ?1 AND chosen = 1 AND contact_id IN (SELECT value FROM json_each(?2))",
        )
        .and_then(|mut statement| statement.execute(params![StoredDay(day), crate::id::json(contacts)]))
        .during("taking people off the day's list")?;
    db.prepare_cached("UPDATE day_lists SET topped_up = max(0, topped_up - ?2) WHERE day = ?1")
        .and_then(|mut statement| statement.execute(params![StoredDay(day), gone as i64]))
        .during("taking people off the day's list")?;
    Ok(())
}

/// Adds places to a list.
pub(super) fn top_up(db: &Db, day: NaiveDate, count: u32) -> Result<()> {
    db.prepare_cached("UPDATE day_lists SET topped_up = topped_up + ?2 WHERE day = ?1")
        .and_then(|mut statement| statement.execute(params![StoredDay(day), count]))
        .during("topping up the day's list")?;
    Ok(())
}

/// The latest conversation with a note that is not yet to come.
pub(super) fn last_with_note(db: &Db, now: &Now, contact: ContactId) -> Result<Option<ConversationId>> {
    db.prepare_cached(
        "SELECT c.id
         FROM touches AS t
         JOIN conversations AS c ON c.id = t.conversation_id
         WHERE t.contact_id = ?1 AND (t.at <= ?2 OR t.at IS NULL AND t.day <= ?3) AND c.note <> ''
         ORDER BY t.day DESC, t.at DESC, c.id DESC LIMIT 1",
    )
    .and_then(|mut statement| {
        let params = params![contact, now.millis(), StoredDay(now.civil_day())];
        statement.query_row(params, |row| row.get(0)).optional()
    })
    .during("reading the last note")
}

/// A conversation to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Planned {
    pub id: ConversationId,
    pub day: NaiveDate,
}

/// The conversations to come, up to a day, but for those with archived people alone.
pub(super) fn planned(db: &Db, now: &Now, until: NaiveDate) -> Result<Vec<Planned>> {
    // A moment elsewhere may have a local date one day before ours and still be to come.
    let from = now.civil_day().pred_opt().unwrap_or(NaiveDate::MIN);
    db.prepare_cached(concat!(
        "SELECT id, day FROM conversations AS c
         WHERE day BETWEEN ?1 AND ?2 AND (at > ?3 OR at IS NULL AND day > ?4) AND ",
        with_someone!(),
        " ORDER BY day, at, id LIMIT 100",
    ))
    .and_then(|mut statement| {
        let params = params![StoredDay(from), StoredDay(until), now.millis(), StoredDay(now.civil_day())];
        let row = |row: &Row<'_>| Ok(Planned { id: row.get(0)?, day: row.get::<_, StoredDay>(1)?.0 });
        statement.query_map(params, row)?.collect()
    })
    .during("reading what is planned")
}

/// A conversation to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ahead {
    pub conversation: ConversationId,
    pub day: NaiveDate,
    /// With whom.
    pub people: Vec<ContactId>,
    /// Whose rhythm it begins anew.
    pub touches: Vec<ContactId>,
}

/// All conversations to come, up to a day, but for those with archived people alone.
pub(super) fn ahead(db: &Db, now: &Now, until: NaiveDate) -> Result<Vec<Ahead>> {
    let from = now.civil_day().pred_opt().unwrap_or(NaiveDate::MIN);
    let params = params![StoredDay(from), StoredDay(until), now.millis(), StoredDay(now.civil_day())];
    let mut found: Vec<Ahead> = Vec::new();
    let mut statement = db
        .prepare_cached(concat!(
            "SELECT c.id, c.day, t.contact_id, t.counts
             FROM conversations AS c
             LEFT JOIN touches AS t ON t.conversation_id = c.id AND t.counts > 0
             WHERE c.day BETWEEN ?1 AND ?2 AND (c.at > ?3 OR c.at IS NULL AND c.day > ?4) AND ",
            with_someone!(),
            " ORDER BY c.id",
        ))
        .during("reading what is planned")?;
    let mut rows = statement.query(params).during("reading what is planned")?;
    while let Some(row) = rows.next().during("reading what is planned")? {
        let conversation = row.get(0)?;
        if found.last().is_none_or(|last| last.conversation != conversation) {
            let day = row.get::<_, StoredDay>(1)?.0;
            found.push(Ahead { conversation, day, people: Vec::new(), touches: Vec::new() });
        }
        let (Some(last), Some(contact)) = (found.last_mut(), row.get(2)?) else { continue };
        last.people.push(contact);
        if row.get::<_, i64>(3)? == 2 {
            last.touches.push(contact);
        }
    }
    Ok(found)
}

/// When the next planned conversation comes to pass: milliseconds UTC.
pub(super) fn next_planned(db: &Db, now: &Now) -> Result<Option<i64>> {
    let from = now.civil_day().pred_opt().unwrap_or(NaiveDate::MIN);
    db.prepare_cached("SELECT min(at) FROM conversations WHERE day >= ?1 AND at > ?2")
        .and_then(|mut statement| statement.query_row(params![StoredDay(from), now.millis()], |row| row.get(0)))
        .during("reading what is planned")
}

/// What can be set aside until a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    Snoozed,
    Paused,
}

/// Sets someone aside until a day, or brings them back.
pub(super) fn hold(tx: &Db, contact: ContactId, how: Held, until: Option<NaiveDate>) -> Result<()> {
    let sql = match how {
        Held::Snoozed => "UPDATE contacts SET snoozed_until = ?2 WHERE id = ?1",
        Held::Paused => "UPDATE contacts SET paused_until = ?2 WHERE id = ?1",
    };
    tx.prepare_cached(sql)
        .and_then(|mut statement| statement.execute(params![contact, until.map(StoredDay)]))
        .during("setting someone aside")?;
    Ok(())
}

/// Skips a round.
pub(super) fn skip(tx: &Db, contact: ContactId, day: NaiveDate) -> Result<()> {
    tx.prepare_cached("UPDATE contacts SET skipped_on = ?2 WHERE id = ?1")
        .and_then(|mut statement| statement.execute(params![contact, StoredDay(day)]))
        .during("skipping a round")?;
    Ok(())
}

/// The latest conversations with a note of these contacts.
pub(super) fn last_notes(db: &Db, now: &Now, contacts: &[ContactId]) -> Result<BTreeMap<ContactId, ConversationId>> {
    let mut found = BTreeMap::new();
    for contact in contacts {
        if let Some(conversation) = last_with_note(db, now, *contact)? {
            found.insert(*contact, conversation);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use super::HELD;
    use crate::testing::TestApp;

    #[test]
    fn who_is_to_be_tried_again_is_found_without_reading_every_touch() {
        let app = TestApp::new().unwrap();
        let steps: Vec<String> = app
            .app()
            .store
            .read(|db| {
                let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {HELD}"))?;
                let steps = plan.query_map(["2026-11-21", "0", "2026-11-21"], |row| row.get(3))?;
                Ok(steps.collect::<Result<_, _>>()?)
            })
            .unwrap();
        assert!(!steps.iter().any(|step| step.starts_with("SCAN")), "{steps:?}");
    }
}
