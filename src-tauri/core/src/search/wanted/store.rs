//! The SQL of matching: who is here, what kind a fact is, who was together when.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::civil::StoredDay;
use crate::error::{During, Result};
use crate::facts::FactKind;
use crate::id::{ContactId, json};
use crate::store::Db;

/// Those of these contacts who are there and not archived.
pub fn not_archived(db: &Db, ids: &[ContactId]) -> Result<BTreeSet<ContactId>> {
    db.prepare_cached(
        "SELECT id
         FROM contacts
         WHERE archived_on IS NULL AND id IN (SELECT value FROM json_each(?1))",
    )
    .and_then(|mut statement| statement.query_map([json(ids)], |row| row.get(0))?.collect())
    .during("reading who is archived")
}

/// The kinds of these facts.
pub fn fact_kinds(db: &Db, ids: &[i64]) -> Result<HashMap<i64, FactKind>> {
    db.prepare_cached("SELECT id, kind FROM facts WHERE id IN (SELECT value FROM json_each(?1))")
        .and_then(|mut statement| {
            let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, FactKind::named(row.get_ref(1)?.as_str()?)));
            statement.query_map([json(ids)], read)?.collect()
        })
        .during("reading the facts")
}

/// Who has this e-mail address.
pub fn with_email(db: &Db, email: &str) -> Result<BTreeSet<ContactId>> {
    db.prepare_cached(
        "SELECT contact_id
         FROM contact_points
         WHERE kind = 'email' AND lower(trim(value)) = lower(trim(?1))",
    )
    .and_then(|mut statement| statement.query_map([email], |row| row.get(0))?.collect())
    .during("looking for an address")
}

/// The conversations somebody took part in.
pub fn conversations_of(db: &Db, contact: ContactId) -> Result<BTreeSet<i64>> {
    db.prepare_cached("SELECT conversation_id FROM conversation_people WHERE contact_id = ?1")
        .and_then(|mut statement| statement.query_map([contact], |row| row.get(0))?.collect())
        .during("reading the conversations")
}

/// The last day on which both took part in one conversation that is not planned for later.
pub fn last_together(db: &Db, one: ContactId, other: ContactId, today: NaiveDate) -> Result<Option<NaiveDate>> {
    db.prepare_cached(
        "SELECT max(c.day)
         FROM conversation_people AS a
         JOIN conversation_people AS b ON b.conversation_id = a.conversation_id
         JOIN conversations AS c ON c.id = a.conversation_id
         WHERE a.contact_id = ?1 AND b.contact_id = ?2 AND c.attempt = 0 AND c.day <= ?3",
    )
    .and_then(|mut statement| {
        statement.query_row((one, other, StoredDay(today)), |row| row.get::<_, Option<StoredDay>>(0))
    })
    .during("reading the conversations")
    .map(|day| day.map(|day| day.0))
}
