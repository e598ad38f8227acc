//! The SQL of notices.

use chrono::{DateTime, Days, NaiveDate};
use rusqlite::{OptionalExtension, params};

use super::rules::{Again, Facts, Returning};
use super::{Key, NoticeKind};
use crate::clock::Now;
use crate::conversations::planned;
use crate::error::{During, Error, Result};
use crate::id::{self, ContactId, NoticeId};
use crate::occasions::{Occasion, parse_date};
use crate::settings::{LeapDay, Settings};
use crate::store::Db;

const READING: &str = "reading the reminders";
const WRITING: &str = "noting a reminder";
/// Where the day stands from which on reminders are wanted.
const SINCE: &str = "notices_since";
/// Where the last day stands whose digest had nothing to say.
const QUIET: &str = "notices_quiet";
/// How long what was told is remembered: longer than the rules look back.
const KEPT_MILLIS: i64 = 800 * 24 * 3600 * 1000;

/// What the rules go by. Notices in `held` are being told by someone.
pub(super) fn facts(db: &Db, now: &Now, settings: &Settings, held: &[NoticeId]) -> Result<Facts> {
    let day = |key| Ok::<_, Error>(noted(db, key)?.and_then(|day| day.parse().ok()));
    let mut facts = Facts { since: day(SINCE)?, quiet_on: day(QUIET)?, ..Facts::default() };
    read_notices(db, held, &mut facts)?;
    read_occasions(db, now, settings, &mut facts)?;
    // Two hours before one that begins elsewhere, its date may be two days ahead of ours.
    let until = now.civil_day().checked_add_days(Days::new(2)).unwrap_or(NaiveDate::MAX);
    facts.talks = planned::between_two_weeks_ago_and(db, now, until)?;
    Ok(facts)
}

fn read_notices(db: &Db, held: &[NoticeId], facts: &mut Facts) -> Result<()> {
    let mut statement = db
        .prepare_cached(
            "SELECT kind, subject, occurrence, due_at, claimed_at,
               told_at IS NOT NULL
                 OR id IN (SELECT value FROM json_each(?1))
                 OR told_with IN (SELECT value FROM json_each(?1))
             FROM notices",
        )
        .during(READING)?;
    let mut rows = statement.query([id::json(held)]).during(READING)?;
    while let Some(row) = rows.next().during(READING)? {
        let Some(kind) = NoticeKind::named(row.get_ref(0)?.as_str().unwrap_or_default()) else { continue };
        let key = Key { kind, subject: row.get(1)?, occurrence: row.get(2)? };
        let due_at: Option<i64> = row.get(3)?;
        match (row.get(5)?, due_at) {
            (true, _) => drop(facts.told.insert(key)),
            (false, Some(due_at)) => {
                let asked_at = key.occurrence.parse().unwrap_or(i64::MIN);
                facts.agains.push(Again { key, asked_at, due_at });
            }
            (false, None) => {}
        }
    }
    Ok(())
}

fn read_occasions(db: &Db, now: &Now, settings: &Settings, facts: &mut Facts) -> Result<()> {
    let mut statement = db
        .prepare_cached(
            "SELECT o.uid, o.date, o.lead_days, o.created_at
             FROM occasions AS o
             JOIN contacts AS c ON c.id = o.contact_id
             WHERE c.archived_on IS NULL",
        )
        .during(READING)?;
    let mut rows = statement.query([]).during(READING)?;
    while let Some(row) = rows.next().during(READING)? {
        let Ok(date) = parse_date(row.get_ref(1)?.as_str().unwrap_or_default()) else { continue };
        let noted = DateTime::from_timestamp_millis(row.get(3)?).unwrap_or_default();
        let noted_on = Now { instant: noted, ..*now }.routine_day(settings.rollover_time());
        facts.occasions.push(Returning { uid: row.get(0)?, date, lead_days: row.get(2)?, noted_on });
    }
    Ok(())
}

/// From which day on reminders are wanted; noted at the first round, and anew while they are switched off.
pub(super) fn begin(tx: &Db, day: NaiveDate, anew: bool) -> Result<()> {
    if !anew && noted(tx, SINCE)?.is_some() {
        return Ok(());
    }
    note(tx, SINCE, day)
}

/// Notes that the digest of a day has nothing to say as things stand.
pub(super) fn had_nothing_to_say(tx: &Db, day: NaiveDate) -> Result<()> {
    note(tx, QUIET, day)
}

fn note(tx: &Db, key: &str, day: NaiveDate) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO meta (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
    )
    .and_then(|mut statement| statement.execute((key, day.to_string())))
    .during(WRITING)
    .map(drop)
}

fn noted(db: &Db, key: &str) -> Result<Option<String>> {
    db.prepare_cached("SELECT value FROM meta WHERE key = ?1")
        .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
        .during(READING)
}

/// The day from which on reminders are wanted, where it was noted.
pub(super) fn since(db: &Db) -> Result<Option<String>> {
    noted(db, SINCE)
}

/// Claims a notice and all that is told with it.
pub(super) fn claim(tx: &Db, now: &Now, key: &Key, with: &[&Key]) -> Result<NoticeId> {
    let id = insert(tx, now, key, None)?;
    for other in with.iter().filter(|other| **other != key) {
        insert(tx, now, other, Some(id))?;
    }
    Ok(id)
}

fn insert(tx: &Db, now: &Now, key: &Key, told_with: Option<NoticeId>) -> Result<NoticeId> {
    tx.prepare_cached(
        "INSERT INTO notices (kind, subject, occurrence, claimed_at, told_with) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (kind, subject, occurrence) DO UPDATE
         SET claimed_at = excluded.claimed_at, told_with = excluded.told_with
         RETURNING id",
    )
    .and_then(|mut statement| {
        let values = params![key.kind.as_str(), key.subject, key.occurrence, now.millis(), told_with];
        statement.query_row(values, |row| row.get(0))
    })
    .during(WRITING)
}

/// Marks notices told, with all that was told by them.
pub(super) fn told(tx: &Db, now: &Now, ids: &[NoticeId]) -> Result<()> {
    tx.prepare_cached(
        "UPDATE notices SET told_at = ?2
         WHERE told_at IS NULL
           AND (id IN (SELECT value FROM json_each(?1)) OR told_with IN (SELECT value FROM json_each(?1)))",
    )
    .and_then(|mut statement| statement.execute((id::json(ids), now.millis())))
    .during(WRITING)
    .map(drop)
}

/// Notes that a key is past without a word: there was nothing to say.
pub(super) fn pass(tx: &Db, now: &Now, key: &Key) -> Result<()> {
    let id = insert(tx, now, key, None)?;
    told(tx, now, &[id])
}

/// Forgets what was told long ago.
pub(super) fn forget_old(tx: &Db, now: &Now) -> Result<()> {
    tx.prepare_cached("DELETE FROM notices WHERE told_at < ?1")
        .and_then(|mut statement| statement.execute([now.millis().saturating_sub(KEPT_MILLIS)]))
        .during(WRITING)
        .map(drop)
}

/// The key of a notice.
pub(super) fn key(db: &Db, id: NoticeId) -> Result<Key> {
    let found = db
        .prepare_cached("SELECT kind, subject, occurrence FROM notices WHERE id = ?1")
        .and_then(|mut statement| {
            let read = |row: &rusqlite::Row<'_>| {
                let kind: String = row.get(0)?;
                Ok(NoticeKind::named(&kind).zip(Some((row.get(1)?, row.get(2)?))))
            };
            statement.query_row([id], read).optional()
        })
        .during(READING)?;
    let (kind, (subject, occurrence)) = found.flatten().ok_or_else(|| Error::not_found("reminder", id))?;
    Ok(Key { kind, subject, occurrence })
}

/// Notes the wish to be told once more.
pub(super) fn ask_again(tx: &Db, key: &Key, due_at: i64) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO notices (kind, subject, occurrence, due_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (kind, subject, occurrence) DO NOTHING",
    )
    .and_then(|mut statement| statement.execute((key.kind.as_str(), &key.subject, &key.occurrence, due_at)))
    .during(WRITING)
    .map(drop)
}

/// The occasion of that uid as it is observed on `day`, and whose it is; `None` when it is gone, or they are archived.
pub(super) fn occasion(
    db: &Db,
    uid: &str,
    day: NaiveDate,
    leap_day: LeapDay,
) -> Result<Option<(Occasion, ContactId, String)>> {
    let found = db
        .prepare_cached(
            "SELECT o.id, c.id, c.name
             FROM occasions AS o
             JOIN contacts AS c ON c.id = o.contact_id
             WHERE o.uid = ?1 AND c.archived_on IS NULL",
        )
        .and_then(|mut statement| {
            statement.query_row([uid], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
        })
        .during(READING)?;
    let Some((id, contact, name)) = found else { return Ok(None) };
    Ok(Some((crate::occasions::store::get(db, id, day, leap_day)?, contact, name)))
}
