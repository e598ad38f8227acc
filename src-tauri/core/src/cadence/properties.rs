//! After random operations, undone and done again: `touches` is what the definition says, and anchor, due and
//! stretch are what a naive reading of PRODUCT.md says, in zones with odd clocks.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::clock::Now;
use crate::testing::TestApp;

const PEOPLE: usize = 3;
const EVERY: [&str; 6] = ["1d", "10d", "2w", "1m", "3m", "1y"];
/// Beside every rhythm; the last is shorter than some, and refused there.
const LATEST: [&str; 4] = ["none", "2y", "13m", "20d"];

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
    Cadence { who: usize, every: usize, latest: Option<usize> },
    Vacation { begins: i64, days: i64 },
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
        2 => (0..PEOPLE, 0..EVERY.len(), proptest::option::of(0..LATEST.len()))
            .prop_map(|(who, every, latest)| Step::Cadence { who, every, latest }),
        1 => (-60i64..20, 0i64..30).prop_map(|(begins, days)| Step::Vacation { begins, days }),
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
        Step::Cadence { who, every, latest } => {
            let latest = latest.map(|latest| LATEST[latest]);
            let input = json!({ "who": format!("Person {who}"), "every": EVERY[*every], "latest": latest });
            let refused = latest == Some("20d") && ["1m", "3m", "1y"].contains(&EVERY[*every]);
            assert_eq!(app.call("cadence_set", input).is_err(), refused);
        }
        Step::Vacation { begins, days } => {
            let from = routine_day(now) + Duration::days(*begins);
            let input = json!({ "from": from, "to": from + Duration::days(*days) });
            app.call("vacation_add", input).unwrap();
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
    latest: Option<usize>,
}

fn chosen(app: &TestApp) -> BTreeMap<i64, Chosen> {
    app.app()
        .store
        .read(|db| {
            let mut statement = db.prepare(
                "SELECT id, cadence_every || substr(cadence_unit, 1, 1), cadence_set_on, skipped_on,
                        latest_every || substr(latest_unit, 1, 1)
                 FROM contacts",
            )?;
            let mut found = BTreeMap::new();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let day = |column| -> rusqlite::Result<Option<NaiveDate>> {
                    Ok(row.get::<_, Option<String>>(column)?.map(|day| day.parse().unwrap()))
                };
                let every: Option<String> = row.get(1)?;
                let every = every.map(|text| EVERY.iter().position(|known| *known == text).unwrap());
                let latest: Option<String> = row.get(4)?;
                let latest = latest.map(|text| LATEST.iter().position(|known| *known == text).unwrap());
                found.insert(row.get(0)?, Chosen { every, set_on: day(2)?, skipped_on: day(3)?, latest });
            }
            Ok(found)
        })
        .unwrap()
}

/// Every day off, one by one.
fn days_off(app: &TestApp) -> BTreeSet<NaiveDate> {
    let vacations = app.call("vacation_list", json!({})).unwrap();
    let day = |vacation: &Value, field: &str| vacation[field].as_str().unwrap().parse::<NaiveDate>().unwrap();
    let days = |vacation: &Value| {
        let (from, to) = (day(vacation, "from"), day(vacation, "to"));
        from.iter_days().take_while(move |day| *day <= to)
    };
    vacations.as_array().unwrap().iter().flat_map(days).collect()
}

/// So many days that are not off after a day, one at a time.
fn walk(from: NaiveDate, mut days: i64, off: &BTreeSet<NaiveDate>) -> NaiveDate {
    let mut day = from;
    while days > 0 || off.contains(&day) {
        day = day.succ_opt().unwrap();
        days -= i64::from(!off.contains(&day) && days > 0);
    }
    day
}

/// Days that are not off after one day up to another; negative backwards.
fn passed(from: NaiveDate, to: NaiveDate, off: &BTreeSet<NaiveDate>) -> i64 {
    let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
    sign * first.iter_days().skip(1).take_while(|day| *day <= last).filter(|day| !off.contains(day)).count() as i64
}

fn check(app: &TestApp) {
    assert_eq!(kept_touches(app), defined_touches(app));
    let off = days_off(app);
    let now = app.app().now();
    let today = routine_day(now);
    let chosen = chosen(app);
    for person in app.call("contact_list", json!({})).unwrap()["people"].as_array().unwrap() {
        let id = person["id"].as_i64().unwrap();
        let touch = last_touch(app, now, id);
        assert_eq!(person["last_touch"], json!(touch));
        let Chosen { every: Some(every), set_on: Some(set_on), skipped_on, latest } = chosen[&id] else {
            assert_eq!(person["due"], Value::Null);
            continue;
        };
        let anchor = touch.max(skipped_on);
        let from = anchor.unwrap_or(set_on);
        let length = |interval: &str| (later(from, interval) - from).num_days();
        let divisor = length(EVERY[every]);
        let due = walk(from, if anchor.is_some() { divisor } else { 0 }, &off);
        let stretch = 1.0 + passed(due, today, &off) as f64 / divisor as f64;
        assert_eq!((&person["due"], &person["cadence_days"]), (&json!(due), &json!(divisor)));
        let latest_on = latest.map(|latest| walk(due, (length(LATEST[latest]) - divisor).max(0), &off));
        assert_eq!(person["latest_on"], json!(latest_on));
        assert_eq!(person["past_latest"], json!(latest_on.map(|latest_on| passed(latest_on, today, &off))));
        assert!((person["stretch"].as_f64().unwrap() - stretch).abs() < 1e-9, "{person} {stretch}");
    }
    check_order(app, off.contains(&today));
}

/// Nobody is due on a day off; else who is at the latest day comes first, then by stretch, who waited longer, and id.
fn check_order(app: &TestApp, is_off: bool) {
    let day = app.call("today_get", json!({ "on": routine_day(app.app().now()) })).unwrap();
    let keys: Vec<(bool, f64, f64, i64)> = day["reach_outs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let row = &item["contact"];
            let (stretch, length) = (row["stretch"].as_f64().unwrap(), row["cadence_days"].as_f64().unwrap());
            let last_call = row["past_latest"].as_i64().is_some_and(|past| past >= 0);
            (!last_call, -stretch, -stretch * length, row["id"].as_i64().unwrap())
        })
        .collect();
    assert!(keys.is_empty() || !is_off, "{day}");
    assert!(keys.is_sorted_by(|a, b| a <= b), "{keys:?}");
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
