//! The SQL of occasions.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

use super::{Occasion, OccasionDate, OccasionKind, parse_date};
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::id::{self, ContactId, OccasionId};
use crate::settings::LeapDay;
use crate::store::Db;

const READING: &str = "reading the occasions";

/// The occasions of a contact, the next one first, a month alone last.
pub fn of_contact(db: &Db, contact: ContactId, today: NaiveDate, leap_day: LeapDay) -> Result<Vec<Occasion>> {
    let mut occasions: Vec<Occasion> = db
        .prepare_cached("SELECT id, uid, contact_id, kind, label, date, lead_days FROM occasions WHERE contact_id = ?1")
        .and_then(|mut statement| statement.query_map([contact], |row| occasion(row, today, leap_day))?.collect())
        .during(READING)?;
    sort(&mut occasions);
    Ok(occasions)
}

/// All occasions that are observed on `today` or on one of the `days` after it, the next one first; those of
/// archived contacts are left out.
pub fn coming(db: &Db, today: NaiveDate, days: u32, leap_day: LeapDay) -> Result<Vec<Occasion>> {
    let mut occasions: Vec<Occasion> = db
        .prepare_cached(
            "SELECT o.id, o.uid, o.contact_id, o.kind, o.label, o.date, o.lead_days
             FROM occasions AS o
             JOIN contacts AS c ON c.id = o.contact_id
             WHERE c.archived_on IS NULL",
        )
        .and_then(|mut statement| statement.query_map([], |row| occasion(row, today, leap_day))?.collect())
        .during(READING)?;
    let within = |day: NaiveDate| day.signed_duration_since(today).num_days() <= i64::from(days);
    occasions.retain(|occasion| occasion.next.is_some_and(within));
    sort(&mut occasions);
    Ok(occasions)
}

/// An occasion.
pub fn get(db: &Db, id: OccasionId, today: NaiveDate, leap_day: LeapDay) -> Result<Occasion> {
    db.prepare_cached("SELECT id, uid, contact_id, kind, label, date, lead_days FROM occasions WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([id], |row| occasion(row, today, leap_day)).optional())
        .during(READING)?
        .ok_or_else(|| Error::not_found("occasion", id))
}

fn sort(occasions: &mut [Occasion]) {
    occasions.sort_by_key(|occasion| (occasion.next.unwrap_or(NaiveDate::MAX), occasion.id));
}

fn occasion(row: &Row<'_>, today: NaiveDate, leap_day: LeapDay) -> rusqlite::Result<Occasion> {
    let date: String = row.get(5)?;
    // A date that no longer fits (written by another program) is shown, but never observed.
    let read = parse_date(&date).ok();
    let next = read.and_then(|read| read.next(today, leap_day));
    Ok(Occasion {
        id: row.get(0)?,
        uid: row.get(1)?,
        contact_id: row.get(2)?,
        kind: OccasionKind::named(row.get_ref(3)?.as_str()?),
        label: row.get(4)?,
        lead_days: row.get(6)?,
        next,
        years: read.zip(next).and_then(|(read, next)| read.years_on(next)),
        date,
    })
}

/// Notes an occasion.
pub fn insert(
    tx: &Db,
    now: Now,
    contact: ContactId,
    kind: OccasionKind,
    label: &str,
    date: &OccasionDate,
    lead_days: u32,
) -> Result<OccasionId> {
    tx.prepare_cached(
        "INSERT INTO occasions (uid, contact_id, kind, label, date, lead_days, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            id::new_uid(),
            contact,
            kind.as_str(),
            label,
            date.to_string(),
            lead_days,
            now.millis()
        ])
    })
    .during("noting an occasion")?;
    Ok(OccasionId(tx.last_insert_rowid()))
}

/// Writes an occasion anew.
pub fn update(tx: &Db, occasion: &Occasion) -> Result<()> {
    tx.prepare_cached("UPDATE occasions SET kind = ?2, label = ?3, date = ?4, lead_days = ?5 WHERE id = ?1")
        .and_then(|mut statement| {
            statement.execute(params![
                occasion.id,
                occasion.kind.as_str(),
                occasion.label,
                occasion.date,
                occasion.lead_days
            ])
        })
        .during("changing an occasion")?;
    Ok(())
}

/// Deletes an occasion.
pub fn delete(tx: &Db, id: OccasionId) -> Result<()> {
    tx.prepare_cached("DELETE FROM occasions WHERE id = ?1")
        .and_then(|mut statement| statement.execute([id]))
        .during("deleting an occasion")?;
    Ok(())
}
