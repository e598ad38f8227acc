//! Households: groups whose members live together, so that a conversation with one keeps in touch with all.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Known;
use super::store::{RhythmContext, Whom, last_touch, living_together};
use crate::error::Result;
use crate::id::{ContactId, GroupId};
use crate::store::Db;

/// Shares the latest touch of each household among those of its members of whom something is asked.
pub(super) fn share(
    db: &Db,
    context: &RhythmContext<'_>,
    whom: Whom<'_>,
    known: &mut BTreeMap<ContactId, Known>,
) -> Result<()> {
    let mut latest: BTreeMap<GroupId, Option<NaiveDate>> = BTreeMap::new();
    let members = living_together(db, whom)?;
    for (group, contact) in &members {
        // One reading for most members: what is known of them is at hand.
        let touch = match known.get(contact) {
            Some(known) => known.last_touch,
            None => last_touch(db, context, *contact)?,
        };
        let noted = latest.entry(*group).or_default();
        *noted = touch.max(*noted);
    }
    for (group, contact) in &members {
        let (Some(known), Some(touch)) = (known.get_mut(contact), latest.get(group)) else { continue };
        known.last_touch = known.last_touch.max(*touch);
        // An ask alone is between the two who spoke.
        known.last_spoken = known.last_spoken.max(*touch);
    }
    Ok(())
}

/// The households with their members, the archived too.
pub fn all(db: &Db) -> Result<Vec<Vec<ContactId>>> {
    let mut households: BTreeMap<GroupId, Vec<ContactId>> = BTreeMap::new();
    for (group, contact) in living_together(db, Whom::All)? {
        households.entry(group).or_default().push(contact);
    }
    Ok(households.into_values().collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

    use serde_json::{Value, json};

    use crate::testing::TestApp;

    /// Ann and Ben of the household Moreau, both weekly and overdue; Cleo, who lives elsewhere.
    fn app() -> TestApp {
        let app = TestApp::new().unwrap();
        for name in ["Ann", "Ben", "Cleo"] {
            app.call("contact_add", json!({ "name": name, "every": "1w" })).unwrap();
            app.call("conversation_log", json!({ "people": [name], "start": "2026-11-01" })).unwrap();
        }
        app.call("contacts_bulk", json!({ "ids": [1, 2], "add_groups": ["Moreau"] })).unwrap();
        app
    }

    fn live_together(app: &TestApp, together: bool) {
        let groups = app.call("group_list", json!({})).unwrap();
        let moreau = groups.as_array().unwrap().iter().find(|group| group["name"] == "Moreau").unwrap();
        app.call("group_edit", json!({ "id": moreau["id"], "household": together })).unwrap();
    }

    fn last_touch(app: &TestApp, who: &str) -> Value {
        app.call("contact_get", json!({ "who": who })).unwrap()["last_touch"].clone()
    }

    #[test]
    fn a_talk_with_one_of_a_household_is_a_touch_with_all_by_choice() {
        let app = app();
        app.call("conversation_log", json!({ "people": ["Ann"], "start": "2026-11-20" })).unwrap();
        assert_eq!(
            (app.listed().unwrap(), last_touch(&app, "Ben")),
            (vec!["Ben".into(), "Cleo".into()], json!("2026-11-01"))
        );
        live_together(&app, true);
        assert_eq!((app.listed().unwrap(), last_touch(&app, "Ben")), (vec!["Cleo".to_owned()], json!("2026-11-20")));
        live_together(&app, false);
        assert_eq!(last_touch(&app, "Ben"), "2026-11-01");
        app.call("undo", json!({})).unwrap();
        assert_eq!(last_touch(&app, "Ben"), "2026-11-20");
        let list = app.call("contact_list", json!({})).unwrap();
        let ben = list["people"].as_array().unwrap().iter().find(|one| one["name"] == "Ben").unwrap();
        assert_eq!(ben["last_touch"], "2026-11-20", "the People list says the same");
    }

    #[test]
    fn an_empty_household_shares_from_its_first_members_on() {
        let app = app();
        let groups = app.call("group_list", json!({})).unwrap();
        let peers = groups.as_array().unwrap().iter().find(|group| group["name"] == "Peers").unwrap();
        app.call("group_edit", json!({ "id": peers["id"], "household": true })).unwrap();
        assert_eq!(app.listed().unwrap(), ["Ann", "Ben", "Cleo"]);
        app.call("contacts_bulk", json!({ "ids": [1, 2], "add_groups": ["Peers"] })).unwrap();
        assert_eq!(app.listed().unwrap(), ["Ann", "Ben", "Cleo"]);
        app.call("conversation_log", json!({ "people": ["Ann"], "start": "2026-11-20" })).unwrap();
        assert_eq!(app.listed().unwrap(), ["Cleo"]);
    }

    #[test]
    fn one_without_a_rhythm_or_archived_keeps_in_touch_for_the_others_and_an_ask_or_attempt_does_not() {
        let app = app();
        live_together(&app, true);
        app.call("cadence_set", json!({ "who": "Ann", "every": "none" })).unwrap();
        app.call("contacts_bulk", json!({ "ids": [1], "archive": true })).unwrap();
        app.call("tried", json!({ "who": "Ann" })).unwrap();
        let ask = json!([{ "direction": "asked", "text": "a favour" }]);
        app.call("conversation_log", json!({ "people": ["Ann"], "start": "2026-11-19", "exchanges": ask })).unwrap();
        assert_eq!(app.listed().unwrap(), ["Ben", "Cleo"]);
        let day = app.call("today_get", json!({})).unwrap();
        assert!(
            !day["reach_outs"][0]["why"].to_string().contains("asking"),
            "the ask was hers: {}",
            day["reach_outs"][0]["why"]
        );
        app.call("conversation_log", json!({ "people": ["Ann"], "start": "2026-11-20" })).unwrap();
        assert_eq!(app.listed().unwrap(), ["Cleo"]);
    }

    #[test]
    fn who_will_meet_one_holds_the_others_back_too_and_the_days_ahead_know_it() {
        let app = app();
        live_together(&app, true);
        let reached = |app: &TestApp| {
            let ahead = app.call("forecast", json!({ "days": 1 })).unwrap();
            ahead["days"][0]["reached"].as_u64().unwrap()
        };
        assert_eq!(reached(&app), 2, "Ann, and with her Ben; Cleo");
        let one = json!({ "per_day": { "sat": 1 }, "minutes": 30 });
        app.call("settings_set", json!({ "pace": one })).unwrap();
        let ahead = app.call("forecast", json!({ "days": 1 })).unwrap();
        assert_eq!(ahead["days"][0]["waiting"], 1, "Cleo alone, as Ben is in touch with Ann");
        app.call("conversation_log", json!({ "people": ["Ann"], "start": "2026-11-22T12:00:00+01:00" })).unwrap();
        assert_eq!(app.listed().unwrap(), ["Cleo"]);
        assert_eq!(reached(&app), 1);
    }

    #[test]
    fn a_household_comes_back_from_an_archive() {
        let app = app();
        live_together(&app, true);
        let dest = app.folder().parent().unwrap().join("all.json");
        app.call("export", json!({ "dest": dest, "format": "archive" })).unwrap();
        let other = TestApp::new().unwrap();
        other.call("import", json!({ "paths": [dest] })).unwrap();
        other.call("conversation_log", json!({ "people": ["Ann"], "start": "2026-11-20" })).unwrap();
        assert_eq!(last_touch(&other, "Ben"), "2026-11-20");
    }
}
