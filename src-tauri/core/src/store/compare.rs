//! What would change if another database took this one's place.
//!
//! Read within one connection that has both: `main` is the one to come, `now` the one there is. Rows are the same
//! thing when they have the same `uid`.

use rusqlite::Connection;
use serde::Serialize;
use ts_rs::TS;

use crate::error::{During, Result};

/// Newest things that are named among those that would be lost.
const NAMED: usize = 10;
const DOING: &str = "comparing a backup with what there is";

/// How many things of a kind a restore would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Difference {
    /// The kind: `contacts`, `conversations`, `facts` …
    pub kind: String,
    /// Not here now, and here again afterwards.
    pub added: u32,
    /// Here now, and gone afterwards.
    pub removed: u32,
    /// Here before and after, and not the same.
    pub changed: u32,
}

/// Something that is here now and would be gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Lost {
    /// Its kind, as in [`Difference`].
    pub kind: String,
    /// What it is about.
    pub text: String,
    /// When it was written down: milliseconds UTC.
    #[ts(type = "number")]
    pub at: i64,
}

/// A kind of thing: its table, what identifies a row, and the tables that hold parts of it, by the column that
/// says whose.
struct Kind {
    table: &'static str,
    key: &'static str,
    parts: &'static [(&'static str, &'static str)],
    /// What a row of `now` is about; empty for what is not named.
    text: &'static str,
}

const OF_CONTACT: &str = "(SELECT name FROM now.contacts WHERE id = t.contact_id) || ': ' || t.text";

const KINDS: &[Kind] = &[
    Kind {
        table: "contacts",
        key: "uid",
        parts: &[("contact_points", "contact_id"), ("memberships", "contact_id"), ("connections", "from_id")],
        text: "t.name",
    },
    Kind {
        table: "conversations",
        key: "uid",
        parts: &[("conversation_people", "conversation_id"), ("conversation_tags", "conversation_id")],
        text: "t.day || coalesce(', ' || (SELECT group_concat(c.name, ', ') FROM now.conversation_people AS p
                 JOIN now.contacts AS c ON c.id = p.contact_id WHERE p.conversation_id = t.id), '') || ': ' || t.note",
    },
    Kind { table: "facts", key: "uid", parts: &[], text: OF_CONTACT },
    Kind { table: "follow_ups", key: "uid", parts: &[], text: OF_CONTACT },
    Kind { table: "exchanges", key: "uid", parts: &[], text: OF_CONTACT },
    Kind { table: "feedback", key: "uid", parts: &[], text: OF_CONTACT },
    Kind {
        table: "occasions",
        key: "uid",
        parts: &[],
        text: "(SELECT name FROM now.contacts WHERE id = t.contact_id) || ': ' || t.kind || ' ' || t.date",
    },
    Kind { table: "groups", key: "uid", parts: &[], text: "t.name" },
    Kind { table: "settings", key: "key", parts: &[], text: "" },
];

/// What would change, by kind; kinds without a change are left out.
pub(super) fn differences(db: &Connection) -> Result<Vec<Difference>> {
    let mut all = Vec::new();
    for kind in KINDS {
        let count = |sql: String| db.query_row(&sql, [], |row| row.get::<_, u32>(0)).during(DOING);
        let only_in = |one: &str, other: &str| {
            let Kind { table, key, .. } = kind;
            format!("SELECT count(*) FROM {one}.{table} WHERE {key} NOT IN (SELECT {key} FROM {other}.{table})")
        };
        let found = Difference {
            kind: kind.table.to_owned(),
            added: count(only_in("main", "now"))?,
            removed: count(only_in("now", "main"))?,
            changed: count(changed(db, kind)?)?,
        };
        if found.added + found.removed + found.changed > 0 {
            all.push(found);
        }
    }
    Ok(all)
}

/// Counts the rows that are in both and differ, themselves or in a part.
fn changed(db: &Connection, Kind { table, key, parts, .. }: &Kind) -> Result<String> {
    let own = columns(db, table)?;
    let mut differing =
        vec![format!("SELECT {key} FROM (SELECT {own} FROM main.{table} EXCEPT SELECT {own} FROM now.{table})")];
    for (part, owner) in *parts {
        let columns = columns(db, part)?;
        for (one, other) in [("main", "now"), ("now", "main")] {
            differing.push(format!(
                "SELECT t.{key} FROM main.{table} AS t
                 JOIN (SELECT {columns} FROM {one}.{part} EXCEPT SELECT {columns} FROM {other}.{part}) AS p
                   ON p.{owner} = t.id"
            ));
        }
    }
    let differing = differing.join(" UNION ");
    Ok(format!("SELECT count(*) FROM ({differing}) WHERE {key} IN (SELECT {key} FROM now.{table})"))
}

/// The columns that say something; a number that was only counted up says nothing.
fn columns(db: &Connection, table: &str) -> Result<String> {
    let names: Vec<String> = db
        .prepare("SELECT name FROM pragma_table_info(?1) WHERE name <> 'id' ORDER BY cid")
        .and_then(|mut statement| statement.query_map([table], |row| row.get(0))?.collect())
        .during(DOING)?;
    Ok(names.join(", "))
}

/// The newest things that would be lost.
pub(super) fn lost(db: &Connection) -> Result<Vec<Lost>> {
    let of_kind = |kind: &Kind| {
        let Kind { table, key, text, .. } = kind;
        format!(
            "SELECT '{table}', substr({text}, 1, 200), t.created_at FROM now.{table} AS t
             WHERE t.{key} NOT IN (SELECT {key} FROM main.{table})"
        )
    };
    let kinds: Vec<String> = KINDS.iter().filter(|kind| !kind.text.is_empty()).map(of_kind).collect();
    let sql = format!("{} ORDER BY 3 DESC, 1 LIMIT {NAMED}", kinds.join(" UNION ALL "));
    let read = |row: &rusqlite::Row<'_>| Ok(Lost { kind: row.get(0)?, text: row.get(1)?, at: row.get(2)? });
    db.prepare(&sql).and_then(|mut statement| statement.query_map([], read)?.collect()).during(DOING)
}
