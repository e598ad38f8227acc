//! Results of random queries equal a naive scan of every row, word by word.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::tests::{World, ids};
use super::words::plain;

/// Words whose stems differ and none of which may be a slip of another, so that a naive scan knows them.
const VOCABULARY: [&str; 8] = ["boat", "harbour", "tea", "zoo", "regatta", "moon", "piano", "kiwi"];

/// A part of a query that a naive scan can judge too.
#[derive(Debug, Clone)]
enum Part {
    Word(usize),
    Beginning(usize),
    Phrase(usize, usize),
    Name(usize),
    Fact(usize),
    Note(usize),
    Either(Box<Part>, Box<Part>),
    Both(Box<Part>, Box<Part>),
    Not(Box<Part>),
}

#[derive(Debug, Clone)]
struct Person {
    name: Vec<usize>,
    facts: Vec<Vec<usize>>,
    notes: Vec<Vec<usize>>,
}

fn said(numbers: &[usize]) -> String {
    numbers.iter().map(|number| VOCABULARY[*number]).collect::<Vec<_>>().join(" ")
}

impl Part {
    fn query(&self) -> String {
        match self {
            Part::Word(word) => VOCABULARY[*word].to_owned(),
            Part::Beginning(word) => format!("{}*", &VOCABULARY[*word][..2]),
            Part::Phrase(one, two) => format!("\"{}\"", said(&[*one, *two])),
            Part::Name(word) => format!("name:{}", VOCABULARY[*word]),
            Part::Fact(word) => format!("fact:{}", VOCABULARY[*word]),
            Part::Note(word) => format!("note:{}", VOCABULARY[*word]),
            Part::Either(one, other) => format!("({} or {})", one.query(), other.query()),
            Part::Both(one, other) => format!("({} {})", one.query(), other.query()),
            Part::Not(part) => format!("-({})", part.query()),
        }
    }

    fn holds(&self, person: &Person) -> bool {
        let cut =
            |numbers: &[usize]| -> Vec<String> { plain(&said(numbers)).into_iter().map(|word| word.text).collect() };
        let has = |numbers: &[usize], fits: &dyn Fn(&[String]) -> bool| fits(&cut(numbers));
        let word = |wanted: usize| move |read: &[String]| read.iter().any(|word| word == VOCABULARY[wanted]);
        let anywhere = |fits: &dyn Fn(&[String]) -> bool| {
            let rows = person.facts.iter().chain(&person.notes).chain(std::iter::once(&person.name));
            rows.into_iter().any(|numbers| has(numbers, fits))
        };
        match self {
            Part::Word(wanted) => anywhere(&word(*wanted)),
            Part::Beginning(wanted) => {
                anywhere(&|read| read.iter().any(|word| word.starts_with(&VOCABULARY[*wanted][..2])))
            }
            Part::Phrase(one, two) => {
                let wanted = [VOCABULARY[*one], VOCABULARY[*two]];
                anywhere(&|read| read.windows(2).any(|two| two == wanted))
            }
            Part::Name(wanted) => has(&person.name, &word(*wanted)),
            Part::Fact(wanted) => person.facts.iter().any(|fact| has(fact, &word(*wanted))),
            Part::Note(wanted) => person.notes.iter().any(|note| has(note, &word(*wanted))),
            Part::Either(one, other) => one.holds(person) || other.holds(person),
            Part::Both(one, other) => one.holds(person) && other.holds(person),
            Part::Not(part) => !part.holds(person),
        }
    }
}

fn word() -> impl Strategy<Value = usize> {
    0..VOCABULARY.len()
}

fn part() -> impl Strategy<Value = Part> {
    let leaf = prop_oneof![
        3 => word().prop_map(Part::Word),
        1 => word().prop_map(Part::Beginning),
        1 => (word(), word()).prop_map(|(one, two)| Part::Phrase(one, two)),
        1 => word().prop_map(Part::Name),
        1 => word().prop_map(Part::Fact),
        1 => word().prop_map(Part::Note),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(one, other)| Part::Either(Box::new(one), Box::new(other))),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| Part::Both(Box::new(one), Box::new(other))),
            inner.prop_map(|part| Part::Not(Box::new(part))),
        ]
    })
}

fn person() -> impl Strategy<Value = Person> {
    let text = || prop::collection::vec(word(), 1..4);
    let texts = || prop::collection::vec(text(), 0..3);
    (text(), texts(), texts()).prop_map(|(name, facts, notes)| Person { name, facts, notes })
}

fn world_of(people: &[Person]) -> World {
    let world = World::new();
    let mut talk = 1_000;
    for (id, person) in (1_i64..).zip(people) {
        world.person(id, &said(&person.name));
        person.facts.iter().for_each(|fact| world.fact(id, &said(fact)));
        for note in &person.notes {
            talk += 1;
            world.talk(talk, "2026-01-01", &[id], &said(note));
        }
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn random_queries_find_whom_a_naive_scan_finds(
        people in prop::collection::vec(person(), 1..6),
        queries in prop::collection::vec((word(), part()), 12),
    ) {
        let world = world_of(&people);
        for (first, part) in queries {
            // With a word that must be there, or else what is asked for is only what must not.
            let query = format!("{} {}", VOCABULARY[first], part.query());
            let all = Part::Both(Box::new(Part::Word(first)), Box::new(part));
            let expected: BTreeSet<i64> =
                (1_i64..).zip(&people).filter(|(_, person)| all.holds(person)).map(|(id, _)| id).collect();
            let answer = world.ask(json!({ "query": query, "limit": 100 }));
            let let_go = answer["let_go"].as_array().unwrap().len();
            if let_go == 0 {
                prop_assert_eq!(ids(&answer), expected, "{}", query);
            } else {
                prop_assert!(expected.is_empty(), "{}: {:?} have it all", query, expected);
            }
        }
    }
}

/// What is asked, what was written for it, and a sentence of its language around that.
const FORMS: [(&str, &str, &str); 12] = [
    ("sailing", "sailed", "She has _ with her brother on the lake."),
    ("regata", "regatta", "He told me about the _ in the harbour."),
    ("jhon", "John", "We spoke of _ and of his house."),
    ("cafe", "Café", "They met at the _ by the station."),
    ("haus", "Häuser", "Er hat mir von den _ in der Stadt erzählt."),
    ("maison", "maisons", "Elle a acheté deux _ dans le village."),
    ("libro", "libros", "Me ha dejado los _ que le pedí."),
    ("лодка", "лодки", "Он рассказал мне про свои _ на озере."),
    ("東京", "東京", "先週は_に行きました。"),
    ("ΘΑΛΑΣΣΑ", "θάλασσα", "Μου είπε για τη _ και το νησί."),
    ("harb*", "harbour", "The _ was closed for the winter."),
    ("\"the old port\"", "the old port", "We walked along _ until it was dark."),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]
    #[test]
    fn what_is_marked_is_what_matched_corrected_stemmed_and_folded_words_too(
        before in prop::collection::vec("[bcdfgh]{3,7}", 0..60),
        after in prop::collection::vec("[bcdfgh]{3,7}", 0..60),
    ) {
        let world = World::new();
        for (id, (_, written, sentence)) in (1..).zip(FORMS) {
            world.person(id, &format!("Somebody {id}"));
            let sentence = sentence.replace('_', written);
            world.talk(id, "2025-03-03", &[id], &format!("{} {sentence} {}", before.join(" "), after.join(" ")));
        }
        for (id, (asked, written, _)) in (1..).zip(FORMS) {
            let answer = world.ask(json!({ "query": asked, "limit": 20 }));
            let people = answer["people"].as_array().unwrap();
            let person = people.iter().find(|person| person["contact"]["id"] == json!(id));
            let hit = &person.unwrap_or_else(|| panic!("{asked}: {answer}"))["hits"][0];
            let passage: Vec<char> = hit["passage"].as_str().unwrap().chars().collect();
            let at = |range: &serde_json::Value, n: usize| range[n].as_u64().unwrap() as usize;
            let marks = hit["highlights"].as_array().unwrap().iter();
            let marked: Vec<String> = marks.map(|range| passage[at(range, 0)..at(range, 1)].iter().collect()).collect();
            // A phrase may be marked word by word.
            prop_assert_eq!(marked.join(" "), written, "{}: {}", asked, hit);
        }
    }
}
