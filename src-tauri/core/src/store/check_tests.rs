use serde_json::{Value, json};

use super::*;
use crate::testing::TestApp;

fn marina() -> TestApp {
    let app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Dana Moreau" })).unwrap();
    let talk = json!({ "people": ["Dana Moreau"], "start": "2026-11-20", "note": "She sails." });
    app.call("conversation_log", talk).unwrap();
    app
}

fn check(app: &TestApp, repair: bool) -> Value {
    app.call("check", json!({ "repair": repair })).unwrap()
}

fn write(app: &TestApp, sql: &str) {
    let call = |tx: &Connection| tx.execute_batch(sql).during("a test");
    app.app().store.aside(&[], call).unwrap();
}

#[test]
fn what_is_sound_is_said_to_be() {
    let app = marina();
    app.call("backup_now", json!({})).unwrap();
    assert_eq!(check(&app, false), json!({ "sound": true, "findings": [], "backups": 1, "photos": 0 }));
}

#[test]
fn last_touches_that_went_wrong_are_made_anew_from_the_conversations() {
    let app = marina();
    let touched = |app: &TestApp| app.call("contact_get", json!({ "who": "Dana" })).unwrap()["last_touch"].clone();
    write(&app, "DELETE FROM touches");
    assert_eq!(touched(&app), Value::Null);
    let report = check(&app, false);
    assert_eq!((&report["sound"], &report["findings"][0]["about"]), (&json!(false), &json!("touches")));
    assert_eq!(touched(&app), Value::Null, "nothing is repaired unless it was asked for");
    assert_eq!(check(&app, true)["findings"][0]["repaired"], true);
    assert_eq!(touched(&app), "2026-11-20");
    assert_eq!(check(&app, false)["findings"], json!([]));
}

#[test]
fn an_index_that_lacks_something_is_built_anew() {
    let app = marina();
    let found = |app: &TestApp| {
        app.call("search_people", json!({ "query": "sails" })).unwrap()["people"].as_array().unwrap().len()
    };
    assert_eq!(found(&app), 1);
    // Written past the triggers, as by a program that knows nothing of the queue.
    write(&app, "DROP TRIGGER queue_conversations_i; DROP TRIGGER queue_people_i; DROP TRIGGER queue_tags_i;");
    let talk = json!({ "people": ["Dana Moreau"], "start": "2026-11-21", "note": "A regatta. sails" });
    app.call("conversation_log", talk).unwrap();
    let report = check(&app, false);
    assert_eq!(report["findings"][0]["message"], "The search index differs from the database in 1 things.");
    assert_eq!(check(&app, true)["findings"][0]["repaired"], true);
    let found = app.call("search_people", json!({ "query": "regatta" })).unwrap();
    assert_eq!(found["total_people"], 1);
}

#[test]
fn a_damaged_index_of_sqlite_is_made_anew_and_a_damaged_table_is_not_touched() {
    let app = marina();
    // A row that its index does not know.
    write(
        &app,
        "PRAGMA writable_schema = ON;
         CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'facts_by_contact';
         DELETE FROM sqlite_schema WHERE name = 'facts_by_contact';",
    );
    app.app().store.close();
    app.call("fact_add", json!({ "who": "Dana", "text": "Sails a Folkboat" })).unwrap();
    write(&app, "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema SELECT * FROM kept; DROP TABLE kept;");
    app.app().store.close();
    let report = check(&app, false);
    let finding = &report["findings"][0];
    assert_eq!((&finding["about"], &finding["repairable"]), (&json!("database"), &json!(true)), "{report}");
    assert_eq!(check(&app, true)["findings"][0]["repaired"], true);
    assert_eq!(check(&app, false)["sound"], true);
}

#[test]
fn a_missing_photo_and_a_damaged_backup_are_named() {
    let app = marina();
    write(&app, "UPDATE contacts SET photo = 'abc'");
    std::fs::write(app.folder().join("backups/kith-20261120T000000.000Z.db"), "no database").unwrap();
    let report = check(&app, true);
    let about: Vec<&str> =
        report["findings"].as_array().unwrap().iter().map(|f| f["about"].as_str().unwrap()).collect();
    assert_eq!(about, ["photos", "backups"]);
    assert!(report["findings"][0]["message"].as_str().unwrap().contains("Dana Moreau"));
    assert_eq!(report["sound"], false);
}
