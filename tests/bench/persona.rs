//! Loads `persona-chat.csv`: one row makes two contacts with facts, and one conversation with both.

use std::path::Path;

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use kith_core::app::App;
use kith_core::error::Error;
use kith_core::store::Db;

/// How much was loaded.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Contacts.
    pub contacts: i64,
    /// Conversations.
    pub conversations: i64,
}

/// Fills an empty Kith from the file; conversations are dated a day apart, the last one yesterday.
pub fn fill(app: &App, file: &Path, today: NaiveDate) -> Result<Loaded> {
    let mut reader = csv::Reader::from_path(file).with_context(|| format!("reading {}", file.display()))?;
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
    let mut loaded = Loaded::default();
    app.store.aside(&[], |db| {
        for (at, row) in rows.iter().enumerate() {
            let day = today.checked_sub_days(Days::new((rows.len() - at) as u64)).unwrap_or(today);
            put(db, row, day, &mut loaded)?;
        }
        Ok(())
    })?;
    Ok(loaded)
}

fn put(db: &Db, row: &csv::StringRecord, day: NaiveDate, loaded: &mut Loaded) -> Result<(), Error> {
    let mut people = Vec::new();
    for facts in row.iter().take(2) {
        loaded.contacts += 1;
        let id = loaded.contacts;
        db.prepare_cached(
            "INSERT INTO contacts (id, uid, name, sort_name, created_at, updated_at) VALUES (?1, ?2, ?3, ?3, 0, 0)",
        )?
        .execute((id, format!("person-{id}"), format!("Person {id}")))?;
        for fact in facts.lines().filter(|line| !line.trim().is_empty()) {
            db.prepare_cached(
                "INSERT INTO facts (uid, contact_id, text, created_at) VALUES (hex(randomblob(8)), ?1, ?2, 0)",
            )?
            .execute((id, fact.trim()))?;
        }
        people.push(id);
    }
    loaded.conversations += 1;
    db.prepare_cached(
        "INSERT INTO conversations (id, uid, day, note, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, 0, 0)",
    )?
    .execute((
        loaded.conversations,
        format!("talk-{}", loaded.conversations),
        day.to_string(),
        row.get(2).unwrap_or_default(),
    ))?;
    for contact in people {
        db.prepare_cached("INSERT INTO conversation_people (conversation_id, contact_id) VALUES (?1, ?2)")?
            .execute((loaded.conversations, contact))?;
    }
    Ok(())
}
