//! The rows the index is made of, the queue of what is stale, and the names for when the index is away.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row};

use super::document::{Contact, Conversation, Line, Point, Row as Kind};
use super::term::Thing;
use crate::error::{During, Result};
use crate::settings;

/// What a line of the queue is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stale {
    /// A contact with its lines.
    Contact(i64),
    /// A conversation.
    Conversation(i64),
}

/// A database's identity, as the index's payload names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The id it was given when it was made.
    pub database: String,
    /// Changes with every restore.
    pub epoch: String,
    /// The languages its notes are in, where the user named them.
    pub languages: Vec<String>,
}

impl Identity {
    /// Whether it is the same database, in whatever languages.
    pub fn is_same_database(&self, other: &Identity) -> bool {
        (&self.database, &self.epoch) == (&other.database, &other.epoch)
    }
}

const QUEUE: &str = "reading what is to be indexed";

/// Which database this is.
pub fn identity(db: &Connection) -> Result<Identity> {
    let mut statement =
        db.prepare_cached("SELECT value FROM meta WHERE key = ?1").during("reading which database this is")?;
    let mut value = |key: &str| -> Result<String> {
        let value = statement.query_row([key], |row| row.get(0)).optional();
        Ok(value.during("reading which database this is")?.unwrap_or_default())
    };
    Ok(Identity { database: value("database_id")?, epoch: value("epoch")?, languages: settings::note_languages(db)? })
}

/// How many contacts and conversations there are.
pub fn how_many(db: &Connection) -> Result<u64> {
    let all = "SELECT (SELECT count(*) FROM contacts) + (SELECT count(*) FROM conversations)";
    let count: i64 = db
        .prepare_cached(all)
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
        .during("counting what is to be indexed")?;
    Ok(count.unsigned_abs())
}

/// The last sequence number ever given out, and the first that is still in the queue; 0 and none before any.
pub fn queue_ends(db: &Connection) -> Result<(i64, Option<i64>)> {
    db.prepare_cached("SELECT coalesce((SELECT max(seq) FROM search_queue), 0), (SELECT min(seq) FROM search_queue)")
        .and_then(|mut statement| statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))))
        .during(QUEUE)
}

/// What became stale after `seq`, in order, with each line's number.
pub fn queue_after(db: &Connection, seq: i64, limit: usize) -> Result<Vec<(i64, Stale)>> {
    db.prepare_cached(
        "SELECT seq, kind = 'conversation', id
         FROM search_queue
         WHERE seq > ?1
         ORDER BY seq
         LIMIT ?2",
    )
    .and_then(|mut statement| {
        let read = |row: &Row<'_>| {
            let (id, is_conversation) = (row.get(2)?, row.get(1)?);
            Ok((row.get(0)?, if is_conversation { Stale::Conversation(id) } else { Stale::Contact(id) }))
        };
        statement.query_map((seq, limit as i64), read)?.collect()
    })
    .during(QUEUE)
}

/// Takes lines up to `seq` out of the queue: the index has them. The newest stays, so that no number comes again
/// (AUTOINCREMENT would see to that too, for half the price of every line).
pub fn prune(tx: &Connection, seq: i64) -> Result<()> {
    tx.prepare_cached("DELETE FROM search_queue WHERE seq <= ?1 AND seq < (SELECT max(seq) FROM search_queue)")
        .and_then(|mut statement| statement.execute([seq]))
        .during("tidying the queue of what is to be indexed")
        .map(|_| ())
}

/// The ids of contacts (or conversations) after one, in order.
pub fn ids_after(db: &Connection, conversations: bool, after: i64, limit: usize) -> Result<Vec<i64>> {
    let sql = if conversations {
        "SELECT id FROM conversations WHERE id > ?1 ORDER BY id LIMIT ?2"
    } else {
        "SELECT id FROM contacts WHERE id > ?1 ORDER BY id LIMIT ?2"
    };
    db.prepare_cached(sql)
        .and_then(|mut statement| statement.query_map((after, limit as i64), |row| row.get(0))?.collect())
        .during("reading what is to be indexed")
}

/// A conversation, unless it is gone.
pub fn conversation(db: &Connection, id: i64) -> Result<Option<Conversation>> {
    let Some(mut conversation) = conversation_alone(db, id)? else { return Ok(None) };
    conversation.people = column(db, "SELECT contact_id FROM conversation_people WHERE conversation_id = ?1", id)?;
    Ok(Some(conversation))
}

/// A conversation without its people.
pub fn conversation_alone(db: &Connection, id: i64) -> Result<Option<Conversation>> {
    let read = |row: &Row<'_>| {
        Ok(Conversation {
            id,
            day: day(row.get(0)?),
            channel: row.get(1)?,
            note: row.get(2)?,
            line: row.get(3)?,
            place: row.get(4)?,
            from: row.get(5)?,
            minutes: row.get(6)?,
            ..Conversation::default()
        })
    };
    let found = db
        .prepare_cached(
            "SELECT day, channel, note, line, place, initiated_by, minutes FROM conversations WHERE id = ?1",
        )
        .and_then(|mut statement| statement.query_row([id], read).optional())
        .during("reading a conversation")?;
    let Some(mut conversation) = found else { return Ok(None) };
    conversation.tags = column(db, "SELECT tag FROM conversation_tags WHERE conversation_id = ?1 ORDER BY tag", id)?;
    Ok(Some(conversation))
}

/// A contact with its lines, unless it is gone.
pub fn contact(db: &Connection, id: i64) -> Result<Option<Contact>> {
    let Some(mut contact) = contact_alone(db, id)? else { return Ok(None) };
    for kind in LINES {
        contact.lines.extend(lines(db, kind, "contact_id", id)?);
    }
    Ok(Some(contact))
}

/// A contact without its lines.
pub fn contact_alone(db: &Connection, id: i64) -> Result<Option<Contact>> {
    let read = |row: &Row<'_>| {
        let nicknames: String = row.get(1)?;
        let mut names = vec![row.get(0)?];
        names.extend(serde_json::from_str::<Vec<String>>(&nicknames).unwrap_or_default());
        let texts = vec![row.get(4)?, row.get(5)?];
        Ok(Contact { id, names, org: row.get(2)?, title: row.get(3)?, texts, ..Contact::default() })
    };
    let found = db
        .prepare_cached("SELECT name, nicknames, org, title, about, expectations FROM contacts WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([id], read).optional())
        .during("reading a contact")?;
    let Some(mut contact) = found else { return Ok(None) };
    let groups = "SELECT name FROM groups JOIN memberships ON group_id = id WHERE contact_id = ?1 ORDER BY name";
    contact.groups = column(db, groups, id)?;
    let point = |row: &Row<'_>| Ok(Point { is_phone: row.get(0)?, value: row.get(1)? });
    contact.points = db
        .prepare_cached(
            "SELECT kind = 'phone', value FROM contact_points WHERE contact_id = ?1 ORDER BY kind, position",
        )
        .and_then(|mut statement| statement.query_map([id], point)?.collect())
        .during("reading a contact")?;
    Ok(Some(contact))
}

/// A table whose rows are lines of a contact.
struct Lines {
    row: Kind,
    table: &'static str,
    /// Its text, day, kind and score in SQL.
    columns: &'static str,
}

/// A fact is dated by its conversation, or else by the day it was written down.
const LINES: &[Lines] = &[
    Lines {
        row: Kind::Fact,
        table: "facts",
        columns: "text, coalesce((SELECT day FROM conversations WHERE id = conversation_id),
                                date(created_at / 1000, 'unixepoch')), '', NULL",
    },
    Lines {
        row: Kind::FollowUp,
        table: "follow_ups",
        columns: "text, date(created_at / 1000, 'unixepoch'), kind, NULL",
    },
    Lines { row: Kind::Asked, table: "exchanges", columns: "text, day, iif(kind = 'other', '', kind), direction" },
    Lines { row: Kind::Feedback, table: "feedback", columns: "text, day, '', score" },
    Lines { row: Kind::Occasion, table: "occasions", columns: "label, NULL, iif(kind = 'custom', '', kind), NULL" },
];

/// The line of a row, unless it is gone.
pub fn line(db: &Connection, row: Kind, id: i64) -> Result<Option<Line>> {
    let row = if matches!(row, Kind::Gave | Kind::Received) { Kind::Asked } else { row };
    let Some(kind) = LINES.iter().find(|lines| lines.row == row) else { return Ok(None) };
    Ok(lines(db, kind, "id", id)?.pop())
}

/// The lines of a table whose `by` is `id`.
fn lines(db: &Connection, lines: &Lines, by: &'static str, id: i64) -> Result<Vec<Line>> {
    let Lines { row, table, columns } = *lines;
    let sql = format!("SELECT id, {columns} FROM {table} WHERE {by} = ?1 ORDER BY id");
    let read = |found: &Row<'_>| {
        let mut line = Line {
            row,
            id: found.get(0)?,
            text: found.get(1)?,
            day: day(found.get(2)?),
            kind: found.get(3)?,
            score: None,
        };
        if row == Kind::Asked {
            line.row = match found.get::<_, String>(4)?.as_str() {
                "gave" => Kind::Gave,
                "received" => Kind::Received,
                _ => Kind::Asked,
            };
        } else {
            line.score = found.get(4)?;
        }
        Ok(line)
    };
    db.prepare_cached(&sql)
        .and_then(|mut statement| statement.query_map([id], read)?.collect())
        .during("reading what is kept of a contact")
}

fn column<T: rusqlite::types::FromSql>(db: &Connection, sql: &str, id: i64) -> Result<Vec<T>> {
    db.prepare_cached(sql)
        .and_then(|mut statement| statement.query_map([id], |row| row.get(0))?.collect())
        .during("reading what is to be indexed")
}

fn day(text: Option<String>) -> Option<NaiveDate> {
    text.and_then(|text| text.parse().ok())
}

/// The contacts whose names hold all of these folded words as beginnings of words: for when the index is away.
pub fn by_name(db: &Connection, words: &[String], limit: usize) -> Result<(Vec<i64>, usize)> {
    let holds = |name: &str| {
        let folded = super::words::fold(name);
        words.iter().all(|word| folded.split(' ').any(|part| part.starts_with(word.as_str())))
    };
    let mut statement = db
        .prepare_cached("SELECT id, name || ' ' || nicknames FROM contacts ORDER BY sort_name, id")
        .during("looking for names")?;
    let mut rows = statement.query([]).during("looking for names")?;
    let (mut found, mut total) = (Vec::new(), 0);
    while let Some(row) = rows.next().during("looking for names")? {
        let name: String = row.get(1).during("looking for names")?;
        if !words.is_empty() && holds(&name) {
            total += 1;
            if found.len() < limit {
                found.push(row.get(0).during("looking for names")?);
            }
        }
    }
    Ok((found, total))
}

/// Conversations and facts that hold signs no word is made of (`:::`), newest first, with their contacts.
pub fn holding(db: &Connection, signs: &str, limit: usize) -> Result<Vec<(Kind, i64, Vec<i64>)>> {
    let conversations: Vec<i64> = db
        .prepare_cached(
            "SELECT id FROM conversations
             WHERE instr(note, ?1) > 0 OR instr(coalesce(line, ''), ?1) > 0 OR instr(place, ?1) > 0
             ORDER BY day DESC, id DESC
             LIMIT ?2",
        )
        .and_then(|mut statement| statement.query_map((signs, limit as i64), |row| row.get(0))?.collect())
        .during("looking for signs")?;
    let mut found = Vec::new();
    for id in conversations {
        let people = column(db, "SELECT contact_id FROM conversation_people WHERE conversation_id = ?1", id)?;
        found.push((Kind::Conversation, id, people));
    }
    for table in LINES {
        let text = if table.row == Kind::Occasion { "label" } else { "text" };
        let sql =
            format!("SELECT id, contact_id FROM {} WHERE instr({text}, ?1) > 0 ORDER BY id DESC LIMIT ?2", table.table);
        let rows: Vec<(i64, i64)> = db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_map((signs, limit as i64), |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .during("looking for signs")?;
        found.extend(rows.into_iter().map(|(id, contact)| (table.row, id, vec![contact])));
    }
    let contacts: Vec<i64> = db
        .prepare_cached(
            "SELECT id FROM contacts
             WHERE instr(name || org || title || about || expectations, ?1) > 0
             ORDER BY id
             LIMIT ?2",
        )
        .and_then(|mut statement| statement.query_map((signs, limit as i64), |row| row.get(0))?.collect())
        .during("looking for signs")?;
    found.extend(contacts.into_iter().map(|id| (Kind::Contact, id, vec![id])));
    Ok(found)
}

/// The archived contacts.
pub fn archived(db: &Connection) -> Result<Vec<u32>> {
    contacts(db, "SELECT id FROM contacts WHERE archived_on IS NOT NULL", ())
}

/// All contacts by name.
pub fn by_sort_name(db: &Connection) -> Result<Vec<u32>> {
    contacts(db, "SELECT id FROM contacts ORDER BY sort_name, id", ())
}

/// The contacts that have, or lack, a thing.
pub fn having(db: &Connection, thing: Thing, has: bool) -> Result<Vec<u32>> {
    let condition = match thing {
        Thing::FollowUp => "EXISTS (SELECT 1 FROM follow_ups WHERE contact_id = contacts.id AND state = 'open')",
        Thing::Photo => "photo IS NOT NULL",
        Thing::Email => {
            "EXISTS (SELECT 1 FROM contact_points AS p WHERE p.contact_id = contacts.id AND p.kind = 'email')"
        }
        Thing::Phone => {
            "EXISTS (SELECT 1 FROM contact_points AS p WHERE p.contact_id = contacts.id AND p.kind = 'phone')"
        }
        Thing::Address => {
            "EXISTS (SELECT 1 FROM contact_points AS p WHERE p.contact_id = contacts.id AND p.kind = 'address')"
        }
        Thing::Birthday => {
            "EXISTS (SELECT 1 FROM occasions AS o WHERE o.contact_id = contacts.id AND o.kind = 'birthday')"
        }
        Thing::Feedback => "EXISTS (SELECT 1 FROM feedback WHERE contact_id = contacts.id)",
    };
    contacts(db, &format!("SELECT id FROM contacts WHERE ({condition}) = ?1"), [has])
}

/// The members of groups with an intent, as the language folds it.
pub fn with_intent(db: &Connection, folded: &str) -> Result<Vec<u32>> {
    let sql =
        "SELECT DISTINCT contact_id FROM memberships JOIN groups ON group_id = id WHERE replace(intent, '-', ' ') = ?1";
    contacts(db, sql, [folded])
}

fn contacts(db: &Connection, sql: &str, of: impl rusqlite::Params) -> Result<Vec<u32>> {
    db.prepare_cached(sql)
        .and_then(|mut statement| statement.query_map(of, |row| row.get(0))?.collect())
        .during("looking for people")
}

/// The uid of a row; `None` where it is gone.
pub fn uid(db: &Connection, row: Kind, id: i64) -> Result<Option<String>> {
    let table = match row {
        Kind::Conversation => "conversations",
        Kind::Contact => "contacts",
        Kind::Fact => "facts",
        Kind::FollowUp => "follow_ups",
        Kind::Gave | Kind::Received | Kind::Asked => "exchanges",
        Kind::Feedback => "feedback",
        Kind::Occasion => "occasions",
    };
    db.prepare_cached(&format!("SELECT uid FROM {table} WHERE id = ?1"))
        .and_then(|mut statement| statement.query_row([id], |row| row.get(0)).optional())
        .during("reading what was found")
}

/// The contacts of a row, in order.
pub fn people_of(db: &Connection, row: Kind, id: i64) -> Result<Vec<i64>> {
    match row {
        Kind::Conversation => {
            let sql =
                "SELECT contact_id FROM conversation_people WHERE conversation_id = ?1 ORDER BY position, contact_id";
            column(db, sql, id)
        }
        Kind::Contact => Ok(vec![id]),
        Kind::Fact => column(db, "SELECT contact_id FROM facts WHERE id = ?1", id),
        Kind::FollowUp => column(db, "SELECT contact_id FROM follow_ups WHERE id = ?1", id),
        Kind::Gave | Kind::Received | Kind::Asked => column(db, "SELECT contact_id FROM exchanges WHERE id = ?1", id),
        Kind::Feedback => column(db, "SELECT contact_id FROM feedback WHERE id = ?1", id),
        Kind::Occasion => column(db, "SELECT contact_id FROM occasions WHERE id = ?1", id),
    }
}
