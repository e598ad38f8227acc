//! Reading one contact whole.

use rusqlite::{OptionalExtension, Row};

use crate::cadence::store::{RhythmContext, rhythm_of};
use crate::civil::StoredDay;
use crate::error::{During, Error, Result};
use crate::id::ContactId;
use crate::people::{AddressParts, Contact, ContactDetail, ContactKind, Core, DiedOn, Labelled, Point, PointKind};
use crate::store::Db;
use crate::{conversations, exchanges, facts, feedback, followups, groups, markdown, occasions};

/// How many of the latest conversations stand on a contact's page.
const LATEST: u32 = 20;

/// Whether there is such a contact.
pub fn exists(db: &Db, id: ContactId) -> Result<bool> {
    db.prepare_cached("SELECT 1 FROM contacts WHERE id = ?1")
        .and_then(|mut statement| statement.exists([id]))
        .during("looking for a person")
}

/// A contact with its points, groups and rhythm.
pub fn contact(db: &Db, context: &RhythmContext<'_>, id: ContactId) -> Result<Contact> {
    let head = head(db, id)?;
    let points = points(db, id)?;
    let labelled = |kind| {
        let of_kind = points.iter().filter(|point: &&Point| point.kind == kind);
        of_kind.map(|point| Labelled { value: point.value.clone(), label: point.label.clone() }).collect()
    };
    Ok(Contact {
        id,
        uid: head.uid,
        kind: head.core.kind,
        about_html: markdown::html(&head.core.about),
        groups: groups::store::of_contacts(db, &[id])?.remove(&id).unwrap_or_default(),
        emails: labelled(PointKind::Email),
        phones: labelled(PointKind::Phone),
        urls: labelled(PointKind::Url),
        profiles: labelled(PointKind::Profile),
        addresses: labelled(PointKind::Address),
        points,
        name: head.core.name,
        given: head.core.given,
        family: head.core.family,
        nicknames: head.core.nicknames,
        org: head.core.org,
        title: head.core.title,
        about: head.core.about,
        expectations: head.core.expectations,
        photo: head.core.photo,
        source: head.source,
        archived_on: head.archived_on.map(|day| day.0),
        deceased_on: head.deceased_on,
        rhythm: rhythm_of(db, context, id)?,
    })
}

/// A contact with everything about it.
pub fn detail(db: &Db, context: &RhythmContext<'_>, id: ContactId) -> Result<ContactDetail> {
    let (conversations, count) = conversations::store::of_contact(db, id, LATEST)?;
    Ok(ContactDetail {
        contact: contact(db, context, id)?,
        facts: facts::store::of_contact(db, id)?,
        follow_ups: followups::store::of_contact(db, id)?,
        occasions: occasions::store::of_contact(db, id, context.today(), context.settings.leap_day)?,
        exchanges: exchanges::store::of_contact(db, id)?,
        feedback: feedback::store::of_contact(db, id)?,
        conversations,
        conversation_count: count.into(),
    })
}

struct Head {
    uid: String,
    source: String,
    archived_on: Option<StoredDay>,
    deceased_on: Option<DiedOn>,
    core: Core,
}

fn head(db: &Db, id: ContactId) -> Result<Head> {
    let row = |row: &Row<'_>| {
        Ok(Head {
            uid: row.get(0)?,
            source: row.get(1)?,
            archived_on: row.get(2)?,
            deceased_on: died(row, 13)?,
            core: Core {
                kind: ContactKind::named(row.get_ref(3)?.as_str()?),
                name: row.get(4)?,
                given: row.get(5)?,
                family: row.get(6)?,
                nicknames: texts(row.get_ref(7)?.as_str()?),
                org: row.get(8)?,
                title: row.get(9)?,
                about: row.get(10)?,
                expectations: row.get(11)?,
                photo: row.get(12)?,
            },
        })
    };
    db.prepare_cached(
        "SELECT uid, source, archived_on, kind, name, given, family, nicknames, org, title, about, expectations, photo,
                deceased_on
         FROM contacts
         WHERE id = ?1",
    )
    .and_then(|mut statement| statement.query_row([id], row).optional())
    .during("reading a person")?
    .ok_or_else(|| Error::not_found("person", id))
}

/// Those of the contacts who died.
pub fn deceased_of(db: &Db, ids: &[ContactId]) -> Result<Vec<ContactId>> {
    db.prepare_cached(
        "SELECT id FROM contacts WHERE id IN (SELECT value FROM json_each(?1)) AND deceased_on IS NOT NULL",
    )
    .and_then(|mut statement| statement.query_map([crate::id::json(ids)], |row| row.get(0))?.collect())
    .during("reading people")
}

/// A column with the day someone died.
pub(super) fn died(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<DiedOn>> {
    Ok(row.get_ref(column)?.as_str_or_null()?.map(DiedOn::stored))
}

/// The texts of a contact.
pub fn core(db: &Db, id: ContactId) -> Result<Core> {
    Ok(head(db, id)?.core)
}

/// The points of a contact, in order.
pub fn points(db: &Db, id: ContactId) -> Result<Vec<Point>> {
    let row = |row: &Row<'_>| {
        Ok(Point {
            id: row.get(0)?,
            kind: PointKind::named(row.get_ref(1)?.as_str()?),
            value: row.get(2)?,
            label: row.get(3)?,
            parts: parts(row.get_ref(4)?.as_str()?),
        })
    };
    db.prepare_cached(
        "SELECT id, kind, value, label, parts FROM contact_points WHERE contact_id = ?1 ORDER BY position, id",
    )
    .and_then(|mut statement| statement.query_map([id], row)?.collect())
    .during("reading how to reach a person")
}

/// A stored JSON array of texts; empty where it does not fit.
pub fn texts(json: &str) -> Vec<String> {
    if json == "[]" { Vec::new() } else { serde_json::from_str(json).unwrap_or_default() }
}

/// Texts as they are stored.
pub fn json_texts(texts: &[String]) -> String {
    serde_json::to_string(texts).unwrap_or_else(|_| "[]".into())
}

/// Stored parts of an address.
pub fn parts(json: &str) -> AddressParts {
    if json == "{}" { AddressParts::default() } else { serde_json::from_str(json).unwrap_or_default() }
}
