//! Planned conversations: told before they begin, and asked about once they are over.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use serde_json::json;

use super::tests::{said, titles, told, two_people};
use crate::testing::TestApp;

#[test]
fn a_planned_talk_is_told_before_it_begins_and_asked_about_once_it_is_over() {
    let mut app = TestApp::at("2026-11-20T08:00:00+01:00[Europe/Paris]").unwrap();
    app.call("contact_add", json!({ "name": "Dana Moreau" })).unwrap();
    let talk = json!({ "people": ["Dana Moreau"], "start": "2026-11-20T15:00:00+01:00", "place": "Chez Max",
                       "channel": "in person", "minutes": 90 });
    let id = app.call("conversation_log", talk).unwrap()["id"].clone();
    app.set_clock("2026-11-20T14:29:00+01:00").unwrap();
    assert!(told(&app).is_empty());
    app.set_clock("2026-11-20T14:30:00+01:00").unwrap();
    let before = ("A talk with Dana Moreau".to_owned(), "At 15:00, Chez Max.".to_owned());
    assert_eq!(told(&app), [before]);
    app.restart().unwrap();
    app.set_clock("2026-11-20T16:29:00+01:00").unwrap();
    assert!(told(&app).is_empty(), "once, and it goes on");
    app.set_clock("2026-11-20T16:30:00+01:00").unwrap();
    let claimed = app.call("notices_claim", json!({})).unwrap();
    let asked = ("Did it happen?".to_owned(), "A talk with Dana Moreau. Today, 20 November.".to_owned());
    assert_eq!(said(&claimed), std::slice::from_ref(&asked));
    let notice = &claimed["notices"][0];
    assert_eq!((&notice["kind"], &notice["conversation_id"]), (&json!("happened"), &id));
    app.call("notice_again", json!({ "id": notice["id"] })).unwrap();
    app.call("notices_told", json!({ "told": [notice["id"]] })).unwrap();
    assert!(told(&app).is_empty());
    app.set_clock("2026-11-20T17:30:00+01:00").unwrap();
    assert_eq!(told(&app), [asked], "as it was asked for");
    app.set_clock("2026-11-21T12:00:00+01:00").unwrap();
    assert!(told(&app).is_empty());
}

#[test]
fn what_was_moved_confirmed_or_deleted_is_not_asked_about() {
    let app = TestApp::at("2026-11-20T08:00:00+01:00[Europe/Paris]").unwrap();
    app.call("contact_add", json!({ "name": "Dana Moreau" })).unwrap();
    let ids = ["2026-11-20T10:00:00+01:00", "2026-11-20T10:10:00+01:00", "2026-11-20T10:20:00+01:00"].map(|start| {
        let talk = json!({ "people": ["Dana Moreau"], "start": start });
        app.call("conversation_log", talk).unwrap()["id"].clone()
    });
    app.set_clock("2026-11-20T09:55:00+01:00").unwrap();
    assert_eq!(told(&app).len(), 3);
    let later = json!({ "id": ids[0], "start": "2026-11-20T12:00:00+01:00" });
    app.call("conversation_edit", later).unwrap();
    app.set_clock("2026-11-20T10:30:00+01:00").unwrap();
    app.call("conversation_confirm", json!({ "id": ids[1] })).unwrap();
    app.call("conversation_delete", json!({ "id": ids[2] })).unwrap();
    app.set_clock("2026-11-20T11:20:00+01:00").unwrap();
    assert!(told(&app).is_empty());
    app.set_clock("2026-11-20T11:30:00+01:00").unwrap();
    assert_eq!(titles(&app), ["A conversation with Dana Moreau"], "before its new time once more");
}

#[test]
fn a_talk_planned_for_a_day_is_told_with_its_reminders_and_asked_about_with_those_of_the_next() {
    let app = TestApp::at("2026-11-19T08:00:00+01:00[Europe/Paris]").unwrap();
    app.call("contact_add", json!({ "name": "Dana Moreau" })).unwrap();
    app.call("settings_set", json!({ "notices_private": true })).unwrap();
    let talk = json!({ "people": ["Dana Moreau"], "start": "2026-11-20", "place": "Chez Max" });
    app.call("conversation_log", talk).unwrap();
    app.set_clock("2026-11-20T08:59:00+01:00").unwrap();
    assert!(told(&app).is_empty());
    app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
    assert_eq!(told(&app), [("A planned conversation".to_owned(), "Today.".to_owned())]);
    app.set_clock("2026-11-21T08:59:00+01:00").unwrap();
    assert!(told(&app).is_empty());
    app.set_clock("2026-11-21T09:00:00+01:00").unwrap();
    let body = "A planned conversation. Yesterday, 20 November.";
    assert_eq!(told(&app), [("Did it happen?".to_owned(), body.to_owned())]);
}

#[test]
fn nothing_is_told_before_where_it_is_switched_off_or_was_planned_too_late() {
    let app = TestApp::at("2026-11-20T08:00:00+01:00[Europe/Paris]").unwrap();
    app.call("contact_add", json!({ "name": "Dana Moreau" })).unwrap();
    let plan =
        |start: &str| drop(app.call("conversation_log", json!({ "people": ["Dana Moreau"], "start": start })).unwrap());
    plan("2026-11-20T08:20:00+01:00");
    app.set_clock("2026-11-20T08:10:00+01:00").unwrap();
    assert!(told(&app).is_empty(), "who plans it for the next minutes knows");
    app.call("settings_set", json!({ "planned_lead_minutes": 0 })).unwrap();
    plan("2026-11-20T12:00:00+01:00");
    app.set_clock("2026-11-20T11:59:00+01:00").unwrap();
    assert_eq!(titles(&app), ["Did it happen?"], "asked is all the same");
    assert!(app.call("settings_set", json!({ "planned_lead_minutes": 121 })).is_err());
}

#[test]
fn after_an_absence_the_summary_counts_the_talks_that_were_planned() {
    let app = two_people();
    for day in ["2026-11-21", "2026-11-22"] {
        let talk = json!({ "people": ["Dana Moreau"], "start": format!("{day}T12:00:00+01:00") });
        app.call("conversation_log", talk).unwrap();
    }
    app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
    told(&app);
    app.set_clock("2026-11-24T09:30:00+01:00").unwrap();
    let summary = told(&app);
    assert_eq!(summary.len(), 1);
    assert!(summary[0].1.ends_with("2 planned conversations are over: did they happen?"), "{summary:?}");
    assert!(told(&app).is_empty());
}

#[test]
fn what_begins_soon_is_told_beside_the_summary_of_an_absence() {
    let app = two_people();
    let talk = json!({ "people": ["Dana Moreau"], "start": "2026-11-24T10:00:00+01:00", "channel": "call" });
    app.call("conversation_log", talk).unwrap();
    app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
    told(&app);
    app.set_clock("2026-11-24T09:40:00+01:00").unwrap();
    assert_eq!(titles(&app), ["While you were away", "A call with Dana Moreau"]);
}
