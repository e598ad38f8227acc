//! The SQL of groups and memberships.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

use super::{Group, GroupRef, Intent};
use crate::cadence::store::interval;
use crate::cadence::{self, Interval};
use crate::civil::StoredDay;
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::id::{self, ContactId, GroupId};
use crate::people;
use crate::said;
use crate::said::Said;
use crate::store::Db;
use crate::text::{fold, short};

const READING: &str = "reading the groups";

/// All groups, by name.
pub fn all(db: &Db) -> Result<Vec<Group>> {
    let mut groups: Vec<Group> = db
        .prepare_cached(
            "SELECT g.id, g.uid, g.name, g.intent, g.expectations, g.cadence_every, g.cadence_unit,
                    (SELECT count(*)
                     FROM memberships AS m JOIN contacts AS c ON c.id = m.contact_id
                     WHERE m.group_id = g.id AND c.archived_on IS NULL),
                    g.latest_every, g.latest_unit, g.household, g.query
             FROM groups AS g",
        )
        .and_then(|mut statement| statement.query_map([], group_row)?.collect())
        .during(READING)?;
    groups.sort_by_cached_key(|group| (fold(&group.name), group.id));
    Ok(groups)
}

/// A group.
pub fn group(db: &Db, id: GroupId) -> Result<Group> {
    all(db)?.into_iter().find(|group| group.id == id).ok_or_else(|| Error::not_found("group", id))
}

fn group_row(row: &Row<'_>) -> rusqlite::Result<Group> {
    Ok(Group {
        id: row.get(0)?,
        uid: row.get(1)?,
        name: row.get(2)?,
        intent: row.get_ref(3)?.as_str_or_null()?.and_then(Intent::named),
        expectations: row.get(4)?,
        cadence: interval(row, 5)?,
        latest: interval(row, 8)?,
        household: row.get(10)?,
        members: row.get(7)?,
        query: row.get(11)?,
    })
}

/// The group of that name, whatever its case.
pub fn named(db: &Db, name: &str) -> Result<Option<GroupId>> {
    let wanted = name.trim().to_lowercase();
    let groups: Vec<(GroupId, String)> = db
        .prepare_cached("SELECT id, name FROM groups ORDER BY id")
        .and_then(|mut statement| statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .during(READING)?;
    let exact = groups.iter().find(|(_, name)| *name == wanted);
    Ok(exact.or_else(|| groups.iter().find(|(_, name)| name.to_lowercase() == wanted)).map(|(id, _)| *id))
}

/// Whoever is in the group of that name.
pub fn members_named(db: &Db, name: &str) -> Result<BTreeSet<ContactId>> {
    let group = named(db, name)?.ok_or_else(|| Error::not_found("group", name))?;
    if is_smart(db, group)? {
        return Err(Error::invalid_hint("group", smart(name), "Search for it instead."));
    }
    db.prepare_cached("SELECT contact_id FROM memberships WHERE group_id = ?1")
        .and_then(|mut statement| statement.query_map([group], |row| row.get(0))?.collect())
        .during(READING)
}

/// The groups of these contacts, by name.
pub fn of_contacts(db: &Db, ids: &[ContactId]) -> Result<BTreeMap<ContactId, Vec<GroupRef>>> {
    let mut groups: BTreeMap<ContactId, Vec<GroupRef>> = BTreeMap::new();
    let mut statement = db
        .prepare_cached(
            "SELECT m.contact_id, g.id, g.name
             FROM memberships AS m
             JOIN groups AS g ON g.id = m.group_id
             WHERE m.contact_id IN (SELECT value FROM json_each(?1))
             ORDER BY m.contact_id, g.name",
        )
        .during(READING)?;
    let mut rows = statement.query([id::json(ids)]).during(READING)?;
    while let Some(row) = rows.next().during(READING)? {
        groups.entry(row.get(0)?).or_default().push(GroupRef { id: row.get(1)?, name: row.get(2)? });
    }
    Ok(groups)
}

/// Makes a group of that name.
pub fn insert(tx: &Db, now: Now, name: &str) -> Result<GroupId> {
    tx.prepare_cached("INSERT INTO groups (uid, name, created_at) VALUES (?1, ?2, ?3)")
        .and_then(|mut statement| statement.execute(params![id::new_uid(), name, now.millis()]))
        .during("making a group")?;
    Ok(GroupId(tx.last_insert_rowid()))
}

/// Puts contacts into groups by name; groups that are not there are made, and smart groups take nobody.
///
/// Where several come into a group with a rhythm at once, those never spoken with are spread over it.
pub fn join(tx: &Db, now: Now, today: NaiveDate, ids: &[ContactId], names: &[String]) -> Result<()> {
    for name in names {
        let group = match named(tx, name)? {
            Some(group) => group,
            None => insert(tx, now, name)?,
        };
        if is_smart(tx, group)? {
            return Err(Error::invalid_hint(
                "groups",
                smart(name),
                "Put them into another group, or change what it searches for.",
            ));
        }
        let new: Vec<ContactId> = tx
            .prepare_cached(
                "INSERT INTO memberships (contact_id, group_id, added_on)
                 SELECT value, ?2, ?3 FROM json_each(?1) WHERE true
                 ON CONFLICT DO NOTHING
                 RETURNING contact_id",
            )
            .and_then(|mut statement| {
                statement.query_map(params![id::json(ids), group, StoredDay(today)], |row| row.get(0))?.collect()
            })
            .during("adding people to a group")?;
        if ids.len() > 1 {
            spread_members(tx, today, group, &new)?;
        }
    }
    Ok(())
}

fn smart(name: &str) -> Said {
    said!("“{name}” is a smart group: its search finds who is in it.", name = short(name))
}

/// Whether a search finds the members of a group.
pub fn is_smart(db: &Db, group: GroupId) -> Result<bool> {
    db.prepare_cached("SELECT query IS NOT NULL FROM groups WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([group], |row| row.get(0)).optional())
        .during(READING)
        .map(Option::unwrap_or_default)
}

/// Spreads these members, where nobody spoke with them yet, over the group's rhythm.
fn spread_members(tx: &Db, today: NaiveDate, group: GroupId, members: &[ContactId]) -> Result<()> {
    let Some(interval) = self::group(tx, group)?.cadence else { return Ok(()) };
    let mut statement = tx
        .prepare_cached("UPDATE memberships SET first_due = ?3 WHERE contact_id = ?1 AND group_id = ?2")
        .during("spreading first days")?;
    let never = people::store::write::never_touched(tx, today, members)?;
    for (contact, first_due) in people::spread(&never, today, interval) {
        statement.execute(params![contact, group, StoredDay(first_due)]).during("spreading first days")?;
    }
    Ok(())
}

/// Takes contacts out of a group.
pub fn leave(tx: &Db, ids: &[ContactId], group: GroupId) -> Result<()> {
    tx.prepare_cached(
        "DELETE FROM memberships WHERE group_id = ?2 AND contact_id IN (SELECT value FROM json_each(?1))",
    )
    .and_then(|mut statement| statement.execute(params![id::json(ids), group]))
    .during("taking people out of a group")?;
    Ok(())
}

/// Makes these the groups of a contact, by name.
pub fn set_groups(tx: &Db, now: Now, today: NaiveDate, contact: ContactId, names: &[String]) -> Result<()> {
    let mut wanted = BTreeSet::new();
    for name in names {
        wanted.extend(named(tx, name)?);
    }
    for group in of_contacts(tx, &[contact])?.remove(&contact).unwrap_or_default() {
        if !wanted.contains(&group.id) {
            leave(tx, &[contact], group.id)?;
        }
    }
    join(tx, now, today, &[contact], names)
}

/// Writes a group's name, intent and expectations anew.
pub fn update(tx: &Db, group: &Group) -> Result<()> {
    tx.prepare_cached(
        "UPDATE groups SET name = ?2, intent = ?3, expectations = ?4, household = ?5, query = ?6 WHERE id = ?1",
    )
    .and_then(|mut statement| {
        let intent = group.intent.map(Intent::as_str);
        statement.execute(params![group.id, group.name, intent, group.expectations, group.household, group.query])
    })
    .during("changing a group")?;
    Ok(())
}

/// Sets a group's rhythm; members never spoken with are spread over it.
pub fn set_cadence(tx: &Db, today: NaiveDate, group: GroupId, cadence: Option<Interval>) -> Result<()> {
    if self::group(tx, group)?.cadence == cadence {
        return Ok(());
    }
    tx.prepare_cached("UPDATE groups SET cadence_every = ?2, cadence_unit = ?3, cadence_set_on = ?4 WHERE id = ?1")
        .and_then(|mut statement| {
            let (every, unit) = cadence.map(|interval| (interval.every, interval.unit.as_str())).unzip();
            statement.execute(params![group, every, unit, cadence.map(|_| StoredDay(today))])
        })
        .during("setting a group's rhythm")?;
    tx.prepare_cached("UPDATE memberships SET first_due = NULL WHERE group_id = ?1 AND first_due IS NOT NULL")
        .and_then(|mut statement| statement.execute([group]))
        .during("setting a group's rhythm")?;
    let members: Vec<ContactId> = tx
        .prepare_cached("SELECT contact_id FROM memberships WHERE group_id = ?1 ORDER BY contact_id")
        .and_then(|mut statement| statement.query_map([group], |row| row.get(0))?.collect())
        .during(READING)?;
    if members.len() > 1 { spread_members(tx, today, group, &members) } else { Ok(()) }
}

/// Sets a group's longest interval; without a rhythm, or shorter than it, there is none.
pub fn set_latest(tx: &Db, group: GroupId, latest: Option<Interval>) -> Result<()> {
    let cadence = self::group(tx, group)?.cadence;
    let latest = cadence.zip(latest).filter(|(cadence, latest)| cadence::check_latest(*cadence, *latest).is_ok());
    let (every, unit) = latest.map(|(_, latest)| (latest.every, latest.unit.as_str())).unzip();
    tx.prepare_cached("UPDATE groups SET latest_every = ?2, latest_unit = ?3 WHERE id = ?1")
        .and_then(|mut statement| statement.execute(params![group, every, unit]))
        .during("setting a group's rhythm")?;
    Ok(())
}

/// Deletes a group; its members stay.
pub fn delete(tx: &Db, group: GroupId) -> Result<()> {
    for sql in ["DELETE FROM memberships WHERE group_id = ?1", "DELETE FROM groups WHERE id = ?1"] {
        tx.prepare_cached(sql).and_then(|mut statement| statement.execute([group])).during("deleting a group")?;
    }
    Ok(())
}

/// Whether another group has that name already.
pub fn name_taken(db: &Db, name: &str, by_other_than: Option<GroupId>) -> Result<bool> {
    Ok(named(db, name)?.is_some_and(|found| Some(found) != by_other_than))
}

/// The id of a group given by name, where there is one.
pub fn ids_named(db: &Db, names: &[String]) -> Result<Vec<GroupId>> {
    names.iter().map(|name| named(db, name)?.ok_or_else(|| Error::not_found("group", name))).collect()
}

/// One group's id and name.
pub fn group_ref(db: &Db, id: GroupId) -> Result<GroupRef> {
    db.prepare_cached("SELECT name FROM groups WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([id], |row| row.get(0)).optional())
        .during(READING)?
        .map(|name| GroupRef { id, name })
        .ok_or_else(|| Error::not_found("group", id))
}
