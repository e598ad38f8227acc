#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Judged;
use super::figures::{Figures, Pair};
use super::fixture::{Class, archive, languages, queries};
use super::floors::{CONVERSATIONS, Floor, PEOPLE};

fn uids(archive: &Value, list: &str) -> BTreeSet<String> {
    let records = archive[list].as_array().unwrap();
    let uids: BTreeSet<String> = records.iter().map(|record| record["uid"].as_str().unwrap().to_owned()).collect();
    assert_eq!(uids.len(), records.len(), "no uid stands twice in {list}");
    uids
}

#[test]
fn the_judged_queries_are_many_in_many_languages_and_about_people_who_are_there() {
    let archive = archive().unwrap();
    let (people, talks) = (uids(&archive, "contacts"), uids(&archive, "conversations"));
    assert!(people.len() >= 100 && talks.len() >= 250, "{} people, {} conversations", people.len(), talks.len());
    assert!(languages().unwrap().len() >= 12);
    for talk in archive["conversations"].as_array().unwrap() {
        let with = talk["people"].as_array().unwrap();
        assert!(with.iter().all(|uid| people.contains(uid.as_str().unwrap())), "{talk}");
    }
    let queries = queries().unwrap();
    let asked_in: BTreeSet<&str> = queries.iter().map(|query| query.language.as_str()).collect();
    assert!(queries.len() >= 150 && asked_in.len() >= 12, "{} queries in {asked_in:?}", queries.len());
    for class in Class::ALL {
        assert!(queries.iter().filter(|query| query.class == class).count() >= 20, "{class}");
    }
    let mut texts = BTreeSet::new();
    for query in &queries {
        assert!(texts.insert((query.class, &query.text)), "line {}: asked twice", query.line);
        let unknown = |known: &BTreeSet<String>, named: &[String]| named.iter().any(|uid| !known.contains(uid));
        assert!(!unknown(&people, &query.people) && !unknown(&talks, &query.conversations), "line {}", query.line);
        let judged = matches!(query.class, Class::Question | Class::Phrase);
        assert!(!judged || !query.conversations.is_empty(), "line {}: which conversation?", query.line);
    }
}

fn hold(floors: &[Floor], measured: &BTreeMap<Class, Pair>, what: &str) {
    for floor in floors {
        let (class, pair) = (floor.class, measured[&floor.class]);
        let (kith, fts) = (pair.kith(), pair.fts());
        let enough = kith.recall_1 >= floor.recall_1 && kith.recall_5 >= floor.recall_5 && kith.mrr >= floor.mrr;
        assert!(enough, "{class}, {what}: {kith:.3?} fell below its floor");
        assert!(kith.mrr >= fts.mrr + floor.lead, "{class}, {what}: {kith:.3?} does not lead FTS5's {fts:.3?}");
    }
}

#[test]
fn search_answers_the_judged_queries_as_well_as_it_did_and_better_than_fts5() {
    let judged = Judged::ask().unwrap();
    hold(&PEOPLE, &judged.by_class(), "people");
    hold(&CONVERSATIONS, &judged.conversations_by_class(), "conversations");
}

#[test]
fn recall_counts_the_right_ones_among_the_first() {
    let list = |uids: &[&str]| uids.iter().map(|&uid| uid.to_owned()).collect::<Vec<_>>();
    let found = list(&["x", "a", "b", "y", "z", "c"]);
    let figures = Figures::of(&list(&["a", "b", "c"]), &found);
    assert_eq!(figures, Figures { recall_1: 0.0, recall_5: 2.0 / 3.0, mrr: 0.5 });
    assert_eq!(Figures::of(&list(&["x"]), &found), Figures { recall_1: 1.0, recall_5: 1.0, mrr: 1.0 });
    assert_eq!(Figures::of(&list(&["q"]), &found), Figures::default());
}
