//! 10,000 vCards brought in, beside parsing them and a bare insert: `cargo xtask bench import`.
//!
//! The baseline reads the same file with the same parser (calcard) and inserts the same rows into the same tables, in
//! one transaction, with WAL and FULL sync. A second one writes names, notes and points into two plain tables without
//! indexes. All run in turns on the same disk.
//! Memory is the most that was resident during an import (`VmHWM`), for the file and for one four times as long.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use calcard::vcard::{VCard, VCardProperty, VCardValue};
use calcard::{Entry, Parser};
use kith_bench::ask::{ask, path, read};
use kith_bench::life::note;
use kith_bench::measure::{Times, ratio};
use kith_bench::resident::{forget_peak, resident};
use kith_core::app::{App, Options};
use kith_core::clock::SystemClock;
use kith_core::testing::Chance;
use rusqlite::Connection;
use serde_json::{Value, json};

fn main() -> Result<()> {
    let cards: usize = read("--cards", 10_000)?;
    let rounds: usize = read("--rounds", 5)?;
    let place = tempfile::tempdir_in(path("--dir").unwrap_or_else(|| PathBuf::from(".")))?;
    let file = write_cards(&place.path().join("cards.vcf"), cards)?;
    let (mut ours, mut baseline, mut plainest) = (Times::default(), Times::default(), Times::default());
    for round in 0..rounds {
        let began = Instant::now();
        plain(&file, &place.path().join(format!("plain-{round}.db")))?;
        plainest.push(began.elapsed());
        let began = Instant::now();
        same_rows(&file, &place.path().join(format!("bare-{round}.db")))?;
        baseline.push(began.elapsed());
        let app = open(&place.path().join(format!("kith-{round}")))?;
        let began = Instant::now();
        import(&app, &file, cards)?;
        ours.push(began.elapsed());
    }
    println!("{cards} vCards ({:.1} MB), {rounds} times in turns", size(&file)? / 1e6);
    println!("{}", baseline.line("parsed, and the same rows (baseline)"));
    println!("{}", plainest.line("parsed, and two plain tables"));
    println!("{}", ours.line("imported: matched, undoable, previewed"));
    println!("import ÷ baseline: {}   (goal: at most 2.5)", ratio(&ours, &baseline));
    println!("import ÷ plain tables: {}", ratio(&ours, &plainest));
    let longer = write_cards(&place.path().join("longer.vcf"), cards * 4)?;
    for (file, cards) in [(&file, cards), (&longer, cards * 4)] {
        let app = open(&place.path().join(format!("memory-{cards}")))?;
        forget_peak();
        let before = resident("VmRSS")?;
        import(&app, file, cards)?;
        println!("{cards:>7} cards: {:.0} MB more at the most", resident("VmHWM")? - before);
    }
    Ok(())
}

fn open(folder: &Path) -> Result<App> {
    Ok(App::open(Options { data_dir: folder.to_path_buf(), clock: Arc::new(SystemClock) })?)
}

fn import(app: &App, file: &Path, cards: usize) -> Result<()> {
    let report = ask(app, "import", json!({ "paths": [file] }))?;
    anyhow::ensure!(report.get("added").and_then(Value::as_u64) == u64::try_from(cards).ok(), "{report}");
    Ok(())
}

fn size(file: &Path) -> Result<f64> {
    Ok(std::fs::metadata(file)?.len() as f64)
}

/// Cards as phones write them.
fn write_cards(file: &Path, count: usize) -> Result<PathBuf> {
    let mut chance = Chance::new(7);
    let mut text = String::new();
    for n in 0..count {
        let about = note(&mut chance).replace(['\n', '\r'], " ").replace(',', "\\,").replace(';', "\\;");
        let (month, day) = (1 + n % 12, 1 + n % 28);
        write!(
            text,
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Family{n};Given{n};;;\r\nFN:Given{n} Family{n}\r\n\
             ORG:Company {};Sales\r\nTITLE:Number {n}\r\nEMAIL;TYPE=INTERNET,WORK:g{n}@company.example\r\n\
             EMAIL;TYPE=HOME:g{n}@home.example\r\nTEL;TYPE=CELL:+33 6 {:08}\r\nTEL;TYPE=WORK:+33 1 {:08}\r\n\
             ADR;TYPE=WORK:;;{n} Quai du Port;Marseille;;13002;France\r\nBDAY:1980-{month:02}-{day:02}\r\n\
             CATEGORIES:Group {}\r\nNOTE:{about}\r\nUID:card-{n}\r\nEND:VCARD\r\n",
            n % 500,
            n,
            n + 50_000_000,
            n % 20,
        )?;
    }
    std::fs::write(file, text)?;
    Ok(file.to_path_buf())
}

/// The tables as Kith makes them, with their indexes and constraints; its triggers come from elsewhere.
const TABLES: &str = include_str!("../../src-tauri/core/src/store/migrations/0001_initial.sql");

/// Parses the file and inserts the rows that Kith makes of it into the tables that Kith has, in one transaction: nothing
/// is matched, checked, queued for the search or kept for undo.
fn same_rows(file: &Path, database: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file)?;
    let mut db = open_bare(database)?;
    db.execute_batch(TABLES)?;
    let tx = db.transaction()?;
    {
        let mut contact = tx.prepare(
            "INSERT INTO contacts (uid, name, sort_name, given, family, org, title, about, source, created_at, updated_at)
             VALUES (?1, ?2, lower(?2), ?3, ?4, ?5, ?6, ?7, 'cards.vcf', 0, 0)",
        )?;
        let mut point = tx.prepare(
            "INSERT INTO contact_points (contact_id, kind, value, label, position) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        let mut group =
            tx.prepare("INSERT INTO groups (uid, name, created_at) VALUES (?1, ?1, 0) ON CONFLICT DO NOTHING")?;
        let mut member = tx.prepare(
            "INSERT INTO memberships (contact_id, group_id, added_on)
             VALUES (?1, (SELECT id FROM groups WHERE name = ?2), '2026-11-22')",
        )?;
        let mut birthday = tx.prepare(
            "INSERT INTO occasions (uid, contact_id, kind, date, created_at) VALUES (?1, ?2, 'birthday', ?3, 0)",
        )?;
        each_card(&text, |card| {
            let all = |property: &VCardProperty| -> Vec<String> {
                let entry = card.entries.iter().find(|entry| entry.name == *property);
                entry.map(|entry| entry.values.iter().filter_map(words).collect()).unwrap_or_default()
            };
            let first = |property: &VCardProperty| all(property).into_iter().next().unwrap_or_default();
            let (uid, name) = (first(&VCardProperty::Uid), all(&VCardProperty::N));
            let part = |at: usize| name.get(at).map_or("", String::as_str);
            let [org, title, note] =
                [VCardProperty::Org, VCardProperty::Title, VCardProperty::Note].map(|of| first(&of));
            contact.execute((&uid, first(&VCardProperty::Fn), part(1), part(0), org, title, note))?;
            let id = tx.last_insert_rowid();
            for (place, (kind, value, label)) in points(card).enumerate() {
                point.execute((id, kind, value, label, i64::try_from(place)?))?;
            }
            for name in all(&VCardProperty::Categories) {
                group.execute([&name])?;
                member.execute((id, &name))?;
            }
            birthday.execute((format!("{uid}-birthday"), id, "1980-01-01"))?;
            Ok(())
        })?;
    }
    tx.commit()?;
    Ok(())
}

/// Parses the file and inserts names, notes and points into two plain tables without indexes.
fn plain(file: &Path, database: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file)?;
    let mut db = open_bare(database)?;
    db.execute_batch(
        "CREATE TABLE contacts (id INTEGER PRIMARY KEY, name TEXT, org TEXT, note TEXT) STRICT;
         CREATE TABLE points (id INTEGER PRIMARY KEY, contact_id INTEGER, kind TEXT, value TEXT) STRICT;",
    )?;
    let tx = db.transaction()?;
    {
        let mut contact = tx.prepare("INSERT INTO contacts (name, org, note) VALUES (?1, ?2, ?3)")?;
        let mut point = tx.prepare("INSERT INTO points (contact_id, kind, value) VALUES (?1, ?2, ?3)")?;
        each_card(&text, |card| {
            let value = |property: &VCardProperty| {
                let entry = card.entries.iter().find(|entry| entry.name == *property)?;
                entry.values.iter().find_map(words)
            };
            contact.execute((value(&VCardProperty::Fn), value(&VCardProperty::Org), value(&VCardProperty::Note)))?;
            let id = tx.last_insert_rowid();
            for (kind, value, _) in points(card) {
                point.execute((id, kind, value))?;
            }
            Ok(())
        })?;
    }
    tx.commit()?;
    Ok(())
}

fn open_bare(database: &Path) -> Result<Connection> {
    let db = Connection::open(database)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    Ok(db)
}

/// Parses the text and hands on card after card.
fn each_card(text: &str, mut each: impl FnMut(&VCard) -> Result<()>) -> Result<()> {
    let mut parser = Parser::new(text);
    loop {
        match parser.entry() {
            Entry::VCard(card) => each(&card)?,
            Entry::Eof => return Ok(()),
            other => anyhow::bail!("no card: {other:?}"),
        }
    }
}

/// Kind, value and label of every way to reach the person.
fn points(card: &VCard) -> impl Iterator<Item = (&'static str, String, &'static str)> {
    card.entries.iter().filter_map(|entry| {
        let kind = match entry.name {
            VCardProperty::Email => "email",
            VCardProperty::Tel => "phone",
            VCardProperty::Adr => "address",
            _ => return None,
        };
        let value: Vec<String> = entry.values.iter().filter_map(words).collect();
        Some((kind, value.join(", "), "work"))
    })
}

fn words(value: &VCardValue) -> Option<String> {
    match value {
        VCardValue::Text(text) => Some(text.clone()),
        VCardValue::Component(parts) => Some(parts.join(" ")),
        _ => None,
    }
}
