#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use serde_json::{Value, json};

use crate::store::Op;
use crate::testing::{TestApp, dump};

fn dumped(app: &TestApp) -> String {
    app.app().store.read(dump).unwrap()
}

fn merge(app: &TestApp, into: &str, from: &str) -> Value {
    app.call("contact_merge", json!({ "into": into, "from": from })).unwrap()
}

fn get(app: &TestApp, who: &str) -> Value {
    app.call("contact_get", json!({ "who": who })).unwrap()
}

/// One field of each thing in a list.
fn column<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|one| one[field].as_str().unwrap()).collect()
}

/// Dana Moreau, known from work, and Dee, known from the harbour: one person with much of everything.
fn app() -> TestApp {
    let app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Rohan" })).unwrap();
    app.call("contact_add", json!({
        "name": "Dana Moreau", "org": "Harbour Supply", "about": "Met at the fair.", "groups": ["Clients", "Peers"],
        "birthday": "--03-04",
        "points": [{ "kind": "email", "value": "Dana@harbour.example" }, { "kind": "phone", "value": "+33 6 12 34" }],
    })).unwrap();
    app.call("contact_add", json!({
        "name": "Dee", "nicknames": ["Skipper"], "org": "Folkboat Club", "title": "Treasurer",
        "about": "Sails on Sundays.", "expectations": "A crew for June.", "groups": ["Peers", "Sailors"], "every": "1w",
        "birthday": "1986-03-04",
        "points": [
            { "kind": "email", "value": "dana@HARBOUR.example", "label": "work" },
            { "kind": "phone", "value": "+33-6-1234" },
            { "kind": "phone", "value": "+33 6 99 99" },
        ],
    })).unwrap();
    let favour = json!([{ "direction": "gave", "text": "A chart", "worth": "20 EUR" }]);
    let promise = json!([{ "text": "Send the chart", "with": "Dee" }]);
    app.call(
        "conversation_log",
        json!({
            "people": ["Dana Moreau", "Dee", "Rohan"], "start": "2026-11-02", "note": "About charts. #maps",
            "exchanges": favour, "follow_ups": promise,
        }),
    )
    .unwrap();
    app.call("conversation_log", json!({ "people": ["Dana Moreau"], "start": "2026-11-10" })).unwrap();
    app.call("conversation_log", json!({ "people": ["Dee"], "start": "2026-11-16", "note": "Regatta." })).unwrap();
    for who in ["Dana Moreau", "Dee"] {
        app.call("fact_add", json!({ "who": who, "text": "Two children" })).unwrap();
    }
    app.call("fact_add", json!({ "who": "Dee", "text": "Allergic to prawns", "kind": "dislikes" })).unwrap();
    app.call("feedback_add", json!({ "who": "Dee", "score": 9, "text": "Always on time" })).unwrap();
    app.call("occasion_add", json!({ "who": "Dee", "kind": "anniversary", "date": "--06-01" })).unwrap();
    let op = Op::edit("Connected them");
    let connected = "INSERT INTO connections (from_id, to_id, kind, note)
         VALUES (2, 1, 'friend', ''), (3, 1, 'friend', 'from school'), (1, 3, 'boss', ''), (2, 3, 'same', 'met her first')";
    app.app().store.transact(app.app().now(), &op, |tx| Ok(tx.execute_batch(connected)?)).unwrap();
    app
}

#[test]
fn nothing_of_the_other_is_lost() {
    let app = app();
    let merged = merge(&app, "Dana Moreau", "Dee");
    assert_eq!((&merged["id"], &merged["name"]), (&json!(2), &json!("Dana Moreau")));
    assert_eq!(merged["nicknames"], json!(["Dee", "Skipper"]));
    assert_eq!((&merged["org"], &merged["title"]), (&json!("Harbour Supply"), &json!("Treasurer")));
    assert_eq!(merged["about"], "Met at the fair.\n\nSails on Sundays.");
    assert_eq!(merged["expectations"], "A crew for June.");
    assert_eq!(column(&merged["groups"], "name"), ["Clients", "Peers", "Sailors"]);
    assert_eq!(merged["emails"], json!([{ "value": "Dana@harbour.example", "label": "work" }]));
    assert_eq!(column(&merged["phones"], "value"), ["+33 6 12 34", "+33 6 99 99"]);
    assert_eq!(merged["interval"], json!({ "every": 1, "unit": "week" }), "the rhythm of the only one who had any");
    let dana = get(&app, "Dee");
    assert_eq!(
        column(&dana["facts"], "text"),
        ["Two children", "Allergic to prawns", "Treasurer, Folkboat Club", "met her first"]
    );
    assert_eq!(column(&dana["follow_ups"], "text"), ["Send the chart"]);
    assert_eq!(column(&dana["feedback"], "text"), ["Always on time"]);
    assert_eq!(column(&dana["occasions"], "date"), ["1986-03-04", "--06-01"], "the birthday with its year");
    let connected: Vec<(i64, i64, String)> = app
        .app()
        .store
        .read(|db| {
            let mut rows = db.prepare("SELECT from_id, to_id, kind || ' ' || note FROM connections ORDER BY 1, 2")?;
            let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .unwrap();
    assert_eq!(
        connected,
        [(1, 2, "boss ".into()), (2, 1, "friend from school".into())],
        "turned over, none to herself"
    );
    let gone = app.call("contact_get", json!({ "who": 3 })).unwrap_err();
    assert_eq!(gone.message, "There is no person “3”.");
}

#[test]
fn a_talk_with_both_and_what_was_given_in_it_count_once() {
    let app = app();
    merge(&app, "Dana Moreau", "Dee");
    let dana = get(&app, "Dana Moreau");
    assert_eq!(dana["conversation_count"], 3);
    assert_eq!(column(&dana["conversations"][2]["people"], "name"), ["Dana Moreau", "Rohan"]);
    assert_eq!(column(&dana["exchanges"], "text"), ["A chart"]);
}

#[test]
fn the_due_date_follows_the_later_touch_of_the_two_at_once() {
    let app = app();
    app.call("cadence_set", json!({ "who": "Dana Moreau", "every": "1m", "latest": "8w" })).unwrap();
    assert_eq!(get(&app, "Dana Moreau")["due"], "2026-12-10");
    let merged = merge(&app, "Dana Moreau", "Dee");
    assert_eq!((&merged["last_touch"], &merged["due"]), (&json!("2026-11-16"), &json!("2026-12-16")));
    assert_eq!(merged["latest"], json!({ "every": 8, "unit": "week" }), "her own rhythm stays whole");
    app.call("undo", json!({})).unwrap();
    assert_eq!(get(&app, "Dana Moreau")["due"], "2026-12-10");
    let merged = merge(&app, "Dee", "Dana Moreau");
    assert_eq!(merged["due"], "2026-11-23", "the other way round the week stays");
}

#[test]
fn a_later_skip_a_pause_and_an_archive_of_one_are_weighed() {
    let app = app();
    app.call("contacts_bulk", json!({ "ids": [2], "archive": true })).unwrap();
    app.call("pause", json!({ "who": "Dee", "until": "2026-12-24" })).unwrap();
    app.call("pause", json!({ "who": "Dana Moreau", "until": "2026-11-22" })).unwrap();
    let merged = merge(&app, "Dana Moreau", "Dee");
    assert_eq!(merged["archived_on"], Value::Null, "only one of them was archived");
    assert_eq!(merged["paused_until"], "2026-12-24");
    app.call("undo", json!({})).unwrap();
    app.call("contacts_bulk", json!({ "ids": [3], "archive": true })).unwrap();
    assert_eq!(merge(&app, "Dee", "Dana Moreau")["archived_on"], "2026-11-21");
}

#[test]
fn merging_is_undone_and_redone_wholly() {
    let app = app();
    let before = dumped(&app);
    merge(&app, "Dana Moreau", "Dee");
    let after = dumped(&app);
    let undone = app.call("undo", json!({})).unwrap();
    assert_eq!(undone["operation"]["label"], "Merged Dee into Dana Moreau");
    assert_eq!(undone["operation"]["kind"], "merge");
    assert_eq!(dumped(&app), before);
    app.call("redo", json!({})).unwrap();
    assert_eq!(dumped(&app), after);
}

#[test]
fn whoever_was_merged_is_found_by_the_words_of_both_and_after_undo_each_by_their_own() {
    let app = app();
    let found = |query: &str| {
        let answer = app.call("search_people", json!({ "query": query })).unwrap();
        let people = answer["people"].as_array().unwrap().iter();
        people.map(|one| one["contact"]["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    merge(&app, "Dana Moreau", "Dee");
    for query in ["regatta", "prawns", "skipper", "folkboat", "fair", "99", "dee"] {
        assert_eq!(found(query), ["Dana Moreau"], "{query}");
    }
    app.call("undo", json!({})).unwrap();
    for query in ["regatta", "prawns", "skipper", "folkboat", "99"] {
        assert_eq!(found(query), ["Dee"], "{query}");
    }
    assert_eq!(found("fair"), ["Dana Moreau"]);
}

#[test]
fn the_list_of_the_day_loses_the_one_that_went_and_their_place_is_for_another() {
    let app = TestApp::new().unwrap();
    app.set_pace(2).unwrap();
    for name in ["Ann", "Annie", "Ben"] {
        app.call("contact_add", json!({ "name": name, "every": "1w" })).unwrap();
    }
    assert_eq!(app.listed().unwrap(), ["Ann", "Annie"]);
    merge(&app, "Ann", "Annie");
    assert_eq!(app.listed().unwrap(), ["Ann", "Ben"]);
    app.call("undo", json!({})).unwrap();
    assert_eq!(app.listed().unwrap(), ["Ann", "Annie"]);
}

#[test]
fn a_second_birthday_that_differs_stays_as_a_date_of_its_own() {
    let app = TestApp::new().unwrap();
    for (name, birthday) in [("Ann", "1980-05-06"), ("Annie", "--06-05"), ("Anna", "--05")] {
        app.call("contact_add", json!({ "name": name, "birthday": birthday })).unwrap();
    }
    merge(&app, "Ann", "Annie");
    merge(&app, "Ann", "Anna");
    let ann = get(&app, "Ann");
    let dates: Vec<String> = ann["occasions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|date| format!("{} {} {}", date["kind"], date["date"], date["label"]))
        .collect();
    assert_eq!(dates, [r#""birthday" "1980-05-06" """#, r#""custom" "--06-05" "Birthday""#]);
}

#[test]
fn names_that_are_only_read_alike_are_both_kept() {
    let app = TestApp::new().unwrap();
    for name in ["张伟", "章伟", "Zoë Ölander", "zoe olander"] {
        app.call("contact_add", json!({ "name": name })).unwrap();
    }
    assert_eq!(merge(&app, "张伟", "章伟")["nicknames"], json!(["章伟"]));
    let merged = app.call("contact_merge", json!({ "into": 3, "from": 4 })).unwrap();
    assert_eq!(merged["nicknames"], json!([]), "the one name says all of the other");
}

#[test]
fn a_contact_is_not_merged_with_itself_or_with_nobody() {
    let app = app();
    let before = dumped(&app);
    let refused = app.call("contact_merge", json!({ "into": "Dee", "from": 3 })).unwrap_err();
    assert_eq!(
        (refused.message.as_str(), refused.field.as_deref()),
        ("Both are one and the same contact, Dee.", Some("from"))
    );
    assert!(app.call("contact_merge", json!({ "into": "Dee", "from": "Nobody" })).is_err());
    assert_eq!(dumped(&app), before);
}

#[test]
fn a_card_of_the_one_that_went_makes_nobody_anew() {
    let app = app();
    merge(&app, "Dana Moreau", "Dee");
    let path = app.folder().parent().unwrap().join("phone.vcf");
    std::fs::write(&path, "BEGIN:VCARD\nFN:Dee\nTEL:+33 6 99 99\nEND:VCARD\n").unwrap();
    app.call("import", json!({ "paths": [path] })).unwrap();
    assert_eq!(app.call("contact_list", json!({})).unwrap()["total"], 2, "Dana and Rohan");
}
