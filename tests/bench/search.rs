//! Search in the process, people grouped, with passages, beside SQLite FTS5 on the same rows in the same run; and how
//! good its answers are (`judged`).
//!
//! `cargo xtask bench search [--people N] [--talks N] [--seed N] [--rounds N] [--text FILE]`.
//! With `--text`, the people, facts and conversations of a persona-chat CSV are loaded instead of made-up ones.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use chrono::NaiveDate;
use kith_bench::ask::{option, read};
use kith_bench::judged::Judged;
use kith_bench::measure::{Times, ratio};
use kith_bench::{life, persona};
use kith_core::app::{App, Options};
use kith_core::clock::SystemClock;
use kith_core::search::answer::{By, search};
use kith_core::search::{IndexState, SearchInput};
use rusqlite::Connection;

fn main() -> Result<()> {
    let folder = tempfile::tempdir_in(option("--dir").map_or_else(std::env::temp_dir, PathBuf::from))?;
    let data_dir = folder.path().join("kith");
    let app = App::open(Options { data_dir: data_dir.clone(), clock: Arc::new(SystemClock) })?;
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).context("a day")?;
    let queries = match option("--text") {
        Some(file) => {
            let loaded = persona::fill(&app, Path::new(&file), today)?;
            println!("{} contacts and {} conversations of {file}", loaded.contacts, loaded.conversations);
            PERSONA
        }
        None => {
            let size = life::Size { people: read("--people", 10_000)?, talks: read("--talks", 100_000)? };
            life::fill(&app, read("--seed", 1)?, size, today)?;
            println!("{} people, {} conversations", size.people, size.talks);
            MADE_UP
        }
    };
    let began = Instant::now();
    app.index.catch_up(&app.store)?;
    println!("index built in {:.1} s, {:.1} MB", began.elapsed().as_secs_f64(), megabytes(&data_dir.join("index"))?);
    let began = Instant::now();
    let fts = full_text(&data_dir.join("kith.db"), &folder.path().join("fts.db"))?;
    println!(
        "FTS5  built in {:.1} s, {:.1} MB",
        began.elapsed().as_secs_f64(),
        megabytes(&folder.path().join("fts.db"))?
    );
    for (name, ours, theirs) in queries {
        compare(&app, &fts, (name, ours, theirs))?;
    }
    println!("\nrelevance: judged queries over made-up people\n\n{}", Judged::ask()?.tables());
    Ok(())
}

/// What is asked: its class, in Kith's language, in FTS5's.
type Asked = (&'static str, &'static str, &'static str);

const MADE_UP: &[Asked] = &[
    ("rare word", "folkboat", "folkboat"),
    ("common word", "project", "project"),
    ("two words", "sailing wireless", "sailing wireless"),
    ("two common words", "project meeting", "project meeting"),
    ("phrase", "\"old port\"", "\"old port\""),
    ("prefix of 3 letters", "sai*", "sai*"),
    ("prefix of 1 letter", "s*", "s*"),
];

const PERSONA: &[Asked] = &[
    ("rare word", "frisbee", "frisbee"),
    ("common word", "love", "love"),
    ("two words", "dog guitar", "dog guitar"),
    ("two common words", "like music", "like music"),
    ("phrase", "\"ice cream\"", "\"ice cream\""),
    ("prefix of 3 letters", "sai*", "sai*"),
    ("prefix of 1 letter", "s*", "s*"),
];

/// Asks both in turns, so that noise meets both alike.
fn compare(app: &App, fts: &Connection, (name, ours, theirs): Asked) -> Result<()> {
    let input = SearchInput { query: ours.into(), ..SearchInput::default() };
    let (mut kith, mut baseline) = (Times::default(), Times::default());
    let (mut people, mut rows) = (0, 0);
    for round in 0..read("--rounds", 200)? + 3 {
        let began = Instant::now();
        let found = search(&app.index, &app.store, &input, app.now(), By::Person)?;
        let kith_took = began.elapsed();
        anyhow::ensure!(found.index == IndexState::Ready, "the index was not ready");
        people = found.total_people;
        let began = Instant::now();
        if round < read("--fts-rounds", 30)? + 3 {
            rows = ask_full_text(fts, theirs)?;
            if round >= 3 {
                baseline.push(began.elapsed());
            }
        }
        if round >= 3 {
            kith.push(kith_took);
        }
    }
    println!("\n{name}: {ours}   ({people} people; FTS5 {rows})");
    println!("  {}", kith.line("Kith"));
    println!("  {}", baseline.line("FTS5"));
    println!("  Kith ÷ FTS5: {}", ratio(&kith, &baseline));
    Ok(())
}

/// FTS5 over the same texts, one row for each conversation, fact and contact.
fn full_text(database: &Path, file: &Path) -> Result<Connection> {
    let fts = Connection::open(file)?;
    fts.pragma_update(None, "journal_mode", "WAL")?;
    fts.execute("ATTACH ?1 AS kith", [database.to_str().context("a path")?])?;
    fts.execute_batch(
        "CREATE VIRTUAL TABLE texts USING fts5 (body, tokenize = 'porter unicode61 remove_diacritics 2');
         CREATE TABLE owners (text_id INTEGER NOT NULL, contact_id INTEGER NOT NULL, day TEXT,
                              PRIMARY KEY (text_id, contact_id)) WITHOUT ROWID;
         BEGIN;
         INSERT INTO texts (rowid, body) SELECT id * 4, note || ' ' || coalesce(line, '') || ' ' || place FROM kith.conversations;
         INSERT INTO owners SELECT conversation_id * 4, contact_id, day
           FROM kith.conversation_people JOIN kith.conversations ON id = conversation_id;
         INSERT INTO texts (rowid, body) SELECT id * 4 + 1, name || ' ' || org || ' ' || title || ' ' || about FROM kith.contacts;
         INSERT INTO owners SELECT id * 4 + 1, id, NULL FROM kith.contacts;
         INSERT INTO texts (rowid, body) SELECT id * 4 + 2, text FROM kith.facts;
         INSERT INTO owners SELECT id * 4 + 2, contact_id, NULL FROM kith.facts;
         COMMIT;
         INSERT INTO texts (texts) VALUES ('optimize');
         ANALYZE;
         PRAGMA wal_checkpoint(TRUNCATE);
         DETACH kith;",
    )?;
    Ok(fts)
}

/// The best 20 people with how many texts match, the newest day and the best text's passage; and how many people.
fn ask_full_text(fts: &Connection, query: &str) -> Result<i64> {
    let mut people = fts.prepare_cached(
        "WITH found AS MATERIALIZED (SELECT rowid AS text_id, rank AS score FROM texts WHERE texts MATCH ?1)
         SELECT contact_id, min(score), text_id, count(*), max(day), count(*) OVER () AS people
         FROM found JOIN owners USING (text_id)
         GROUP BY contact_id
         ORDER BY min(score)
         LIMIT 20",
    )?;
    let mut passage = fts
        .prepare_cached("SELECT snippet(texts, 0, '[', ']', '…', 32) FROM texts WHERE texts MATCH ?1 AND rowid = ?2")?;
    let mut rows = people.query([query])?;
    let mut total = 0;
    while let Some(row) = rows.next()? {
        total = row.get(5)?;
        let text: String = passage.query_row((query, row.get::<_, i64>(2)?), |row| row.get(0))?;
        std::hint::black_box(text);
    }
    Ok(total)
}

fn megabytes(path: &Path) -> Result<f64> {
    fn bytes(path: &Path) -> std::io::Result<u64> {
        let metadata = std::fs::metadata(path)?;
        if !metadata.is_dir() {
            return Ok(metadata.len());
        }
        std::fs::read_dir(path)?.map(|entry| bytes(&entry?.path())).sum()
    }
    Ok(bytes(path)? as f64 / 1e6)
}
