//! What keeping an index takes: building it, memory, and how soon what was saved is found.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use kith_bench::ask::{ask, read};
use kith_bench::folder::copy;
use kith_bench::measure::Times;
use kith_bench::resident::Watch;
use kith_core::app::App;
use kith_core::clock::Now;
use serde_json::{Value, json};

use super::asked::{self, Asked};
use super::compare::ask_kith;
use super::figures::Built;
use super::{NOW, Place, full_text, open};

/// Builds Kith's index from the database, anew.
pub fn build_ours(place: &Place) -> Result<Built> {
    let app = open(&place.data())?;
    let index = place.data().join("index");
    remove(&index)?;
    let built = built(|| Ok(app.index.catch_up(&app.store)?))?;
    Ok(Built { megabytes: megabytes(&index)?, ..built })
}

/// Builds FTS5's.
pub fn build_full_text(place: &Place) -> Result<Built> {
    let file = place.full_text();
    remove(&file)?;
    let built = built(|| full_text::build(&place.database(), &file))?;
    Ok(Built { megabytes: megabytes(&file)?, ..built })
}

fn built(work: impl FnOnce() -> Result<()>) -> Result<Built> {
    let watch = Watch::begin()?;
    let began = Instant::now();
    work()?;
    let seconds = began.elapsed().as_secs_f64();
    Ok(Built { seconds, megabytes: 0.0, memory: watch.end()? })
}

fn remove(path: &Path) -> Result<()> {
    if path.is_dir() {
        std::fs::remove_dir_all(path)?;
    } else if path.exists() {
        std::fs::remove_file(path)?;
    }
    Ok(())
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

/// Memory while searching, and the times from the log of a conversation until it is found; on a copy.
pub fn under_load(place: &Place) -> Result<((f64, f64), Times)> {
    let beside = tempfile::tempdir_in(&place.folder)?;
    copy(&place.data(), beside.path())?;
    let app = open(beside.path())?;
    let asked = asked::read(&place.queries())?;
    let now = Now::parse(NOW, chrono_tz::UTC)?;
    let watch = Watch::begin()?;
    for asked in &asked {
        ask_kith(&app, asked, now)?;
    }
    let searching = watch.end()?;
    println!("searching takes {:.0} MB more, {:.0} its own", searching.0, searching.1);
    let findable = findable(&app, &asked)?;
    println!("{}", findable.line("logged, to found, while another thread searches"));
    Ok((searching, findable))
}

fn findable(app: &App, asked: &[Asked]) -> Result<Times> {
    let now = Now::parse(NOW, chrono_tz::UTC)?;
    let over = AtomicBool::new(false);
    let person = ask(app, "search_people", json!({ "query": "a", "prefix": true, "limit": 1 }))?;
    let person = person.pointer("/people/0/contact/id").context("there is nobody")?;
    std::thread::scope(|threads| {
        let searching = threads.spawn(|| -> Result<()> {
            for asked in asked.iter().cycle() {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                ask_kith(app, asked, now)?;
            }
            Ok(())
        });
        let logged: Result<Times> = (0..read("--logs", 200)?).map(|turn| log_and_find(app, person, turn)).collect();
        over.store(true, Ordering::Relaxed);
        searching.join().ok().context("the searching thread failed")??;
        logged
    })
}

/// Logs a conversation and asks until it is among what is found: that, not one whose word is nearly the same.
fn log_and_find(app: &App, person: &Value, turn: usize) -> Result<Duration> {
    let note = format!("We met at the old port and spoke of the regatta. Marker quaxwort{turn}x.");
    let began = Instant::now();
    let logged = ask(app, "conversation_log", json!({ "people": [person], "note": note, "channel": "call" }))?;
    let id = logged.get("id").and_then(Value::as_i64).context("a conversation has an id")?;
    for _ in 0..1_000 {
        let found = ask(app, "search_people", json!({ "query": format!("quaxwort{turn}x") }))?;
        let hits = found.pointer("/people/0/hits").and_then(Value::as_array).into_iter().flatten();
        if hits.into_iter().any(|hit| hit.get("id").and_then(Value::as_i64) == Some(id)) {
            return Ok(began.elapsed());
        }
    }
    bail!("what was saved is not found")
}
