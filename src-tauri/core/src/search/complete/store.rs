//! The SQL of completion: a few entries of an index each, never a whole table of notes.

use std::collections::BTreeSet;

use crate::error::{During, Result};
use crate::store::Db;
use crate::text::fold;

const READING: &str = "reading what can be completed";

/// A column whose different values are offered.
#[derive(Clone, Copy)]
pub(super) enum Column {
    Org,
    Title,
    Tag,
    Place,
}

impl Column {
    fn place(self) -> (&'static str, &'static str) {
        match self {
            Column::Org => ("contacts", "org"),
            Column::Title => ("contacts", "title"),
            Column::Tag => ("conversation_tags", "tag"),
            Column::Place => ("conversations", "place"),
        }
    }
}

/// Different values that are looked through one by one; where there are more, only by how they begin.
const MANY: usize = 1_000;
/// Lies behind every text.
const END: char = '\u{10FFFF}';

/// How well a folded text fits what was typed, folded: 0 where it begins so, 1 where one of its words does.
pub(super) fn fits(folded: &str, typed: &str) -> Option<u8> {
    if folded.starts_with(typed) {
        return Some(0);
    }
    let begins = |(at, _)| folded.get(at + 1..).is_some_and(|word: &str| word.starts_with(typed));
    folded.match_indices([' ', '-']).any(begins).then_some(1)
}

/// The different values of a column that what was typed may become; the usual ones where nothing is typed.
pub(super) fn distinct(db: &Db, column: Column, typed: &str, limit: usize) -> Result<Vec<String>> {
    if typed.trim().is_empty() {
        let mut known = usual(db, column, limit)?;
        // Not said of late: then any will do.
        let others = if known.len() < limit { scan(db, column, "", &END.to_string(), limit)? } else { Vec::new() };
        known.extend(others);
        let mut seen = BTreeSet::new();
        known.retain(|value| seen.insert(fold(value)));
        known.truncate(limit);
        return Ok(known);
    }
    let mut known = scan(db, column, "", &END.to_string(), MANY)?;
    if known.len() >= MANY {
        for form in forms(typed) {
            known.extend(scan(db, column, &form, &format!("{form}{END}"), limit)?);
        }
    }
    Ok(best(known, &fold(typed), limit))
}

/// The ways in which the beginning may have been written.
fn forms(typed: &str) -> BTreeSet<String> {
    let lower = typed.to_lowercase();
    let mut letters = lower.chars();
    let capital = letters.next().map(|first| first.to_uppercase().chain(letters).collect());
    [typed.to_owned(), typed.to_uppercase(), lower.clone()].into_iter().chain(capital).collect()
}

/// Those that fit, the best first, each once whatever its case.
fn best(known: Vec<String>, typed: &str, limit: usize) -> Vec<String> {
    let ranked = |value: String| {
        let folded = fold(&value);
        Some((fits(&folded, typed)?, folded, value))
    };
    let mut fitting: Vec<_> = known.into_iter().filter_map(ranked).collect();
    fitting.sort();
    fitting.dedup_by(|next, before| next.1 == before.1);
    fitting.into_iter().take(limit).map(|(_, _, value)| value).collect()
}

/// Different values from one on and below another: one step of the index each, however often a value occurs.
fn scan(db: &Db, column: Column, from: &str, below: &str, limit: usize) -> Result<Vec<String>> {
    let (table, name) = column.place();
    let sql = format!(
        "WITH RECURSIVE one (value) AS (
           SELECT (SELECT {name} FROM {table} WHERE {name} >= ?1 AND {name} <> '' ORDER BY {name} LIMIT 1)
           UNION ALL
           SELECT (SELECT {name} FROM {table} WHERE {name} > one.value AND {name} <> '' ORDER BY {name} LIMIT 1)
           FROM one
           WHERE one.value < ?2
           LIMIT ?3
         )
         SELECT value FROM one WHERE value < ?2"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    db.prepare_cached(&sql)
        .and_then(|mut statement| statement.query_map((from, below, limit), |row| row.get(0))?.collect())
        .during(READING)
}

/// What is common among people, and usual in the latest conversations.
fn usual(db: &Db, column: Column, limit: usize) -> Result<Vec<String>> {
    let sql = match column {
        Column::Org => "SELECT org FROM contacts WHERE org <> '' GROUP BY org ORDER BY count(*) DESC, org LIMIT ?1",
        Column::Title => {
            "SELECT title FROM contacts WHERE title <> '' GROUP BY title ORDER BY count(*) DESC, title LIMIT ?1"
        }
        Column::Tag => {
            "SELECT tag
             FROM conversation_tags
             WHERE conversation_id IN (SELECT id FROM conversations ORDER BY day DESC, at DESC, id DESC LIMIT 300)
             GROUP BY tag
             ORDER BY count(*) DESC, tag
             LIMIT ?1"
        }
        Column::Place => {
            "SELECT place
             FROM (SELECT place FROM conversations ORDER BY day DESC, at DESC, id DESC LIMIT 300)
             WHERE place <> ''
             GROUP BY place
             ORDER BY count(*) DESC, place
             LIMIT ?1"
        }
    };
    db.prepare_cached(sql)
        .and_then(|mut statement| statement.query_map([limit as i64], |row| row.get(0))?.collect())
        .during(READING)
}

/// The names of people that what was typed, folded, may become; of those spoken with last where nothing is typed.
pub(super) fn people(db: &Db, typed: &str, limit: usize) -> Result<Vec<String>> {
    let queries: &[&str] = if typed.is_empty() {
        &[
            "SELECT c.name
             FROM (SELECT id, day, at FROM conversations ORDER BY day DESC, at DESC, id DESC LIMIT 50) AS t
             JOIN conversation_people AS p ON p.conversation_id = t.id
             JOIN contacts AS c ON c.id = p.contact_id
             WHERE c.archived_on IS NULL
             ORDER BY t.day DESC, t.at DESC, t.id DESC, p.position
             LIMIT 50 * ?3",
            "SELECT name FROM contacts WHERE sort_name >= ?1 AND sort_name < ?2 ORDER BY sort_name, id LIMIT ?3",
        ]
    } else {
        &[
            "SELECT name FROM contacts WHERE sort_name >= ?1 AND sort_name < ?2 ORDER BY sort_name, id LIMIT ?3",
            "SELECT name
             FROM contacts
             WHERE instr(sort_name, ' ' || ?1) > 0
             ORDER BY sort_name, id
             LIMIT ?3",
        ]
    };
    let mut names: Vec<String> = Vec::new();
    for sql in queries {
        let found: Vec<String> = db
            .prepare_cached(sql)
            .and_then(|mut statement| {
                let given = (typed, format!("{typed}{END}"), limit as i64);
                statement.query_map(given, |row| row.get(0))?.collect()
            })
            .during(READING)?;
        for name in found {
            if names.len() < limit && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    Ok(names)
}

/// The names of groups that what was typed, folded, may become.
pub(super) fn groups(db: &Db, typed: &str, limit: usize) -> Result<Vec<String>> {
    let names: Vec<String> = db
        .prepare_cached("SELECT name FROM groups")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .during(READING)?;
    Ok(best(names, typed, limit))
}
