//! Each query asked of Kith and of FTS5 in turns, so that noise meets both alike.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use kith_bench::ask::{option, read};
use kith_bench::measure::Times;
use kith_core::app::App;
use kith_core::clock::Now;
use kith_core::search::answer::{By, search};
use kith_core::search::{IndexState, SearchInput};
use rusqlite::Connection;

use super::asked::{self, Asked, Class};
use super::figures::Measured;
use super::{NOW, Place, full_text, open};

/// How often each is asked.
struct Rounds {
    kith: usize,
    full_text: usize,
    /// After so long FTS5 is not asked the same any more.
    patience: Duration,
}

/// Asks all that was chosen, or the classes that `--class` names.
pub fn all(place: &Place) -> Result<Vec<Measured>> {
    let app = open(&place.data())?;
    app.index.catch_up(&app.store)?;
    let fts = full_text::open(&place.database(), &place.full_text())?;
    let now = Now::parse(NOW, chrono_tz::UTC)?;
    let rounds = Rounds {
        kith: read("--rounds", 25)?,
        full_text: read("--fts-rounds", 10)?,
        patience: Duration::from_secs_f64(read("--fts-seconds", 3.0)?),
    };
    let classes = option("--class");
    let is_wanted = |class: Class| classes.as_ref().is_none_or(|names| names.split(',').any(|n| n == class.name()));
    let mut measured = Vec::new();
    println!("each query, with the least, p50 and p99 in milliseconds");
    for asked in asked::read(&place.queries())?.iter().filter(|asked| is_wanted(asked.class)) {
        let one = compare(&app, &fts, now, asked, &rounds)?;
        println!(
            "{:<20} {:<36} {:>7} people {:>8} rows  Kith {:>8.2} {:>8.2} {:>8.2}  FTS5 {:>7} people {:>8.2} {:>8.2} {:>8.2}",
            asked.class.name(),
            one.query,
            one.people,
            one.rows,
            one.kith.percentile(0.0),
            one.kith.percentile(0.5),
            one.kith.percentile(0.99),
            one.full_text_people,
            one.full_text.percentile(0.0),
            one.full_text.percentile(0.5),
            one.full_text.percentile(0.99),
        );
        measured.push(one);
    }
    Ok(measured)
}

/// One search of Kith's: how long it took, how many people and how many rows it found.
pub fn ask_kith(app: &App, asked: &Asked, now: Now) -> Result<(Duration, usize, usize)> {
    let input = SearchInput { query: asked.query.clone(), prefix: Some(asked.typing), ..SearchInput::default() };
    let began = Instant::now();
    let found = search(&app.index, &app.store, &input, now, By::Person)?;
    let took = began.elapsed();
    ensure!(found.index == IndexState::Ready, "the index was not ready");
    Ok((took, found.total_people, found.total_hits))
}

fn compare(app: &App, fts: &Connection, now: Now, asked: &Asked, rounds: &Rounds) -> Result<Measured> {
    let (mut kith, mut baseline) = (Times::default(), Times::default());
    let (_, people, rows) = ask_kith(app, asked, now)?;
    let (mut spent, mut full_text_people) = (Duration::ZERO, 0);
    for round in 0..=rounds.kith.max(rounds.full_text) {
        if (1..=rounds.kith).contains(&round) {
            kith.push(ask_kith(app, asked, now)?.0);
        }
        if rounds.full_text > 0 && round <= rounds.full_text && spent <= rounds.patience {
            let began = Instant::now();
            full_text_people = full_text::ask(fts, asked)?;
            let took = began.elapsed();
            spent += took;
            // The first warms the caches; where there will be no second it counts.
            if round > 0 || spent > rounds.patience {
                baseline.push(took);
            }
        }
    }
    let (class, query) = (asked.class, asked.query.clone());
    Ok(Measured { class, query, people, rows, full_text_people, kith, full_text: baseline })
}
