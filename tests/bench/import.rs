//! 10,000 vCards brought in, beside parsing them and a bare insert: `cargo xtask bench import`.
//!
//! The baseline reads the same file with the same parser (calcard) and writes names, organisations, notes and
//! points into two plain tables, in one transaction, with WAL and FULL sync. Both run in turns on the same disk.
//! Memory is the most that was resident during an import (`VmHWM`), for the file and for one four times as long.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use calcard::vcard::{VCardProperty, VCardValue};
use calcard::{Entry, Parser};
use kith_bench::ask::{ask, option, read};
use kith_bench::life::{Chance, note};
use kith_bench::measure::{Times, ratio};
use kith_core::app::{App, Options};
use kith_core::clock::SystemClock;
use rusqlite::Connection;
use serde_json::{Value, json};

fn main() -> Result<()> {
    let cards: usize = read("--cards", 10_000)?;
    let rounds: usize = read("--rounds", 5)?;
    let place = tempfile::tempdir_in(option("--dir").map_or_else(|| PathBuf::from("."), PathBuf::from))?;
    let file = write_cards(&place.path().join("cards.vcf"), cards)?;
    let (mut ours, mut baseline) = (Times::default(), Times::default());
    for round in 0..rounds {
        let began = Instant::now();
        bare(&file, &place.path().join(format!("bare-{round}.db")))?;
        baseline.push(began.elapsed());
        let app = open(&place.path().join(format!("kith-{round}")))?;
        let began = Instant::now();
        import(&app, &file, cards)?;
        ours.push(began.elapsed());
    }
    println!("{cards} vCards ({:.1} MB), {rounds} times in turns", size(&file)? / 1e6);
    println!("{}", baseline.line("parsed, and a bare insert (baseline)"));
    println!("{}", ours.line("imported: matched, undoable, previewed"));
    println!("import ÷ baseline: {}   (goal: at most 2.5)", ratio(&ours, &baseline));
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

/// Parses the file and inserts what a contact is, with nothing else.
fn bare(file: &Path, database: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file)?;
    let mut db = Connection::open(database)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.execute_batch(
        "CREATE TABLE contacts (id INTEGER PRIMARY KEY, name TEXT, org TEXT, note TEXT) STRICT;
         CREATE TABLE points (id INTEGER PRIMARY KEY, contact_id INTEGER, kind TEXT, value TEXT) STRICT;",
    )?;
    let tx = db.transaction()?;
    {
        let mut contact = tx.prepare("INSERT INTO contacts (name, org, note) VALUES (?1, ?2, ?3)")?;
        let mut point = tx.prepare("INSERT INTO points (contact_id, kind, value) VALUES (?1, ?2, ?3)")?;
        let mut parser = Parser::new(&text);
        loop {
            let card = match parser.entry() {
                Entry::VCard(card) => card,
                Entry::Eof => break,
                other => anyhow::bail!("no card: {other:?}"),
            };
            let value = |property: &VCardProperty| {
                let entry = card.entries.iter().find(|entry| entry.name == *property)?;
                entry.values.iter().find_map(words)
            };
            contact.execute((value(&VCardProperty::Fn), value(&VCardProperty::Org), value(&VCardProperty::Note)))?;
            let id = tx.last_insert_rowid();
            for entry in &card.entries {
                let kind = match entry.name {
                    VCardProperty::Email => "email",
                    VCardProperty::Tel => "phone",
                    VCardProperty::Adr => "address",
                    _ => continue,
                };
                let value: Vec<String> = entry.values.iter().filter_map(words).collect();
                point.execute((id, kind, value.join(", ")))?;
            }
        }
    }
    tx.commit()?;
    Ok(())
}

fn words(value: &VCardValue) -> Option<String> {
    match value {
        VCardValue::Text(text) => Some(text.clone()),
        VCardValue::Component(parts) => Some(parts.join(" ")),
        _ => None,
    }
}

/// Makes the kernel forget what was resident at the most so far.
fn forget_peak() {
    if std::fs::write("/proc/self/clear_refs", "5").is_err() {
        println!("(the peak of before could not be forgotten: memory is told too high)");
    }
}

/// A figure of this process, in MB.
fn resident(name: &str) -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(name)).context("no such figure")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
    Ok(kilobytes / 1e3)
}
