#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at what it did not expect"
)]

use std::cell::RefCell;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::query::{Expr, Reading, parse};
use super::super::term::Term;
use super::FIELDS;
use super::piece::Piece;
use crate::store::Db;
use crate::testing::TestApp;

/// A small life: four people, their organisations, places and tags.
fn marina() -> TestApp {
    let kith = TestApp::new().unwrap();
    for (name, org, title) in [
        ("Dana Moreau", "Harbour Supply", "Operations lead"),
        ("Oriol Vidal", "Port Lligat Charter", ""),
        ("Dirk \"Dodo\" de Boer", "Café Łódź", ""),
        ("葉 美玲", "Studio Taipei", "Owner"),
    ] {
        kith.call("contact_add", json!({ "name": name, "org": org, "title": title })).unwrap();
    }
    kith.call("group_add", json!({ "name": "Core suppliers" })).unwrap();
    for (who, day, place, note) in [
        ("Dana Moreau", "2026-11-02", "Chez Max", "The regatta. #sailing #regatta"),
        ("Oriol Vidal", "2026-11-09", "Harbour Café", "Charter. #sailing"),
        ("Dana Moreau", "2026-11-12", "Chez Max", "Lunch."),
    ] {
        kith.call("conversation_log", json!({ "people": [who], "start": day, "place": place, "note": note })).unwrap();
    }
    kith
}

fn ask(kith: &TestApp, text: &str, at: usize) -> Value {
    kith.call("search_complete", json!({ "text": text, "at": at })).unwrap()
}

/// What is put in at the `|`, in the order offered.
fn offered(kith: &TestApp, text: &str) -> Vec<String> {
    let at = text.chars().position(|c| c == '|').unwrap();
    let answer = ask(kith, &text.replacen('|', "", 1), at);
    let options = answer["options"].as_array().unwrap().iter();
    options.map(|option| option["insert"].as_str().unwrap().to_owned()).collect()
}

/// The query once the first option stands in it.
fn completed(kith: &TestApp, text: &str) -> String {
    let at = text.chars().position(|c| c == '|').unwrap();
    let text = text.replacen('|', "", 1);
    let answer = ask(kith, &text, at);
    let (from, to) = (answer["from"].as_u64().unwrap() as usize, answer["to"].as_u64().unwrap() as usize);
    let chars: Vec<char> = text.chars().collect();
    let [before, after] = [&chars[..from], &chars[to..]].map(|part| part.iter().collect::<String>());
    format!("{before}{}{after}", answer["options"][0]["insert"].as_str().unwrap())
}

#[test]
fn a_part_is_offered_where_a_word_may_begin_it_and_nowhere_else() {
    let kith = marina();
    assert_eq!(offered(&kith, "gr|"), ["group:"]);
    assert_eq!(offered(&kith, "sailing n|"), ["name:", "note:", "never"]);
    assert_eq!(offered(&kith, "sailing -Ta|"), ["tag:"]);
    assert_eq!(offered(&kith, "(ov|"), ["overdue"]);
    assert_eq!(offered(&kith, "sailing o|"), ["org:", "on:", "overdue", "or"]);
    assert_eq!(offered(&kith, "or|"), ["org:"], "nothing stands before it");
    for nothing in ["|", "sailing |", "sailing|", "\"gr|", "\"the gr|oup\"", "due|", "http://gr|", "group:\"Peers\"|"] {
        assert_eq!(offered(&kith, nothing), [""; 0], "{nothing}");
    }
}

#[test]
fn every_part_of_the_language_is_offered_by_its_first_letters() {
    let kith = marina();
    for (_, name) in FIELDS {
        assert!(offered(&kith, &format!("x {name}|")).contains(&format!("{name}:")), "{name}");
    }
    for (_, word) in super::WORDS {
        let begun = &word[..word.len() - 1];
        assert!(offered(&kith, &format!("x {begun}|")).contains(&word.to_owned()), "{word}");
    }
}

#[test]
fn values_come_from_what_was_written() {
    let kith = marina();
    assert_eq!(
        offered(&kith, "with:|"),
        ["with:\"Dana Moreau\"", "with:\"Oriol Vidal\"", "with:\"Dirk Dodo de Boer\"", "with:\"葉 美玲\""]
    );
    assert_eq!(offered(&kith, "with:vid|"), ["with:\"Oriol Vidal\""]);
    assert_eq!(offered(&kith, "name:葉|"), ["name:\"葉 美玲\""]);
    assert_eq!(offered(&kith, "org:cafe|"), ["org:\"Café Łódź\""]);
    assert_eq!(offered(&kith, "org:supp|"), ["org:\"Harbour Supply\""], "a later word of it will do");
    assert_eq!(offered(&kith, "title:o|"), ["title:\"Operations lead\"", "title:Owner"]);
    assert_eq!(offered(&kith, "group:\"core|"), ["group:\"Core suppliers\""]);
    assert_eq!(offered(&kith, "tag:|"), ["tag:sailing", "tag:regatta"], "the usual ones first");
    assert_eq!(offered(&kith, "#re|"), ["#regatta"]);
    assert_eq!(offered(&kith, "place:|"), ["place:\"Chez Max\"", "place:\"Harbour Café\""]);
    assert_eq!(offered(&kith, "place:\"chez m|"), ["place:\"Chez Max\""]);
}

#[test]
fn what_can_be_said_of_a_part_is_offered() {
    let kith = marina();
    assert_eq!(offered(&kith, "channel:i|"), ["channel:\"in person\""]);
    assert_eq!(offered(&kith, "kind:f|"), ["kind:fact", "kind:follow-up", "kind:feedback"]);
    assert_eq!(offered(&kith, "from:|"), ["from:me", "from:them"]);
    assert_eq!(offered(&kith, "gave:a|"), ["gave:advice", "gave:article"]);
    assert_eq!(offered(&kith, "missing:e|"), ["missing:email"]);
    assert_eq!(offered(&kith, "intent:l|"), ["intent:\"let go\""]);
    assert_eq!(offered(&kith, "last:>9|"), ["last:>90d"]);
    assert_eq!(offered(&kith, "since:ye|"), ["since:yesterday"]);
    assert_eq!(offered(&kith, "since:\"last m|"), ["since:\"last month\""]);
    assert_eq!(offered(&kith, "in:2026|")[..3], ["in:2026-11", "in:2026-10", "in:2026-09"]);
    assert_eq!(offered(&kith, "tea(in:this|"), ["in:\"this week\"", "in:\"this month\""]);
    assert_eq!(offered(&kith, "note:regatta|"), [""; 0], "free words are not guessed");
}

#[test]
fn every_value_that_is_offered_is_read_as_its_part() {
    let kith = marina();
    for (_, name) in FIELDS {
        for insert in offered(&kith, &format!("{name}:|")) {
            assert!(is_one_part(&insert), "{insert}");
        }
    }
}

#[test]
fn an_option_takes_the_place_of_the_whole_word_and_of_nothing_else() {
    let kith = marina();
    assert_eq!(completed(&kith, "french gr| since:2024"), "french group: since:2024");
    assert_eq!(completed(&kith, "-tag:sa| regatta"), "-tag:sailing regatta");
    assert_eq!(completed(&kith, "tag:re|gata"), "tag:regatta");
    assert_eq!(completed(&kith, "(tag:re|)"), "(tag:regatta)");
    assert_eq!(completed(&kith, "group:\"Core| sup\" x"), "group:\"Core suppliers\" x");
    assert_eq!(completed(&kith, "🎉 with:dan| x"), "🎉 with:\"Dana Moreau\" x");
}

#[test]
fn many_different_values_are_found_by_how_they_begin() {
    let kith = TestApp::new().unwrap();
    let write = |tx: &Db| {
        for number in 0..1_500 {
            let org = format!("{}{number:04}", if number % 2 == 0 { "Alpha " } else { "zeta " });
            tx.execute(
                "INSERT INTO contacts (uid, name, sort_name, org, created_at, updated_at) VALUES (?1, 'x', 'x', ?1, 0, 0)",
                [org],
            )?;
        }
        Ok(())
    };
    kith.app().store.aside(&[], write).unwrap();
    assert_eq!(offered(&kith, "org:\"ZETA 1499|"), ["org:\"zeta 1499\""]);
}

thread_local! {
    static MARINA: RefCell<Option<TestApp>> = const { RefCell::new(None) };
}

/// Whether the language reads the whole of it as one part, and not as words.
fn is_one_part(insert: &str) -> bool {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let read = parse(insert, Reading { typing: false, today });
    match read {
        Expr::All(parts) => matches!(parts.as_slice(), [Expr::Term(term)] if !is_words(term)),
        Expr::Any(_) | Expr::Not(_) | Expr::Term(_) => false,
    }
}

fn is_words(term: &Term) -> bool {
    matches!(term, Term::Words { .. } | Term::Phrase(_))
}

proptest! {
    #[test]
    fn any_text_and_place_answer_and_what_is_put_in_is_read_as_its_part(
        parts in prop::collection::vec("(with:|name:|group:|org:|tag:|#|place:|since:|intent:|or|-|\\(|\\)|\"|“|”|:|core|da|s|ch|le| |é|葉|🎉|\\PC){1,5}", 0..6),
        place in 0..80_usize,
    ) {
        let text = parts.join(" ");
        MARINA.with_borrow_mut(|kith| {
            let kith = kith.get_or_insert_with(marina);
            let answer = ask(kith, &text, place);
            let chars: Vec<char> = text.chars().collect();
            let (from, to) = (answer["from"].as_u64().unwrap() as usize, answer["to"].as_u64().unwrap() as usize);
            prop_assert!(from <= to && to <= chars.len() && from <= place.min(chars.len()) && place.min(chars.len()) <= to);
            for option in answer["options"].as_array().unwrap() {
                let insert = option["insert"].as_str().unwrap();
                let value = option["value"] == true;
                prop_assert!(!value || is_one_part(insert), "{}", insert);
                let put: Vec<char> = insert.chars().collect();
                let again = Piece::at(&put, put.len());
                if let Some(again) = again {
                    prop_assert_eq!((again.from, again.to), (0, put.len()), "{} is one piece", insert);
                }
            }
            Ok(())
        })?;
    }
}
