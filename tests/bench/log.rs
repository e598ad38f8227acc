//! A logged conversation: to durable, beside a bare SQLite insert with FULL sync, and to findable.
//!
//! `cargo xtask bench log [--talks N] [--dir FOLDER]`. Both write to the same disk, in
//! turns, so that noise meets both alike.

#![allow(clippy::indexing_slicing, reason = "a benchmark may stop at what it did not expect")]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context, Result};
use kith_bench::ask::{ask, path, read};
use kith_bench::measure::{Times, ratio};
use kith_core::app::{App, Options};
use kith_core::clock::SystemClock;
use rusqlite::Connection;
use serde_json::{Value, json};

const NOTE: &str = "We met at the old port. The new dock is six weeks late, and she dreams of a month in Thailand \
    once it is done. Her daughter has started sailing; the regatta is in October. I promised the drawings by Friday.";

fn main() -> Result<()> {
    let talks: usize = read("--talks", 1000)?;
    let folder = tempfile::tempdir_in(path("--dir").unwrap_or_else(|| PathBuf::from(".")))?;
    let app = App::open(Options { data_dir: folder.path().join("kith"), clock: Arc::new(SystemClock) })?;
    let bare = bare_database(&folder.path().join("bare.db"))?;
    let people = people(&app, 200)?;
    let committed = Arc::new(Mutex::new(None));
    let note_the_moment = Arc::clone(&committed);
    app.changes.listen(move |_| *note_the_moment.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now()));
    let [mut durable, mut baseline, mut answered, mut findable] = [(); 4].map(|()| Times::default());
    for turn in 0..talks {
        let note = format!("{NOTE} Marker word{turn}x.");
        let began = Instant::now();
        bare.execute("INSERT INTO notes (contact_id, day, note) VALUES (?1, '2026-11-21', ?2)", (turn as i64, &note))?;
        baseline.push(began.elapsed());
        let began = Instant::now();
        ask(
            &app,
            "conversation_log",
            json!({ "people": [people[turn % people.len()]], "note": note, "channel": "call" }),
        )?;
        answered.push(began.elapsed());
        let moment = committed.lock().unwrap_or_else(PoisonError::into_inner).take();
        durable.push(moment.context("the change was not published")? - began);
        let found = ask(&app, "search_people", json!({ "query": format!("word{turn}x") }))?;
        findable.push(began.elapsed());
        anyhow::ensure!(found["total_people"] == 1, "what was just saved was not found: {found}");
    }
    println!("{talks} conversations, each logged, then searched for");
    println!("{}", baseline.line("bare insert, WAL, FULL sync (baseline)"));
    println!("{}", durable.line("logged, until COMMIT has returned"));
    println!("{}", answered.line("logged, until answered with what was saved"));
    println!("{}", findable.line("logged, to found by a search"));
    println!("durable ÷ baseline: {}   (goal: at most 2)", ratio(&durable, &baseline));
    println!("findable at p99: {:.1} ms   (goal: at most 50)", findable.percentile(0.99));
    Ok(())
}

/// The plainest thing that is as durable: one table, one row, one commit.
fn bare_database(path: &Path) -> Result<Connection> {
    let bare = Connection::open(path)?;
    bare.pragma_update(None, "journal_mode", "WAL")?;
    bare.pragma_update(None, "synchronous", "FULL")?;
    bare.execute_batch("CREATE TABLE notes (id INTEGER PRIMARY KEY, contact_id INTEGER, day TEXT, note TEXT) STRICT")?;
    Ok(bare)
}

fn people(app: &App, count: usize) -> Result<Vec<Value>> {
    (0..count).map(|n| Ok(ask(app, "contact_add", json!({ "name": format!("Person {n}") }))?["id"].clone())).collect()
}
