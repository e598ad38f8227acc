//! Newcomers: many who come in with a rhythm at once are spread over it, and all are reached within it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::testing::TestApp;

const BEGIN: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();

fn at_ten(app: &TestApp, days: u64) {
    app.set_clock(&format!("{}T10:00:00+01:00", BEGIN + Days::new(days))).unwrap();
}

/// A Kith with a pace of so many people on all days.
fn app(pace: u32) -> TestApp {
    let app = TestApp::at("2026-11-01T10:00:00+01:00[Europe/Paris]").unwrap();
    app.set_pace(pace).unwrap();
    app
}

fn import(app: &TestApp, name: &str, text: &str) {
    let path = app.folder().parent().unwrap().join(name);
    std::fs::write(&path, text).unwrap();
    app.call("import", json!({ "paths": [path] })).unwrap();
}

fn archive(contacts: impl Iterator<Item = Value>) -> String {
    json!({ "kith_archive": 1, "contacts": contacts.collect::<Vec<_>>() }).to_string()
}

/// 800 people with a rhythm of 30 days.
fn monthly(n: usize) -> Value {
    json!({ "uid": format!("n{n}"), "name": format!("Person {n:03}"), "cadence": { "every": 30, "unit": "day" } })
}

/// Reaches everyone on the list, day by day; answers how many on each.
fn reach_all(app: &TestApp, days: u64) -> (Vec<usize>, BTreeSet<i64>) {
    let (mut per_day, mut reached) = (Vec::new(), BTreeSet::new());
    for day in 0..days {
        at_ten(app, day);
        let view = app.call("today_get", json!({})).unwrap();
        assert_eq!(view["waiting"], 0, "on day {day} the pace holds all who are due");
        let ids: Vec<i64> =
            view["reach_outs"].as_array().unwrap().iter().map(|one| one["contact"]["id"].as_i64().unwrap()).collect();
        per_day.push(ids.len());
        if !ids.is_empty() {
            app.call("conversation_log", json!({ "people": ids })).unwrap();
        }
        reached.extend(ids);
    }
    (per_day, reached)
}

#[test]
fn eight_hundred_who_come_in_at_once_are_spread_over_their_month_and_all_reached_within_it() {
    let app = app(27);
    import(&app, "people.json", &archive((0..800).map(monthly)));
    let (per_day, reached) = reach_all(&app, 30);
    assert_eq!(reached.len(), 800);
    assert!(per_day.iter().all(|n| (26..=27).contains(n)), "{per_day:?}");
}

#[test]
fn eight_hundred_cards_of_a_group_are_spread_too() {
    let app = app(14);
    let cards: String =
        (0..800).map(|n| format!("BEGIN:VCARD\nFN:Person {n}\nCATEGORIES:Clients\nEND:VCARD\n")).collect();
    import(&app, "people.vcf", &cards);
    let (per_day, reached) = reach_all(&app, 61);
    assert_eq!(reached.len(), 800, "within two months");
    assert!(per_day.iter().all(|n| (13..=14).contains(n)), "{per_day:?}");
}

#[test]
fn an_import_that_comes_once_more_leaves_the_first_days_where_they_are() {
    let app = app(27);
    let text = archive((0..800).map(monthly));
    import(&app, "people.json", &text);
    let before = app.app().store.read(crate::testing::dump).unwrap();
    at_ten(&app, 3);
    import(&app, "people.json", &text);
    assert_eq!(app.app().store.read(crate::testing::dump).unwrap(), before);
}

#[test]
fn who_is_said_to_have_a_rhythm_for_long_is_due_as_it_says() {
    let app = app(5);
    let since = |n: usize| {
        let mut contact = monthly(n);
        contact["cadence"]["set_on"] = json!("2026-10-01");
        contact
    };
    import(&app, "people.json", &archive((0..10).map(since)));
    let view = app.call("today_get", json!({})).unwrap();
    assert_eq!((view["reach_outs"].as_array().unwrap().len(), &view["waiting"]), (5, &json!(5)));
}

#[test]
fn a_rhythm_that_an_archive_says_was_set_anew_keeps_no_first_day_of_before() {
    let app = app(27);
    import(&app, "people.json", &archive((0..800).map(monthly)));
    let again = |n: usize| {
        let mut contact = monthly(n);
        contact["cadence"]["set_on"] = json!("2026-11-02");
        contact
    };
    import(&app, "again.json", &archive((700..710).map(again)));
    let contact = app.call("contact_get", json!({ "who": "Person 705" })).unwrap();
    assert_eq!(contact["due"], "2026-11-02");
}
