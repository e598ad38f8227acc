//! Passing on what somebody cares about, and people who can help each other, by terminal.

use serde_json::{Value, json};

use crate::kith;
use crate::story::{add, names};

const PAGE: &str = "<!doctype html><html><head><title>Sailing for beginners</title></head><body><h1>Sailing</h1>\
    <p>The regatta season begins; <a href=\"https://boats.example/2026\">more</a>.</p></body></html>";

/// Two who sail, one who does not, and one who wants to hear nothing of it.
fn harbour() -> kith_tests::Terminal {
    let kith = kith();
    for name in ["Dana Moreau", "Rohan Mehta", "Luc Petit", "Amara Okafor"] {
        add(&kith, name, &[]);
    }
    kith.json(&["log", "Her daughter came second in the regatta; she sails every weekend.", "--with", "Dana"]);
    kith.json(&["fact", "Rohan", "sails a Folkboat", "--kind", "likes"]);
    kith.json(&["log", "Bees, and the price of honey.", "--with", "Luc"]);
    kith.json(&["fact", "Amara", "sailing, and talk of sailing", "--kind", "dislikes"]);
    kith
}

#[test]
fn who_would_want_an_article_is_asked_by_file_by_pipe_and_by_text() {
    let kith = harbour();
    let page = kith.beside("page.html");
    std::fs::write(&page, PAGE).unwrap();
    let by_file = kith.json(&["want", page.to_str().unwrap()]);
    assert_eq!((&by_file["title"], &by_file["link"]), (&json!("Sailing for beginners"), &Value::Null));
    assert_eq!(names(&by_file["people"]), ["Dana Moreau", "Rohan Mehta"]);
    assert_eq!(by_file["people"][0]["words"], json!(["Sailing", "regatta"]));
    assert!(by_file["people"][0]["hits"][0]["passage"].as_str().unwrap().contains("came second"));
    let piped =
        kith.run_with(&["want", "-", "--json", "--limit", "1"], b"Sailing for beginners\nThe regatta season.").json();
    assert_eq!((names(&piped["people"]), &piped["total_people"]), (vec!["Dana Moreau"], &json!(2)));
    assert_eq!(names(&kith.json(&["want", "-the honey price"])["people"]), ["Luc Petit"]);
}

#[test]
fn whoever_got_it_is_marked_once_it_was_logged_and_not_after_undo() {
    let kith = harbour();
    let got = |kith: &kith_tests::Terminal| {
        let answer = kith.json(&["want", "Sailing for beginners"]);
        let people = answer["people"].as_array().unwrap().clone();
        people.iter().find(|one| one["contact"]["name"] == "Rohan Mehta").unwrap()["got"].clone()
    };
    assert_eq!(got(&kith), Value::Null);
    kith.json(&[
        "gave",
        "Rohan",
        "Sailing for beginners https://boats.example",
        "--kind",
        "article",
        "--on",
        "2026-05-03",
    ]);
    assert_eq!(got(&kith), "2026-05-03");
    let words = kith.says(&["want", "Sailing for beginners"]);
    assert!(words.contains("Rohan Mehta  (contact 2)  got it on 2026-05-03\n  Sailing\n"), "{words}");
    kith.json(&["undo"]);
    assert_eq!(got(&kith), Value::Null);
}

#[test]
fn a_mail_is_not_sent_back_to_whoever_wrote_it() {
    let kith = harbour();
    kith.json(&["edit", "contact", "Dana", "--email", "dana@harbour.example"]);
    let mail = kith.beside("mail.eml");
    let text =
        "From: Dana <Dana@Harbour.example>\r\nSubject: Re: The regatta\r\n\r\nWhat a day for sailing it was!\r\n";
    std::fs::write(&mail, text).unwrap();
    let answer = kith.json(&["want", mail.to_str().unwrap()]);
    assert_eq!((&answer["title"], names(&answer["people"])), (&json!("The regatta"), vec!["Rohan Mehta"]));
}

#[test]
fn what_cannot_be_read_is_said_with_what_to_do() {
    let kith = harbour();
    let picture = kith.beside("boat.png");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n\0\0").unwrap();
    let error = kith.fails(4, &["want", picture.to_str().unwrap()]);
    assert_eq!(error["message"], "There is no text in boat.png that Kith can read.");
    assert!(error["hint"].as_str().unwrap().contains("paste"), "{error}");
    assert_eq!(kith.fails(4, &["want", " "])["message"], "There is no text.");
    assert!(kith.says(&["want", "Quantum chromodynamics"]).contains("Nobody you know"));
}

#[test]
fn who_wants_french_is_introduced_to_whoever_teaches_it() {
    let kith = harbour();
    kith.json(&["fact", "Dana", "a French teacher for Inès", "--kind", "wants"]);
    kith.json(&["fact", "Luc", "French lessons, by video too", "--kind", "offers"]);
    let found = kith.json(&["introductions", "Dana"]);
    assert_eq!(found["wants"][0]["fact"]["text"], "a French teacher for Inès");
    assert_eq!(names(&found["wants"][0]["people"]), ["Luc Petit"]);
    assert_eq!(names(&kith.json(&["introductions", "Luc"])["offers"][0]["people"]), ["Dana Moreau"]);
    kith.json(&["gave", "Dana", "to Luc Petit, for French", "--kind", "introduction", "--on", "2026-05-03"]);
    let words = kith.says(&["introductions", "Dana"]);
    assert!(
        words.starts_with("Wants: a French teacher for Inès\nLuc Petit  (contact 3)  introduced on 2026-05-03\n"),
        "{words}"
    );
    assert!(kith.says(&["introductions", "Amara"]).contains("Nothing is noted of what Amara Okafor wants or offers"));
    kith.fails(3, &["introductions", "Nobody"]);
}
