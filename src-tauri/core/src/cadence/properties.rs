//! After random operations, undone and done again: `touches` is what the definition says, and anchor, due and
//! stretch are what a naive reading of PRODUCT.md says, in zones with odd clocks.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::clock::Now;
use crate::testing::TestApp;

const PEOPLE: usize = 3;
const EVERY: [&str; 6] = ["1d", "10d", "2w", "1m", "3m", "1y"];

/// A moment in each zone: the night of a change of clocks, or Apia's lost day.
const MOMENTS: [&str; 6] = [
    "2026-03-29T02:30:00Z[Europe/Berlin]",
    "2026-11-21T23:30:00Z[Europe/Berlin]",
    "2026-11-01T06:30:00Z[America/New_York]",
    "2028-02-29T12:00:00Z[America/New_York]",
    "2026-10-03T15:45:00Z[Australia/Lord_Howe]",
    "2011-12-30T11:00:00Z[Pacific/Apia]",
];

#[derive(Debug, Clone)]
enum Step {
    Log { who: Vec<usize>, hours: i64, bare: bool, attempt: bool, exchanges: Vec<bool> },
    Move { which: usize, hours: i64, attempt: bool, who: Vec<usize> },
    Delete { which: usize },
    Forget { which: usize },
    Skip { who: usize },
    Cadence { who: usize, every: usize },
    Undo,
    Redo,
    Wait { hours: i64 },
}

fn who() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0..PEOPLE, 0..=2)
}

fn step() -> impl Strategy<Value = Step> {
    // Close to now, where future and past meet, and long ago.
    let hours = prop_oneof![-40i64..40, -10_000i64..100];
    prop_oneof![
        5 => (who(), hours.clone(), any::<bool>(), prop::bool::weighted(0.2), proptest::collection::vec(any::<bool>(), 0..3))
            .prop_map(|(who, hours, bare, attempt, exchanges)| Step::Log { who, hours, bare, attempt, exchanges }),
        2 => (0..8usize, hours, any::<bool>(), who()).prop_map(|(which, hours, attempt, who)| Step::Move { which, hours, attempt, who }),
        1 => (0..8usize).prop_map(|which| Step::Delete { which }),
        1 => (0..8usize).prop_map(|which| Step::Forget { which }),
        1 => (0..PEOPLE).prop_map(|who| Step::Skip { who }),
        2 => (0..PEOPLE, 0..EVERY.len()).prop_map(|(who, every)| Step::Cadence { who, every }),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => (1i64..60).prop_map(|hours| Step::Wait { hours }),
    ]
}

fn start(now: Now, hours: i64, bare: bool) -> String {
    let local = (now.instant + Duration::hours(hours)).with_timezone(&now.zone);
    if bare { local.date_naive().to_string() } else { local.to_rfc3339() }
}

fn names(who: &[usize]) -> Vec<String> {
    who.iter().map(|who| format!("Person {who}")).collect()
}

fn conversations(app: &TestApp) -> Vec<Value> {
    let list = app.call("conversation_list", json!({ "limit": 1000 })).unwrap();
    list["conversations"].as_array().unwrap().clone()
}

fn take(app: &TestApp, step: &Step) {
    let now = app.app().now();
    let nth = |which: &usize| conversations(app).get(*which).map(|conversation| conversation["id"].clone());
    match step {
        Step::Log { who, hours, bare, attempt, exchanges } => {
            let exchanges: Vec<Value> = exchanges
                .iter()
                .filter(|_| !who.is_empty())
                .map(|asked| json!({ "direction": if *asked { "asked" } else { "gave" }, "text": "something" }))
                .collect();
            let input = json!({ "people": names(who), "start": start(now, *hours, *bare), "attempt": attempt,
                "exchanges": exchanges, "note": "hello" });
            app.call("conversation_log", input).unwrap();
        }
        Step::Move { which, hours, attempt, who } => {
            if let Some(id) = nth(which) {
                let input =
                    json!({ "id": id, "start": start(now, *hours, false), "attempt": attempt, "people": names(who) });
                app.call("conversation_edit", input).unwrap();
            }
        }
        Step::Delete { which } => {
            if let Some(id) = nth(which) {
                app.call("conversation_delete", json!({ "id": id })).unwrap();
            }
        }
        Step::Forget { which } => {
            let all = conversations(app);
            if let Some(exchange) = all.get(*which).and_then(|conversation| conversation["exchanges"].get(0)) {
                app.call("exchange_delete", json!({ "id": exchange["id"] })).unwrap();
            }
        }
        Step::Skip { who } => drop(app.call("skip", json!({ "who": format!("Person {who}") })).unwrap()),
        Step::Cadence { who, every } => {
            let input = json!({ "who": format!("Person {who}"), "every": EVERY[*every] });
            app.call("cadence_set", input).unwrap();
        }
        // The people themselves are never undone: the first operations made them.
        Step::Undo if app.call("history", json!({})).unwrap().as_array().unwrap().len() > PEOPLE => {
            let newest = app.call("history", json!({})).unwrap();
            let done = newest.as_array().unwrap().iter().filter(|op| op["undone"] == json!(false)).count();
            if done > PEOPLE {
                app.call("undo", json!({})).unwrap();
            }
        }
        Step::Undo => {}
        Step::Redo => drop(app.call("redo", json!({})).unwrap()),
        Step::Wait { hours } => app.clock().advance(Duration::hours(*hours)),
    }
}

type Row = (i64, i64, i64, String, Option<i64>);

fn kept_touches(app: &TestApp) -> Vec<Row> {
    app.app()
        .store
        .read(|db| {
            let mut statement = db.prepare(
                "SELECT conversation_id, contact_id, counts, day, at FROM touches ORDER BY conversation_id, contact_id",
            )?;
            let rows =
                statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
            Ok(rows.collect::<rusqlite::Result<Vec<Row>>>()?)
        })
        .unwrap()
}

fn counts(conversation: &Value) -> i64 {
    let exchanges = conversation["exchanges"].as_array().unwrap();
    match conversation["attempt"] == json!(true) {
        true => 0,
        false if !exchanges.is_empty() && exchanges.iter().all(|exchange| exchange["direction"] == "asked") => 1,
        false => 2,
    }
}

fn defined_touches(app: &TestApp) -> Vec<Row> {
    let mut rows = Vec::new();
    for conversation in conversations(app) {
        let start = conversation["start"].as_str().unwrap();
        let at = DateTime::parse_from_rfc3339(start).ok().map(|at| at.timestamp_millis());
        for person in conversation["people"].as_array().unwrap() {
            let (id, who) = (conversation["id"].as_i64().unwrap(), person["id"].as_i64().unwrap());
            rows.push((id, who, counts(&conversation), start[..10].to_owned(), at));
        }
    }
    rows.sort();
    rows
}

/// The latest day of a conversation that is not in the future, not an attempt, and more than an ask.
fn last_touch(app: &TestApp, now: Now, who: i64) -> Option<NaiveDate> {
    let mut latest = None;
    for (_, contact, counts, day, at) in defined_touches(app) {
        let day: NaiveDate = day.parse().unwrap();
        let future = at.map_or(day > now.local().date_naive(), |at| at > now.instant.timestamp_millis());
        if contact == who && counts == 2 && !future {
            latest = latest.max(Some(day));
        }
    }
    latest
}

/// A rhythm later, a day or a month at a time, the end of the month clamped from the anchor's day.
fn later(anchor: NaiveDate, every: &str) -> NaiveDate {
    let (number, unit) = every.split_at(every.len() - 1);
    let number: i64 = number.parse().unwrap();
    let months = |count: i64| {
        let (mut year, mut month) = (anchor.year(), anchor.month());
        for _ in 0..count {
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        }
        (1..=anchor.day()).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day)).unwrap()
    };
    match unit {
        "d" => (0..number).fold(anchor, |day, _| day.succ_opt().unwrap()),
        "w" => (0..number * 7).fold(anchor, |day, _| day.succ_opt().unwrap()),
        "m" => months(number),
        _ => months(number * 12),
    }
}

/// The day that began at 04:00 by the clock on the wall.
fn routine_day(now: Now) -> NaiveDate {
    let local = now.instant.with_timezone(&now.zone).naive_local();
    let four = NaiveTime::from_hms_opt(4, 0, 0).unwrap();
    if local.time() < four { local.date().pred_opt().unwrap() } else { local.date() }
}

/// What the model remembers of a person: the choice and its day, and the last skip.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Chosen {
    every: Option<usize>,
    set_on: Option<NaiveDate>,
    skipped_on: Option<NaiveDate>,
}

fn chosen(app: &TestApp) -> BTreeMap<i64, Chosen> {
    app.app()
        .store
        .read(|db| {
            let mut statement = db.prepare(
                "SELECT id, cadence_every || substr(cadence_unit, 1, 1), cadence_set_on, skipped_on FROM contacts",
            )?;
            let mut found = BTreeMap::new();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let day = |column| -> rusqlite::Result<Option<NaiveDate>> {
                    Ok(row.get::<_, Option<String>>(column)?.map(|day| day.parse().unwrap()))
                };
                let every: Option<String> = row.get(1)?;
                let every = every.map(|text| EVERY.iter().position(|known| *known == text).unwrap());
                found.insert(row.get(0)?, Chosen { every, set_on: day(2)?, skipped_on: day(3)? });
            }
            Ok(found)
        })
        .unwrap()
}

fn check(app: &TestApp) {
    assert_eq!(kept_touches(app), defined_touches(app));
    let now = app.app().now();
    let today = routine_day(now);
    let chosen = chosen(app);
    for person in app.call("contact_list", json!({})).unwrap()["people"].as_array().unwrap() {
        let id = person["id"].as_i64().unwrap();
        let touch = last_touch(app, now, id);
        assert_eq!(person["last_touch"], json!(touch));
        let Chosen { every: Some(every), set_on: Some(set_on), skipped_on } = chosen[&id] else {
            assert_eq!(person["due"], Value::Null);
            continue;
        };
        let (due, divisor) = match touch.max(skipped_on) {
            Some(anchor) => (later(anchor, EVERY[every]), later(anchor, EVERY[every]) - anchor),
            None => (set_on, later(set_on, EVERY[every]) - set_on),
        };
        let stretch = 1.0 + (today - due).num_days() as f64 / divisor.num_days() as f64;
        assert_eq!((&person["due"], &person["cadence_days"]), (&json!(due), &json!(divisor.num_days())));
        assert!((person["stretch"].as_f64().unwrap() - stretch).abs() < 1e-9, "{person} {stretch}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn last_touch_due_and_stretch_are_what_the_conversations_say(
        moment in 0..MOMENTS.len(),
        steps in proptest::collection::vec(step(), 1..14),
    ) {
        let app = TestApp::at(MOMENTS[moment]).unwrap();
        for who in 0..PEOPLE {
            app.call("contact_add", json!({ "name": format!("Person {who}") })).unwrap();
        }
        for step in &steps {
            take(&app, step);
            check(&app);
        }
    }
}

#[test]
fn the_routine_day_of_the_oracle_is_that_of_the_clock() {
    let four = NaiveTime::from_hms_opt(4, 0, 0).unwrap();
    for zone in [Tz::Europe__Berlin, Tz::America__New_York, Tz::Australia__Lord_Howe, Tz::Pacific__Apia] {
        for hour in 0..24 * 30 {
            for from in ["2011-12-15T00:15:00Z", "2026-03-10T00:15:00Z", "2026-10-01T00:15:00Z", "2026-10-20T00:15:00Z"]
            {
                let from: DateTime<Utc> = from.parse().unwrap();
                let now = Now { instant: from + Duration::hours(hour), zone };
                assert_eq!(now.routine_day(four), routine_day(now), "{now:?}");
            }
        }
    }
}
