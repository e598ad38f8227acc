//! The search as a whole, on small databases written row by row.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::store as rows;
use super::words::{Kind, words};
use crate::jobs::Job;
use crate::store::Db;
use crate::testing::TestApp;

pub(super) struct World(TestApp);

impl World {
    pub(super) fn new() -> World {
        World(TestApp::new().unwrap())
    }

    fn write(&self, writing: impl FnOnce(&Db) -> rusqlite::Result<()>) {
        self.0.app().store.aside(&[], |tx| Ok(writing(tx)?)).unwrap();
    }

    pub(super) fn person(&self, id: i64, name: &str) {
        self.write(|tx| person(tx, id, name));
    }

    pub(super) fn talk(&self, id: i64, day: &str, people: &[i64], note: &str) {
        self.write(|tx| talk(tx, id, day, people, note));
    }

    pub(super) fn fact(&self, contact: i64, text: &str) {
        self.write(|tx| fact(tx, contact, text));
    }

    pub(super) fn ask(&self, input: Value) -> Value {
        let answer = self.0.call("search_people", input).unwrap();
        if answer["index"] != "ready" {
            let app = self.0.app();
            panic!("{} {:?}", answer["index"], app.index.catch_up(&app.store));
        }
        answer
    }

    fn names(&self, query: &str) -> Vec<String> {
        people(&self.ask(json!({ "query": query })))
    }

    fn files(&self) -> Vec<std::path::PathBuf> {
        let mut found = Vec::new();
        for generation in fs::read_dir(self.0.folder().join("index")).unwrap().flatten() {
            if generation.path().is_dir() {
                found.extend(fs::read_dir(generation.path()).unwrap().flatten().map(|entry| entry.path()));
            } else {
                found.push(generation.path());
            }
        }
        found
    }
}

fn people(answer: &Value) -> Vec<String> {
    let people = answer["people"].as_array().unwrap().iter();
    people.map(|person| person["contact"]["name"].as_str().unwrap().to_owned()).collect()
}

fn person(tx: &Db, id: i64, name: &str) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT INTO contacts (id, uid, name, sort_name, created_at, updated_at) VALUES (?1, ?2, ?3, ?3, 0, 0)",
        (id, format!("uid-{id}"), name),
    )
    .map(|_| ())
}

fn talk(tx: &Db, id: i64, day: &str, people: &[i64], note: &str) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT INTO conversations (id, uid, day, note, channel, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, 'call', 0, 0)",
        (id, format!("talk-{id}"), day, note),
    )?;
    for contact in people {
        tx.execute("INSERT INTO conversation_people (conversation_id, contact_id) VALUES (?1, ?2)", (id, contact))?;
    }
    Ok(())
}

fn fact(tx: &Db, contact: i64, text: &str) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT INTO facts (uid, contact_id, text, created_at) VALUES (hex(randomblob(8)), ?1, ?2, 0)",
        (contact, text),
    )
    .map(|_| ())
}

fn marina() -> World {
    let world = World::new();
    for (id, name) in [(101, "Dana Moreau"), (102, "Jonas Becker"), (103, "Oriol Vidal"), (104, "Pat O'Brien")] {
        world.person(id, name);
    }
    world.talk(7001, "2026-08-01", &[101], "Her daughter had just started sailing; the regatta was in October.");
    world.talk(7002, "2025-03-03", &[102, 103], "Repairs sails for half the marina.");
    world.talk(7003, "2019-05-05", &[101], "Met at Café Łódź, speaks French.");
    world.talk(7004, "2024-10-09", &[104], "Wrote the C++ and 東京都 parts. ::: 🎉");
    world.fact(103, "sailed a 1974 Folkboat");
    world
}

#[test]
fn sailing_finds_everyone_who_sails_and_sailed() {
    let world = marina();
    let answer = world.ask(json!({ "query": "sailing" }));
    let found: BTreeSet<String> = people(&answer).into_iter().collect();
    assert_eq!(found, ["Dana Moreau", "Jonas Becker", "Oriol Vidal"].map(String::from).into());
    assert_eq!((answer["total_people"].as_u64(), answer["total_hits"].as_u64()), (Some(3), Some(3)));
    let first = &answer["people"][0];
    assert_eq!(first["contact"]["name"], "Dana Moreau", "the word as it stands comes first");
    let hit = &first["hits"][0];
    assert_eq!((&hit["kind"], &hit["id"], &hit["date"]), (&json!("conversation"), &json!(7001), &json!("2026-08-01")));
    let passage: Vec<char> = hit["passage"].as_str().unwrap().chars().collect();
    let (from, to) =
        (hit["highlights"][0][0].as_u64().unwrap() as usize, hit["highlights"][0][1].as_u64().unwrap() as usize);
    assert_eq!(passage[from..to].iter().collect::<String>(), "sailing");
    let oriol = answer["people"].as_array().unwrap().iter().find(|p| p["contact"]["name"] == "Oriol Vidal").unwrap();
    assert_eq!((&oriol["hit_count"], &oriol["newest"]), (&json!(2), &json!("2025-03-03")));
    assert_eq!(oriol["hits"][0]["kind"], "fact");
}

#[test]
fn every_word_may_stand_in_another_note_of_the_same_person() {
    let world = marina();
    assert_eq!(world.names("sailing french"), ["Dana Moreau"]);
    assert_eq!(world.names("sailing -french").len(), 2);
    assert_eq!(world.names("french or folkboat").len(), 2);
    assert_eq!(world.names("\"half the marina\"").len(), 2);
    assert_eq!(world.names("\"the half marina\"").len(), 0);
}

#[test]
fn when_nobody_has_every_word_those_who_have_most_are_shown() {
    let answer = marina().ask(json!({ "query": "regatta october zeppelin" }));
    assert_eq!(people(&answer), ["Dana Moreau"]);
    assert_eq!(answer["let_go"], json!(["zeppelin"]));
}

#[test]
fn accents_scripts_signs_and_names_are_found() {
    let world = marina();
    for (query, name) in [
        ("cafe lodz", "Dana Moreau"),
        ("o'brien", "Pat O'Brien"),
        ("obrien", "Pat O'Brien"),
        ("C++", "Pat O'Brien"),
        ("東京", "Pat O'Brien"),
        ("都", "Pat O'Brien"),
        ("🎉", "Pat O'Brien"),
        (":::", "Pat O'Brien"),
        ("moreau", "Dana Moreau"),
    ] {
        assert_eq!(world.names(query).first().map(String::as_str), Some(name), "{query}");
    }
    assert!(world.names("京東").is_empty());
}

#[test]
fn while_typing_the_last_word_may_go_on() {
    let world = marina();
    assert_eq!(people(&world.ask(json!({ "query": "fre", "prefix": true }))), ["Dana Moreau"]);
    assert!(people(&world.ask(json!({ "query": "fre" }))).is_empty());
    assert_eq!(people(&world.ask(json!({ "query": "sailing fren", "prefix": true }))), ["Dana Moreau"]);
}

#[test]
fn what_was_saved_a_moment_ago_is_found_changed_and_gone() {
    let world = marina();
    assert!(world.names("zeppelin").is_empty());
    world.talk(7100, "2026-11-21", &[104], "A zeppelin over the harbour");
    assert_eq!(world.names("zeppelin"), ["Pat O'Brien"]);
    world.write(|tx| tx.execute("UPDATE conversations SET note = 'A balloon' WHERE id = 7100", []).map(|_| ()));
    assert!(world.names("zeppelin").is_empty());
    assert_eq!(world.names("balloon"), ["Pat O'Brien"]);
    world.write(|tx| {
        tx.execute("DELETE FROM conversation_people WHERE conversation_id = 7100", [])?;
        tx.execute("DELETE FROM conversations WHERE id = 7100", []).map(|_| ())
    });
    assert!(world.names("balloon").is_empty());
}

#[test]
fn groups_tags_channels_and_dates_narrow_the_answer() {
    let world = marina();
    world.write(|tx| {
        tx.execute("INSERT INTO conversation_tags (conversation_id, tag) VALUES (7002, 'Work-shop')", [])?;
        tx.execute("INSERT INTO memberships (contact_id, group_id, added_on) SELECT 103, id, '2026-01-01' FROM groups WHERE name = 'Clients'", [])?;
        Ok(())
    });
    assert_eq!(world.names("sailing group:clients"), ["Oriol Vidal"]);
    assert_eq!(world.names("clients"), ["Oriol Vidal"]);
    assert_eq!(world.names("sailing since:2026"), ["Dana Moreau"]);
    assert_eq!(world.names("#work-shop").len(), 2);
    assert_eq!(world.names("sailing until:2025 channel:call").len(), 2);
    let answer = world.ask(json!({ "query": "sailing" }));
    assert_eq!(answer["facets"]["groups"], json!([{ "value": "Clients", "count": 1 }]));
    assert_eq!(answer["facets"]["tags"], json!([{ "value": "Work-shop", "count": 1 }]));
    assert_eq!(answer["facets"]["channels"], json!([{ "value": "call", "count": 2 }]));
    assert_eq!(answer["facets"]["years"][0], json!({ "value": "1970", "count": 1 }));
}

#[test]
fn a_talk_with_nobody_named_yet_is_found() {
    let world = marina();
    world.talk(7200, "2026-11-20", &[], "Somebody at the fair builds zeppelins");
    let answer = world.ask(json!({ "query": "zeppelin" }));
    assert!(people(&answer).is_empty());
    assert_eq!(answer["of_nobody"][0]["id"], 7200);
    assert_eq!(answer["total_hits"], 1);
}

#[test]
fn an_index_that_is_lost_or_damaged_heals_by_itself() {
    let mut world = marina();
    assert_eq!(world.names("regatta"), ["Dana Moreau"]);
    type Damage = (&'static str, fn(&World));
    let damages: [Damage; 5] = [
        ("gone", |world| fs::remove_dir_all(world.0.folder().join("index")).unwrap()),
        ("one file gone", |world| {
            let files = world.files();
            fs::remove_file(files.iter().find(|file| file.extension().is_some_and(|e| e == "idx")).unwrap()).unwrap();
        }),
        ("garbage", |world| {
            for file in world.files() {
                let mut bytes = fs::read(&file).unwrap();
                for byte in bytes.iter_mut().skip(10).step_by(7) {
                    *byte ^= 0x55;
                }
                fs::write(&file, bytes).unwrap();
            }
        }),
        ("cut off", |world| {
            for file in world.files() {
                let bytes = fs::read(&file).unwrap();
                fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
            }
        }),
        ("empty files", |world| world.files().iter().for_each(|file| fs::write(file, "").unwrap())),
    ];
    for (name, damage) in damages {
        // Nothing of the index is open between a start and the first search.
        world.0.restart().unwrap();
        damage(&world);
        assert_eq!(world.names("regatta"), ["Dana Moreau"], "{name}");
        assert_eq!(world.names("sailing").len(), 3, "{name}");
    }
}

/// Builds the index anew, and meanwhile saves and asks until an answer came while it was still being built.
fn asked_while_building(world: &World, lost: bool) -> Value {
    let app = world.0.app();
    for _ in 0..50 {
        let answer = std::thread::scope(|scope| {
            let build =
                || if lost { app.index.catch_up(&app.store) } else { app.index.rebuild(&app.store, &Job::default()) };
            let building = scope.spawn(build);
            while app.index.building().is_none() && !building.is_finished() {
                std::thread::yield_now();
            }
            world.fact(101, "owns a zeppelin");
            let answer = world.0.call("search_people", json!({ "query": "Dana" })).unwrap();
            let in_time = app.index.building().is_some();
            building.join().unwrap().unwrap();
            in_time.then_some(answer)
        });
        if let Some(answer) = answer {
            return answer;
        }
    }
    panic!("it was never asked in time");
}

#[test]
fn while_the_index_is_built_a_search_is_answered_and_says_what_it_knows() {
    let mut world = marina();
    world.write(|tx| {
        (100..1_500).try_for_each(|id| talk(tx, id, "2026-01-05", &[102], "Spoke of tides, moorings and sails"))
    });
    assert_eq!(world.names("Dana"), ["Dana Moreau"]);
    let answer = asked_while_building(&world, false);
    assert_eq!((&answer["index"], people(&answer)), (&json!("behind"), vec!["Dana Moreau".to_owned()]), "{answer}");
    assert_eq!(world.names("zeppelin"), ["Dana Moreau"], "and then it knows what was saved meanwhile");
    world.0.restart().unwrap();
    fs::remove_dir_all(world.0.folder().join("index")).unwrap();
    let answer = asked_while_building(&world, true);
    assert_eq!((&answer["index"], people(&answer)), (&json!("away"), vec!["Dana Moreau".to_owned()]), "{answer}");
    assert_eq!(world.names("zeppelin"), ["Dana Moreau"]);
}

#[test]
fn an_index_of_another_epoch_or_ahead_of_the_database_is_built_anew() {
    let mut world = marina();
    assert_eq!(world.names("regatta"), ["Dana Moreau"]);
    world.write(|tx| tx.execute("UPDATE meta SET value = '2' WHERE key = 'epoch'", []).map(|_| ()));
    assert_eq!(world.names("regatta"), ["Dana Moreau"], "while it is open");
    world.0.restart().unwrap();
    world.write(|tx| {
        tx.execute("UPDATE conversations SET note = 'nothing' WHERE id = 7001", [])?;
        tx.execute("DELETE FROM search_queue", []).map(|_| ())
    });
    assert!(world.names("regatta").is_empty(), "ahead of the database");
    world.write(|tx| {
        tx.execute("UPDATE conversations SET note = 'regatta' WHERE id = 7001", [])?;
        tx.execute("DELETE FROM search_queue", [])?;
        tx.execute("INSERT INTO search_queue (seq, kind, id) VALUES (1000, 'contact', 101)", []).map(|_| ())
    });
    assert_eq!(world.names("regatta"), ["Dana Moreau"], "behind, and the queue does not reach back");
}

#[test]
fn what_is_taken_out_of_the_queue_leaves_no_number_to_come_again() {
    let world = marina();
    let queue = || world.0.app().store.read(rows::queue_ends).unwrap();
    assert_eq!(world.names("regatta"), ["Dana Moreau"]);
    let (newest, _) = queue();
    world.0.app().store.aside(&[], |tx| rows::prune(tx, newest)).unwrap();
    assert_eq!(queue(), (newest, Some(newest)), "the newest stays");
    world.talk(7400, "2026-11-20", &[102], "a regatta in spring");
    assert!(queue().0 > newest, "{:?}", queue());
    assert_eq!(world.names("spring").len(), 1, "what came after is found");
}

#[test]
fn the_files_of_the_index_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let world = marina();
    world.names("regatta");
    world.talk(7300, "2026-11-20", &[101], "one more");
    world.names("regatta");
    for file in world.files() {
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0, "{}", file.display());
    }
}

#[test]
fn no_query_is_an_error() {
    let world = marina();
    let paste = "sail word ".repeat(1_000);
    for query in [
        "",
        " ",
        "C++",
        "C#",
        "AND",
        "o'brien",
        "jean-luc",
        "liam@x.com",
        "(555) 123",
        "\"half a quote",
        ":::",
        "-",
        "*",
        "or or or",
        &paste,
        "🎉",
        "group:",
        "-\"x",
        "\u{0}",
        "%",
        "a' OR 1=1 --",
    ] {
        for prefix in [false, true] {
            world.ask(json!({ "query": query, "prefix": prefix, "limit": 0 }));
            world.ask(json!({ "query": query, "prefix": prefix }));
        }
    }
}

/// What the index must equal: every row looked at, word by word.
#[derive(Debug, Clone, Default)]
struct Naive {
    names: BTreeMap<i64, String>,
    facts: BTreeMap<i64, Vec<String>>,
    talks: BTreeMap<i64, (Vec<i64>, String)>,
}

impl Naive {
    fn matching(&self, query: &[&str]) -> BTreeSet<i64> {
        let holds = |text: &str, word: &str| words(text).any(|found| found.kind != Kind::Reading && found.text == word);
        let has = |contact: i64, word: &str| {
            let talks = self.talks.values().filter(|(people, _)| people.contains(&contact)).map(|(_, note)| note);
            let facts = self.facts.get(&contact).into_iter().flatten();
            let name = self.names.get(&contact).into_iter();
            talks.chain(facts).chain(name).any(|text| holds(text, word))
        };
        self.names.keys().copied().filter(|contact| query.iter().all(|word| has(*contact, word))).collect()
    }
}

#[derive(Debug, Clone)]
enum Change {
    Person(i64, String),
    Fact(i64, String),
    Talk(i64, Vec<i64>, String),
    Forget(i64),
    Search,
    Restart,
}

/// Words whose stems differ, so that a naive scan knows them.
const VOCABULARY: [&str; 8] = ["boat", "harbour", "tea", "zoo", "regatta", "moon", "piano", "kiwi"];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(VOCABULARY.to_vec()), 1..4).prop_map(|words| words.join(" "))
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (1..6_i64, text()).prop_map(|(id, name)| Change::Person(id, name)),
        (1..6_i64, text()).prop_map(|(id, text)| Change::Fact(id, text)),
        (100..120_i64, prop::collection::vec(1..6_i64, 0..3), text())
            .prop_map(|(id, people, note)| Change::Talk(id, people, note)),
        (100..120_i64).prop_map(Change::Forget),
        Just(Change::Search),
        Just(Change::Restart),
    ]
}

fn apply(world: &mut World, naive: &mut Naive, change: Change) {
    match change {
        Change::Person(id, name) => {
            let known = naive.names.insert(id, name.clone()).is_some();
            if known {
                world.write(|tx| tx.execute("UPDATE contacts SET name = ?2 WHERE id = ?1", (id, &name)).map(|_| ()));
            } else {
                world.person(id, &name);
            }
        }
        Change::Fact(id, text) if naive.names.contains_key(&id) => {
            world.fact(id, &text);
            naive.facts.entry(id).or_default().push(text);
        }
        Change::Talk(id, mut people, note) => {
            people.retain(|contact| naive.names.contains_key(contact));
            people.sort_unstable();
            people.dedup();
            forget(world, id);
            world.talk(id, "2026-01-01", &people, &note);
            naive.talks.insert(id, (people, note));
        }
        Change::Forget(id) => {
            forget(world, id);
            naive.talks.remove(&id);
        }
        Change::Search => drop(world.names("boat")),
        Change::Restart => world.0.restart().unwrap(),
        Change::Fact(..) => {}
    }
}

#[test]
fn a_lock_that_outlives_its_writer_for_a_moment_is_waited_for() {
    let mut world = World::new();
    world.person(1, "Dana Moreau");
    assert_eq!(world.names("dana"), ["Dana Moreau"]);
    world.0.restart().unwrap();
    world.person(2, "Dana Okafor");
    let folder = world.files().into_iter().find(|file| file.ends_with("meta.json")).unwrap();
    let lock = fs::File::create(folder.with_file_name(".tantivy-writer.lock")).unwrap();
    lock.lock().unwrap();
    std::thread::scope(|threads| {
        threads.spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(60));
            drop(lock);
        });
        assert_eq!(world.names("okafor"), ["Dana Okafor"]);
    });
}

#[test]
fn naming_the_languages_of_the_notes_builds_the_index_anew_for_them() {
    let mut world = World::new();
    world.person(1, "Dana Moreau");
    world.fact(1, "alte Häuser");
    assert!(world.names("haus").is_empty(), "so short a text does not say that it is German");
    world.0.call("settings_set", json!({ "note_languages": ["de"] })).unwrap();
    assert_eq!(world.names("haus"), ["Dana Moreau"]);
    world.0.restart().unwrap();
    assert_eq!(world.names("haus"), ["Dana Moreau"]);
    assert_eq!(world.0.call("index_status", json!({})).unwrap()["languages"], json!(["de"]));
    world.0.call("settings_set", json!({ "note_languages": [] })).unwrap();
    assert!(world.names("haus").is_empty());
    assert!(world.0.call("settings_set", json!({ "note_languages": ["xx"] })).is_err());
}

#[test]
fn a_rebuild_is_watched_and_stopped_and_the_index_there_was_goes_on_answering() {
    let world = World::new();
    world.person(1, "Dana Moreau");
    world.write(|tx| (0..4_000).try_for_each(|id| talk(tx, id, "2025-03-03", &[1], "harbour")));
    assert_eq!(world.names("harbour"), ["Dana Moreau"]);
    let app = &world.0;
    std::thread::scope(|threads| {
        let rebuild = threads.spawn(|| app.call("index_rebuild", json!({ "job": "rebuild" })));
        let mut status = Value::Null;
        while status["done"].as_u64().unwrap_or(0) == 0 && !rebuild.is_finished() {
            status = app.call("job_status", json!({ "job": "rebuild" })).unwrap();
        }
        assert_eq!(status["total"], 4_001);
        app.call("job_cancel", json!({ "job": "rebuild" })).unwrap();
        assert_eq!(world.names("harbour"), ["Dana Moreau"]);
        assert_eq!(rebuild.join().unwrap().unwrap_err().code, crate::api::ApiCode::Cancelled);
    });
    assert_eq!(world.ask(json!({ "query": "harbour" }))["total_hits"], 4_000);
    assert_eq!(app.call("index_rebuild", json!({})).unwrap()["rows"], 4_001);
}

fn forget(world: &World, id: i64) {
    world.write(|tx| {
        tx.execute("DELETE FROM conversation_people WHERE conversation_id = ?1", [id])?;
        tx.execute("DELETE FROM conversations WHERE id = ?1", [id]).map(|_| ())
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_index_equals_the_database_after_random_operations(changes in prop::collection::vec(change(), 1..40)) {
        let mut world = World::new();
        let mut naive = Naive::default();
        for change in changes {
            apply(&mut world, &mut naive, change);
        }
        for (at, first) in VOCABULARY.iter().enumerate() {
            for second in &VOCABULARY[at..] {
                let answer = world.ask(json!({ "query": format!("{first} {second}"), "limit": 100 }));
                let mut expected = naive.matching(&[first, second]);
                if expected.is_empty() {
                    expected = naive.matching(&[first]).union(&naive.matching(&[second])).copied().collect();
                    let found: BTreeSet<i64> = ids(&answer);
                    prop_assert!(found.is_subset(&expected) && found.is_empty() == expected.is_empty());
                    continue;
                }
                prop_assert_eq!(ids(&answer), expected, "{} {}", first, second);
            }
        }
    }
}

#[test]
fn a_slip_of_the_hand_is_corrected_said_and_can_be_insisted_on() {
    let world = marina();
    world.person(110, "John Smith");
    world.person(111, "Samantha Reed");
    for (typed, found, name) in [
        ("jhon", "john", "John Smith"),
        ("smiht", "smith", "John Smith"),
        ("samanhta", "samantha", "Samantha Reed"),
        ("kamantha", "samantha", "Samantha Reed"),
        ("regatat", "regatta", "Dana Moreau"),
    ] {
        let answer = world.ask(json!({ "query": typed }));
        assert_eq!(people(&answer)[0], name, "{typed}");
        assert_eq!(answer["corrections"][0]["word"], typed);
        assert_eq!(answer["corrections"][0]["found"][0], found, "{typed}");
        assert!(answer["people"][0]["hits"][0]["highlights"].as_array().is_some_and(|marks| !marks.is_empty()));
        assert!(world.names(&format!("\"{typed}\"")).is_empty(), "{typed} as typed");
    }
    assert!(world.names("tae").is_empty(), "short words are not corrected");
}

#[test]
fn names_are_found_by_their_short_forms_and_by_sound_below_what_was_asked_for() {
    let world = marina();
    for (id, name) in [(110, "Robert Hale"), (111, "Bob Marsh"), (112, "Catherine Doyle"), (113, "Kathryn Abbott")] {
        world.person(id, name);
    }
    assert_eq!(world.names("bob"), ["Bob Marsh", "Robert Hale"]);
    assert_eq!(world.names("kathryn"), ["Kathryn Abbott", "Catherine Doyle"]);
    assert_eq!(world.names("kathryn doyle"), ["Catherine Doyle"]);
}

#[test]
fn notes_are_stemmed_in_their_own_language() {
    let world = marina();
    world.talk(7200, "2026-01-02", &[102], "Sie hat von den neuen Häusern erzählt und sucht einen Segler.");
    world.talk(7201, "2026-01-03", &[104], "Elle cherche une maison avec des jardins pour ses enfants.");
    assert_eq!(world.names("haus"), ["Jonas Becker"]);
    assert_eq!(world.names("hausern"), ["Jonas Becker"]);
    assert_eq!(world.names("jardin"), ["Pat O'Brien"]);
}

#[test]
fn promises_gifts_and_feedback_are_found() {
    let world = marina();
    world.write(|tx| {
        tx.execute(
            "INSERT INTO follow_ups (uid, contact_id, text, created_at) VALUES ('f', 101, 'send the theodolite', 0)",
            [],
        )?;
        tx.execute(
            "INSERT INTO exchanges (uid, contact_id, direction, kind, text, day, created_at)
             VALUES ('x', 102, 'gave', 'article', 'on lighthouses', '2026-02-03', 0)",
            [],
        )?;
        tx.execute(
            "INSERT INTO feedback (uid, contact_id, score, text, day, created_at)
             VALUES ('b', 103, 4, 'slow with drawings', '2026-02-03', 0)",
            [],
        )
        .map(|_| ())
    });
    assert_eq!(world.names("theodolite"), ["Dana Moreau"]);
    assert_eq!(world.names("gave:article"), ["Jonas Becker"]);
    assert!(world.names("asked:article").is_empty());
    assert_eq!(world.names("kind:feedback slow"), ["Oriol Vidal"]);
    assert_eq!(world.names("score:<7"), ["Oriol Vidal"]);
    assert_eq!(world.names("has:followup"), ["Dana Moreau"]);
    world.write(|tx| tx.execute("UPDATE follow_ups SET text = 'nothing' WHERE uid = 'f'", []).map(|_| ()));
    assert!(world.names("theodolite").is_empty());
}

#[test]
fn a_phone_number_is_found_by_its_digits_with_or_without_country_code() {
    let world = marina();
    world.write(|tx| {
        tx.execute(
            "INSERT INTO contact_points (contact_id, kind, value) VALUES (101, 'phone', '+33 4 91 00 12 34')",
            [],
        )?;
        tx.execute("INSERT INTO contact_points (contact_id, kind, value) VALUES (102, 'phone', '(555) 123-4567')", [])?;
        tx.execute("INSERT INTO contact_points (contact_id, kind, value) VALUES (103, 'email', 'liam@x.com')", [])
            .map(|_| ())
    });
    for query in ["+33491001234", "04 91 00 12 34", "0491001234", "0033 4 91 00 12 34", "91001234"] {
        assert_eq!(world.names(query), ["Dana Moreau"], "{query}");
    }
    for query in ["(555) 123", "5551234567", "+1 555 123 4567", "555-123-4567"] {
        assert_eq!(world.names(query), ["Jonas Becker"], "{query}");
    }
    for query in ["liam@x.com", "liam", "x.com"] {
        assert_eq!(world.names(query), ["Oriol Vidal"], "{query}");
    }
}

#[test]
fn people_are_asked_for_by_rhythm_and_by_what_they_have_and_lack() {
    let world = marina();
    world.write(|tx| {
        tx.execute(
            "UPDATE contacts SET cadence_every = 30, cadence_unit = 'day', cadence_set_on = '2026-01-01' WHERE id = 103",
            [],
        )?;
        tx.execute("INSERT INTO contact_points (contact_id, kind, value) VALUES (101, 'email', 'd@x.com')", [])?;
        tx.execute("UPDATE contacts SET archived_on = '2026-01-01' WHERE id = 104", []).map(|_| ())
    });
    let set = |query: &str| world.names(query).into_iter().collect::<BTreeSet<String>>();
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<String>>();
    assert_eq!(set("due"), named(&["Oriol Vidal"]));
    assert_eq!(set("every:<60d"), named(&["Oriol Vidal"]));
    assert_eq!(set("stretch:>1.5"), named(&["Oriol Vidal"]));
    assert_eq!(set("missing:email sailing"), named(&["Jonas Becker", "Oriol Vidal"]));
    assert_eq!(set("has:email"), named(&["Dana Moreau"]));
    assert_eq!(set("archived"), named(&["Pat O'Brien"]));
    assert_eq!(set("(sailing or french) -archived missing:email"), named(&["Jonas Becker", "Oriol Vidal"]));
    assert_eq!(set("with:jonas sails"), named(&["Jonas Becker", "Oriol Vidal"]));
    assert_eq!(set("in:2019 french"), named(&["Dana Moreau"]));
    assert!(set("in:2020 french").is_empty());
}

#[test]
fn a_whole_question_finds_the_conversation_that_answers_it() {
    let world = marina();
    world.talk(7300, "2026-05-02", &[102], "Moving to Lisbon in spring; the boat stays with his brother.");
    world.talk(7301, "2025-05-02", &[102], "Long talk about spring and his brother.");
    let ask = |query: &str| world.0.call("search_hits", json!({ "query": query })).unwrap();
    let flat = ask("When is Jonas moving to Lisbon, and who gets the boat?");
    assert_eq!(flat["hits"][0]["uid"], "talk-7300");
    assert_eq!(flat["hits"][0]["people"][0]["name"], "Jonas Becker");
    assert!(flat["total_hits"].as_u64().unwrap() >= 2);
    assert_eq!(ask("")["hits"], json!([]));
}

#[test]
fn people_come_in_the_order_that_is_asked_for() {
    let world = marina();
    let sorted = |sort: &str| people(&world.ask(json!({ "query": "sailing", "sort": sort })));
    assert_eq!(sorted("name"), ["Dana Moreau", "Jonas Becker", "Oriol Vidal"]);
    assert_eq!(sorted("last_touch")[0], "Dana Moreau");
}

#[test]
fn a_rank_is_explained() {
    let world = marina();
    let explained = world.0.call("search_explain", json!({ "query": "sailing folkboat" })).unwrap();
    assert_eq!(explained["people"][0]["contact"]["name"], "Oriol Vidal");
    assert_eq!(explained["people"][0]["kind"], "fact");
    assert_eq!(explained["words"][1]["rows"], 1);
    let finds = explained["people"][0]["finds"].as_array().unwrap();
    assert!(
        finds.iter().any(|find| find["why"] == "as written") && finds.iter().any(|find| find["why"] == "another form")
    );
}

#[test]
fn the_index_says_how_it_stands_and_is_built_anew_on_demand() {
    let world = marina();
    let status = world.0.call("index_status", json!({})).unwrap();
    assert_eq!((&status["state"], &status["rows"]), (&json!("ready"), &json!(9)));
    assert_eq!(world.0.call("index_rebuild", json!({})).unwrap()["rows"], 9);
    assert_eq!(world.0.call("index_verify", json!({})).unwrap(), json!({ "sound": true, "problem": null }));
}

#[test]
fn any_string_is_answered() {
    let world = marina();
    proptest!(ProptestConfig::with_cases(64), |(query in "\\PC{0,80}", prefix: bool)| {
        world.ask(json!({ "query": query, "prefix": prefix }));
    });
}

pub(super) fn ids(answer: &Value) -> BTreeSet<i64> {
    answer["people"].as_array().unwrap().iter().map(|person| person["contact"]["id"].as_i64().unwrap()).collect()
}
