//! The records' way into the tables, in bulk: one contact at a time, diffed by row, so that an import changes no more
//! than it must and its undo is small.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::types::Value as Sql;
use rusqlite::{params, params_from_iter};

use super::record::{ContactRecord, FactRecord, MembershipRecord, OccasionRecord, POINT_KINDS};
use super::store::{json, stored, word};
use crate::cadence::{Interval, Unit};
use crate::clock::Now;
use crate::error::{During, Result};
use crate::groups::store as groups;
use crate::id::{ContactId, GroupId, new_uid};
use crate::people::store::write::{add_points, never_touched, write_points};
use crate::people::{ContactKind, NewPoint, names, spread};
use crate::store::Db;
use crate::text::fold;

/// Writes contacts within one operation, and remembers the groups it meets.
pub struct Writer {
    /// The moment of the import.
    pub now: Now,
    groups: BTreeMap<String, GroupId>,
    /// Who was added to which group.
    pub joined: Vec<(ContactId, GroupId)>,
    /// Who came in with which rhythm, of which is not said when it was set.
    newcomers: Vec<(ContactId, Interval)>,
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
        Ok(Self { now, groups, joined: Vec::new(), newcomers: Vec::new() })
    }

    /// Makes a contact; its `name` must be there.
    pub fn insert(&mut self, tx: &Db, record: &ContactRecord) -> Result<ContactId> {
        let mut set = self.columns(None, record);
        let is_said = |wanted: &str| set.iter().any(|(name, _)| *name == wanted);
        let mut own = Vec::new();
        if !is_said("uid") {
            own.push(("uid", Sql::Text(new_uid())));
        }
        // Names are told apart where the record does not do it.
        if record.given.is_none() && record.family.is_none() && record.kind != Some(ContactKind::Organisation) {
            let (given, family) = names::split(record.name.as_deref().unwrap_or_default());
            own.extend([("given", Sql::Text(given)), ("family", Sql::Text(family))]);
        }
        let created_at = self.created(record.created_at);
        own.push(("created_at", Sql::Integer(created_at)));
        own.push(("updated_at", Sql::Integer(record.updated_at.unwrap_or_else(|| self.now.millis()))));
        set.append(&mut own);
        let (columns, values): (Vec<&str>, Vec<Sql>) = set.into_iter().unzip();
        let places = vec!["?"; columns.len()].join(", ");
        let sql = format!("INSERT INTO contacts ({}) VALUES ({places})", columns.join(", "));
        tx.prepare_cached(&sql)
            .and_then(|mut statement| statement.execute(params_from_iter(values)))
            .during("saving a contact")?;
        let id = ContactId(tx.last_insert_rowid());
        add_points(tx, id, &points_of(None, record))?;
        self.belongings(tx, id, None, record)?;
        self.newcomers.extend(set_at_once(record).map(|interval| (id, interval)));
        Ok(id)
    }

    /// Writes what differs from `old`; what the record does not say stays.
    pub fn update(&mut self, tx: &Db, id: ContactId, old: Option<&ContactRecord>, new: &ContactRecord) -> Result<()> {
        self.row(tx, id, old, new)?;
        let differs = |kind| new.points(kind).is_some_and(|list| old.and_then(|old| old.points(kind)) != Some(list));
        if POINT_KINDS.into_iter().any(differs) {
            write_points(tx, id, &points_of(old, new))?;
        }
        self.belongings(tx, id, old, new)
    }

    /// Groups, occasions and facts.
    fn belongings(&mut self, tx: &Db, id: ContactId, old: Option<&ContactRecord>, new: &ContactRecord) -> Result<()> {
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

    /// Changes the row where it differs.
    fn row(&self, tx: &Db, id: ContactId, old: Option<&ContactRecord>, new: &ContactRecord) -> Result<()> {
        let mut set = self.columns(old, new);
        if set.is_empty() {
            return Ok(());
        }
        let changed_at = new.updated_at.filter(|at| old.is_none_or(|old| old.updated_at != Some(*at)));
        set.push(("updated_at", Sql::Integer(changed_at.unwrap_or_else(|| self.now.millis()))));
        let columns = set.iter().enumerate().map(|(at, (name, _))| format!("{name} = ?{}", at + 2));
        let sql = format!("UPDATE contacts SET {} WHERE id = ?1", columns.collect::<Vec<_>>().join(", "));
        let values = std::iter::once(Sql::Integer(id.0)).chain(set.into_iter().map(|(_, value)| value));
        tx.prepare_cached(&sql)
            .and_then(|mut statement| statement.execute(params_from_iter(values)))
            .during("saving a contact")?;
        Ok(())
    }

    /// What the record says of the contact's own row and `old` does not.
    fn columns(&self, old: Option<&ContactRecord>, new: &ContactRecord) -> Vec<(&'static str, Sql)> {
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
        field!(deceased_on, |died: &Option<String>| died.as_ref().map_or(Sql::Null, text));
        if died(old, new) && !archived(old, new) {
            set.retain(|(name, _)| *name != "archived_on");
            set.push(("archived_on", day(&Some(self.now.civil_day()))));
        }
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
            set.push(("latest_every", cadence.latest.map_or(Sql::Null, |latest| Sql::Integer(latest.every.into()))));
            set.push(("latest_unit", cadence.latest.map_or(Sql::Null, |latest| Sql::Text(word(&latest.unit)))));
        }
        set
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
                "INSERT INTO memberships (contact_id, group_id, added_on, first_due)
                 SELECT ?1, ?2, ?3, ?4
                 WHERE NOT EXISTS (SELECT 1 FROM groups WHERE id = ?2 AND query IS NOT NULL) -- they take nobody
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

    /// Those who came in with a rhythm at once, or joined a group with one, are spread over the first one, so that they
    /// do not all come due on one day.
    pub fn spread(&mut self, tx: &Db) -> Result<()> {
        self.spread_newcomers(tx)?;
        let mut by_group: BTreeMap<GroupId, Vec<ContactId>> = BTreeMap::new();
        for (contact, group) in self.joined.drain(..) {
            by_group.entry(group).or_default().push(contact);
        }
        let today = self.now.civil_day();
        let with_rhythm = groups::all(tx)?.into_iter().filter_map(|group| Some((group.id, group.cadence?)));
        for (group, interval) in with_rhythm {
            let Some(contacts) = by_group.remove(&group).filter(|contacts| contacts.len() > 1) else { continue };
            for (contact, due) in spread(&contacts, today, interval) {
                tx.prepare_cached("UPDATE memberships SET first_due = ?3 WHERE contact_id = ?1 AND group_id = ?2")
                    .and_then(|mut statement| statement.execute(params![contact, group, due.to_string()]))
                    .during("spreading the first due days")?;
            }
        }
        Ok(())
    }

    fn spread_newcomers(&mut self, tx: &Db) -> Result<()> {
        let mut by_rhythm: BTreeMap<_, (Interval, Vec<ContactId>)> = BTreeMap::new();
        for (contact, interval) in self.newcomers.drain(..) {
            by_rhythm.entry((interval.every, interval.unit)).or_insert_with(|| (interval, Vec::new())).1.push(contact);
        }
        let mut statement = tx
            .prepare_cached("UPDATE contacts SET cadence_first_due = ?2 WHERE id = ?1")
            .during("spreading the first due days")?;
        for (interval, contacts) in by_rhythm.into_values().filter(|(_, contacts)| contacts.len() > 1) {
            let never = never_touched(tx, self.now.civil_day(), &contacts)?;
            for (contact, due) in spread(&never, self.now.civil_day(), interval) {
                statement.execute(params![contact, due.to_string()]).during("spreading the first due days")?;
            }
        }
        Ok(())
    }
}

/// The rhythm that begins with the import.
fn set_at_once(record: &ContactRecord) -> Option<Interval> {
    let cadence = record.cadence.as_ref()?.as_ref()?;
    let is_new = cadence.set_on.is_none() && cadence.first_due.is_none();
    let unit = Unit::named(cadence.unit.as_deref()?)?;
    cadence.every.filter(|_| is_new).map(|every| Interval { every, unit })
}

/// Whether someone has died once the record is written.
fn died(old: Option<&ContactRecord>, new: &ContactRecord) -> bool {
    new.deceased_on.as_ref().or(old.and_then(|old| old.deceased_on.as_ref())).is_some_and(Option::is_some)
}

/// Whether someone is archived once the record is written.
fn archived(old: Option<&ContactRecord>, new: &ContactRecord) -> bool {
    new.archived_on.or(old.and_then(|old| old.archived_on)).flatten().is_some()
}

/// Points stand in the order of their kinds; those that the record does not speak of stay.
fn points_of(old: Option<&ContactRecord>, new: &ContactRecord) -> Vec<NewPoint> {
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
    points
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
