//! Making, changing and deleting contacts.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

use super::read;
use crate::cadence::{self, Choice, Interval, Wanted};
use crate::civil::StoredDay;
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::groups;
use crate::id::{self, ContactId, PointId};
use crate::occasions::{self, OccasionKind};
use crate::people::bulk::Change;
use crate::people::checked::{checked_names, checked_points};
use crate::people::{AddressParts, ContactEdit, Core, DiedOn, NewContact, NewPoint, PointKind, names};
use crate::said;
use crate::store::Db;
use crate::text;

/// Makes a contact of a name alone, in place, as where a conversation is logged.
pub fn make(tx: &Db, now: Now, name: &str) -> Result<ContactId> {
    let name = text::name(name)?;
    let (given, family) = names::split(&name);
    insert_core(tx, now, &Core { name, given, family, ..Core::default() })
}

/// Makes a contact with everything that was given.
pub fn insert(tx: &Db, now: Now, today: NaiveDate, new: &NewContact) -> Result<ContactId> {
    let id = insert_core(tx, now, &new.core)?;
    write_points(tx, id, &new.points)?;
    groups::store::join(tx, now, today, &[id], &new.groups)?;
    if let Some(choice) = new.cadence {
        set_cadence(tx, today, &[id], choice.into())?;
    }
    if let Some(birthday) = &new.birthday {
        occasions::store::insert(tx, now, id, OccasionKind::Birthday, "", birthday, occasions::LEAD_DAYS)?;
    }
    Ok(id)
}

fn insert_core(tx: &Db, now: Now, core: &Core) -> Result<ContactId> {
    tx.prepare_cached(
        "INSERT INTO contacts (uid, kind, name, sort_name, given, family, nicknames, org, title, about,
                               expectations, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            id::new_uid(),
            core.kind.as_str(),
            core.name,
            text::fold(&core.name),
            core.given,
            core.family,
            read::json_texts(&core.nicknames),
            core.org,
            core.title,
            core.about,
            core.expectations,
            now.millis(),
        ])
    })
    .during("adding a person")?;
    Ok(ContactId(tx.last_insert_rowid()))
}

/// Changes what an edit gives; the rest stays.
pub fn edit(tx: &Db, now: Now, today: NaiveDate, id: ContactId, edit: &ContactEdit) -> Result<()> {
    let died = edit.deceased.as_ref().map(|died| died.as_deref().map(|text| DiedOn::parse(text, &now)).transpose());
    let died = died.transpose()?;
    let before = read::core(tx, id)?;
    let mut core = before.clone().edited(edit)?;
    if let Some(photo) = &edit.photo {
        core.photo.clone_from(photo);
    }
    if core != before {
        update_core(tx, now, id, &core)?;
    }
    if let Some(points) = &edit.points {
        write_points(tx, id, &checked_points(points)?)?;
    }
    if let Some(groups) = &edit.groups {
        groups::store::set_groups(tx, now, today, id, &checked_names("groups", groups)?)?;
    }
    match died {
        Some(died) => mark_deceased(tx, now, today, id, died),
        None => Ok(()),
    }
}

/// Changes many at once, but for deleting them.
pub fn bulk(tx: &Db, now: Now, today: NaiveDate, change: &Change) -> Result<()> {
    check_all(tx, &change.ids)?;
    if let Some(wanted) = change.cadence {
        set_cadence(tx, today, &change.ids, wanted)?;
    }
    groups::store::join(tx, now, today, &change.ids, &change.add_groups)?;
    for group in groups::store::ids_named(tx, &change.remove_groups)? {
        groups::store::leave(tx, &change.ids, group)?;
    }
    match change.archive {
        Some(false) if change.ids.len() == 1 => bring_back(tx, today, &change.ids),
        Some(archived) => archive(tx, today, &change.ids, archived),
        None => Ok(()),
    }
}

/// Writes the texts of a contact anew.
pub(super) fn update_core(tx: &Db, now: Now, id: ContactId, core: &Core) -> Result<()> {
    tx.prepare_cached(
        "UPDATE contacts
         SET kind = ?2, name = ?3, sort_name = ?4, given = ?5, family = ?6, nicknames = ?7, org = ?8, title = ?9,
             about = ?10, expectations = ?11, photo = ?12, updated_at = ?13
         WHERE id = ?1",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            id,
            core.kind.as_str(),
            core.name,
            text::fold(&core.name),
            core.given,
            core.family,
            read::json_texts(&core.nicknames),
            core.org,
            core.title,
            core.about,
            core.expectations,
            core.photo,
            now.millis(),
        ])
    })
    .during("changing a person")?;
    Ok(())
}

/// Makes these the points of a contact, in this order; a point that stays keeps its id.
pub fn write_points(tx: &Db, id: ContactId, points: &[NewPoint]) -> Result<()> {
    let mut before = stored_points(tx, id)?;
    for (position, point) in points.iter().enumerate() {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        match before.iter().position(|old| old.point == *point) {
            Some(at) => {
                let old = before.swap_remove(at);
                if old.position != position {
                    move_point(tx, old.id, position)?;
                }
            }
            None => insert_point(tx, id, position, point)?,
        }
    }
    for old in before {
        tx.prepare_cached("DELETE FROM contact_points WHERE id = ?1")
            .and_then(|mut statement| statement.execute([old.id]))
            .during("changing how to reach a person")?;
    }
    Ok(())
}

/// Gives points to a contact that has none yet.
pub fn add_points(tx: &Db, id: ContactId, points: &[NewPoint]) -> Result<()> {
    use rusqlite::types::Value as Sql;
    /// In one statement, because each has a savepoint of its own.
    const AT_ONCE: usize = 16;
    for (chunk, first) in points.chunks(AT_ONCE).zip((0_i64..).step_by(AT_ONCE)) {
        let rows = vec!["(?, ?, ?, ?, ?, ?)"; chunk.len()].join(", ");
        let sql = format!("INSERT INTO contact_points (contact_id, kind, value, label, position, parts) VALUES {rows}");
        let values = chunk.iter().zip(first..).flat_map(|(point, position)| {
            let text = |text: &str| Sql::Text(text.to_owned());
            let [kind, value, label] = [point.kind.as_str(), &point.value, &point.label].map(text);
            [Sql::Integer(id.0), kind, value, label, Sql::Integer(position), Sql::Text(parts_json(&point.parts))]
        });
        tx.prepare_cached(&sql)
            .and_then(|mut statement| statement.execute(rusqlite::params_from_iter(values)))
            .during("adding how to reach a person")?;
    }
    Ok(())
}

struct StoredPoint {
    id: PointId,
    position: i64,
    point: NewPoint,
}

fn stored_points(tx: &Db, id: ContactId) -> Result<Vec<StoredPoint>> {
    let row = |row: &rusqlite::Row<'_>| {
        let point = NewPoint {
            kind: PointKind::named(row.get_ref(2)?.as_str()?),
            value: row.get(3)?,
            label: row.get(4)?,
            parts: read::parts(row.get_ref(5)?.as_str()?),
        };
        Ok(StoredPoint { id: row.get(0)?, position: row.get(1)?, point })
    };
    tx.prepare_cached(
        "SELECT id, position, kind, value, label, parts FROM contact_points WHERE contact_id = ?1 ORDER BY position, id",
    )
    .and_then(|mut statement| statement.query_map([id], row)?.collect())
    .during("reading how to reach a person")
}

fn move_point(tx: &Db, point: PointId, position: i64) -> Result<()> {
    tx.prepare_cached("UPDATE contact_points SET position = ?2 WHERE id = ?1")
        .and_then(|mut statement| statement.execute(params![point, position]))
        .during("changing how to reach a person")?;
    Ok(())
}

fn insert_point(tx: &Db, id: ContactId, position: i64, point: &NewPoint) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO contact_points (contact_id, kind, value, label, position, parts) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            id,
            point.kind.as_str(),
            point.value,
            point.label,
            position,
            parts_json(&point.parts)
        ])
    })
    .during("adding how to reach a person")?;
    Ok(())
}

fn parts_json(parts: &AddressParts) -> String {
    serde_json::to_string(parts).unwrap_or_else(|_| "{}".into())
}

/// Sets the rhythm of these contacts; those never spoken with are spread over their first one, in the order
/// of their ids. One alone is due on the day it is set.
pub fn set_cadence(tx: &Db, today: NaiveDate, ids: &[ContactId], wanted: Wanted) -> Result<()> {
    let (every, unit) = match wanted.choice {
        Choice::Inherit => (None, None),
        Choice::Declined => (None, Some("none")),
        Choice::Every(interval) => (Some(interval.every), Some(interval.unit.as_str())),
    };
    let changed = differing(tx, ids, every, unit)?;
    tx.prepare_cached(
        "UPDATE contacts
         SET cadence_every = ?2, cadence_unit = ?3, cadence_set_on = ?4, cadence_first_due = NULL
         WHERE id IN (SELECT value FROM json_each(?1))",
    )
    .and_then(|mut statement| statement.execute(params![id::json(&changed), every, unit, StoredDay(today)]))
    .during("setting a rhythm")?;
    set_latest(tx, ids, wanted)?;
    let Choice::Every(interval) = wanted.choice else { return Ok(()) };
    if ids.len() < 2 {
        return Ok(());
    }
    let mut statement =
        tx.prepare_cached("UPDATE contacts SET cadence_first_due = ?2 WHERE id = ?1").during("spreading first days")?;
    for (id, first_due) in crate::people::spread(&never_touched(tx, today, &changed)?, today, interval) {
        statement.execute(params![id, StoredDay(first_due)]).during("spreading first days")?;
    }
    Ok(())
}

/// Sets the longest interval of these contacts, or takes away what their new rhythm has no room for.
fn set_latest(tx: &Db, ids: &[ContactId], wanted: Wanted) -> Result<()> {
    let (ids, latest) = match (wanted.choice, wanted.latest) {
        (Choice::Inherit | Choice::Declined, _) => (ids.to_vec(), None),
        (Choice::Every(_), Some(latest)) => (ids.to_vec(), latest),
        (Choice::Every(interval), None) => {
            let shorter = |latest| cadence::check_latest(interval, latest).is_err();
            (latest_of(tx, ids)?.into_iter().filter(|(_, latest)| shorter(*latest)).map(|(id, _)| id).collect(), None)
        }
    };
    let (every, unit) = latest.map(|latest| (latest.every, latest.unit.as_str())).unzip();
    tx.prepare_cached(
        "UPDATE contacts SET latest_every = ?2, latest_unit = ?3
         WHERE id IN (SELECT value FROM json_each(?1)) AND (latest_every, latest_unit) IS NOT (?2, ?3)",
    )
    .and_then(|mut statement| statement.execute(params![id::json(&ids), every, unit]))
    .during("setting a rhythm")?;
    Ok(())
}

/// The longest intervals of those of the contacts that have one.
fn latest_of(tx: &Db, ids: &[ContactId]) -> Result<Vec<(ContactId, Interval)>> {
    let found: Vec<(ContactId, Option<Interval>)> = tx
        .prepare_cached(
            "SELECT id, latest_every, latest_unit FROM contacts
             WHERE id IN (SELECT value FROM json_each(?1)) AND latest_unit IS NOT NULL",
        )
        .and_then(|mut statement| {
            let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, cadence::store::interval(row, 1)?));
            statement.query_map([id::json(ids)], row)?.collect()
        })
        .during("setting a rhythm")?;
    Ok(found.into_iter().filter_map(|(id, latest)| Some((id, latest?))).collect())
}

/// Those of the contacts whose choice is another one.
fn differing(tx: &Db, ids: &[ContactId], every: Option<u32>, unit: Option<&str>) -> Result<Vec<ContactId>> {
    tx.prepare_cached(
        "SELECT id FROM contacts
         WHERE id IN (SELECT value FROM json_each(?1))
           AND (cadence_every IS NOT ?2 OR cadence_unit IS NOT ?3)
         ORDER BY id",
    )
    .and_then(|mut statement| statement.query_map(params![id::json(ids), every, unit], |row| row.get(0))?.collect())
    .during("setting a rhythm")
}

/// Those of the contacts with whom nobody spoke up to that day, by id.
pub fn never_touched(tx: &Db, today: NaiveDate, ids: &[ContactId]) -> Result<Vec<ContactId>> {
    tx.prepare_cached(
        "SELECT id FROM contacts AS c
         WHERE id IN (SELECT value FROM json_each(?1))
           AND skipped_on IS NULL
           AND NOT EXISTS (SELECT 1 FROM touches AS t WHERE t.contact_id = c.id AND t.counts = 2 AND t.day <= ?2)
         ORDER BY id",
    )
    .and_then(|mut statement| {
        statement.query_map(params![id::json(ids), StoredDay(today)], |row| row.get(0))?.collect()
    })
    .during("looking who was never spoken with")
}

/// Notes that someone died, which archives them, or that they live; these stay where they are.
fn mark_deceased(tx: &Db, now: Now, today: NaiveDate, id: ContactId, died: Option<DiedOn>) -> Result<()> {
    tx.prepare_cached(
        "UPDATE contacts
         SET deceased_on = ?2, archived_on = iif(?2 IS NULL, archived_on, ifnull(archived_on, ?3)), updated_at = ?4
         WHERE id = ?1 AND deceased_on IS NOT ?2",
    )
    .and_then(|mut statement| {
        statement.execute(params![id, died.map(|died| died.to_string()), StoredDay(today), now.millis()])
    })
    .during("noting that someone died")?;
    Ok(())
}

/// Brings one back from the archive, unless they died: of one alone that is said.
fn bring_back(tx: &Db, today: NaiveDate, ids: &[ContactId]) -> Result<()> {
    archive(tx, today, ids, false)?;
    let stays: Option<String> = tx
        .prepare_cached(
            "SELECT name FROM contacts
             WHERE id IN (SELECT value FROM json_each(?1)) AND deceased_on IS NOT NULL",
        )
        .and_then(|mut statement| statement.query_row([id::json(ids)], |row| row.get(0)).optional())
        .during("bringing someone back")?;
    match stays {
        None => Ok(()),
        Some(name) => Err(Error::invalid_hint(
            "archive",
            said!("{name} has died and stays in the archive.", name = text::short(&name)),
            "If that is a mistake, take the day of death away first, in the details or by `kith edit contact --living`.",
        )),
    }
}

/// Archives contacts, or brings them back; whoever died stays.
pub fn archive(tx: &Db, today: NaiveDate, ids: &[ContactId], archive: bool) -> Result<()> {
    tx.prepare_cached(
        "UPDATE contacts SET archived_on = iif(?2, ?3, NULL)
         WHERE id IN (SELECT value FROM json_each(?1)) AND (archived_on IS NULL) = ?2 AND (?2 OR deceased_on IS NULL)",
    )
    .and_then(|mut statement| statement.execute(params![id::json(ids), archive, StoredDay(today)]))
    .during("archiving people")?;
    Ok(())
}

/// Deletes contacts with everything that is theirs alone. Conversations stay, those left without people too.
pub fn delete(tx: &Db, ids: &[ContactId]) -> Result<()> {
    const THEIRS: &[&str] = &[
        "DELETE FROM contact_points WHERE contact_id IN (SELECT value FROM json_each(?1))",
        "DELETE FROM memberships WHERE contact_id IN (SELECT value FROM json_each(?1))",
        "DELETE FROM facts WHERE contact_id IN (SELECT value FROM json_each(?1))",
        "DELETE FROM occasions WHERE contact_id IN (SELECT value FROM json_each(?1))",
        "DELETE FROM exchanges WHERE contact_id IN (SELECT value FROM json_each(?1))",
        "DELETE FROM follow_ups WHERE contact_id IN (SELECT value FROM json_each(?1))",
        "DELETE FROM feedback WHERE contact_id IN (SELECT value FROM json_each(?1))",
        "DELETE FROM connections WHERE from_id IN (SELECT value FROM json_each(?1))",
        "DELETE FROM connections WHERE to_id IN (SELECT value FROM json_each(?1))",
        "DELETE FROM conversation_people WHERE contact_id IN (SELECT value FROM json_each(?1))",
        "DELETE FROM contacts WHERE id IN (SELECT value FROM json_each(?1))",
    ];
    let ids = id::json(ids);
    for sql in THEIRS {
        tx.prepare_cached(sql).and_then(|mut statement| statement.execute([&ids])).during("deleting people")?;
    }
    Ok(())
}

/// Fails where one of the contacts is not there.
pub fn check_all(tx: &Db, ids: &[ContactId]) -> Result<()> {
    let found = super::contact_refs(tx, ids)?;
    match ids.iter().find(|id| !found.contains_key(id)) {
        None => Ok(()),
        Some(missing) => Err(Error::not_found("person", missing)),
    }
}
