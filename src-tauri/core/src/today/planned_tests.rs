//! Planned conversations: whom they hold back, and what is asked once they are over.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use serde_json::{Value, json};

use crate::testing::TestApp;

/// Ann and Ben, whom to reach is due since a week.
fn app() -> TestApp {
    let app = TestApp::new().unwrap();
    for name in ["Ann", "Ben"] {
        app.call("contact_add", json!({ "name": name, "every": "1w" })).unwrap();
        app.call("conversation_log", json!({ "people": [name], "start": "2026-11-07" })).unwrap();
    }
    app
}

fn plan(app: &TestApp, start: &str) -> Value {
    app.call("conversation_log", json!({ "people": ["Ann"], "start": start, "channel": "call" })).unwrap()["id"].clone()
}

fn asked(app: &TestApp) -> Vec<String> {
    let day = app.call("today_get", json!({})).unwrap();
    let text = |one: &Value| one["text"].as_str().unwrap().to_owned();
    day["to_confirm"].as_array().unwrap().iter().map(text).collect()
}

#[test]
fn a_planned_talk_holds_its_people_back_until_it_is_over_and_then_asks() {
    let app = app();
    assert_eq!(app.listed().unwrap(), ["Ann", "Ben"]);
    let talk = plan(&app, "2026-11-24T15:00:00+01:00");
    assert_eq!(app.listed().unwrap(), ["Ben"], "at once, though she was drawn");
    app.set_clock("2026-11-24T14:59:00+01:00").unwrap();
    assert_eq!((app.listed().unwrap(), asked(&app)), (vec!["Ben".to_owned()], vec![]));
    app.set_clock("2026-11-24T15:30:00+01:00").unwrap();
    assert_eq!((app.listed().unwrap(), asked(&app)), (vec!["Ben".to_owned()], vec![]), "it goes on");
    app.set_clock("2026-11-24T16:00:00+01:00").unwrap();
    assert_eq!(asked(&app), ["Call with Ann, 15:00"], "an hour where nothing else is said");
    app.call("conversation_confirm", json!({ "id": talk })).unwrap();
    assert!(asked(&app).is_empty());
    app.set_clock("2026-11-30T10:00:00+01:00").unwrap();
    assert_eq!(app.listed().unwrap(), ["Ben"], "her rhythm began anew");
    app.set_clock("2026-12-01T10:00:00+01:00").unwrap();
    assert_eq!(app.listed().unwrap(), ["Ben", "Ann"]);
}

#[test]
fn what_did_not_take_place_makes_due_again_and_undo_asks_again() {
    let app = app();
    let talk = plan(&app, "2026-11-23");
    app.set_clock("2026-11-23T23:59:00+01:00").unwrap();
    assert!(asked(&app).is_empty(), "a bare date lasts its whole day");
    app.set_clock("2026-11-24T10:00:00+01:00").unwrap();
    assert_eq!((app.listed().unwrap(), asked(&app)), (vec!["Ben".to_owned()], vec!["Call with Ann".to_owned()]));
    app.call("conversation_delete", json!({ "id": talk })).unwrap();
    assert_eq!((app.listed().unwrap(), asked(&app)), (vec!["Ben".to_owned(), "Ann".to_owned()], vec![]));
    app.call("undo", json!({})).unwrap();
    assert_eq!((app.listed().unwrap(), asked(&app)), (vec!["Ben".to_owned()], vec!["Call with Ann".to_owned()]));
    app.call("conversation_edit", json!({ "id": talk, "note": "We spoke." })).unwrap();
    assert!(asked(&app).is_empty(), "who writes what was said says that it took place");
    app.call("undo", json!({})).unwrap();
    assert_eq!(asked(&app), ["Call with Ann"]);
    app.set_clock("2026-12-08T10:00:00+01:00").unwrap();
    assert!(asked(&app).is_empty(), "nobody is asked for ever");
}

#[test]
fn a_talk_planned_for_later_than_three_days_holds_nobody_back_yet() {
    let app = app();
    plan(&app, "2026-11-25T10:00:00+01:00");
    assert_eq!(app.listed().unwrap(), ["Ann", "Ben"]);
    app.set_clock("2026-11-22T10:00:00+01:00").unwrap();
    assert_eq!(app.listed().unwrap(), ["Ben"]);
}

#[test]
fn what_was_logged_after_it_began_is_never_asked_about() {
    let app = app();
    for start in ["2026-11-21", "2026-11-21T10:00:00+01:00", "yesterday", "2026-11-20T23:00:00-05:00"] {
        plan(&app, start);
    }
    let moved = plan(&app, "2026-11-22T08:00:00+01:00");
    app.call("conversation_edit", json!({ "id": moved, "start": "2026-11-20T08:00:00+01:00" })).unwrap();
    app.call("conversation_log", json!({ "note": "With nobody", "start": "2026-11-22" })).unwrap();
    app.set_clock("2026-11-25T10:00:00+01:00").unwrap();
    assert!(asked(&app).is_empty());
}

#[test]
fn a_day_is_the_users_own_from_kiritimati_to_honolulu() {
    for (zone, offset) in [("Pacific/Kiritimati", "+14:00"), ("Pacific/Honolulu", "-10:00")] {
        let app = TestApp::at(&format!("2026-11-21T23:30:00{offset}[{zone}]")).unwrap();
        app.call("contact_add", json!({ "name": "Ann" })).unwrap();
        plan(&app, "2026-11-21");
        let planned = plan(&app, "2026-11-22");
        app.set_clock(&format!("2026-11-23T00:30:00{offset}")).unwrap();
        let day = app.call("today_get", json!({})).unwrap();
        let ids: Vec<&Value> =
            day["to_confirm"].as_array().unwrap().iter().map(|one| &one["conversation_id"]).collect();
        assert_eq!(ids, [&planned], "{zone}");
    }
}

#[test]
fn what_is_yet_to_come_cannot_be_confirmed() {
    let app = app();
    let talk = plan(&app, "2026-11-24T15:00:00+01:00");
    let error = app.call("conversation_confirm", json!({ "id": talk })).unwrap_err();
    assert_eq!(error.message.to_string(), "This conversation is yet to come. Nothing was changed.");
    assert!(app.call("conversation_confirm", json!({ "id": 999 })).is_err());
    let ahead = app.call("today_get", json!({ "on": "2026-11-26" })).unwrap();
    assert_eq!(ahead["to_confirm"], json!([]), "looking ahead asks nothing of what is yet to come");
}

#[test]
fn what_is_confirmed_or_was_never_planned_is_not_done_twice_nor_deleted_by_a_slip() {
    let app = app();
    let talk = plan(&app, "2026-11-22T10:00:00+01:00");
    app.set_clock("2026-11-23T10:00:00+01:00").unwrap();
    for _ in 0..2 {
        app.call("conversation_confirm", json!({ "id": talk })).unwrap();
    }
    let history = app.call("history", json!({ "limit": 2 })).unwrap();
    assert_eq!(history[0]["label"], "Confirmed a call with Ann");
    assert_eq!(history[1]["label"], "Planned a call with Ann", "the second time there was nothing to do");
    for id in [talk, json!(1)] {
        assert!(app.call("conversation_confirm", json!({ "id": id, "happened": false })).is_err());
    }
    app.call("undo", json!({})).unwrap();
    assert_eq!(asked(&app), ["Call with Ann, 10:00"], "undo asks again");
}

#[test]
fn the_days_ahead_hold_back_whom_one_will_meet() {
    let app = app();
    app.call("settings_set", json!({ "pace": { "per_day": { "sat": 1, "sun": 1, "mon": 1 }, "minutes": 30 } }))
        .unwrap();
    let reached = |app: &TestApp| -> Vec<u64> {
        let ahead = app.call("forecast", json!({ "days": 3 })).unwrap();
        ahead["days"].as_array().unwrap().iter().map(|day| day["reached"].as_u64().unwrap()).collect()
    };
    assert_eq!(reached(&app), [1, 1, 0]);
    plan(&app, "2026-11-27T10:00:00+01:00");
    assert_eq!(reached(&app), [1, 1, 0]);
    plan(&app, "2026-11-24T10:00:00+01:00");
    assert_eq!(reached(&app), [1, 0, 0], "Ben alone");
}
