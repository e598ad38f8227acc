//! The day's list, its first draw and each later look, and keeping at it, beside one pass of the plainest SQL over all
//! conversations: `cargo xtask bench day [--people N] [--talks N] [--rounds N]`.
//!
//! Each round is two days, so that the list is drawn anew: one on which Kith ran through the night, and one on which it
//! has just begun or nobody had looked for a while. Memory is that of this process, after each round.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use kith_bench::ask::{ask, read};
use kith_bench::life;
use kith_bench::measure::{Times, ratio};
use kith_bench::resident::resident;
use kith_core::app::{App, Options};
use kith_core::clock::{Now, TestClock};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

/// When each was last spoken with.
const LAST_TOUCHES: &str = "SELECT count(*), max(last) FROM (
    SELECT p.contact_id, max(v.day) AS last FROM conversation_people AS p
    JOIN conversations AS v ON v.id = p.conversation_id WHERE v.attempt = 0 AND v.day <= ?1 GROUP BY p.contact_id)";
/// Later looks on each day.
const LOOKS: usize = 20;

fn main() -> Result<()> {
    let size = life::Size { people: read("--people", 100_000)?, talks: read("--talks", 1_000_000)? };
    let rounds: u32 = read("--rounds", 10)?;
    let place = tempfile::tempdir_in(".")?;
    let clock = Arc::new(TestClock::new(morning(0)?));
    let options = Options { data_dir: place.path().join("kith"), clock: Arc::clone(&clock) as Arc<_> };
    let app = App::open(options)?;
    life::fill(&app, 1, size, morning(0)?.civil_day())?;
    let plain = Connection::open_with_flags(place.path().join("kith/kith.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let [mut pass, mut first, mut begun, mut after, mut later, mut kept] = [(); 6].map(|()| Times::default());
    let mut memory = Vec::new();
    for round in 0..=rounds {
        clock.set(morning(2 * round)?);
        app.rest();
        let at_the_start = timed(|| ask(&app, "today_get", Value::Null).map(drop))?;
        let now = morning(2 * round + 1)?;
        clock.set(now);
        let today = now.civil_day().to_string();
        let times = [
            timed(|| Ok(plain.query_row(LAST_TOUCHES, [&today], |row| row.get::<_, i64>(0)).map(drop)?))?,
            timed(|| ask(&app, "today_get", Value::Null).map(drop))?,
        ];
        let looks = (0..LOOKS).map(|_| timed(|| ask(&app, "today_get", Value::Null).map(drop)));
        let looks = looks.collect::<Result<Vec<_>>>()?;
        let who = ask(&app, "today_get", Value::Null)?.pointer("/reach_outs/0/contact/id").cloned();
        ask(&app, "conversation_log", json!({ "people": [who], "note": "We spoke." }))?;
        let after_a_log = timed(|| ask(&app, "today_get", Value::Null).map(drop))?;
        // The first of each warms the caches.
        if let ([theirs, ours], true) = (times, round > 0) {
            pass.push(theirs);
            begun.push(at_the_start);
            first.push(ours);
            after.push(after_a_log);
            kept.push(timed(|| ask(&app, "kept", Value::Null).map(drop))?);
            looks.into_iter().for_each(|look| later.push(look));
        }
        memory.push(resident("VmRSS")?);
    }
    println!("{} people, {} conversations; {rounds} rounds, {LOOKS} later looks each", size.people, size.talks);
    println!("{}", pass.line("a pass of plain SQL (baseline)"));
    println!("{}", begun.line("first look of a day, and after a start"));
    println!("{}", first.line("first look of a day, Kith was running"));
    println!("{}", after.line("a look after a log"));
    println!("{}", later.line("a later look"));
    println!("{}", kept.line("keeping at it: a year"));
    println!("after a start ÷ baseline: {}   (goal: at most 0.1)", ratio(&begun, &pass));
    println!("first ÷ baseline: {}   (goal: at most 0.1)", ratio(&first, &pass));
    println!("later at p99: {:.1} ms   (goal: under 5)", later.percentile(0.99));
    println!(
        "memory after the first day {:.0} MB, after the last {:.0} MB",
        memory.get(1).unwrap_or(&0.0),
        memory.last().unwrap_or(&0.0)
    );
    Ok(())
}

/// Ten o'clock, so many days on.
fn morning(days: u32) -> Result<Now> {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).context("no such day")? + chrono::Days::new(days.into());
    Ok(Now::parse(&format!("{day}T10:00:00+01:00[Europe/Paris]"), chrono_tz::UTC)?)
}

fn timed(work: impl FnOnce() -> Result<()>) -> Result<std::time::Duration> {
    let began = Instant::now();
    work()?;
    Ok(began.elapsed())
}
