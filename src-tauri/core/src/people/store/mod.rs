//! The SQL of contacts: finding one, making, changing and deleting. The lists are in [`list`], reading one
//! whole in [`read`], making one of two in [`merge`].

pub mod list;
pub mod merge;
pub mod read;
pub mod write;

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;
use serde_json::Value;

pub use self::list::rows;
pub use self::read::{contact, detail, exists};
pub use self::write::{delete, insert, make};

use super::ContactRef;
use super::names::{self, Named};
use crate::error::{During, Error, Result};
use crate::id::{self, ContactId};
use crate::store::Db;

/// The contact that an id, a uid or a name means, as CONTRACT.md says; digits are an id first.
pub fn resolve(db: &Db, who: &Value) -> Result<ContactId> {
    let text = match who {
        Value::Number(number) => {
            let id = number.as_i64().map(ContactId);
            return id.filter(|id| exists(db, *id).unwrap_or(false)).ok_or_else(|| Error::not_found("person", number));
        }
        Value::String(text) => text,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            return Err(Error::invalid("who", "A person is given by id, uid or name."));
        }
    };
    if text.trim().is_empty() {
        return Err(Error::invalid("who", "Say whom: an id, a uid or a name."));
    }
    if let Ok(id) = text.trim().parse().map(ContactId)
        && exists(db, id)?
    {
        return Ok(id);
    }
    match by_uid(db, text)? {
        Some(id) => Ok(id),
        None => names::find(&named(db)?, text),
    }
}

fn by_uid(db: &Db, uid: &str) -> Result<Option<ContactId>> {
    db.prepare_cached("SELECT id FROM contacts WHERE uid = ?1")
        .and_then(|mut statement| statement.query_row([uid], |row| row.get(0)).optional())
        .during("looking for a person")
}

/// All names, to find someone by.
pub fn named(db: &Db) -> Result<Vec<Named>> {
    let row = |row: &rusqlite::Row<'_>| {
        Ok(Named {
            id: row.get(0)?,
            name: row.get(1)?,
            folded: row.get(2)?,
            given: row.get(3)?,
            family: row.get(4)?,
            nicknames: read::texts(row.get_ref(5)?.as_str()?),
            org: row.get(6)?,
            archived: row.get(7)?,
        })
    };
    db.prepare_cached(
        "SELECT id, name, sort_name, given, family, nicknames, org, archived_on IS NOT NULL
         FROM contacts
         ORDER BY sort_name, id",
    )
    .and_then(|mut statement| statement.query_map([], row)?.collect())
    .during("reading the names")
}

/// How these contacts are named elsewhere; ids of nobody are left out.
pub fn contact_refs(db: &Db, ids: &[ContactId]) -> Result<BTreeMap<ContactId, ContactRef>> {
    let row = |row: &rusqlite::Row<'_>| {
        let id = row.get(0)?;
        Ok((id, ContactRef { id, uid: row.get(1)?, name: row.get(2)? }))
    };
    db.prepare_cached("SELECT id, uid, name FROM contacts WHERE id IN (SELECT value FROM json_each(?1))")
        .and_then(|mut statement| statement.query_map([id::json(ids)], row)?.collect())
        .during("reading the names")
}

/// How this contact is named elsewhere.
pub fn contact_ref(db: &Db, id: ContactId) -> Result<ContactRef> {
    contact_refs(db, &[id])?.remove(&id).ok_or_else(|| Error::not_found("person", id))
}
