#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use serde_json::{Value, json};

use super::DiedOn;
use crate::testing::{TestApp, dump};

fn edit(app: &TestApp, died: Value) -> Value {
    app.call("contact_edit", json!({ "who": 1, "deceased": died })).unwrap()
}

fn app() -> TestApp {
    let app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Ann", "every": "1w" })).unwrap();
    app
}

#[test]
fn a_day_of_death_is_kept_as_far_as_it_is_known() {
    let app = app();
    for (typed, kept) in [
        ("2024-05-03", "2024-05-03"),
        ("2024-05", "2024-05"),
        (" 2024 ", "2024"),
        ("Unknown", "unknown"),
        ("3 May 2024", "2024-05-03"),
        ("gestern", "2026-11-20"),
        ("2026-11", "2026-11"),
    ] {
        assert_eq!(edit(&app, json!(typed))["deceased_on"], kept, "{typed}");
    }
    let before = app.app().store.read(dump).unwrap();
    for bad in
        ["", "soon", "2024-13", "2024-02-30", "0000", "24-05-03", "2024-05-03-01", "2026-11-22", "2026-12", "2027"]
    {
        let refused = app.call("contact_edit", json!({ "who": 1, "deceased": bad })).unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("deceased"), "{bad}");
    }
    assert_eq!(app.app().store.read(dump).unwrap(), before);
    assert_eq!(DiedOn::stored("long ago"), DiedOn::Unknown);
}

#[test]
fn whoever_died_is_archived_in_the_same_step_and_undo_takes_both_back() {
    let app = app();
    let before = app.app().store.read(dump).unwrap();
    let died = edit(&app, json!("2024-05"));
    assert_eq!((&died["deceased_on"], &died["archived_on"]), (&json!("2024-05"), &json!("2026-11-21")));
    let after = app.app().store.read(dump).unwrap();
    app.call("undo", json!({})).unwrap();
    assert_eq!(app.app().store.read(dump).unwrap(), before);
    app.call("redo", json!({})).unwrap();
    assert_eq!(app.app().store.read(dump).unwrap(), after);
    app.set_clock("2026-11-25T10:00:00+01:00").unwrap();
    assert_eq!(edit(&app, json!("2024-05-03"))["archived_on"], "2026-11-21", "it stays archived since then");
}

#[test]
fn whoever_died_stays_in_the_archive_until_the_mark_is_taken_away() {
    let app = app();
    app.call("contact_add", json!({ "name": "Ben" })).unwrap();
    app.call("contacts_bulk", json!({ "ids": [2], "archive": true })).unwrap();
    edit(&app, json!("unknown"));
    let refused = app.call("contacts_bulk", json!({ "ids": [1], "archive": false })).unwrap_err();
    assert_eq!(refused.message, "Ann has died and stays in the archive.");
    let back = app.call("contacts_bulk", json!({ "ids": [1, 2], "archive": false })).unwrap();
    assert_eq!(back["changed"], 1);
    assert_eq!(app.app().store.history(1).unwrap()[0].label, "Brought Ben back");
    let archived = |who: i64| app.call("contact_get", json!({ "who": who })).unwrap()["archived_on"] != Value::Null;
    assert_eq!((archived(1), archived(2)), (true, false), "among many the others come back");
    let alive = edit(&app, Value::Null);
    assert_eq!((&alive["deceased_on"], &alive["archived_on"]), (&Value::Null, &json!("2026-11-21")));
    app.call("contacts_bulk", json!({ "ids": [1], "archive": false })).unwrap();
    assert!(!archived(1));
}

#[test]
fn of_two_contacts_of_one_person_who_died_one_stays_archived() {
    let app = app();
    app.call("contact_add", json!({ "name": "Annie" })).unwrap();
    app.call("contact_edit", json!({ "who": 2, "deceased": "2020" })).unwrap();
    let merged = app.call("contact_merge", json!({ "into": 1, "from": 2 })).unwrap();
    assert_eq!((&merged["deceased_on"], &merged["archived_on"]), (&json!("2020"), &json!("2026-11-21")));
    app.call("contact_add", json!({ "name": "Anna" })).unwrap();
    app.call("contact_edit", json!({ "who": 3, "deceased": "2020-05-03" })).unwrap();
    let merged = app.call("contact_merge", json!({ "into": 1, "from": 3 })).unwrap();
    assert_eq!(merged["deceased_on"], "2020-05-03", "the day says more than the year");
}
