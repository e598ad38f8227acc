//! Merging two contacts: what the one that goes has is given to the one that stays, each thing once.

use rusqlite::{OptionalExtension, Row, params};

use super::{read, write};
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::facts::{self, FactKind};
use crate::id::{ContactId, OccasionId};
use crate::occasions::OccasionKind;
use crate::people::merge::{Date, Fate, Half, OwnRhythm, fate, points, work_beside};
use crate::people::{Core, NewPoint};
use crate::store::Db;

const MERGING: &str = "merging two people";

/// Makes one contact of two: `from` goes, and `into` has everything of both. A second birthday is called `birthday`.
pub fn merge(tx: &Db, now: Now, into: ContactId, from: ContactId, birthday: &str) -> Result<()> {
    let (own, other) = (half(tx, into)?, half(tx, from)?);
    if let Some(work) = work_beside(&own.core, &other.core) {
        facts::store::insert(tx, now, from, FactKind::Professional, &work, None)?;
    }
    // How the two knew each other says nothing any more; what was noted of it may.
    for note in notes_between(tx, into, from)? {
        facts::store::insert(tx, now, into, FactKind::Personal, &note, None)?;
    }
    let all = points(new_points(tx, into)?, new_points(tx, from)?);
    write::write_points(tx, into, &all)?;
    hand_over(tx, into, from)?;
    dates(tx, into, from, birthday)?;
    write_half(tx, now, into, &own.joined(&other)?)?;
    write::delete(tx, &[from])
}

fn notes_between(tx: &Db, one: ContactId, other: ContactId) -> Result<Vec<String>> {
    tx.prepare_cached(
        "SELECT note FROM connections WHERE note <> '' AND (from_id, to_id) IN (VALUES (?1, ?2), (?2, ?1)) ORDER BY id",
    )
    .and_then(|mut statement| statement.query_map([one, other], |row| row.get(0))?.collect())
    .during(MERGING)
}

fn half(tx: &Db, id: ContactId) -> Result<Half> {
    let row = |row: &Row<'_>| {
        Ok(Half {
            core: Core::default(),
            source: row.get(0)?,
            archived_on: row.get(1)?,
            rhythm: OwnRhythm {
                every: row.get(2)?,
                unit: row.get(3)?,
                set_on: row.get(4)?,
                first_due: row.get(5)?,
                latest_every: row.get(6)?,
                latest_unit: row.get(7)?,
            },
            paused_until: row.get(8)?,
            snoozed_until: row.get(9)?,
            skipped_on: row.get(10)?,
            vcard_extra: read::texts(row.get_ref(11)?.as_str()?),
            created_at: row.get(12)?,
            deceased_on: read::died(row, 13)?,
        })
    };
    let half = tx
        .prepare_cached(
            "SELECT source, archived_on, cadence_every, cadence_unit, cadence_set_on, cadence_first_due, latest_every,
                    latest_unit, paused_until, snoozed_until, skipped_on, vcard_extra, created_at,
                    deceased_on
             FROM contacts
             WHERE id = ?1",
        )
        .and_then(|mut statement| statement.query_row([id], row).optional())
        .during(MERGING)?
        .ok_or_else(|| Error::not_found("person", id))?;
    Ok(Half { core: read::core(tx, id)?, ..half })
}

fn write_half(tx: &Db, now: Now, id: ContactId, half: &Half) -> Result<()> {
    write::update_core(tx, now, id, &half.core)?;
    let rhythm = &half.rhythm;
    tx.prepare_cached(
        "UPDATE contacts
         SET source = ?2, archived_on = ?3, cadence_every = ?4, cadence_unit = ?5, cadence_set_on = ?6,
             cadence_first_due = ?7, latest_every = ?8, latest_unit = ?9, paused_until = ?10, snoozed_until = ?11,
             skipped_on = ?12, vcard_extra = ?13, created_at = ?14, deceased_on = ?15
         WHERE id = ?1",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            id,
            half.source,
            half.archived_on,
            rhythm.every,
            rhythm.unit,
            rhythm.set_on,
            rhythm.first_due,
            rhythm.latest_every,
            rhythm.latest_unit,
            half.paused_until,
            half.snoozed_until,
            half.skipped_on,
            read::json_texts(&half.vcard_extra),
            half.created_at,
            half.deceased_on.map(|died| died.to_string()),
        ])
    })
    .during(MERGING)?;
    Ok(())
}

fn new_points(tx: &Db, id: ContactId) -> Result<Vec<NewPoint>> {
    let point = |point: crate::people::Point| NewPoint {
        kind: point.kind,
        value: point.value,
        label: point.label,
        parts: point.parts,
    };
    Ok(read::points(tx, id)?.into_iter().map(point).collect())
}

/// Gives `?1` what `?2` has. What both have stays with `?2` and goes with it: deleting the contact takes it.
fn hand_over(tx: &Db, into: ContactId, from: ContactId) -> Result<()> {
    const TURNED: &[&str] = &[
        "INSERT INTO memberships (contact_id, group_id, added_on, first_due)
         SELECT ?1, group_id, added_on, first_due FROM memberships WHERE contact_id = ?2
         ON CONFLICT DO NOTHING",
        // New rows, not changed ones: what keeps the index and the touches up to date looks at those.
        "INSERT INTO conversation_people (conversation_id, contact_id, position)
         SELECT conversation_id, ?1, position FROM conversation_people WHERE contact_id = ?2
         ON CONFLICT DO NOTHING",
        "INSERT INTO connections (from_id, to_id, kind, note)
         SELECT ?1, to_id, kind, note FROM connections WHERE from_id = ?2 AND to_id NOT IN (?1, ?2)
         ON CONFLICT (from_id, to_id, kind) DO UPDATE SET note = trim(note || '; ' || excluded.note, '; ')
         WHERE instr(note, excluded.note) = 0",
        "INSERT INTO connections (from_id, to_id, kind, note)
         SELECT from_id, ?1, kind, note FROM connections WHERE to_id = ?2 AND from_id NOT IN (?1, ?2)
         ON CONFLICT (from_id, to_id, kind) DO UPDATE SET note = trim(note || '; ' || excluded.note, '; ')
         WHERE instr(note, excluded.note) = 0",
        "UPDATE facts AS mine SET conversation_id = theirs.conversation_id
         FROM facts AS theirs
         WHERE mine.contact_id = ?1 AND mine.conversation_id IS NULL AND theirs.contact_id = ?2
           AND (theirs.kind, theirs.text) = (mine.kind, mine.text)",
        "UPDATE facts AS f SET contact_id = ?1
         WHERE contact_id = ?2
           AND NOT EXISTS (SELECT 1 FROM facts AS mine
                           WHERE mine.contact_id = ?1 AND (mine.kind, mine.text) = (f.kind, f.text))",
        // A favour done to both in one talk was done to one person.
        "UPDATE exchanges AS x SET contact_id = ?1
         WHERE contact_id = ?2
           AND NOT EXISTS (SELECT 1 FROM exchanges AS mine
                           WHERE mine.contact_id = ?1 AND mine.conversation_id = x.conversation_id
                             AND (mine.direction, mine.kind, mine.text, mine.day, mine.worth_cents, mine.currency)
                              IS (x.direction, x.kind, x.text, x.day, x.worth_cents, x.currency))",
        "UPDATE follow_ups AS u SET contact_id = ?1
         WHERE contact_id = ?2
           AND NOT EXISTS (SELECT 1 FROM follow_ups AS mine
                           WHERE mine.contact_id = ?1 AND mine.conversation_id = u.conversation_id
                             AND (mine.kind, mine.theirs, mine.text, mine.due_on, mine.state, mine.closed_on)
                              IS (u.kind, u.theirs, u.text, u.due_on, u.state, u.closed_on))",
        "UPDATE feedback SET contact_id = ?1 WHERE contact_id = ?2",
    ];
    for sql in TURNED {
        tx.prepare_cached(sql).and_then(|mut statement| statement.execute([into, from])).during(MERGING)?;
    }
    Ok(())
}

fn dates(tx: &Db, into: ContactId, from: ContactId, birthday: &str) -> Result<()> {
    let own = dates_of(tx, into)?;
    for other in dates_of(tx, from)? {
        match fate(&own, &other) {
            Fate::Same => {}
            Fate::Better(id) => tell_better(tx, id, &other.date)?,
            Fate::Kept => turn_date(tx, into, &other)?,
            Fate::Second => {
                let label = if other.label.is_empty() { birthday.to_owned() } else { other.label.clone() };
                turn_date(tx, into, &Date { kind: OccasionKind::Custom, label, ..other })?;
            }
        }
    }
    Ok(())
}

fn dates_of(tx: &Db, id: ContactId) -> Result<Vec<Date>> {
    let row = |row: &Row<'_>| {
        Ok(Date {
            id: row.get(0)?,
            kind: OccasionKind::named(row.get_ref(1)?.as_str()?),
            label: row.get(2)?,
            date: row.get(3)?,
        })
    };
    tx.prepare_cached("SELECT id, kind, label, date FROM occasions WHERE contact_id = ?1 ORDER BY id")
        .and_then(|mut statement| statement.query_map([id], row)?.collect())
        .during(MERGING)
}

fn tell_better(tx: &Db, id: OccasionId, date: &str) -> Result<()> {
    tx.prepare_cached("UPDATE occasions SET date = ?2 WHERE id = ?1")
        .and_then(|mut statement| statement.execute(params![id, date]))
        .during(MERGING)?;
    Ok(())
}

fn turn_date(tx: &Db, into: ContactId, date: &Date) -> Result<()> {
    tx.prepare_cached("UPDATE occasions SET contact_id = ?2, kind = ?3, label = ?4 WHERE id = ?1")
        .and_then(|mut statement| statement.execute(params![date.id, into, date.kind.as_str(), date.label]))
        .during(MERGING)?;
    Ok(())
}
