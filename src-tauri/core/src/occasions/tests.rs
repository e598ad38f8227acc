#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use serde_json::{Value, json};

use super::store;
use crate::settings::LeapDay;
use crate::testing::TestApp;

#[test]
fn an_occasion_says_when_it_is_next_and_how_many_years_it_will_be() {
    let kith = TestApp::new().unwrap();
    kith.call("contact_add", json!({ "name": "Amara Okafor" })).unwrap();
    let birthday =
        kith.call("occasion_add", json!({ "who": "Amara", "kind": "birthday", "date": "24 nov 1986" })).unwrap();
    assert_eq!(
        (&birthday["date"], &birthday["next"], &birthday["years"], &birthday["lead_days"]),
        (&json!("1986-11-24"), &json!("2026-11-24"), &json!(40), &json!(7))
    );
    let edited = kith
        .call("occasion_edit", json!({ "id": birthday["id"], "date": "--11", "label": "somewhen", "lead_days": 30 }))
        .unwrap();
    assert_eq!((&edited["date"], &edited["next"], &edited["years"]), (&json!("--11"), &Value::Null, &Value::Null));
    assert!(kith.call("occasion_edit", json!({ "id": birthday["id"], "lead_days": 366 })).is_err());
    let refused =
        kith.call("occasion_add", json!({ "who": "Amara", "kind": "custom", "date": "2001-02-29" })).unwrap_err();
    assert_eq!(refused.message, "There is no such day as “2001-02-29”.");
    kith.call("occasion_delete", json!({ "id": birthday["id"] })).unwrap();
    assert_eq!(kith.call("contact_get", json!({ "who": "Amara" })).unwrap()["occasions"], json!([]));
    let history = kith.call("history", json!({ "limit": 2 })).unwrap();
    assert_eq!(history[0]["label"], "Deleted “somewhen” of Amara Okafor");
}

#[test]
fn a_leap_day_is_observed_as_the_user_set() {
    let kith = TestApp::new().unwrap();
    kith.call("contact_add", json!({ "name": "Leap", "birthday": "2000-02-29" })).unwrap();
    let next = || kith.call("contact_get", json!({ "who": "Leap" })).unwrap()["occasions"][0]["next"].clone();
    assert_eq!(next(), "2027-02-28");
    kith.call("settings_set", json!({ "leap_day": "mar1" })).unwrap();
    assert_eq!(next(), "2027-03-01");
}

#[test]
fn the_coming_days_hold_the_occasions_of_those_who_are_not_archived() {
    let kith = TestApp::new().unwrap();
    for (name, date) in [("Late", "--12-24"), ("Today", "--11-21"), ("Soon", "1990-11-28"), ("Gone", "--11-22")] {
        kith.call("contact_add", json!({ "name": name, "birthday": date })).unwrap();
    }
    let gone = kith.call("contact_get", json!({ "who": "Gone" })).unwrap()["id"].clone();
    kith.call("contacts_bulk", json!({ "ids": [gone], "archive": true })).unwrap();
    let today = "2026-11-21".parse().unwrap();
    let coming = kith.app().store.read(|db| store::coming(db, today, 7, LeapDay::Feb28)).unwrap();
    let shown: Vec<String> = coming.iter().map(|one| format!("{} {:?}", one.next.unwrap(), one.years)).collect();
    assert_eq!(shown, ["2026-11-21 None", "2026-11-28 Some(36)"]);
}
