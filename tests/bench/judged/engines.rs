//! The two that are asked: Kith by its commands, and FTS5 over the same rows.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use chrono_tz::UTC;
use kith_core::api::COMMANDS;
use kith_core::app::{App, Options};
use kith_core::clock::{Now, TestClock};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::fixture;
use crate::ask::ask;

/// The moment of every query; the data ends shortly before.
const NOW: &str = "2026-11-21T10:00:00Z";
/// How many answers are looked at.
const DEPTH: usize = 20;

/// What an engine found, best first.
#[derive(Debug, Default)]
pub struct Found {
    /// The `uid`s of people.
    pub people: Vec<String>,
    /// The `uid`s of conversations.
    pub conversations: Vec<String>,
    /// What helps to see why: words let go and corrected, the first passages.
    pub notes: Vec<String>,
}

/// A Kith that holds the made-up people.
pub struct Kith {
    app: App,
    folder: PathBuf,
    /// The conversation of a row that belongs to one, by the row's kind and id.
    talks: HashMap<(String, i64), String>,
}

impl Kith {
    /// Imports the people into an empty Kith in `folder`.
    pub fn filled(folder: &Path) -> Result<Self> {
        let data_dir = folder.join("kith");
        let now = Now::parse(NOW, UTC)?;
        let app = App::open(Options { data_dir: data_dir.clone(), clock: Arc::new(TestClock::new(now)) })?;
        let archive = folder.join("people.json");
        fs::write(&archive, fixture::archive()?.to_string())?;
        let report = ask(&app, "import", json!({ "paths": [archive] }))?;
        ensure!(list(&report, "problems").is_empty(), "the archive has problems: {report}");
        let database = Connection::open(data_dir.join("kith.db"))?;
        let mut rows = database.prepare(OF_CONVERSATIONS)?;
        let talks =
            rows.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?.collect::<Result<_, _>>()?;
        Ok(Self { app, folder: folder.to_path_buf(), talks })
    }

    /// Asks.
    pub fn find(&self, query: &str) -> Result<Found> {
        // Enough passages that every conversation of a person is among them.
        let answer =
            ask(&self.app, "search_people", json!({ "query": query, "limit": DEPTH, "hits": 100, "prefix": false }))?;
        let people = list(&answer, "people");
        let mut found = Found {
            people: people.iter().filter_map(|person| text(person, "/contact/uid")).collect(),
            conversations: self.conversations(query, people)?,
            notes: notes(&answer),
        };
        found.conversations.truncate(DEPTH);
        Ok(found)
    }

    /// The conversations as the flat list has them; without that command, in the order of the people.
    fn conversations(&self, query: &str, people: &[Value]) -> Result<Vec<String>> {
        let answer;
        let hits: Vec<&Value> = if COMMANDS.contains(&"search_hits") {
            answer = ask(&self.app, "search_hits", json!({ "query": query, "limit": 2 * DEPTH, "prefix": false }))?;
            list(&answer, "hits").iter().collect()
        } else {
            people.iter().flat_map(|person| list(person, "hits")).collect()
        };
        let mut flat = Vec::new();
        for uid in hits.into_iter().filter_map(|hit| self.conversation(hit)) {
            if !flat.contains(uid) {
                flat.push(uid.clone());
            }
        }
        Ok(flat)
    }

    /// The conversation that a hit is, or that what was hit belongs to.
    fn conversation(&self, hit: &Value) -> Option<&String> {
        let kind = text(hit, "/kind")?.replace(['_', '-', ' '], "");
        self.talks.get(&(kind, hit.get("id")?.as_i64()?))
    }
}

/// Each row that is or belongs to a conversation: its kind, its id, the conversation's `uid`.
const OF_CONVERSATIONS: &str = "
    SELECT 'conversation', id, uid FROM conversations
    UNION ALL SELECT 'fact', f.id, v.uid FROM facts AS f JOIN conversations AS v ON v.id = f.conversation_id
    UNION ALL SELECT 'followup', f.id, v.uid FROM follow_ups AS f JOIN conversations AS v ON v.id = f.conversation_id
    UNION ALL SELECT 'exchange', x.id, v.uid FROM exchanges AS x JOIN conversations AS v ON v.id = x.conversation_id
    UNION ALL SELECT 'feedback', f.id, v.uid FROM feedback AS f JOIN conversations AS v ON v.id = f.conversation_id";

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer)?.as_str().map(str::to_owned)
}

/// How many people are told with their best passage.
const TOLD: usize = 3;

fn notes(answer: &Value) -> Vec<String> {
    let mut notes = Vec::new();
    let let_go: Vec<&str> = list(answer, "let_go").iter().filter_map(Value::as_str).collect();
    if !let_go.is_empty() {
        notes.push(format!("let go: {}", let_go.join(" ")));
    }
    for correction in list(answer, "corrections") {
        notes.push(format!("corrected: {correction}"));
    }
    for person in list(answer, "people").iter().take(TOLD) {
        let name = text(person, "/contact/name").unwrap_or_default();
        let score = person.get("score").and_then(Value::as_f64).unwrap_or_default();
        let best = list(person, "hits").first();
        let [kind, passage] =
            ["/kind", "/passage"].map(|of| best.and_then(|hit| text(hit, of)).unwrap_or_default().replace('\n', " "));
        notes.push(format!("{name} {score:.2} {kind}: {passage}"));
    }
    notes
}

/// FTS5 over the same texts: one row for each conversation, contact, fact, follow-up, exchange and feedback.
pub struct Fts {
    database: Connection,
}

impl Fts {
    /// Indexes what a Kith holds.
    pub fn beside(kith: &Kith) -> Result<Self> {
        let database = Connection::open(kith.folder.join("fts.db"))?;
        let source = kith.folder.join("kith").join("kith.db");
        database.execute("ATTACH ?1 AS kith", [source.to_str().context("a path")?])?;
        database.execute_batch(TEXTS)?;
        Ok(Self { database })
    }

    /// Asks for rows with every word, and where nobody has such a row, for rows with any.
    pub fn find(&self, query: &str) -> Result<Found> {
        let parts = parts(query);
        let mut found = Found::default();
        for joined in [parts.join(" AND "), parts.join(" OR ")] {
            if found.people.is_empty() && !joined.is_empty() {
                found.people = self.ranked("owners", &joined)?;
                found.conversations = self.ranked("conversations", &joined)?;
            }
        }
        Ok(found)
    }

    fn ranked(&self, grouping: &str, query: &str) -> Result<Vec<String>> {
        let sql = format!(
            "WITH found AS MATERIALIZED (SELECT rowid AS text_id, rank AS score FROM texts WHERE texts MATCH ?1)
             SELECT uid FROM found JOIN {grouping} USING (text_id)
             GROUP BY uid
             ORDER BY min(score), min(text_id)
             LIMIT {DEPTH}"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        Ok(statement.query_map([query], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
}

/// Each word in quotes, and what stands in quotes as a phrase.
fn parts(query: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for (at, piece) in query.split(['"', '“', '”', '„']).enumerate() {
        let words: Vec<&str> = if at % 2 == 1 { vec![piece] } else { piece.split_whitespace().collect() };
        let wordy = words.into_iter().filter(|word| word.contains(char::is_alphanumeric));
        parts.extend(wordy.map(|word| format!("\"{word}\"")));
    }
    parts
}

const TEXTS: &str = "
    CREATE VIRTUAL TABLE texts USING fts5 (body, tokenize = 'porter unicode61 remove_diacritics 2');
    CREATE TABLE owners (text_id INTEGER NOT NULL, uid TEXT NOT NULL);
    CREATE TABLE conversations (text_id INTEGER NOT NULL, uid TEXT NOT NULL);
    INSERT INTO texts (rowid, body)
      SELECT v.id * 8, v.note || ' ' || coalesce(v.line, '') || ' ' || v.place || ' '
             || coalesce((SELECT group_concat(tag, ' ') FROM kith.conversation_tags WHERE conversation_id = v.id), '')
        FROM kith.conversations AS v;
    INSERT INTO owners SELECT p.conversation_id * 8, c.uid
      FROM kith.conversation_people AS p JOIN kith.contacts AS c ON c.id = p.contact_id;
    INSERT INTO conversations SELECT id * 8, uid FROM kith.conversations;
    INSERT INTO texts (rowid, body)
      SELECT c.id * 8 + 1, c.name || ' ' || c.nicknames || ' ' || c.org || ' ' || c.title || ' ' || c.about || ' '
             || c.expectations || ' '
             || coalesce((SELECT group_concat(g.name, ' ') FROM kith.memberships AS m
                            JOIN kith.groups AS g ON g.id = m.group_id WHERE m.contact_id = c.id), '') || ' '
             || coalesce((SELECT group_concat(value, ' ') FROM kith.contact_points WHERE contact_id = c.id), '') || ' '
             || coalesce((SELECT group_concat(label, ' ') FROM kith.occasions WHERE contact_id = c.id), '')
        FROM kith.contacts AS c;
    INSERT INTO owners SELECT id * 8 + 1, uid FROM kith.contacts;
    INSERT INTO texts (rowid, body) SELECT id * 8 + 2, text FROM kith.facts;
    INSERT INTO owners SELECT f.id * 8 + 2, c.uid FROM kith.facts AS f JOIN kith.contacts AS c ON c.id = f.contact_id;
    INSERT INTO conversations SELECT f.id * 8 + 2, v.uid
      FROM kith.facts AS f JOIN kith.conversations AS v ON v.id = f.conversation_id;
    INSERT INTO texts (rowid, body) SELECT id * 8 + 3, text FROM kith.follow_ups;
    INSERT INTO owners
      SELECT f.id * 8 + 3, c.uid FROM kith.follow_ups AS f JOIN kith.contacts AS c ON c.id = f.contact_id;
    INSERT INTO conversations SELECT f.id * 8 + 3, v.uid
      FROM kith.follow_ups AS f JOIN kith.conversations AS v ON v.id = f.conversation_id;
    INSERT INTO texts (rowid, body) SELECT id * 8 + 4, text FROM kith.exchanges;
    INSERT INTO owners
      SELECT x.id * 8 + 4, c.uid FROM kith.exchanges AS x JOIN kith.contacts AS c ON c.id = x.contact_id;
    INSERT INTO conversations SELECT x.id * 8 + 4, v.uid
      FROM kith.exchanges AS x JOIN kith.conversations AS v ON v.id = x.conversation_id;
    INSERT INTO texts (rowid, body) SELECT id * 8 + 5, text FROM kith.feedback;
    INSERT INTO owners
      SELECT f.id * 8 + 5, c.uid FROM kith.feedback AS f JOIN kith.contacts AS c ON c.id = f.contact_id;
    INSERT INTO conversations SELECT f.id * 8 + 5, v.uid
      FROM kith.feedback AS f JOIN kith.conversations AS v ON v.id = f.conversation_id;
    CREATE INDEX owners_by_text ON owners (text_id);
    CREATE INDEX conversations_by_text ON conversations (text_id);
    DETACH kith;";
