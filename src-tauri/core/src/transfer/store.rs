//! The records' way in and out of the tables, in bulk: one contact, one conversation at a time, diffed by row,
//! so that an import changes no more than it must and its undo is small.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::record::{
    CadenceRecord, ContactRecord, FactRecord, GroupRecord, MembershipRecord, OccasionRecord, POINT_KINDS, PointRecord,
};
use crate::clock::Now;
use crate::error::{During, Result};
use crate::groups::store as groups;
use crate::id::{ContactId, GroupId, new_uid};
use crate::people::store::write::write_points;
use crate::people::{ContactKind, NewPoint, names, spread};
use crate::store::Db;
use crate::text::fold;

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
    /// Its name.
    pub name: String,
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
    let mut statement = db.prepare("SELECT id, uid, name FROM contacts").during("reading the contacts")?;
    let mut rows = statement.query([]).during("reading the contacts")?;
    while let Some(row) = rows.next().during("reading the contacts")? {
        let id = row.get(0)?;
        each(Known { id, uid: row.get(1)?, name: row.get(2)?, points: points.remove(&id).unwrap_or_default() });
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
                    skipped_on, vcard_extra, created_at, updated_at
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
        cadence: Some(cadence_columns(row, 13)?),
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

/// Writes contacts within one operation, and remembers the groups it meets.
pub struct Writer {
    /// The moment of the import.
    pub now: Now,
    groups: BTreeMap<String, GroupId>,
    /// Who was added to which group.
    pub joined: Vec<(ContactId, GroupId)>,
}

impl Writer {
    /// Reads the groups there are.
    pub fn new(db: &Db, now: Now) -> Result<Self> {
        let groups = db
            .prepare("SELECT name, id FROM groups")
            .and_then(|mut statement| statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .during("reading the groups")?;
        let groups: Vec<(String, GroupId)> = groups;
        let groups = groups.into_iter().map(|(name, id)| (name.to_lowercase(), id)).collect();
        Ok(Self { now, groups, joined: Vec::new() })
    }

    /// Makes a contact; its `name` must be there.
    pub fn insert(&mut self, tx: &Db, record: &ContactRecord) -> Result<ContactId> {
        let name = record.name.clone().unwrap_or_default();
        let uid = record.uid.clone().unwrap_or_else(new_uid);
        tx.prepare_cached(
            "INSERT INTO contacts (uid, name, sort_name, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        )
        .and_then(|mut statement| statement.execute(params![uid, name, fold(&name), self.created(record.created_at)]))
        .during("saving a contact")?;
        let id = ContactId(tx.last_insert_rowid());
        if record.given.is_some() || record.family.is_some() || record.kind == Some(ContactKind::Organisation) {
            self.update(tx, id, None, record)?;
        } else {
            let (given, family) = names::split(&name);
            let (given, family) = (Some(given), Some(family));
            self.update(tx, id, None, &ContactRecord { given, family, ..record.clone() })?;
        }
        Ok(id)
    }

    /// Writes what differs from `old`; what the record does not say stays.
    pub fn update(&mut self, tx: &Db, id: ContactId, old: Option<&ContactRecord>, new: &ContactRecord) -> Result<()> {
        self.columns(tx, id, old, new)?;
        self.points(tx, id, old, new)?;
        self.memberships(tx, id, old, new)?;
        for occasion in new.occasions.iter().flatten() {
            let before = old.and_then(|o| o.occasions.iter().flatten().find(|other| other.uid == occasion.uid));
            self.occasion(tx, id, before, occasion)?;
        }
        for fact in new.facts.iter().flatten() {
            let before = old.and_then(|o| o.facts.iter().flatten().find(|other| other.uid == fact.uid));
            self.fact(tx, id, before, fact)?;
        }
        Ok(())
    }

    fn created(&self, at: Option<i64>) -> i64 {
        at.unwrap_or_else(|| self.now.millis())
    }

    fn columns(&self, tx: &Db, id: ContactId, old: Option<&ContactRecord>, new: &ContactRecord) -> Result<()> {
        use rusqlite::types::Value as Sql;
        let mut set: Vec<(&str, Sql)> = Vec::new();
        let text = |value: &String| Sql::Text(value.clone());
        let day = |value: &Option<NaiveDate>| stored(*value).map_or(Sql::Null, Sql::Text);
        macro_rules! field {
            ($field:ident, $as:expr) => {
                if let Some(value) = &new.$field
                    && old.is_none_or(|old| old.$field.as_ref() != Some(value))
                {
                    set.push((stringify!($field), $as(value)));
                }
            };
        }
        field!(uid, text);
        field!(kind, |kind| Sql::Text(word(kind)));
        if let Some(name) = &new.name
            && old.is_none_or(|old| old.name.as_ref() != Some(name))
        {
            set.push(("name", text(name)));
            set.push(("sort_name", Sql::Text(fold(name))));
        }
        field!(given, text);
        field!(family, text);
        field!(nicknames, |list| Sql::Text(json(list)));
        field!(org, text);
        field!(title, text);
        field!(about, text);
        field!(expectations, text);
        field!(photo, |photo: &Option<String>| photo.as_ref().map_or(Sql::Null, text));
        field!(source, text);
        field!(archived_on, day);
        field!(paused_until, day);
        field!(snoozed_until, day);
        field!(skipped_on, day);
        field!(vcard_extra, |list| Sql::Text(json(list)));
        if let Some(cadence) = &new.cadence
            && old.is_none_or(|old| old.cadence.as_ref() != Some(cadence))
        {
            let cadence = cadence.clone().unwrap_or_default();
            let set_on = cadence.set_on.or_else(|| cadence.unit.is_some().then(|| self.now.civil_day()));
            set.push(("cadence_every", cadence.every.map_or(Sql::Null, |n| Sql::Integer(n.into()))));
            set.push(("cadence_unit", cadence.unit.map_or(Sql::Null, Sql::Text)));
            set.push(("cadence_set_on", day(&set_on)));
            set.push(("cadence_first_due", day(&cadence.first_due)));
        }
        if set.is_empty() {
            return Ok(());
        }
        let changed_at = new.updated_at.filter(|at| old.is_none_or(|old| old.updated_at != Some(*at)));
        set.push(("updated_at", Sql::Integer(changed_at.unwrap_or_else(|| self.now.millis()))));
        let columns = set.iter().enumerate().map(|(at, (name, _))| format!("{name} = ?{}", at + 2));
        let sql = format!("UPDATE contacts SET {} WHERE id = ?1", columns.collect::<Vec<_>>().join(", "));
        let values = std::iter::once(Sql::Integer(id.0)).chain(set.into_iter().map(|(_, value)| value));
        tx.prepare_cached(&sql)
            .and_then(|mut statement| statement.execute(rusqlite::params_from_iter(values)))
            .during("saving a contact")?;
        Ok(())
    }

    /// Points stand in the order of their kinds; one that stays keeps its id.
    fn points(&self, tx: &Db, id: ContactId, old: Option<&ContactRecord>, new: &ContactRecord) -> Result<()> {
        let differs = |kind| new.points(kind).is_some_and(|list| old.and_then(|old| old.points(kind)) != Some(list));
        if !POINT_KINDS.into_iter().any(differs) {
            return Ok(());
        }
        let mut points = Vec::new();
        for kind in POINT_KINDS {
            let wanted = new.points(kind).or_else(|| old.and_then(|old| old.points(kind)));
            points.extend(wanted.into_iter().flatten().filter(|p| !p.shown().is_empty()).map(|point| NewPoint {
                kind,
                value: point.shown(),
                label: point.label.clone().unwrap_or_default(),
                parts: point.parts.clone().unwrap_or_default(),
            }));
        }
        write_points(tx, id, &points)
    }

    fn memberships(&mut self, tx: &Db, id: ContactId, old: Option<&ContactRecord>, new: &ContactRecord) -> Result<()> {
        let Some(wanted) = &new.groups else { return Ok(()) };
        let before = old.and_then(|old| old.groups.as_ref()).map_or(&[][..], Vec::as_slice);
        for name in before.iter().filter(|name| !wanted.contains(name)) {
            tx.execute(
                "DELETE FROM memberships WHERE contact_id = ?1 AND group_id = (SELECT id FROM groups WHERE name = ?2)",
                params![id, name],
            )
            .during("saving a contact's groups")?;
        }
        for name in wanted.iter().filter(|name| !name.trim().is_empty()) {
            let since = new.memberships.as_ref().and_then(|all| all.get(name));
            if before.contains(name)
                && old.and_then(|old| old.memberships.as_ref()).and_then(|all| all.get(name)) == since
            {
                continue;
            }
            self.join(tx, id, name, since)?;
        }
        Ok(())
    }

    /// Puts a contact into a group, which is made where it is missing.
    pub fn join(&mut self, tx: &Db, id: ContactId, name: &str, since: Option<&MembershipRecord>) -> Result<()> {
        let group = self.group(tx, name)?;
        let added_on = since.and_then(|s| s.added_on).unwrap_or_else(|| self.now.civil_day());
        let first_due = stored(since.and_then(|s| s.first_due));
        let told = since.is_some();
        let changed = tx
            .prepare_cached(
                "INSERT INTO memberships (contact_id, group_id, added_on, first_due) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET added_on = excluded.added_on, first_due = excluded.first_due WHERE ?5",
            )
            .and_then(|mut statement| statement.execute(params![id, group, added_on.to_string(), first_due, told]))
            .during("saving a contact's groups")?;
        if changed > 0 && !told {
            self.joined.push((id, group));
        }
        Ok(())
    }

    /// The group of that name in any case, made where it is missing.
    pub fn group(&mut self, tx: &Db, name: &str) -> Result<GroupId> {
        let key = name.trim().to_lowercase();
        if let Some(id) = self.groups.get(&key) {
            return Ok(*id);
        }
        tx.execute(
            "INSERT INTO groups (uid, name, created_at) VALUES (?1, ?2, ?3)",
            params![new_uid(), name.trim(), self.now.millis()],
        )
        .during("making a group")?;
        let id = GroupId(tx.last_insert_rowid());
        self.groups.insert(key, id);
        Ok(id)
    }

    fn occasion(&self, tx: &Db, id: ContactId, old: Option<&OccasionRecord>, new: &OccasionRecord) -> Result<()> {
        let (Some(kind), Some(date)) = (new.kind, &new.date) else { return Ok(()) };
        if old == Some(new) {
            return Ok(());
        }
        tx.prepare_cached(
            "INSERT INTO occasions (uid, contact_id, kind, label, date, lead_days, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (uid) DO UPDATE
             SET kind = excluded.kind, label = excluded.label, date = excluded.date, lead_days = excluded.lead_days",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                new.uid.clone().unwrap_or_else(new_uid),
                id,
                word(&kind),
                new.label.as_deref().unwrap_or_default(),
                date,
                new.lead_days.unwrap_or(7),
                self.created(new.created_at),
            ])
        })
        .during("saving an occasion")?;
        Ok(())
    }

    /// Writes a fact by its `uid`; answers whether anything changed.
    pub fn fact(&self, tx: &Db, id: ContactId, old: Option<&FactRecord>, new: &FactRecord) -> Result<bool> {
        let Some(text) = new.text.as_ref().map(|text| text.trim()).filter(|text| !text.is_empty()) else {
            return Ok(false);
        };
        let kind = new.kind.or(old.and_then(|old| old.kind)).unwrap_or_default();
        let conversation =
            new.conversation.clone().unwrap_or_else(|| old.and_then(|old| old.conversation.clone().flatten()));
        if let Some(old) = old
            && old.text.as_deref() == Some(text)
            && old.kind == Some(kind)
            && old.conversation.clone().flatten() == conversation
        {
            return Ok(false);
        }
        tx.prepare_cached(
            "INSERT INTO facts (uid, contact_id, kind, text, created_at, conversation_id)
             VALUES (?1, ?2, ?3, ?4, ?5, (SELECT id FROM conversations WHERE uid = ?6))
             ON CONFLICT (uid) DO UPDATE
             SET kind = excluded.kind, text = excluded.text, conversation_id = excluded.conversation_id",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                new.uid.clone().unwrap_or_else(new_uid),
                id,
                word(&kind),
                text,
                self.created(new.created_at),
                conversation,
            ])
        })
        .during("saving a fact")?;
        Ok(true)
    }

    /// Those who joined a group with a rhythm at once are spread over the first one, so that they do not all
    /// come due on one day.
    pub fn spread(&mut self, tx: &Db) -> Result<()> {
        let mut by_group: BTreeMap<GroupId, Vec<ContactId>> = BTreeMap::new();
        for (contact, group) in self.joined.drain(..) {
            by_group.entry(group).or_default().push(contact);
        }
        let today = self.now.civil_day();
        for (group, contacts) in by_group {
            let cadence = groups::group(tx, group)?.cadence.filter(|_| contacts.len() > 1);
            let Some(interval) = cadence else { continue };
            for (contact, due) in spread(&contacts, today, interval) {
                tx.prepare_cached("UPDATE memberships SET first_due = ?3 WHERE contact_id = ?1 AND group_id = ?2")
                    .and_then(|mut statement| statement.execute(params![contact, group, due.to_string()]))
                    .during("spreading the first due days")?;
            }
        }
        Ok(())
    }
}

/// JSON as it is stored.
pub fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// All groups, by id.
pub fn group_records(db: &Db) -> Result<Vec<GroupRecord>> {
    db.prepare(
        "SELECT uid, name, intent, expectations, cadence_every, cadence_unit, cadence_set_on, created_at
         FROM groups ORDER BY id",
    )
    .and_then(|mut statement| {
        statement
            .query_map([], |row| {
                let unit: Option<String> = row.get(5)?;
                let (every, set_on) = (row.get(4)?, day_or_null(row, 6)?);
                let cadence = unit.map(|unit| CadenceRecord { every, unit: Some(unit), set_on, first_due: None });
                Ok(GroupRecord {
                    uid: row.get(0)?,
                    name: row.get(1)?,
                    intent: Some(from_word_or_null(row, 2)?),
                    expectations: row.get(3)?,
                    cadence: Some(cadence),
                    created_at: row.get(7)?,
                })
            })?
            .collect()
    })
    .during("reading the groups")
}

/// Connects two contacts; a connection of that kind that is there stays.
pub fn connect(tx: &Db, from: ContactId, to: ContactId, kind: &str, note: &str) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO connections (from_id, to_id, kind, note) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )
    .and_then(|mut statement| statement.execute(params![from, to, kind, note]))
    .during("connecting two contacts")?;
    Ok(())
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
