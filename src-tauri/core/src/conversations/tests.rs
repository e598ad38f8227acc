#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use serde_json::{Value, json};

use crate::api::ApiError;
use crate::testing::TestApp;

fn app() -> TestApp {
    TestApp::new().unwrap()
}

fn person(app: &TestApp, name: &str) -> i64 {
    app.call("contact_add", json!({ "name": name })).unwrap()["id"].as_i64().unwrap()
}

fn log(app: &TestApp, input: Value) -> Value {
    app.call("conversation_log", input).unwrap()
}

fn refused(app: &TestApp, input: Value) -> ApiError {
    app.call("conversation_log", input).unwrap_err()
}

fn newest_label(app: &TestApp) -> String {
    app.call("history", json!({ "limit": 1 })).unwrap()[0]["label"].as_str().unwrap().to_owned()
}

fn names(conversation: &Value) -> Vec<&str> {
    conversation["people"].as_array().unwrap().iter().map(|person| person["name"].as_str().unwrap()).collect()
}

#[test]
fn a_conversation_is_logged_with_everything_in_it_as_one_operation() {
    let app = app();
    let dana = person(&app, "Dana Moreau");
    let logged = log(
        &app,
        json!({
            "people": [dana, "Dana Moreau"],
            "new_people": ["Rohan Hall"],
            "start": "2026-11-20T12:30:00+01:00",
            "minutes": 75,
            "channel": "call",
            "initiated_by": "them",
            "place": "Chez Max",
            "note": "Inès came second in the **regatta**. #Sailing",
            "tags": ["French lessons"],
            "exchanges": [{ "direction": "gave", "kind": "introduction", "text": "Luc, for French", "worth": "120 EUR" }],
            "follow_ups": [{ "text": "send the dock drawings", "due": "2026-11-27" }],
            "facts": [{ "with": "Rohan Hall", "text": "sails a Folkboat" }],
        }),
    );
    assert_eq!(names(&logged), ["Dana Moreau", "Rohan Hall"]);
    assert_eq!(logged["start"], "2026-11-20T12:30:00+01:00");
    assert_eq!((&logged["minutes"], &logged["channel"]), (&json!(75), &json!("call")));
    assert_eq!((&logged["initiated_by"], &logged["place"]), (&json!("them"), &json!("Chez Max")));
    assert_eq!(logged["tags"], json!(["french-lessons", "sailing"]));
    assert!(logged["note_html"].as_str().unwrap().contains("<strong>regatta</strong>"));
    assert_eq!(logged["exchanges"].as_array().unwrap().len(), 2, "one for each of them");
    assert_eq!(
        (&logged["exchanges"][0]["worth"], &logged["exchanges"][0]["day"]),
        (&json!("120 EUR"), &json!("2026-11-20"))
    );
    assert_eq!(logged["follow_ups"][0]["with"]["name"], "Dana Moreau");
    assert_eq!(logged["facts"][0]["contact_id"], logged["people"][1]["id"]);
    assert_eq!(newest_label(&app), "Logged a call with Dana Moreau and Rohan Hall");
    assert_eq!(app.call("conversation_get", json!({ "id": logged["id"] })).unwrap(), logged);

    app.call("undo", json!({})).unwrap();
    assert_eq!(
        app.call("contact_get", json!({ "who": "Rohan Hall" })).unwrap_err().code,
        crate::api::ApiCode::NotFound
    );
    assert!(app.call("conversation_get", json!({ "id": logged["id"] })).is_err());
    app.call("redo", json!({})).unwrap();
    assert_eq!(app.call("conversation_get", json!({ "id": logged["id"] })).unwrap(), logged);
}

#[test]
fn a_conversation_begins_now_unless_it_is_said_when() {
    let app = app();
    assert_eq!(log(&app, json!({ "note": "hello" }))["start"], "2026-11-21T10:00:00+01:00");
    assert_eq!(log(&app, json!({ "note": "hello", "start": "yesterday" }))["start"], "2026-11-20");
    assert_eq!(log(&app, json!({ "note": "hello", "start": "2026-11-01" }))["start"], "2026-11-01");
    let elsewhere = log(&app, json!({ "note": "hello", "start": "2026-11-20T23:30:00-05:00" }));
    assert_eq!(elsewhere["start"], "2026-11-20T23:30:00-05:00");
    assert_eq!(refused(&app, json!({ "start": "some day" })).code, crate::api::ApiCode::Invalid);
}

#[test]
fn nobody_need_be_named_yet() {
    let app = app();
    let logged = log(&app, json!({ "note": "Someone from the harbour called." }));
    assert_eq!(names(&logged), [""; 0]);
    assert_eq!(newest_label(&app), "Logged a conversation");
    let whose = refused(&app, json!({ "exchanges": [{ "direction": "asked", "text": "a discount" }] }));
    assert_eq!(whose.message, "Say with whom this was.");
}

#[test]
fn what_no_conversation_holds_is_refused_and_nothing_is_written() {
    let app = app();
    let history = app.call("history", json!({})).unwrap();
    for input in [
        json!({ "note": "a\0b" }),
        json!({ "place": "x".repeat(1_001) }),
        json!({ "minutes": 10_081 }),
        json!({ "new_people": vec!["x"; 501] }),
        json!({ "new_people": [" "] }),
        json!({ "people": ["Nobody Here"] }),
        json!({ "people": [99] }),
        json!({ "tags": ["a,b"] }),
        json!({ "again": "3d" }),
        json!({ "attempt": true, "again": "0d" }),
        json!({ "new_people": ["Ann"], "exchanges": [{ "direction": "gave", "text": "x", "worth": "much" }] }),
        json!({ "new_people": ["Ann"], "follow_ups": [{ "text": " " }] }),
        json!({ "note": "x".repeat(4_300_000) }),
    ] {
        refused(&app, input);
    }
    assert_eq!(app.call("history", json!({})).unwrap(), history);
    assert_eq!(app.call("contact_list", json!({})).unwrap()["total"], 0);
    assert_eq!(app.call("conversation_list", json!({})).unwrap()["total"], 0);
}

#[test]
fn a_note_of_two_million_characters_is_kept_whole() {
    let app = app();
    let note = "ā word and a #tag ".repeat(2_000_000 / 18);
    let logged = log(&app, json!({ "note": note }));
    assert_eq!(logged["note"].as_str().unwrap(), note.trim());
    assert_eq!(logged["tags"], json!(["tag"]));
}

#[test]
fn saving_throws_the_draft_away_and_undo_does_not_bring_it_back() {
    let app = app();
    app.call("draft_save", json!({ "id": "log", "body": { "note": "half" } })).unwrap();
    refused(&app, json!({ "note": "a\0b", "draft": "log" }));
    assert!(!app.call("draft_get", json!({ "id": "log" })).unwrap().is_null(), "what was not saved is kept");
    log(&app, json!({ "note": "whole", "draft": "log" }));
    assert!(app.call("draft_get", json!({ "id": "log" })).unwrap().is_null());
}

#[test]
fn an_edit_changes_what_is_given_and_leaves_the_rest() {
    let app = app();
    let dana = person(&app, "Dana Moreau");
    let logged = log(
        &app,
        json!({ "people": [dana], "note": "#sailing", "tags": ["harbour"], "minutes": 20, "channel": "mail",
                "exchanges": [{ "direction": "asked", "text": "a discount" }] }),
    );
    let edit = |change: Value| {
        let mut input = json!({ "id": logged["id"] });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        app.call("conversation_edit", input).unwrap()
    };
    let edited = edit(json!({ "note": "#french", "minutes": null, "start": "2026-11-01" }));
    assert_eq!(edited["tags"], json!(["french", "harbour"]), "a tag of the old note goes with it");
    assert_eq!((&edited["minutes"], &edited["channel"]), (&Value::Null, &json!("mail")));
    assert_eq!(edited["exchanges"][0]["day"], "2026-11-01");
    assert_eq!(newest_label(&app), "Changed a mail with Dana Moreau");
    let more = edit(json!({ "new_people": ["Rohan Hall"], "tags": [] }));
    assert_eq!(names(&more), ["Dana Moreau", "Rohan Hall"]);
    assert_eq!(more["tags"], json!(["french"]));
    let other = edit(json!({ "people": ["Rohan Hall"] }));
    assert_eq!(names(&other), ["Rohan Hall"]);
    for _ in 0..3 {
        app.call("undo", json!({})).unwrap();
    }
    assert_eq!(app.call("conversation_get", json!({ "id": logged["id"] })).unwrap(), logged);
}

#[test]
fn a_deleted_conversation_leaves_its_facts_and_promises_and_undo_brings_it_back() {
    let app = app();
    let logged = log(
        &app,
        json!({ "new_people": ["Dana Moreau"], "note": "Short. #fair",
                "exchanges": [{ "direction": "asked", "text": "eight percent" }],
                "follow_ups": [{ "text": "send the drawings" }],
                "facts": [{ "text": "daughter Inès sails" }] }),
    );
    assert_eq!(app.call("conversation_delete", json!({ "id": logged["id"] })).unwrap(), logged);
    assert_eq!(newest_label(&app), "Deleted a conversation with Dana Moreau");
    let dana = app.call("contact_get", json!({ "who": "Dana Moreau" })).unwrap();
    assert_eq!(
        (&dana["facts"][0]["text"], &dana["facts"][0]["conversation_id"]),
        (&json!("daughter Inès sails"), &Value::Null)
    );
    assert_eq!(dana["follow_ups"][0]["conversation_id"], Value::Null);
    assert_eq!(dana["exchanges"], json!([]));
    assert_eq!(dana["conversation_count"], 0);
    app.call("undo", json!({})).unwrap();
    assert_eq!(app.call("conversation_get", json!({ "id": logged["id"] })).unwrap(), logged);
}

#[test]
fn the_log_is_listed_newest_first_by_page_and_by_person() {
    let app = app();
    let (dana, rohan) = (person(&app, "Dana Moreau"), person(&app, "Rohan Hall"));
    for (start, who) in [
        ("2026-11-02", vec![dana]),
        ("2026-11-04T09:00:00+01:00", vec![dana, rohan]),
        ("2026-11-04T18:00:00+01:00", vec![rohan]),
        ("2026-12-24", vec![dana]),
        ("2026-11-03", vec![]),
    ] {
        log(&app, json!({ "start": start, "people": who, "note": "hello" }));
    }
    let starts = |input: Value| {
        let list = app.call("conversation_list", input).unwrap();
        let starts: Vec<String> = list["conversations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|conversation| conversation["start"].as_str().unwrap()[..10].to_owned())
            .collect();
        (starts.join(" "), list["total"].as_i64().unwrap())
    };
    assert_eq!(starts(json!({})), ("2026-12-24 2026-11-04 2026-11-04 2026-11-03 2026-11-02".into(), 5));
    assert_eq!(starts(json!({ "limit": 2, "offset": 1 })), ("2026-11-04 2026-11-04".into(), 5));
    assert_eq!(starts(json!({ "contact_id": dana })), ("2026-12-24 2026-11-04 2026-11-02".into(), 3));
    assert_eq!(starts(json!({ "contact_id": dana, "to": "2026-11-30" })), ("2026-11-04 2026-11-02".into(), 2));
    assert_eq!(starts(json!({ "from": "2026-11-03", "to": "2026-11-04" })).1, 3);
}

#[test]
fn a_note_is_previewed_as_it_will_be_shown() {
    let shown = app().call("note_preview", json!({ "note": "*Hello* <script>x</script> #French" })).unwrap();
    assert_eq!(shown["tags"], json!(["french"]));
    let html = shown["html"].as_str().unwrap();
    assert!(html.contains("<em>Hello</em>") && !html.contains("<script"));
}

#[test]
fn exchanges_promises_and_feedback_are_noted_kept_and_deleted() {
    let app = app();
    person(&app, "Dana Moreau");
    let gave = app
        .call("exchange_add", json!({ "who": "Dana", "direction": "gave", "kind": "article", "text": "Wireless docks", "worth": "12.50 EUR" }))
        .unwrap();
    assert_eq!((&gave["worth"], &gave["day"]), (&json!("12.50 EUR"), &json!("2026-11-21")));
    assert_eq!(newest_label(&app), "Noted what you gave Dana Moreau");
    let promise =
        app.call("follow_up_add", json!({ "who": "Dana", "text": "send drawings", "due": "friday" })).unwrap();
    assert_eq!(
        (&promise["due"], &promise["kind"], &promise["state"]),
        (&json!("2026-11-27"), &json!("promise"), &json!("open"))
    );
    let kept = app.call("follow_up_close", json!({ "id": promise["id"], "state": "kept" })).unwrap();
    assert_eq!((&kept["state"], &kept["closed_on"]), (&json!("kept"), &json!("2026-11-21")));
    let open = app.call("follow_up_close", json!({ "id": promise["id"], "state": "open" })).unwrap();
    assert_eq!(open, promise);
    let score = app.call("feedback_add", json!({ "who": "Dana", "score": 9, "text": "best supplier" })).unwrap();
    assert_eq!((&score["score"], &score["text"]), (&json!(9), &json!("best supplier")));
    assert!(app.call("feedback_add", json!({ "who": "Dana", "score": 11, "text": "x" })).is_err());
    app.call("exchange_delete", json!({ "id": gave["id"] })).unwrap();
    app.call("follow_up_delete", json!({ "id": promise["id"] })).unwrap();
    app.call("feedback_delete", json!({ "id": score["id"] })).unwrap();
    assert!(app.call("feedback_delete", json!({ "id": score["id"] })).is_err());
    let dana = app.call("contact_get", json!({ "who": "Dana" })).unwrap();
    assert_eq!((&dana["exchanges"], &dana["follow_ups"], &dana["feedback"]), (&json!([]), &json!([]), &json!([])));
}
