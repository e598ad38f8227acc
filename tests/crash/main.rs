//! Killed at any moment, nothing that was acknowledged is lost.
//!
//! `KITH_CRASH_ROUNDS=10000` for a long run, `KITH_CRASH_SEED=…` for another one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it did not expect"
)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use kith_core::api::{Request, call};
use kith_core::app::{App, Options};
use kith_core::clock::SystemClock;
use kith_core::error::Error;
use kith_core::testing::dump;
use serde_json::{Value, json};

/// Rounds after which a new folder is begun, so that the last round is as quick as the first.
const ROUNDS_A_FOLDER: u64 = 50;

/// Random numbers that are the same in every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % most
    }
}

fn from_environment(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

fn ask(app: &App, command: &str, input: Value) -> Value {
    call(app, &Request { command: command.into(), input, now: None })
        .unwrap_or_else(|error| panic!("{command}: {error:?}"))
}

fn open(folder: &Path) -> App {
    App::open(Options { data_dir: folder.into(), clock: Arc::new(SystemClock) }).unwrap()
}

/// Lets the victim log, kills it a random moment after a random acknowledgement, and gives all it acknowledged.
fn killed(folder: &Path, first: u64, early: bool, dice: &mut Dice) -> Vec<u64> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kith-victim"));
    command.arg(folder).arg(first.to_string()).args(early.then_some("early"));
    let mut victim = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(victim.stdout.take().unwrap());
    let mut text = String::new();
    for _ in 0..=dice.below(6) {
        said.read_line(&mut text).unwrap();
    }
    thread::sleep(Duration::from_micros(dice.below(8000)));
    victim.kill().unwrap();
    victim.wait().unwrap();
    said.read_to_string(&mut text).unwrap();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(|line| line.parse().unwrap()).collect()
}

/// The numbers of the conversations that are there.
fn logged(app: &App) -> BTreeSet<u64> {
    let notes = |db: &kith_core::store::Db| -> Result<BTreeSet<u64>, Error> {
        let mut statement = db.prepare("SELECT note FROM conversations")?;
        let notes = statement.query_map([], |row| row.get::<_, String>(0))?;
        notes.map(|note| Ok(note?.split(' ').nth(1).unwrap().parse().unwrap())).collect()
    };
    app.store.read(notes).unwrap()
}

fn number(app: &App, sql: &str) -> i64 {
    app.store.read(|db| Ok(db.query_row(sql, [], |row| row.get(0))?)).unwrap()
}

/// The database is sound, each conversation is whole, and the undo log knows each exactly once.
fn sound(app: &App) {
    let verdict: String =
        app.store.read(|db| Ok(db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?)).unwrap();
    assert_eq!(verdict, "ok");
    assert_eq!(number(app, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    let conversations = number(app, "SELECT count(*) FROM conversations");
    for whole in [
        "SELECT count(*) FROM conversation_people",
        "SELECT count(*) FROM touches",
        "SELECT count(*) FROM exchanges WHERE conversation_id IS NOT NULL",
        "SELECT count(*) FROM conversation_tags WHERE tag = 'crash'",
        "SELECT count(*) - 1 FROM undo_log WHERE state = 'done'",
        "SELECT count(*) - 1 FROM undo_changes",
    ] {
        assert_eq!(number(app, whole), conversations, "{whole}");
    }
}

/// The newest conversation is found by its word: the index has caught up by itself.
fn found(app: &App, newest: u64) {
    let search = || ask(app, "search_people", json!({ "query": format!("word{newest}") }));
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    let mut answer = search();
    // An index that the kill damaged is built anew beside the search, which says that it is behind meanwhile.
    while answer["index"] != "ready" && std::time::Instant::now() < until {
        std::thread::sleep(std::time::Duration::from_millis(20));
        answer = search();
    }
    assert_eq!(answer["people"][0]["contact"]["name"], "Dana Moreau", "word{newest}: {answer}");
}

/// The newest operation is undone and done again.
fn undoable(app: &App, there: &BTreeSet<u64>) {
    ask(app, "undo", json!({}));
    let fewer = logged(app);
    assert_eq!(there.difference(&fewer).count(), 1);
    ask(app, "redo", json!({}));
    assert_eq!(&logged(app), there);
}

#[test]
fn whatever_was_acknowledged_survives_a_kill() {
    let mut dice = Dice(from_environment("KITH_CRASH_SEED", 20_261_121));
    let rounds = from_environment("KITH_CRASH_ROUNDS", 300);
    let mut next = 1;
    let mut left = rounds;
    while left > 0 {
        let place = kith_tests::folder();
        let folder = place.path().join("kith");
        ask(&open(&folder), "contact_add", json!({ "name": "Dana Moreau" }));
        let mut acknowledged = BTreeSet::new();
        for _ in 0..left.min(ROUNDS_A_FOLDER) {
            let before = acknowledged.len();
            acknowledged.extend(killed(&folder, next, false, &mut dice));
            let app = open(&folder);
            let there = logged(&app);
            let lost: Vec<_> = acknowledged.difference(&there).collect();
            assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
            assert!(acknowledged.len() > before, "the victim did its work");
            sound(&app);
            found(&app, *there.last().unwrap());
            undoable(&app, &there);
            // One may have been logged and not yet acknowledged.
            assert!(there.len() <= acknowledged.len() + 1, "more than one unknown");
            acknowledged = there;
            next = acknowledged.last().unwrap() + 1;
        }
        left = left.saturating_sub(ROUNDS_A_FOLDER);
    }
}

/// Rounds after which a restore begins in a new folder: each restore leaves a backup.
const RESTORES_A_FOLDER: u64 = 15;

/// A backup of so many people, beside the folder.
fn backup_of(place: &Path, people: std::ops::Range<u32>) -> (String, String) {
    let app = open(&place.join(format!("life-{}", people.start)));
    for number in people.clone() {
        ask(&app, "contact_add", json!({ "name": format!("Person {number}"), "about": "word ".repeat(400) }));
    }
    let file = place.join(format!("{}.db", people.start));
    ask(&app, "backup_now", json!({ "path": file }));
    (file.to_str().unwrap().to_owned(), app.store.read(dump).unwrap())
}

#[test]
fn a_restore_that_is_killed_leaves_one_database_or_the_other_whole() {
    let mut dice = Dice(from_environment("KITH_CRASH_SEED", 20_261_122));
    let mut left = from_environment("KITH_CRASH_ROUNDS", 60);
    let backups = kith_tests::folder();
    let lives = [backup_of(backups.path(), 0..20), backup_of(backups.path(), 100..160)];
    let mut seen = BTreeSet::new();
    while left > 0 {
        let place = kith_tests::folder();
        let folder = place.path().join("kith");
        ask(&open(&folder), "restore", json!({ "file": lives[0].0 }));
        for _ in 0..left.min(RESTORES_A_FOLDER) {
            let mut command = Command::new(env!("CARGO_BIN_EXE_kith-victim"));
            command.arg(&folder).arg("restore").args(lives.iter().map(|(file, _)| file));
            let mut victim = command.stdout(Stdio::piped()).spawn().unwrap();
            let mut said = BufReader::new(victim.stdout.take().unwrap());
            for _ in 0..=dice.below(2) {
                said.read_line(&mut String::new()).unwrap();
            }
            thread::sleep(Duration::from_micros(dice.below(60_000)));
            victim.kill().unwrap();
            victim.wait().unwrap();
            let app = open(&folder);
            let there = app.store.read(dump).unwrap();
            let which = lives.iter().position(|(_, life)| *life == there);
            seen.insert(which.unwrap_or_else(|| panic!("neither the one nor the other:\n{there}")));
            let report = ask(&app, "check", json!({}));
            assert_eq!(report["sound"], true, "{report}");
            let first = if which == Some(0) { "Person 7" } else { "Person 107" };
            let found = ask(&app, "search_people", json!({ "query": format!("\"{first}\"") }));
            assert_eq!(found["people"][0]["contact"]["name"], first, "{found}");
            // What it cost to be safe can be undone, whichever it was.
            ask(&app, "undo", json!({}));
            ask(&app, "restore", json!({ "file": lives[0].0 }));
        }
        left = left.saturating_sub(RESTORES_A_FOLDER);
    }
    assert_eq!(seen.len(), 2, "killed before and after");
}

#[test]
fn the_control_that_acknowledges_before_the_commit_loses_some() {
    let mut dice = Dice(from_environment("KITH_CRASH_SEED", 20_261_121));
    let place = kith_tests::folder();
    let folder = place.path().join("kith");
    ask(&open(&folder), "contact_add", json!({ "name": "Dana Moreau" }));
    let mut next = 1;
    for _ in 0..200 {
        let acknowledged = killed(&folder, next, true, &mut dice);
        let there = logged(&open(&folder));
        if acknowledged.iter().any(|number| !there.contains(number)) {
            return;
        }
        next = acknowledged.last().unwrap() + 1;
    }
    panic!("a program that acknowledges too early was killed 200 times, and nothing was seen to be lost");
}
