//! The SQL of the calendar file: what goes in, and which revision each entry was in.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use rusqlite::{OptionalExtension, Row, params};

use super::Revision;
use super::entries::{Facts, Owed, Planned, Returning};
use crate::civil::{Start, StoredDay};
use crate::clock::Now;
use crate::conversations::store::with_someone;
use crate::error::{During, Result};
use crate::id::json;
use crate::occasions::{Occasion, OccasionKind, parse_date};
use crate::store::Db;

const READING: &str = "reading what belongs into the calendar";
const WRITING: &str = "noting what the calendar says";
/// In which language the file speaks where that is left to the system.
const LANGUAGE: &str = "calendar_language";
/// In which life of the database the revisions were noted.
const EPOCH: &str = "calendar_epoch";

/// What goes in.
pub fn facts(db: &Db, now: &Now) -> Result<Facts> {
    Ok(Facts { occasions: occasions(db)?, follow_ups: follow_ups(db)?, planned: planned(db, now)? })
}

fn occasions(db: &Db) -> Result<Vec<Returning>> {
    let read = |row: &Row<'_>| {
        let date: String = row.get(5)?;
        // A date that does not fit is shown on its contact, and observed nowhere.
        let Ok(read) = parse_date(&date) else { return Ok(None) };
        let occasion = Occasion {
            id: row.get(0)?,
            uid: row.get(1)?,
            contact_id: row.get(2)?,
            kind: OccasionKind::named(row.get_ref(3)?.as_str()?),
            label: row.get(4)?,
            date,
            lead_days: row.get(6)?,
            next: None,
            years: None,
        };
        Ok(Some(Returning { occasion, date: read, name: row.get(7)? }))
    };
    let found: Vec<Option<Returning>> = db
        .prepare_cached(
            "SELECT o.id, o.uid, o.contact_id, o.kind, o.label, o.date, o.lead_days, c.name
             FROM occasions AS o
             JOIN contacts AS c ON c.id = o.contact_id
             WHERE c.archived_on IS NULL
             ORDER BY o.id",
        )
        .and_then(|mut statement| statement.query_map([], read)?.collect())
        .during(READING)?;
    Ok(found.into_iter().flatten().collect())
}

fn follow_ups(db: &Db) -> Result<Vec<Owed>> {
    let read = |row: &Row<'_>| {
        Ok(Owed {
            uid: row.get(0)?,
            theirs: row.get(1)?,
            text: row.get(2)?,
            due: row.get::<_, Option<StoredDay>>(3)?.map(|day| day.0),
            name: row.get(4)?,
        })
    };
    db.prepare_cached(
        "SELECT f.uid, f.theirs, f.text, f.due_on, c.name
         FROM follow_ups AS f
         JOIN contacts AS c ON c.id = f.contact_id
         WHERE f.state = 'open' AND c.archived_on IS NULL
         ORDER BY f.id",
    )
    .and_then(|mut statement| statement.query_map([], read)?.collect())
    .during(READING)
}

/// A conversation is planned when it was noted before it began; it stays in the calendar until its day is over.
fn planned(db: &Db, now: &Now) -> Result<Vec<Planned>> {
    let today = now.civil_day();
    let read = |row: &Row<'_>| {
        let noted: i64 = row.get(8)?;
        let start = Start::from_columns(row.get::<_, StoredDay>(2)?.0, row.get(3)?, row.get(4)?);
        let (day, is_ahead) = match start {
            Start::Day(day) => (day, day > day_of(now, noted)),
            Start::Moment(moment) => (day_of(now, moment.timestamp_millis()), moment.timestamp_millis() > noted),
        };
        let planned = Planned {
            uid: row.get(1)?,
            start,
            minutes: row.get(5)?,
            channel: row.get(6)?,
            place: row.get(7)?,
            people: Vec::new(),
        };
        Ok((is_ahead && day >= today).then_some((row.get::<_, i64>(0)?, planned)))
    };
    // A moment elsewhere may have a local date a day before ours.
    let from = StoredDay(today.pred_opt().unwrap_or(today));
    let found: Vec<Option<(i64, Planned)>> = db
        .prepare_cached(concat!(
            "SELECT id, uid, day, at, offset_minutes, minutes, channel, place, created_at
             FROM conversations AS c
             WHERE day >= ?1 AND attempt = 0 AND ",
            with_someone!(),
            " ORDER BY day, at, id",
        ))
        .and_then(|mut statement| statement.query_map([from], read)?.collect())
        .during(READING)?;
    let found: Vec<(i64, Planned)> = found.into_iter().flatten().collect();
    let mut people = people(db, &found.iter().map(|(id, _)| *id).collect::<Vec<_>>())?;
    let with_people = |(id, planned)| Planned { people: people.remove(&id).unwrap_or_default(), ..planned };
    Ok(found.into_iter().map(with_people).collect())
}

/// The user's own day of an instant.
fn day_of(now: &Now, millis: i64) -> NaiveDate {
    Now { instant: DateTime::from_timestamp_millis(millis).unwrap_or_default(), ..*now }.civil_day()
}

fn people(db: &Db, conversations: &[i64]) -> Result<BTreeMap<i64, Vec<String>>> {
    let mut statement = db
        .prepare_cached(
            "SELECT p.conversation_id, c.name
             FROM conversation_people AS p
             JOIN contacts AS c ON c.id = p.contact_id
             WHERE p.conversation_id IN (SELECT value FROM json_each(?1))
             ORDER BY p.conversation_id, p.position, c.id",
        )
        .during(READING)?;
    let mut rows = statement.query([json(conversations)]).during(READING)?;
    let mut people: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    while let Some(row) = rows.next().during(READING)? {
        people.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(people)
}

/// The revisions by uid; `None` where they are not those of this database: it was restored, and what was said since
/// its backup is not known any more.
pub fn revisions(db: &Db) -> Result<Option<BTreeMap<String, Revision>>> {
    if meta(db, EPOCH)? != meta(db, "epoch")? {
        return Ok(None);
    }
    let read = |row: &Row<'_>| {
        let revised = DateTime::from_timestamp_millis(row.get(2)?).unwrap_or_default();
        Ok((row.get(0)?, Revision { fingerprint: row.get(1)?, revised }))
    };
    db.prepare_cached("SELECT uid, fingerprint, revised_at FROM calendar_entries")
        .and_then(|mut statement| statement.query_map([], read)?.collect())
        .map(Some)
        .during(READING)
}

/// Notes these revisions, and forgets those of entries that are in the file no more.
pub fn remember(tx: &Db, revised: &[(&str, &Revision)], gone: &[&str]) -> Result<()> {
    let mut forget = tx.prepare_cached("DELETE FROM calendar_entries WHERE uid = ?1").during(WRITING)?;
    for uid in gone {
        forget.execute([uid]).during(WRITING)?;
    }
    let mut note = tx
        .prepare_cached(
            "INSERT INTO calendar_entries (uid, fingerprint, revised_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (uid) DO UPDATE SET fingerprint = excluded.fingerprint, revised_at = excluded.revised_at",
        )
        .during(WRITING)?;
    for (uid, revision) in revised {
        note.execute(params![uid, revision.fingerprint, revision.revised.timestamp_millis()]).during(WRITING)?;
    }
    let epoch = meta(tx, "epoch")?.unwrap_or_default();
    set_meta(tx, EPOCH, Some(&epoch))
}

/// The language in which the file spoke last, where that was left to the system.
pub fn language(db: &Db) -> Result<Option<String>> {
    meta(db, LANGUAGE)
}

/// Notes that language, or that there is none.
pub fn set_language(tx: &Db, language: Option<&str>) -> Result<()> {
    set_meta(tx, LANGUAGE, language)
}

fn meta(db: &Db, key: &str) -> Result<Option<String>> {
    db.prepare_cached("SELECT value FROM meta WHERE key = ?1")
        .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
        .during(READING)
}

fn set_meta(tx: &Db, key: &str, value: Option<&str>) -> Result<()> {
    let done = match value {
        Some(value) => tx
            .prepare_cached(
                "INSERT INTO meta (key, value) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            )
            .and_then(|mut statement| statement.execute((key, value))),
        None => tx.prepare_cached("DELETE FROM meta WHERE key = ?1").and_then(|mut statement| statement.execute([key])),
    };
    done.during(WRITING).map(drop)
}
