#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use serde_json::{Value, json};

use crate::testing::{TestApp, dump};

fn added(kith: &TestApp, name: &str) -> i64 {
    add(kith, json!({ "name": name }))
}

fn add(kith: &TestApp, contact: Value) -> i64 {
    kith.call("contact_add", contact).unwrap()["id"].as_i64().unwrap()
}

fn names(kith: &TestApp, input: Value) -> Vec<String> {
    let list = kith.call("contact_list", input).unwrap();
    list["people"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

fn labels(kith: &TestApp) -> Vec<String> {
    let history = kith.call("history", json!({})).unwrap();
    history.as_array().unwrap().iter().map(|op| op["label"].as_str().unwrap().to_owned()).collect()
}

fn dumped(kith: &TestApp) -> String {
    kith.app().store.read(dump).unwrap()
}

#[test]
fn a_person_is_added_with_everything_that_is_known() {
    let kith = TestApp::new().unwrap();
    let dana = kith
        .call(
            "contact_add",
            json!({
                "name": " Dana Moreau ", "nicknames": ["Dee"], "org": "Harbour Supply", "title": "Operations lead",
                "about": "Sails a *Folkboat*.", "groups": ["Core suppliers", "clients"], "every": "60d", "birthday": "4 mar",
                "points": [
                    { "kind": "email", "value": "dana@harbour.example", "label": "work" },
                    { "kind": "phone", "value": "" },
                    { "kind": "address", "value": "", "parts": { "street": "12 Quai Sud", "postcode": "13002", "city": "Marseille" } },
                ],
            }),
        )
        .unwrap();
    assert_eq!(dana["name"], "Dana Moreau");
    assert_eq!((&dana["given"], &dana["family"]), (&json!("Dana"), &json!("Moreau")));
    assert_eq!(dana["about_html"], "<p>Sails a <em>Folkboat</em>.</p>\n");
    assert_eq!(dana["emails"], json!([{ "value": "dana@harbour.example", "label": "work" }]));
    assert_eq!(dana["phones"], json!([]), "an empty row of the form is no phone");
    assert_eq!(dana["addresses"][0]["value"], "12 Quai Sud, 13002 Marseille");
    assert_eq!(dana["points"][1]["parts"]["city"], "Marseille");
    let groups: Vec<&str> = dana["groups"].as_array().unwrap().iter().map(|g| g["name"].as_str().unwrap()).collect();
    assert_eq!(groups, ["Clients", "Core suppliers"], "a group is known whatever its case");
    assert_eq!(dana["cadence_days"], 60);
    assert_eq!(dana["due"], "2026-11-21", "someone never spoken with is due on the day the rhythm was set");
    let detail = kith.call("contact_get", json!({ "who": "dee" })).unwrap();
    assert_eq!(detail["occasions"][0]["date"], "--03-04");
    assert_eq!(detail["occasions"][0]["next"], "2027-03-04");
    assert_eq!(labels(&kith), ["Added Dana Moreau"]);
}

#[test]
fn a_name_may_be_anything_but_nothing() {
    let kith = TestApp::new().unwrap();
    for name in ["👩‍🚀🚢", "שלום עולם", "e\u{301}\u{302}\u{303}", "\u{301}", "山田太郎", &"x".repeat(1000), "<b>Bo</b>"]
    {
        let id = added(&kith, name);
        assert_eq!(kith.call("contact_get", json!({ "who": id })).unwrap()["name"], name);
        assert_eq!(kith.call("contact_get", json!({ "who": name })).unwrap()["id"], id, "{name}");
    }
    for name in ["", "  \n ", "Da\0na", &"x".repeat(1001)] {
        let refused = kith.call("contact_add", json!({ "name": name })).unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("name"), "{name:?}");
    }
    let note = "Rush order. ".repeat(166_667);
    add(&kith, json!({ "name": "Long", "about": note }));
    assert_eq!(
        kith.call("contact_get", json!({ "who": "Long" })).unwrap()["about"].as_str().unwrap().len(),
        note.trim().len()
    );
}

#[test]
fn an_edit_changes_what_it_gives_and_leaves_the_rest() {
    let kith = TestApp::new().unwrap();
    let points = json!([{ "kind": "email", "value": "a@b.example" }, { "kind": "phone", "value": "+33 1" }]);
    let id = add(&kith, json!({ "name": "Dana Moreau", "org": "Harbour", "points": points, "groups": ["Clients"] }));
    let before = kith.call("contact_get", json!({ "who": id })).unwrap();
    let edited = kith.call("contact_edit", json!({ "who": id, "name": "Dana Rossi", "title": "Head" })).unwrap();
    assert_eq!(
        (&edited["family"], &edited["org"], &edited["title"]),
        (&json!("Rossi"), &json!("Harbour"), &json!("Head"))
    );
    assert_eq!(edited["points"], before["points"]);
    let points = json!([{ "kind": "phone", "value": "+33 1" }, { "kind": "email", "value": "new@b.example" }]);
    let edited = kith.call("contact_edit", json!({ "who": id, "points": points, "groups": ["Peers", "New"] })).unwrap();
    assert_eq!(edited["points"][0]["id"], before["points"][1]["id"], "a point that stays keeps its id");
    assert_eq!(edited["points"][1]["value"], "new@b.example");
    let groups: Vec<&str> = edited["groups"].as_array().unwrap().iter().map(|g| g["name"].as_str().unwrap()).collect();
    assert_eq!(groups, ["New", "Peers"]);
    let corrected = kith.call("contact_edit", json!({ "who": id, "given": "D." })).unwrap();
    let renamed = kith.call("contact_edit", json!({ "who": id, "name": "Dana X" })).unwrap();
    assert_eq!((&corrected["given"], &renamed["given"]), (&json!("D."), &json!("D.")), "what was corrected stays");
    let nothing = kith.call("contact_edit", json!({ "who": id, "photo": "../../etc/passwd" })).unwrap_err();
    assert_eq!(nothing.field.as_deref(), Some("photo"));
}

#[test]
fn whoever_is_deleted_takes_what_is_theirs_and_leaves_the_conversations() {
    let kith = TestApp::new().unwrap();
    let (dana, rohan) =
        (add(&kith, json!({ "name": "Dana", "birthday": "--03-04", "groups": ["Peers"] })), added(&kith, "Rohan"));
    kith.call("fact_add", json!({ "who": dana, "text": "sails" })).unwrap();
    kith.app()
        .store
        .transact(kith.app().now(), &crate::store::Op::edit("by hand"), |tx| {
            tx.execute_batch(&format!(
                "INSERT INTO conversations (uid, day, created_at, updated_at) VALUES ('c', '2026-11-01', 0, 0);
                 INSERT INTO conversation_people (conversation_id, contact_id) VALUES (1, {dana});
                 INSERT INTO connections (from_id, to_id, kind) VALUES ({rohan}, {dana}, 'friend');
                 INSERT INTO exchanges (uid, contact_id, conversation_id, direction, text, day, created_at)
                 VALUES ('e', {dana}, 1, 'gave', 'a book', '2026-11-01', 0);
                 INSERT INTO follow_ups (uid, contact_id, conversation_id, text, created_at) VALUES ('f', {dana}, 1, 'call', 0);
                 INSERT INTO feedback (uid, contact_id, conversation_id, text, day, created_at)
                 VALUES ('g', {dana}, 1, 'fine', '2026-11-01', 0);"
            ))?;
            Ok(())
        })
        .unwrap();
    let before = dumped(&kith);
    assert_eq!(kith.call("contact_delete", json!({ "who": "dana" })).unwrap()["name"], "Dana");
    assert!(kith.call("contact_get", json!({ "who": dana })).is_err());
    let left: i64 =
        kith.app().store.read(|db| Ok(db.query_row("SELECT count(*) FROM conversations", [], |r| r.get(0))?)).unwrap();
    assert_eq!(left, 1);
    assert_eq!(labels(&kith)[0], "Deleted Dana");
    kith.call("undo", json!({})).unwrap();
    assert_eq!(dumped(&kith), before);
}

#[test]
fn the_list_is_filtered_counted_sorted_and_paged() {
    let kith = TestApp::new().unwrap();
    add(
        &kith,
        json!({ "name": "Émile Zola", "org": "Aurore", "every": "1m", "points": [{ "kind": "email", "value": "emile@aurore.example" }] }),
    );
    add(&kith, json!({ "name": "dana Moreau", "org": "Harbour Supply", "groups": ["Clients"] }));
    add(&kith, json!({ "name": "Rohan Patel", "title": "Café owner", "every": "none" }));
    let bo = added(&kith, "Bo");
    added(&kith, "Archie");
    kith.call("contacts_bulk", json!({ "ids": [5], "archive": true })).unwrap();
    assert_eq!(names(&kith, json!({})), ["Bo", "dana Moreau", "Émile Zola", "Rohan Patel"]);
    assert_eq!(names(&kith, json!({ "descending": true }))[0], "Rohan Patel");
    assert_eq!(names(&kith, json!({ "sort": "org" })), ["Émile Zola", "dana Moreau", "Bo", "Rohan Patel"]);
    assert_eq!(names(&kith, json!({ "sort": "org", "descending": true }))[..2], ["dana Moreau", "Émile Zola"]);
    assert_eq!(names(&kith, json!({ "sort": "cadence" }))[..2], ["Émile Zola", "dana Moreau"]);
    assert_eq!(names(&kith, json!({ "sort": "added", "limit": 1, "offset": 1 })), ["dana Moreau"]);
    assert_eq!(names(&kith, json!({ "query": "cafe" })), ["Rohan Patel"]);
    assert_eq!(names(&kith, json!({ "query": "clients moreau" })), ["dana Moreau"]);
    assert_eq!(names(&kith, json!({ "query": "@aurore" })), ["Émile Zola"]);
    assert_eq!(names(&kith, json!({ "group": "CLIENTS" })), ["dana Moreau"]);
    assert_eq!(names(&kith, json!({ "filter": "undecided" })), ["Bo"]);
    assert_eq!(names(&kith, json!({ "filter": "archived" })), ["Archie"]);
    assert_eq!(names(&kith, json!({ "filter": "due" })), ["dana Moreau", "Émile Zola"]);
    let list = kith.call("contact_list", json!({ "limit": 0 })).unwrap();
    assert_eq!(list["total"], 4);
    assert_eq!(
        list["counts"],
        json!({ "all": 4, "with_rhythm": 2, "due": 2, "never": 4, "undecided": 1, "archived": 1 })
    );
    assert_eq!(
        kith.call("contact_list", json!({ "group": "Nobody" })).unwrap_err().message,
        "There is no group “Nobody”."
    );
    assert_eq!(kith.call("contact_get", json!({ "who": "bo" })).unwrap()["id"], bo);
}

#[test]
fn a_picker_offers_the_likeliest_first() {
    let kith = TestApp::new().unwrap();
    for name in ["Mariana Costa", "Ana Pereira", "Anabel Ruiz", "José Núñez", "Rohan Patel"] {
        added(&kith, name);
    }
    let found = |text: &str| -> Vec<String> {
        let found = kith.call("contact_find", json!({ "text": text })).unwrap();
        found.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(found("ana"), ["Ana Pereira", "Anabel Ruiz", "Mariana Costa"]);
    assert_eq!(found("nunez"), ["José Núñez"]);
    assert_eq!(found("rohn"), ["Rohan Patel"]);
    assert_eq!(found(""), ["Rohan Patel", "José Núñez", "Anabel Ruiz", "Ana Pereira", "Mariana Costa"]);
    assert_eq!(found("zzz"), [""; 0]);
}

#[test]
fn many_who_get_a_rhythm_at_once_are_spread_over_it() {
    let kith = TestApp::new().unwrap();
    let ids: Vec<i64> = (1..=10).map(|n| added(&kith, &format!("Person {n}"))).collect();
    let changed = kith.call("contacts_bulk", json!({ "ids": ids, "cadence": "1m" })).unwrap();
    assert_eq!(changed["changed"], 10);
    let due = |id: i64| kith.call("contact_get", json!({ "who": id })).unwrap()["due"].as_str().unwrap().to_owned();
    let days: Vec<String> = ids.iter().map(|id| due(*id)).collect();
    assert_eq!(days[..4], ["2026-11-21", "2026-11-24", "2026-11-27", "2026-11-30"]);
    assert_eq!(days[9], "2026-12-18");
    assert_eq!(labels(&kith)[0], "Set a monthly rhythm for 10 people");
    kith.call("cadence_set", json!({ "who": ids[9], "every": "weekly" })).unwrap();
    assert_eq!(due(ids[9]), "2026-11-21", "one alone is due at once");
    kith.call("contacts_bulk", json!({ "ids": ids, "cadence": "inherit" })).unwrap();
    kith.call("contacts_bulk", json!({ "ids": ids, "add_groups": ["Clients"] })).unwrap();
    assert_eq!((due(ids[0]).as_str(), due(ids[9]).as_str()), ("2026-11-21", "2027-01-14"));
    let group = kith.call("group_list", json!({})).unwrap()[0].clone();
    assert_eq!((&group["name"], &group["members"]), (&json!("Clients"), &json!(10)));
    kith.call("group_edit", json!({ "id": group["id"], "every": "10d" })).unwrap();
    assert_eq!((due(ids[0]).as_str(), due(ids[9]).as_str()), ("2026-11-21", "2026-11-30"));
    kith.call("contacts_bulk", json!({ "ids": ids, "remove_groups": ["clients"] })).unwrap();
    assert_eq!(kith.call("contact_get", json!({ "who": ids[0] })).unwrap()["due"], Value::Null);
    let unknown = kith.call("contacts_bulk", json!({ "ids": [999], "archive": true })).unwrap_err();
    assert_eq!(unknown.message, "There is no person “999”.");
}

#[test]
fn a_rhythm_is_set_declined_or_left_to_the_groups() {
    let kith = TestApp::new().unwrap();
    let id = add(&kith, json!({ "name": "Dana Moreau", "groups": ["Vendors"] }));
    let set = |every: &str| kith.call("cadence_set", json!({ "who": id, "every": every })).unwrap();
    assert_eq!(set("quarterly")["interval"], json!({ "every": 3, "unit": "month" }));
    let declined = set("none");
    assert_eq!((&declined["interval"], &declined["declined"]), (&Value::Null, &json!(true)));
    assert_eq!(set("inherit")["cadence_source"], json!({ "group": "Vendors" }));
    assert_eq!(
        labels(&kith)[..3],
        [
            "Left the rhythm of Dana Moreau to the groups",
            "Set no rhythm for Dana Moreau",
            "Set the rhythm of Dana Moreau: quarterly"
        ]
    );
    assert_eq!(
        kith.call("cadence_set", json!({ "who": id, "every": "0d" })).unwrap_err().field.as_deref(),
        Some("every")
    );
}

#[test]
fn digits_are_an_id_first_and_a_uid_is_taken_verbatim() {
    let kith = TestApp::new().unwrap();
    let first = added(&kith, "2");
    let second = added(&kith, "Second");
    let get = |who: Value| kith.call("contact_get", json!({ "who": who })).map(|found| found["id"].as_i64().unwrap());
    assert_eq!(get(json!("2")).unwrap(), second);
    let uid = kith.call("contact_get", json!({ "who": first })).unwrap()["uid"].clone();
    assert_eq!(get(uid).unwrap(), first);
    assert!(
        get(json!(99)).is_err() && get(json!("99")).is_err() && get(json!(null)).is_err() && get(json!(" ")).is_err()
    );
}

#[test]
fn a_picture_becomes_the_photo_and_undo_brings_the_one_before_back() {
    let kith = TestApp::new().unwrap();
    let id = added(&kith, "Dana Moreau");
    let outside = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = outside.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let take = |path| kith.call("contact_edit", json!({ "who": id, "photo_file": path }));
    let shown = || kith.call("contact_get", json!({ "who": id })).unwrap()["photo"].clone();
    let first = take(file("a.png", b"\x89PNG\r\n\x1a\nfirst")).unwrap()["photo"].clone();
    let second = take(file("b.jpg", b"\xFF\xD8\xFFsecond")).unwrap()["photo"].clone();
    assert!(first != second && shown() == second);
    kith.call("undo", json!({})).unwrap();
    assert_eq!(shown(), first);
    kith.call("photo_get", json!({ "sha256": first })).unwrap();
    kith.call("redo", json!({})).unwrap();
    assert_eq!(shown(), second);
    for (path, why) in [
        (file("c.svg", b"<svg/>"), "no JPEG"),
        (file("d.png", &vec![0x89; 11 << 20]), "larger than 10 MB"),
        (outside.path().to_path_buf(), "not a folder"),
        (outside.path().join("gone.png"), "gone.png"),
    ] {
        let error = take(path).unwrap_err();
        assert!(error.message.contains(why), "{error:?}");
    }
    assert_eq!(shown(), second);
    assert_eq!(std::fs::read_dir(kith.folder().join("files")).unwrap().count(), 2);
}

#[test]
fn a_photo_is_shown_only_where_it_is_a_picture() {
    let kith = TestApp::new().unwrap();
    let put = |name: char, bytes: &[u8]| {
        let sha256 = name.to_string().repeat(64);
        std::fs::write(kith.folder().join("files").join(&sha256), bytes).unwrap();
        kith.call("photo_get", json!({ "sha256": sha256 }))
    };
    assert_eq!(put('a', b"\x89PNG\r\n\x1a\nrest").unwrap()["uri"], "data:image/png;base64,iVBORw0KGgpyZXN0");
    assert!(put('b', b"<svg xmlns='http://www.w3.org/2000/svg'/>").is_err());
    assert!(put('c', &vec![0xFF; 11 << 20]).unwrap_err().message.contains("10 MB"));
    for sha256 in ["../kith.db", "", &"d".repeat(64), &"A".repeat(64)] {
        assert!(kith.call("photo_get", json!({ "sha256": sha256 })).is_err(), "{sha256}");
    }
}

#[test]
fn hundreds_are_deleted_and_brought_back_as_one_operation() {
    let kith = TestApp::new().unwrap();
    let ids: Vec<i64> =
        (1..=120).map(|n| add(&kith, json!({ "name": format!("P{n}"), "groups": ["Peers"] }))).collect();
    kith.app()
        .store
        .aside(&[], |tx| {
            Ok(tx.execute_batch(
                "INSERT INTO connections (from_id, to_id, kind) VALUES (1, 120, 'friend'), (119, 2, 'friend')",
            )?)
        })
        .unwrap();
    let before = dumped(&kith);
    assert_eq!(kith.call("contacts_bulk", json!({ "ids": ids, "delete": true })).unwrap()["changed"], 120);
    assert_eq!(names(&kith, json!({})), [""; 0]);
    assert_eq!(labels(&kith)[0], "Deleted 120 people");
    kith.call("undo", json!({})).unwrap();
    assert_eq!(dumped(&kith), before);
    let unknown: Vec<i64> = (1..=121).collect();
    assert!(kith.call("contacts_bulk", json!({ "ids": unknown, "delete": true })).is_err());
    assert_eq!(dumped(&kith), before, "nobody is deleted where one is not there");
}

#[test]
fn the_longest_interval_stays_with_a_new_rhythm_where_it_fits() {
    let kith = TestApp::new().unwrap();
    let id = kith.call("contact_add", json!({ "name": "Dana", "groups": ["Clients"] })).unwrap()["id"].clone();
    let set = |every: &str, latest: Value| {
        let input = json!({ "who": id, "every": every, "latest": latest });
        kith.call("cadence_set", input).unwrap()["latest"].clone()
    };
    let eight = json!({ "every": 8, "unit": "week" });
    assert_eq!(set("1m", json!("8w")), eight);
    assert_eq!(set("3w", Value::Null), eight);
    assert_eq!(set("3m", Value::Null), Value::Null, "a rhythm longer than it takes it away");
    kith.call("undo", json!({})).unwrap();
    assert_eq!(kith.call("contact_get", json!({ "who": id })).unwrap()["latest"], eight);
    assert_eq!(set("1m", json!("none")), Value::Null);
    set("1m", json!("8w"));
    assert_eq!(set("inherit", Value::Null), Value::Null);
    let group = kith.call("group_list", json!({})).unwrap()[0]["id"].clone();
    let edited = kith.call("group_edit", json!({ "id": group, "latest": "3m" })).unwrap();
    assert_eq!(edited["latest"], json!({ "every": 3, "unit": "month" }));
    assert_eq!(kith.call("contact_get", json!({ "who": id })).unwrap()["latest"], edited["latest"]);
    assert!(kith.call("group_edit", json!({ "id": group, "latest": "1w" })).is_err());
    let bulk = json!({ "ids": [id], "cadence": "1m", "latest": "2m" });
    kith.call("contacts_bulk", bulk).unwrap();
    let latest = kith.call("contact_get", json!({ "who": id })).unwrap()["latest"].clone();
    assert_eq!(latest, json!({ "every": 2, "unit": "month" }));
    assert!(kith.call("contacts_bulk", json!({ "ids": [id], "latest": "2m" })).is_err());
}
