//! Who would want this, told on a small life.

use serde_json::{Value, json};

use crate::testing::TestApp;

/// An article with words of the sea and of every day.
const SAILING: &str = "Why more people learn to sail this year\n\n\
    Last weekend the harbour was full again. A new sailing school opened near the old market, and the first course was \
    booked within a day. “Most of our people have never held a rope”, says the owner, who worked for a big company \
    before. “They come after work, they want to be on the water, and in the third week they sail their first regatta.” \
    The boats are small dinghies; whoever stays buys an old keelboat, repairs the sails in winter and meets the others \
    in the harbour on Saturday. Prices for moorings went up, the children love it, and the weather was good for once. \
    The family business plans another school next summer, with a regatta every month.";

struct Life(TestApp);

impl Life {
    fn new() -> Life {
        Life(TestApp::new().unwrap())
    }

    fn call(&self, command: &str, input: Value) -> Value {
        self.0.call(command, input).unwrap()
    }

    fn person(&self, name: &str) -> i64 {
        self.call("contact_add", json!({ "name": name }))["id"].as_i64().unwrap()
    }

    fn talk(&self, who: i64, note: &str) {
        self.call("conversation_log", json!({ "people": [who], "note": note, "start": "2026-05-03" }));
    }

    fn fact(&self, who: i64, kind: &str, text: &str) {
        self.call("fact_add", json!({ "who": who, "kind": kind, "text": text }));
    }

    fn want(&self, text: &str) -> Value {
        self.call("wanted_by", json!({ "text": text }))
    }

    /// Ten who sail, each told otherwise, among thirty who share words of every day with any article.
    fn harbour() -> Life {
        let life = Life::new();
        let sail = [
            "Spent the summer sailing along the coast with her brother.",
            "He repairs sails for half the marina.",
            "Her daughter came second in the regatta.",
            "Bought an old keelboat and looks for a mooring.",
            "Sailed a Folkboat to Denmark.",
            "Talked about the regatta in October and the new sails.",
            "Teaches dinghy sailing to children.",
            "The sailing club made her its treasurer.",
            "Dreams of a boat of his own; sails with friends until then.",
            "Works at the harbour, sails every evening.",
        ];
        let others = [
            "Had lunch near the market, the weather was good.",
            "The family business plans a new shop next summer.",
            "Her company was sold last year; she worked there for ten years.",
            "The children are at school; the first week was hard.",
            "We met on Saturday, talked about prices and work.",
        ];
        for (number, note) in sail.iter().enumerate() {
            life.talk(life.person(&format!("Sailor {number}")), note);
        }
        for number in 0..30 {
            let other = life.person(&format!("Other {number}"));
            for turn in 0..2 {
                life.talk(other, others[(number + turn) % others.len()]);
            }
        }
        life
    }
}

fn names(people: &Value) -> Vec<&str> {
    people.as_array().unwrap().iter().map(|person| person["contact"]["name"].as_str().unwrap()).collect()
}

#[test]
fn an_article_about_sailing_finds_the_ten_who_sail_first() {
    let life = Life::harbour();
    let answer = life.want(SAILING);
    assert_eq!(answer["title"], "Why more people learn to sail this year");
    let found = names(&answer["people"]);
    let first: Vec<&&str> = found.iter().take(10).collect();
    assert!(first.len() == 10 && first.iter().all(|name| name.starts_with("Sailor")), "{found:?}");
    let words = answer["words"].as_array().unwrap();
    assert!(words.iter().take(3).any(|word| word == "sail"), "{words:?}");
    let small = ["people", "this", "year", "have", "most", "again"];
    assert!(words.iter().all(|word| !small.contains(&word.as_str().unwrap())), "{words:?}");
}

#[test]
fn each_comes_with_the_words_and_passages_that_say_why() {
    let life = Life::harbour();
    let answer = life.want(SAILING);
    for person in answer["people"].as_array().unwrap() {
        assert!(!person["words"].as_array().unwrap().is_empty(), "{person}");
        for hit in person["hits"].as_array().unwrap() {
            assert!(!hit["highlights"].as_array().unwrap().is_empty(), "{hit}");
        }
    }
    let keel =
        answer["people"].as_array().unwrap().iter().find(|person| person["contact"]["name"] == "Sailor 3").unwrap();
    assert_eq!(keel["words"], json!(["keelboat", "moorings"]), "as they stand in the text");
    assert_eq!(keel["hits"][0]["passage"], "Bought an old keelboat and looks for a mooring.");
}

#[test]
fn a_title_or_an_address_alone_will_do() {
    let life = Life::harbour();
    for text in ["The great regatta", "https://www.boats.example/2026/the-great-regatta.html?utm=mail"] {
        let answer = life.want(text);
        assert_eq!(names(&answer["people"]), ["Sailor 2", "Sailor 5"], "{text}");
        assert!(answer["title"].as_str().unwrap().to_lowercase().contains("the great regatta"));
    }
    let error = life.0.call("wanted_by", json!({ "text": "  \n" })).unwrap_err();
    assert_eq!(error.message, "There is no text.");
    assert_eq!(life.want("Quantum chromodynamics")["people"], json!([]));
}

#[test]
fn words_of_every_day_tell_only_where_there_is_nothing_else() {
    let life = Life::harbour();
    assert_eq!(names(&life.want("The weather at the regatta")["people"]), ["Sailor 2", "Sailor 5"]);
    let weather = life.want("The weather");
    assert!(names(&weather["people"]).iter().all(|name| name.starts_with("Other")), "{weather}");
    assert!(weather["total_people"].as_u64().unwrap() >= 6);
}

#[test]
fn what_somebody_dislikes_does_not_speak_for_them_and_what_they_want_speaks_loudest() {
    let life = Life::new();
    let [dana, rohan, luc] = ["Dana Moreau", "Rohan Mehta", "Luc Petit"].map(|name| life.person(name));
    life.fact(dana, "dislikes", "golf, and talk of golf");
    life.fact(rohan, "personal", "plays golf");
    life.fact(luc, "wants", "to learn golf");
    let answer = life.want("Golf is easier than it looks");
    assert_eq!(names(&answer["people"]), ["Luc Petit", "Rohan Mehta"]);
}

#[test]
fn the_archived_the_dead_and_whoever_it_came_from_are_left_out() {
    let life = Life::new();
    let [dana, rohan, luc, amara] =
        ["Dana Moreau", "Rohan Mehta", "Luc Petit", "Amara Okafor"].map(|name| life.person(name));
    for who in [dana, rohan, luc, amara] {
        life.fact(who, "likes", "beekeeping");
    }
    life.call("contact_edit", json!({ "who": dana, "points": [{ "kind": "email", "value": "Dana@Bees.example" }] }));
    life.call("contacts_bulk", json!({ "ids": [rohan], "archive": true }));
    life.call("contact_edit", json!({ "who": luc, "deceased": "2025" }));
    let from = |from: Option<&str>| life.call("wanted_by", json!({ "text": "Beekeeping in spring", "from": from }));
    assert_eq!(names(&from(None)["people"]), ["Dana Moreau", "Amara Okafor"]);
    assert_eq!(names(&from(Some("dana@bees.example"))["people"]), ["Amara Okafor"]);
}

#[test]
fn a_name_in_the_text_is_no_reason() {
    let life = Life::harbour();
    life.person("Regatta Holdings");
    life.talk(life.person("Market Street"), "Nothing much.");
    assert_eq!(names(&life.want("The great regatta")["people"]), ["Sailor 2", "Sailor 5"]);
}

#[test]
fn whoever_got_it_already_is_marked_by_its_title_or_its_address() {
    let life = Life::harbour();
    let text = "The great regatta\nhttps://boats.example/great\nMany sails.";
    let got = |name: &str| {
        let answer = life.want(text);
        let people = answer["people"].as_array().unwrap().clone();
        people.into_iter().find(|person| person["contact"]["name"] == name).unwrap()["got"].clone()
    };
    assert_eq!(got("Sailor 2"), Value::Null);
    let gave = |who: &str, kind: &str, text: &str| {
        let input = json!({ "who": who, "direction": "gave", "kind": kind, "text": text, "day": "2026-05-03" });
        life.call("exchange_add", input);
    };
    gave("Sailor 2", "article", "“The Great Regatta”, as a print");
    gave("Sailor 5", "article", "http://www.boats.example/great/");
    gave("Sailor 1", "gift", "The great regatta");
    assert_eq!(
        [got("Sailor 2"), got("Sailor 5"), got("Sailor 1")],
        [json!("2026-05-03"), json!("2026-05-03"), Value::Null]
    );
}

#[test]
fn texts_in_other_languages_and_scripts_find_their_people() {
    let life = Life::new();
    let [ines, yuki] = ["Inès", "Yuki"].map(|name| life.person(name));
    life.talk(ines, "Die Regatten im Herbst waren schön, sagt sie; sie will wieder Segel setzen.");
    life.talk(yuki, "来月は東京マラソンに出る予定だと言っていた。");
    for number in 0..5 {
        life.talk(life.person(&format!("Nachbar {number}")), "Wir haben über die Arbeit und das Wetter gesprochen.");
    }
    let answer = life.want("Die Regatta des Jahres: was wir über das Wetter wissen und warum die Segel rissen");
    assert_eq!(names(&answer["people"])[0], "Inès", "{answer}");
    assert_eq!(names(&life.want("東京マラソンの結果")["people"]), ["Yuki"]);
}

#[test]
fn who_wants_something_is_introduced_to_whoever_offers_it_or_does_it() {
    let life = Life::new();
    let names_of = ["Dana Moreau", "Luc Petit", "Rohan Mehta", "Amara Okafor", "Jonas Becker"];
    let [dana, luc, rohan, amara, jonas] = names_of.map(|name| life.person(name));
    life.fact(dana, "wants", "a French teacher for Inès");
    life.fact(dana, "dislikes", "spiders");
    life.fact(luc, "offers", "French lessons for beginners");
    life.talk(rohan, "Has been a French teacher in Lyon for ten years.");
    life.fact(amara, "wants", "a French teacher, too");
    life.fact(jonas, "dislikes", "his French teacher");
    let found = life.call("introductions", json!({ "who": dana }));
    assert_eq!(found["contact"]["name"], "Dana Moreau");
    assert_eq!(found["wants"][0]["fact"]["text"], "a French teacher for Inès");
    let people = &found["wants"][0]["people"];
    let mut who = names(people);
    who.sort_unstable();
    assert_eq!(who, ["Luc Petit", "Rohan Mehta"]);
    assert_eq!(found["offers"], json!([]));
    let other_way = life.call("introductions", json!({ "who": luc }));
    let mut who = names(&other_way["offers"][0]["people"]);
    who.sort_unstable();
    assert_eq!(who, ["Amara Okafor", "Dana Moreau", "Rohan Mehta"]);
}

#[test]
fn an_introduction_that_was_made_is_marked_and_so_are_people_who_met() {
    let life = Life::new();
    let [dana, luc] = ["Dana Moreau", "Luc Petit"].map(|name| life.person(name));
    life.fact(dana, "wants", "French lessons");
    life.fact(luc, "offers", "French lessons");
    let first = |life: &Life| life.call("introductions", json!({ "who": dana }))["wants"][0]["people"][0].clone();
    assert_eq!((&first(&life)["introduced"], &first(&life)["together"]), (&Value::Null, &Value::Null));
    let exchange = json!({ "with": dana, "direction": "gave", "kind": "introduction", "text": "to Luc Petit" });
    life.call(
        "conversation_log",
        json!({ "people": [dana, luc], "start": "2026-05-03", "note": "Tea.", "exchanges": [exchange] }),
    );
    assert_eq!((&first(&life)["introduced"], &first(&life)["together"]), (&json!("2026-05-03"), &json!("2026-05-03")));
}
