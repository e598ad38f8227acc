//! The main job by terminal: log a conversation, find everyone who matches, be told whom to reach, take it back.

use serde_json::{Value, json};

use crate::kith;
use kith_tests::Terminal;

pub(crate) fn add(kith: &Terminal, name: &str, more: &[&str]) -> Value {
    kith.json(&[&["add", name], more].concat())
}

pub(crate) fn names(list: &Value) -> Vec<&str> {
    let contact = |entry: &'_ Value| entry.get("contact").is_some();
    list.as_array()
        .unwrap()
        .iter()
        .map(|entry| if contact(entry) { &entry["contact"]["name"] } else { &entry["name"] })
        .map(|name| name.as_str().unwrap())
        .collect()
}

pub(crate) fn reach_outs(kith: &Terminal) -> Vec<String> {
    names(&kith.json(&["today"])["reach_outs"]).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_person_is_added_with_everything_and_shown() {
    let kith = kith();
    let made = add(
        &kith,
        "Dana Moreau",
        &[
            "--email",
            "dana@harbour.example",
            "--phone",
            "+33 6 12 34 56 78",
            "--org",
            "Harbour Supply",
            "--title",
            "Operations lead",
            "--group",
            "Vendors",
            "--group",
            "Sailors",
            "--every",
            "1m",
            "--birthday",
            "1986-03-04",
        ],
    );
    for field in
        ["id", "uid", "name", "nicknames", "org", "title", "about", "groups", "emails", "phones", "urls", "profiles"]
    {
        assert!(made.get(field).is_some(), "{field} is missing: {made}");
    }
    for field in ["photo", "cadence_days", "last_touch", "due", "stretch"] {
        assert!(made.get(field).is_some(), "{field} is missing: {made}");
    }
    assert_eq!(made["emails"][0]["value"], "dana@harbour.example");
    assert_eq!(made["due"], "2026-11-21", "never touched: due on the day the cadence was set");
    let shown = kith.json(&["show", "dana"]);
    assert_eq!(shown["id"], made["id"]);
    assert_eq!(shown["occasions"][0]["date"], "1986-03-04");
    assert_eq!(kith.json(&["show", &made["id"].to_string()])["name"], "Dana Moreau");
    assert_eq!(kith.json(&["show", made["uid"].as_str().unwrap()])["name"], "Dana Moreau");
    let words = kith.says(&["show", "Moreau"]);
    assert!(
        words.starts_with("Dana Moreau  (contact ") && words.contains("Operations lead, Harbour Supply"),
        "{words}"
    );
    let listed = kith.json(&["people", "--group", "Sailors"]);
    assert_eq!((names(&listed["people"]), &listed["total"]), (vec!["Dana Moreau"], &json!(1)));
}

#[test]
fn a_conversation_is_logged_found_and_undone() {
    let mut kith = kith();
    add(&kith, "Dana Moreau", &["--every", "1m"]);
    add(&kith, "Rohan Mehta", &[]);
    assert_eq!(reach_outs(&kith), ["Dana Moreau"]);
    let logged = kith.json(&[
        "log",
        "Inès came second in the regatta. She sails every weekend. #sailing",
        "--with",
        "Dana",
        "--with",
        "Rohan",
        "--channel",
        "in person",
        "--minutes",
        "75",
        "--from-them",
        "--at",
        "2026-11-21T12:30:00+01:00",
    ]);
    assert_eq!(logged["start"], "2026-11-21T12:30:00+01:00");
    assert_eq!(names(&logged["people"]), ["Dana Moreau", "Rohan Mehta"]);
    assert_eq!((&logged["channel"], &logged["minutes"]), (&json!("in person"), &json!(75)));
    assert_eq!((&logged["initiated_by"], &logged["attempt"]), (&json!("them"), &json!(false)));
    assert_eq!(logged["tags"], json!(["sailing"]));
    kith.at("2026-11-21T14:00:00+01:00[Europe/Paris]");
    assert_eq!(reach_outs(&kith), Vec::<String>::new(), "logging takes her off the list at once");
    let shown = kith.json(&["show", "Dana Moreau"]);
    assert_eq!((&shown["last_touch"], &shown["due"]), (&json!("2026-11-21"), &json!("2026-12-21")));
    let undone = kith.json(&["undo"]);
    assert_eq!(undone["undone"], true);
    assert_eq!(reach_outs(&kith), ["Dana Moreau"]);
    assert_eq!(kith.json(&["show", "Dana Moreau"])["last_touch"], Value::Null);
    kith.json(&["redo"]);
    assert_eq!(kith.json(&["show", "Dana Moreau"])["last_touch"], "2026-11-21");
    let history = kith.json(&["history"]);
    assert_eq!(history.as_array().unwrap().len(), 3, "{history}");
}

#[test]
fn whoever_sails_is_found_by_sailing() {
    let kith = kith();
    add(&kith, "Dana Moreau", &[]);
    add(&kith, "Rohan Mehta", &["--org", "Café Sailcloth"]);
    add(&kith, "Mei Tanaka", &[]);
    kith.json(&["log", "She sails every weekend, and sailed to Corsica.", "--with", "Dana Moreau"]);
    kith.json(&["fact", "Mei", "-40 °C does not stop her sailing", "--kind", "likes"]);
    kith.json(&["log", "東京で会いました。", "--with", "Mei"]);
    let found = kith.json(&["search", "sailing"]);
    let mut people = names(&found["people"]);
    people.sort_unstable();
    assert_eq!(people, ["Dana Moreau", "Mei Tanaka"]);
    for person in found["people"].as_array().unwrap() {
        for hit in person["hits"].as_array().unwrap() {
            let passage: Vec<char> = hit["passage"].as_str().unwrap().chars().collect();
            for range in hit["highlights"].as_array().unwrap() {
                let (from, to) = (range[0].as_u64().unwrap() as usize, range[1].as_u64().unwrap() as usize);
                let marked: String = passage[from..to].iter().collect();
                assert!(marked.to_lowercase().starts_with("sail"), "{marked}");
            }
        }
    }
    assert_eq!(names(&kith.json(&["search", "cafe"])["people"]), ["Rohan Mehta"]);
    assert_eq!(names(&kith.json(&["search", "東京"])["people"]), ["Mei Tanaka"]);
    for query in ["-sailing", "--", "\"", "a AND (", "", "   ", "*", "NOT", "tag:", "\\", "🙂"] {
        let ran = kith.run(&["--json", "search", "--", query]);
        assert_eq!(ran.code, 0, "no query is an error: {query}: {ran:?}");
    }
    assert_eq!(kith.run(&["search", "-sailing"]).code, 0, "a query may begin with -");
    assert!(kith.says(&["search", "sailing"]).contains("sails every weekend"));
    assert!(kith.says(&["search", "sailing zeppelin"]).contains("left out: zeppelin"));
}

#[test]
fn a_conversation_of_nobody_about_nothing_is_not_kept() {
    let kith = kith();
    add(&kith, "Dana Moreau", &[]);
    let ran = kith.run(&["--json", "log", "  "]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert_eq!(kith.json(&["history"]).as_array().unwrap().len(), 1, "nothing was changed");
    assert_eq!(kith.json(&["log", "", "--with", "Dana"])["note"], "", "with whom is enough");
}

#[test]
fn text_may_begin_with_a_hyphen_or_come_from_standard_input() {
    let kith = kith();
    add(&kith, "Dana Moreau", &[]);
    assert_eq!(
        kith.json(&["log", "--with is a flag, this is not", "--with", "Dana"])["note"],
        "--with is a flag, this is not"
    );
    let plain = kith.json(&["log", "- milk\n- bread #food", "--plain"]);
    assert_eq!((&plain["note"], &plain["tags"]), (&json!("- milk\n- bread #food"), &json!([])));
    let long = "Ünïcödé 🙂\n\n".repeat(1000);
    let ran = kith.run_with(&["log", "-", "--with", "Dana", "--json"], long.as_bytes());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["note"].as_str().unwrap().trim_end(), long.trim_end());
    assert_eq!(kith.run_with(&["log", "-"], b"caf\xe9").code, 4);
    assert_eq!(kith.json(&["fact", "Dana", "-5 dioptres"])["text"], "-5 dioptres");
    assert_eq!(kith.json(&["followup", "Dana", "--send the drawings", "--due", "friday"])["due"], "2026-11-27");
}

#[test]
fn a_note_of_two_million_characters_is_kept_whole() {
    let kith = kith();
    let note = "sailing 帆 ".repeat(200_000);
    let ran = kith.run_with(&["log", "-", "--plain", "--json"], note.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.json()["note"].as_str().unwrap().trim_end().chars().count(), note.trim_end().chars().count());
}

#[test]
fn names_of_every_kind_are_kept_and_cannot_move_the_cursor() {
    let kith = kith();
    for name in ["🙂", "שלום עולם", "Zoe\u{301} d'Artagnan-Łęcki", "王小明"] {
        assert_eq!(add(&kith, name, &[])["name"], name);
        assert_eq!(kith.json(&["show", name])["name"], name);
    }
    add(&kith, "Eve", &["--org", "\u{1b}[31mRed\u{7} Ltd"]);
    for said in [kith.says(&["people"]), kith.says(&["show", "Eve"])] {
        assert!(!said.contains('\u{1b}') && !said.contains('\u{7}'), "{said:?}");
    }
}

#[test]
fn a_name_that_fits_nobody_or_several_ends_with_three() {
    let kith = kith();
    add(&kith, "Dana Moreau", &[]);
    add(&kith, "Dana Okafor", &[]);
    assert_eq!(kith.fails(3, &["show", "Xaver"])["code"], "not_found");
    let error = kith.fails(3, &["fact", "Dana", "sails"]);
    assert_eq!(error["code"], "ambiguous");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("Dana Moreau") && message.contains("Dana Okafor"), "{message}");
    assert_eq!(kith.fails(3, &["done", "999"])["code"], "not_found");
    assert_eq!(kith.fails(3, &["delete", "conversation", "999"])["code"], "not_found");
    assert_eq!(kith.fails(4, &["delete", "conversation", "abc"])["field"], "id");
    assert_eq!(kith.fails(4, &["delete", "ship", "1"])["field"], "kind");
    assert_eq!(kith.fails(4, &["add", ""])["code"], "invalid");
    assert_eq!(kith.fails(4, &["cadence", "Dana Moreau", "sometimes"])["code"], "invalid");
}

#[test]
fn one_line_notes_what_was_given_owed_and_said() {
    let kith = kith();
    add(&kith, "Dana Moreau", &[]);
    let gave = kith.json(&["gave", "Dana", "introduction to Luc", "--kind", "introduction", "--worth", "120 EUR"]);
    assert_eq!((&gave["direction"], &gave["kind"]), (&json!("gave"), &json!("introduction")));
    assert_eq!(gave["worth"], "120 EUR");
    assert_eq!(kith.json(&["received", "Dana", "an article", "--kind", "article"])["direction"], "received");
    assert_eq!(kith.json(&["asked", "Dana", "eight percent"])["direction"], "asked");
    let feedback = kith.json(&["feedback", "Dana", "9", "best supplier"]);
    assert_eq!((&feedback["score"], &feedback["text"]), (&json!(9), &json!("best supplier")));
    assert_eq!(kith.json(&["feedback", "Dana", "kind words"])["score"], Value::Null);
    assert_eq!(kith.fails(4, &["feedback", "Dana", "11", "too good"])["code"], "invalid");
    assert_eq!(kith.fails(4, &["feedback", "Dana", "ten", "in words"])["field"], "score");
    let owed = kith.json(&[
        "followup",
        "Dana",
        "how long is the dock?",
        "--kind",
        "answer-owed",
        "--theirs",
        "--due",
        "in 3 weeks",
    ]);
    assert_eq!(
        (&owed["kind"], &owed["theirs"], &owed["due"]),
        (&json!("answer owed"), &json!(true), &json!("2026-12-12"))
    );
    assert_eq!(kith.json(&["done", &owed["id"].to_string()])["state"], "kept");
    let shown = kith.json(&["show", "Dana"]);
    assert_eq!(shown["exchanges"].as_array().unwrap().len(), 3);
    assert_eq!(shown["follow_ups"].as_array().unwrap().len(), 1);
}

#[test]
fn things_are_edited_deleted_and_brought_back() {
    let kith = kith();
    add(&kith, "Dana Moreau", &["--email", "old@harbour.example", "--phone", "+33 1"]);
    let edited = kith.json(&[
        "edit",
        "contact",
        "Dana",
        "--title",
        "Captain",
        "--email",
        "new@harbour.example",
        "--group",
        "Crew",
    ]);
    assert_eq!((&edited["title"], &edited["emails"][0]["value"]), (&json!("Captain"), &json!("new@harbour.example")));
    assert_eq!(edited["phones"][0]["value"], "+33 1", "what is not typed stays");
    assert_eq!(edited["groups"][0]["name"], "Crew");
    let logged = kith.json(&["log", "Hello", "--with", "Dana", "--minutes", "10"]);
    let id = logged["id"].to_string();
    let edited = kith.json(&["edit", "conversation", &id, "--note", "-", "--minutes", "none", "--at", "yesterday"]);
    assert_eq!(
        (&edited["note"], &edited["minutes"], &edited["start"]),
        (&json!(""), &Value::Null, &json!("2026-11-20"))
    );
    let fact = kith.json(&["fact", "Dana", "sails"]);
    assert_eq!(kith.json(&["edit", "fact", &fact["id"].to_string(), "--kind", "likes"])["kind"], "likes");
    kith.json(&["edit", "group", "Crew", "--every", "2w", "--intent", "re-engineer"]);
    assert_eq!(kith.json(&["show", "Dana"])["cadence_days"], 14);
    kith.json(&["delete", "fact", &fact["id"].to_string()]);
    kith.json(&["delete", "conversation", &id]);
    kith.json(&["delete", "contact", "Dana"]);
    assert_eq!(kith.json(&["people"])["total"], 0);
    for _ in 0..3 {
        kith.json(&["undo"]);
    }
    let shown = kith.json(&["show", "Dana"]);
    assert_eq!(shown["facts"].as_array().unwrap().len(), 1);
    assert_eq!(shown["conversations"].as_array().unwrap().len(), 1);
}

#[test]
fn undo_takes_back_what_an_earlier_start_did_step_by_step() {
    let kith = kith();
    add(&kith, "Dana Moreau", &[]);
    kith.json(&["fact", "Dana", "sails"]);
    kith.json(&["cadence", "Dana", "monthly"]);
    // Each call is a process of its own: the history survives every one of them.
    kith.json(&["undo"]);
    kith.json(&["undo"]);
    kith.json(&["undo"]);
    assert_eq!(kith.json(&["people"])["total"], 0);
    assert!(kith.json(&["undo"]).is_null());
    for _ in 0..3 {
        kith.json(&["redo"]);
    }
    let shown = kith.json(&["show", "Dana"]);
    assert_eq!(shown["facts"][0]["text"], "sails");
    assert!(shown["cadence_days"].is_number(), "{shown}");
    // Out of order it is possible while nothing hangs on it.
    let history = kith.json(&["history"]);
    let fact =
        history.as_array().unwrap().iter().find(|operation| operation["label"].as_str().unwrap().contains("fact"));
    if let Some(fact) = fact {
        kith.json(&["undo", &fact["id"].to_string()]);
        assert_eq!(kith.json(&["show", "Dana"])["facts"], json!([]));
    }
    let first = history.as_array().unwrap().last().unwrap()["id"].to_string();
    let error = kith.fails(4, &["undo", &first]);
    assert_eq!(error["code"], "conflict", "what was changed since cannot be taken back");
}

#[test]
fn two_contacts_of_one_person_become_one_and_are_parted_again() {
    let kith = kith();
    let dana = add(&kith, "Dana Moreau", &["--email", "dana@harbour.example"]);
    let dee = add(&kith, "Dee", &["--phone", "+33 6 12 34 56 78", "--every", "1w"]);
    kith.json(&["log", "The regatta.", "--with", "Dee", "--at", "2026-11-20"]);
    let said = kith.says(&["merge", "Dana Moreau", "Dee"]);
    assert!(said.starts_with("Dee is merged into Dana Moreau. `kith undo` makes two of them again."), "{said}");
    let shown = kith.json(&["show", "Dee"]);
    assert_eq!((&shown["id"], &shown["last_touch"]), (&dana["id"], &json!("2026-11-20")));
    assert_eq!(kith.json(&["people"])["total"], 1);
    assert_eq!(kith.json(&["undo"])["label"], "Merged Dee into Dana Moreau");
    assert_eq!(kith.json(&["people"])["total"], 2);
    let merged = kith.json(&["merge", &dana["id"].to_string(), &dee["id"].to_string()]);
    assert_eq!((&merged["name"], &merged["merged"]["id"]), (&json!("Dana Moreau"), &dee["id"]));
    let refused = kith.fails(4, &["merge", "Dana Moreau", "Dana Moreau"]);
    assert_eq!(refused["message"], "Both are one and the same contact, Dana Moreau.");
}

#[test]
fn whoever_has_died_asks_for_nothing_until_the_mark_is_taken_away() {
    let kith = kith();
    add(&kith, "Dana Moreau", &["--every", "1w", "--birthday", "--11-22"]);
    assert_eq!(reach_outs(&kith), ["Dana Moreau"]);
    assert_eq!(kith.json(&["edit", "contact", "Dana", "--deceased", "2026-11"])["deceased_on"], "2026-11");
    let today = kith.json(&["today"]);
    assert_eq!((&today["reach_outs"], &today["this_week"]), (&json!([]), &json!([])));
    let shown = kith.says(&["show", "Dana"]);
    assert!(shown.contains("died       2026-11\n"), "{shown}");
    let refused = kith.fails(4, &["edit", "contact", "Dana", "--unarchive"]);
    assert_eq!(refused["message"], "Dana Moreau has died and stays in the archive.");
    kith.json(&["edit", "contact", "Dana", "--living", "--unarchive"]);
    assert_eq!(reach_outs(&kith), ["Dana Moreau"]);
}
