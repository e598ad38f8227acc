#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

//! What is kept of the rhythms from look to look is what reading all of them finds, whatever happened in between.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cadence::Known;
use crate::cadence::store::{RhythmContext, Whom, known, rhythms};
use crate::id::ContactId;
use crate::settings;
use crate::store::undo::properties::change;
use crate::testing::TestApp;

/// Changes that are the rhythms' own, beside those of the undo property.
fn step() -> BoxedStrategy<(&'static str, Value)> {
    let ids = || proptest::collection::btree_set(1i64..6, 1..3);
    let id = || 1i64..6;
    let start =
        || proptest::sample::select(vec!["2026-11-20", "2026-11-22", "2026-11-21T12:00:00+01:00", "2026-11-24"]);
    prop_oneof![
        6 => change(),
        3 => (ids(), start()).prop_map(|(people, start)| ("conversation_log", json!({ "people": people, "start": start }))),
        2 => ids().prop_map(|people| (
            "conversation_log",
            json!({ "people": people, "exchanges": [{ "direction": "asked", "text": "a favour" }] }),
        )),
        2 => id().prop_map(|id| ("exchange_delete", json!({ "id": id }))),
        2 => (id(), start()).prop_map(|(id, start)| ("conversation_edit", json!({ "id": id, "start": start }))),
        2 => (id(), any::<bool>())
            .prop_map(|(id, attempt)| ("conversation_edit", json!({ "id": id, "attempt": attempt }))),
        2 => (id(), any::<bool>()).prop_map(|(id, household)| ("group_edit", json!({ "id": id, "household": household }))),
        2 => Just(("undo", json!({}))),
        1 => Just(("redo", json!({}))),
        1 => any::<bool>().prop_map(|asks| ("settings_set", json!({ "ask_alone_is_touch": asks }))),
    ]
    .boxed()
}

/// All that is known by now of those with a rhythm: as it was kept, and as it is read.
fn both(kith: &TestApp) -> [Vec<(ContactId, Known)>; 2] {
    let (app, now) = (kith.app(), kith.app().now());
    let kept = super::locked(&app.days.rhythms).as_ref().unwrap().known().clone();
    let read = app.store.read(|db| {
        let settings = settings::load(db)?;
        let context = RhythmContext { now, settings: &settings };
        let with_rhythm = rhythms(db, &context, Whom::WithRhythm)?;
        let mut known = known(db, &context, Whom::WithRhythm)?;
        known.retain(|id, _| with_rhythm.get(id).is_some_and(|rhythm| rhythm.interval.is_some()));
        Ok(known)
    });
    let sorted = |mut known: std::collections::BTreeMap<ContactId, Known>| {
        // In which order the groups were read means nothing.
        known.values_mut().for_each(|known| known.groups.sort_by(|one, other| one.name.cmp(&other.name)));
        known.into_iter().collect()
    };
    [sorted(kept), sorted(read.unwrap())]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_of_the_rhythms_is_what_reading_all_of_them_finds(
        steps in proptest::collection::vec((step(), prop_oneof![2 => Just(0), 1 => 1i64..30]), 1..24),
    ) {
        let kith = TestApp::at("2026-11-21T09:00:00+01:00[Europe/Paris]").unwrap();
        kith.call("today_get", json!({})).unwrap();
        for name in ["Ann", "Ben", "Cleo"] {
            let new = json!({ "name": name, "every": "1w", "groups": ["Clients"] });
            kith.call("contact_add", new).unwrap();
        }
        for ((command, input), hours) in steps {
            // Whether it can be done is another test's.
            drop(kith.call(command, input.clone()));
            kith.clock().advance(chrono::Duration::hours(hours));
            kith.call("today_get", json!({})).unwrap();
            let [kept, read] = both(&kith);
            prop_assert_eq!(kept, read, "after {} {}", command, input);
        }
    }
}
