//! The records as they are read from the tables, and the words that both ways share; `writer.rs` is the way in.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::record::{
    CadenceRecord, ContactRecord, FactRecord, GroupRecord, MembershipRecord, OccasionRecord, POINT_KINDS, PointRecord,
};
use crate::cadence::store::interval;
use crate::error::{During, Result};
use crate::id::ContactId;
use crate::store::Db;

/// A domain word as it is stored: `person`, `in person`, `answer owed`.
pub fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// Reads a column that holds a domain word.
pub fn from_word<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_value(serde_json::Value::String(text))
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

/// Reads a column that may hold a domain word.
pub fn from_word_or_null<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    if row.get_ref(column)? == rusqlite::types::ValueRef::Null { Ok(None) } else { from_word(row, column).map(Some) }
}

/// Reads a column that holds JSON; what does not fit is as if it were not there.
fn from_json<T: DeserializeOwned + Default>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    Ok(serde_json::from_str(&row.get::<_, String>(column)?).unwrap_or_default())
}

/// Reads a column that may hold a civil date.
pub fn day_or_null(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<NaiveDate>> {
    Ok(row.get::<_, Option<String>>(column)?.and_then(|text| text.parse().ok()))
}

/// A civil date as it is stored.
pub fn stored(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// What is known of a contact to tell whether a card stands for it.
pub struct Known {
    /// Its id.
    pub id: ContactId,
    /// Its id everywhere.
    pub uid: String,
    /// Its name and nicknames.
    pub names: Vec<String>,
    /// E-mail addresses and phone numbers.
    pub points: Vec<(bool, String)>,
}

/// Goes through all contacts.
pub fn each_known(db: &Db, mut each: impl FnMut(Known)) -> Result<()> {
    let mut points: BTreeMap<ContactId, Vec<(bool, String)>> = BTreeMap::new();
    let mut statement = db
        .prepare("SELECT contact_id, kind = 'email', value FROM contact_points WHERE kind IN ('email', 'phone')")
        .during("reading the contacts")?;
    let mut rows = statement.query([]).during("reading the contacts")?;
    while let Some(row) = rows.next().during("reading the contacts")? {
        points.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
    }
    let mut statement = db.prepare("SELECT id, uid, name, nicknames FROM contacts").during("reading the contacts")?;
    let mut rows = statement.query([]).during("reading the contacts")?;
    while let Some(row) = rows.next().during("reading the contacts")? {
        let id = row.get(0)?;
        let mut names = vec![row.get(2)?];
        names.append(&mut from_json(row, 3)?);
        each(Known { id, uid: row.get(1)?, names, points: points.remove(&id).unwrap_or_default() });
    }
    Ok(())
}

/// The ids of all contacts, in the order in which they were made.
pub fn contact_ids(db: &Db) -> Result<Vec<ContactId>> {
    db.prepare("SELECT id FROM contacts ORDER BY id")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .during("reading the contacts")
}

/// A contact with everything that is theirs, but for connections.
pub fn load(db: &Db, id: ContactId) -> Result<ContactRecord> {
    let mut record = db
        .prepare_cached(
            "SELECT uid, kind, name, given, family, nicknames, org, title, about, expectations, photo, source, archived_on,
                    cadence_every, cadence_unit, cadence_set_on, cadence_first_due, paused_until, snoozed_until,
                    skipped_on, vcard_extra, created_at, updated_at, latest_every, latest_unit, deceased_on
             FROM contacts
             WHERE id = ?1",
        )
        .and_then(|mut statement| statement.query_row([id], contact_row))
        .during("reading a contact")?;
    load_points(db, id, &mut record)?;
    load_memberships(db, id, &mut record)?;
    record.occasions = Some(occasions_of(db, id)?);
    record.facts = Some(facts_of(db, id)?);
    Ok(record)
}

fn contact_row(row: &Row<'_>) -> rusqlite::Result<ContactRecord> {
    let latest = interval(row, 23)?;
    Ok(ContactRecord {
        uid: row.get(0)?,
        kind: Some(from_word(row, 1)?),
        name: row.get(2)?,
        given: row.get(3)?,
        family: row.get(4)?,
        nicknames: Some(from_json(row, 5)?),
        org: row.get(6)?,
        title: row.get(7)?,
        about: row.get(8)?,
        expectations: row.get(9)?,
        photo: Some(row.get(10)?),
        source: row.get(11)?,
        archived_on: Some(day_or_null(row, 12)?),
        deceased_on: Some(row.get(25)?),
        cadence: Some(cadence_columns(row, 13)?.map(|cadence| CadenceRecord { latest, ..cadence })),
        paused_until: Some(day_or_null(row, 17)?),
        snoozed_until: Some(day_or_null(row, 18)?),
        skipped_on: Some(day_or_null(row, 19)?),
        vcard_extra: Some(from_json(row, 20)?),
        created_at: row.get(21)?,
        updated_at: row.get(22)?,
        ..ContactRecord::default()
    })
}

/// Four columns: every, unit, set on, first due.
fn cadence_columns(row: &Row<'_>, from: usize) -> rusqlite::Result<Option<CadenceRecord>> {
    let unit: Option<String> = row.get(from + 1)?;
    Ok(match unit {
        None => None,
        Some(unit) => Some(CadenceRecord {
            every: row.get(from)?,
            unit: Some(unit),
            set_on: day_or_null(row, from + 2)?,
            first_due: day_or_null(row, from + 3)?,
            latest: None,
        }),
    })
}

fn load_points(db: &Db, id: ContactId, record: &mut ContactRecord) -> Result<()> {
    for kind in POINT_KINDS {
        record.points_mut(kind).clear();
    }
    let mut statement = db
        .prepare_cached(
            "SELECT kind, value, label, parts FROM contact_points WHERE contact_id = ?1 ORDER BY kind, position, id",
        )
        .during("reading a contact")?;
    let mut rows = statement.query([id]).during("reading a contact")?;
    while let Some(row) = rows.next().during("reading a contact")? {
        let parts = Some(from_json(row, 3)?).filter(|parts| *parts != crate::people::AddressParts::default());
        record.points_mut(from_word(row, 0)?).push(PointRecord { value: row.get(1)?, label: row.get(2)?, parts });
    }
    Ok(())
}

fn load_memberships(db: &Db, id: ContactId, record: &mut ContactRecord) -> Result<()> {
    let mut memberships = BTreeMap::new();
    let mut statement = db
        .prepare_cached(
            "SELECT g.name, m.added_on, m.first_due
             FROM memberships AS m JOIN groups AS g ON g.id = m.group_id
             WHERE m.contact_id = ?1",
        )
        .during("reading a contact's groups")?;
    let mut rows = statement.query([id]).during("reading a contact's groups")?;
    while let Some(row) = rows.next().during("reading a contact's groups")? {
        let since = MembershipRecord { added_on: day_or_null(row, 1)?, first_due: day_or_null(row, 2)? };
        memberships.insert(row.get::<_, String>(0)?, since);
    }
    record.groups = Some(memberships.keys().cloned().collect());
    record.memberships = Some(memberships);
    Ok(())
}

fn occasions_of(db: &Db, id: ContactId) -> Result<Vec<OccasionRecord>> {
    db.prepare_cached(
        "SELECT uid, kind, label, date, lead_days, created_at FROM occasions WHERE contact_id = ?1 ORDER BY id",
    )
    .and_then(|mut statement| {
        statement
            .query_map([id], |row| {
                Ok(OccasionRecord {
                    uid: row.get(0)?,
                    kind: Some(from_word(row, 1)?),
                    label: row.get(2)?,
                    date: row.get(3)?,
                    lead_days: row.get(4)?,
                    created_at: row.get(5)?,
                })
            })?
            .collect()
    })
    .during("reading a contact's occasions")
}

fn facts_of(db: &Db, id: ContactId) -> Result<Vec<FactRecord>> {
    db.prepare_cached(
        "SELECT f.uid, f.kind, f.text, f.created_at, c.uid
         FROM facts AS f LEFT JOIN conversations AS c ON c.id = f.conversation_id
         WHERE f.contact_id = ?1
         ORDER BY f.id",
    )
    .and_then(|mut statement| {
        statement
            .query_map([id], |row| {
                Ok(FactRecord {
                    uid: row.get(0)?,
                    kind: Some(from_word(row, 1)?),
                    text: row.get(2)?,
                    created_at: row.get(3)?,
                    conversation: Some(row.get(4)?),
                })
            })?
            .collect()
    })
    .during("reading a contact's facts")
}

/// JSON as it is stored.
pub fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// All groups, by id.
pub fn group_records(db: &Db) -> Result<Vec<GroupRecord>> {
    db.prepare(
        "SELECT uid, name, intent, expectations, cadence_every, cadence_unit, cadence_set_on, created_at,
                latest_every, latest_unit, household, query
         FROM groups ORDER BY id",
    )
    .and_then(|mut statement| {
        statement
            .query_map([], |row| {
                let unit: Option<String> = row.get(5)?;
                let (every, set_on) = (row.get(4)?, day_or_null(row, 6)?);
                let latest = interval(row, 8)?;
                let cadence =
                    unit.map(|unit| CadenceRecord { every, unit: Some(unit), set_on, first_due: None, latest });
                Ok(GroupRecord {
                    uid: row.get(0)?,
                    name: row.get(1)?,
                    intent: Some(from_word_or_null(row, 2)?),
                    expectations: row.get(3)?,
                    household: row.get(10)?,
                    cadence: Some(cadence),
                    query: Some(row.get(11)?),
                    created_at: row.get(7)?,
                })
            })?
            .collect()
    })
    .during("reading the groups")
}

/// Whether an operation changed anything yet.
pub fn is_written(db: &Db, operation: crate::id::OperationId) -> Result<bool> {
    db.query_row("SELECT EXISTS (SELECT 1 FROM undo_changes WHERE operation_id = ?1)", [operation], |row| row.get(0))
        .during("looking what an import changed")
}

/// The contact with that `uid`.
pub fn by_uid(db: &Db, uid: &str) -> Result<Option<ContactId>> {
    db.prepare_cached("SELECT id FROM contacts WHERE uid = ?1")
        .and_then(|mut statement| statement.query_row([uid], |row| row.get(0)).optional())
        .during("looking for a contact")
}

/// The names of the files that contacts refer to.
pub fn photos(db: &Db) -> Result<std::collections::BTreeSet<String>> {
    db.prepare("SELECT photo FROM contacts WHERE photo IS NOT NULL")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .during("reading the photos")
}
