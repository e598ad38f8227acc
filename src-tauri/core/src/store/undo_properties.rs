#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

//! Undo∘change is the identity on all of the user's truth, redo too, for random sequences of operations.
//!
//! A new command joins by one more line in [`change`].

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::testing::{TestApp, dump};

/// A call with ids that may fit nothing: then it must fail and change nothing.
pub(crate) fn change() -> impl Strategy<Value = (&'static str, Value)> {
    let id = || 1i64..6;
    let ids = || proptest::collection::btree_set(1i64..6, 1..5);
    let name = || "[A-C] ?[a-cé]{0,2}|[👩שe\u{301}]{1,2}";
    let every = || proptest::sample::select(vec!["1w", "1m", "60d", "none", "inherit", "soon"]);
    let group = || proptest::sample::select(vec!["Clients", "Peers", "New"]);
    let died = || proptest::sample::select(vec![Some("2024-05"), Some("unknown"), Some("soon"), None]);
    let date = || proptest::sample::select(vec!["--02-29", "1980-03-12", "--04", "never"]);
    prop_oneof![
        (name(), every(), group(), date()).prop_map(|(name, every, group, date)| (
            "contact_add",
            json!({ "name": name, "every": every, "groups": [group], "birthday": date,
                    "points": [{ "kind": "email", "value": format!("{name}@x.example") }] }),
        )),
        (name(), group()).prop_map(|(name, group)| ("contact_add", json!({ "name": name, "groups": [group] }))),
        (id(), name(), group()).prop_map(|(id, name, group)| (
            "contact_edit",
            json!({ "who": id, "name": name, "about": name, "groups": [group],
                    "points": [{ "kind": "phone", "value": name }] }),
        )),
        (id(), died()).prop_map(|(id, died)| ("contact_edit", json!({ "who": id, "deceased": died }))),
        id().prop_map(|id| ("contact_delete", json!({ "who": id }))),
        (id(), id()).prop_map(|(into, from)| ("contact_merge", json!({ "into": into, "from": from }))),
        (id(), every()).prop_map(|(id, every)| ("cadence_set", json!({ "who": id, "every": every }))),
        (ids(), every()).prop_map(|(ids, every)| ("contacts_bulk", json!({ "ids": ids, "cadence": every }))),
        (ids(), group(), group()).prop_map(|(ids, add, remove)| (
            "contacts_bulk",
            json!({ "ids": ids, "add_groups": [add], "remove_groups": [remove] }),
        )),
        (ids(), any::<bool>()).prop_map(|(ids, archive)| ("contacts_bulk", json!({ "ids": ids, "archive": archive }))),
        ids().prop_map(|ids| ("contacts_bulk", json!({ "ids": ids, "delete": true }))),
        (group(), every())
            .prop_map(|(name, every)| ("group_add", json!({ "name": name, "every": every, "intent": "grow" }))),
        (id(), name(), every()).prop_map(|(id, name, every)| (
            "group_edit",
            json!({ "id": id, "name": name, "every": every, "intent": null, "expectations": name }),
        )),
        id().prop_map(|id| ("group_delete", json!({ "id": id }))),
        (id(), name()).prop_map(|(id, text)| ("fact_add", json!({ "who": id, "text": text, "kind": "likes" }))),
        (id(), name()).prop_map(|(id, text)| ("fact_edit", json!({ "id": id, "text": text }))),
        id().prop_map(|id| ("fact_delete", json!({ "id": id }))),
        (id(), date()).prop_map(|(id, date)| (
            "occasion_add",
            json!({ "who": id, "kind": "custom", "date": date, "label": "x" })
        )),
        (id(), date()).prop_map(|(id, date)| ("occasion_edit", json!({ "id": id, "date": date, "lead_days": 3 }))),
        id().prop_map(|id| ("occasion_delete", json!({ "id": id }))),
        talk(),
        day(),
    ]
}

/// The log, and what was given, owed and said.
fn talk() -> BoxedStrategy<(&'static str, Value)> {
    let id = || 1i64..6;
    let ids = || proptest::collection::btree_set(1i64..6, 0..3);
    let start =
        || proptest::sample::select(vec!["yesterday", "2026-11-21", "2026-11-21T08:00:00+01:00", "2027-01-01", "?"]);
    let way = || proptest::sample::select(vec!["gave", "received", "asked"]);
    let state = proptest::sample::select(vec!["open", "kept", "dropped"]);
    prop_oneof![
        3 => (ids(), start(), any::<bool>(), way()).prop_map(|(people, start, attempt, way)| (
            "conversation_log",
            json!({ "people": people, "new_people": ["Made Here"], "start": start, "attempt": attempt, "note": "A #tag",
                    "exchanges": [{ "direction": way, "text": "x", "worth": "1.50 EUR" }],
                    "follow_ups": [{ "text": "y", "due": "friday" }], "facts": [{ "text": "z" }] }),
        )),
        2 => (id(), ids(), start(), any::<bool>()).prop_map(|(id, people, start, attempt)| (
            "conversation_edit",
            json!({ "id": id, "people": people, "start": start, "attempt": attempt, "note": "#other", "minutes": 5 }),
        )),
        1 => id().prop_map(|id| ("conversation_delete", json!({ "id": id }))),
        1 => (id(), any::<bool>())
            .prop_map(|(id, happened)| ("conversation_confirm", json!({ "id": id, "happened": happened }))),
        1 => (id(), way()).prop_map(|(id, way)| ("exchange_add", json!({ "who": id, "direction": way, "text": "x" }))),
        1 => id().prop_map(|id| ("exchange_delete", json!({ "id": id }))),
        1 => id().prop_map(|id| ("follow_up_add", json!({ "who": id, "text": "x", "theirs": true }))),
        1 => (id(), state).prop_map(|(id, state)| ("follow_up_close", json!({ "id": id, "state": state }))),
        1 => id().prop_map(|id| ("follow_up_delete", json!({ "id": id }))),
        1 => (id(), 0..12).prop_map(|(id, score)| ("feedback_add", json!({ "who": id, "score": score, "text": "x" }))),
        1 => id().prop_map(|id| ("feedback_delete", json!({ "id": id }))),
    ]
    .boxed()
}

/// What is done with the day's list.
fn day() -> BoxedStrategy<(&'static str, Value)> {
    let id = || 1i64..6;
    let until = || proptest::sample::select(vec!["tomorrow", "2026-12-01", "today", "yesterday"]);
    prop_oneof![
        (id(), until()).prop_map(|(who, until)| ("snooze", json!({ "who": who, "until": until }))),
        (id(), until()).prop_map(|(who, until)| ("pause", json!({ "who": who, "until": until }))),
        id().prop_map(|who| ("skip", json!({ "who": who }))),
        id().prop_map(|who| ("tried", json!({ "who": who, "again": "2d" }))),
        Just(("today_get", json!({}))),
        Just(("today_top_up", json!({ "count": 2 }))),
    ]
    .boxed()
}

fn dumped(kith: &TestApp) -> String {
    kith.app().store.read(dump).unwrap()
}

fn operations(kith: &TestApp) -> Vec<i64> {
    let history = kith.app().store.history(1000).unwrap();
    history.iter().filter(|operation| !operation.undone).map(|operation| operation.id.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn undoing_everything_leads_back_step_by_step_and_redoing_forth_again(
        changes in proptest::collection::vec(change(), 1..16),
    ) {
        let kith = TestApp::new().unwrap();
        let mut states = vec![dumped(&kith)];
        for (command, input) in changes {
            let before = operations(&kith);
            let answer = kith.call(command, input.clone());
            let state = dumped(&kith);
            if operations(&kith) == before {
                prop_assert_eq!(&state, states.last().unwrap(), "{} {} changed something unseen", command, input);
            } else {
                prop_assert!(answer.is_ok(), "{} {} failed and changed something", command, input);
                states.push(state);
            }
        }
        for state in states.iter().rev().skip(1) {
            prop_assert!(kith.app().store.undo(None).unwrap().is_some());
            prop_assert_eq!(&dumped(&kith), state);
        }
        prop_assert!(kith.app().store.undo(None).unwrap().is_none());
        for state in states.iter().skip(1) {
            prop_assert!(kith.app().store.redo().unwrap().is_some());
            prop_assert_eq!(&dumped(&kith), state);
        }
        prop_assert!(kith.app().store.redo().unwrap().is_none());
    }
}
