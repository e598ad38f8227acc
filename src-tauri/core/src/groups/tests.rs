#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use serde_json::{Value, json};

use crate::testing::TestApp;

fn group(kith: &TestApp, name: &str) -> Value {
    let groups = kith.call("group_list", json!({})).unwrap();
    groups.as_array().unwrap().iter().find(|group| group["name"] == name).cloned().unwrap_or_default()
}

#[test]
fn clients_vendors_and_peers_stand_ready_with_their_rhythms() {
    let kith = TestApp::new().unwrap();
    let groups = kith.call("group_list", json!({})).unwrap();
    let shown: Vec<String> = groups
        .as_array()
        .unwrap()
        .iter()
        .map(|group| format!("{} {}", group["name"].as_str().unwrap(), group["cadence"]))
        .collect();
    assert_eq!(
        shown,
        [
            r#"Clients {"every":2,"unit":"month"}"#,
            r#"Peers {"every":3,"unit":"month"}"#,
            r#"Vendors {"every":2,"unit":"month"}"#
        ]
    );
}

#[test]
fn a_group_has_a_name_an_intent_expectations_and_a_rhythm() {
    let kith = TestApp::new().unwrap();
    let made =
        kith.call("group_add", json!({ "name": " Core suppliers ", "every": "6w", "intent": "re-engineer" })).unwrap();
    assert_eq!(
        (&made["name"], &made["intent"], &made["members"]),
        (&json!("Core suppliers"), &json!("re-engineer"), &json!(0))
    );
    let id = &made["id"];
    let edited = kith
        .call("group_edit", json!({ "id": id, "every": "none", "intent": null, "expectations": "A week ahead" }))
        .unwrap();
    assert_eq!(
        (&edited["name"], &edited["cadence"], &edited["intent"], &edited["expectations"]),
        (&json!("Core suppliers"), &Value::Null, &Value::Null, &json!("A week ahead"))
    );
    let taken = kith.call("group_edit", json!({ "id": id, "name": "clients" })).unwrap_err();
    assert_eq!((taken.field.as_deref(), taken.message.as_str()), (Some("name"), "There is a group “clients” already."));
    assert_eq!(kith.call("group_edit", json!({ "id": id, "name": "CORE" })).unwrap()["name"], "CORE");
    assert!(kith.call("group_add", json!({ "name": "core" })).is_err());
    assert!(kith.call("group_edit", json!({ "id": id, "every": "inherit" })).is_err());
}

#[test]
fn members_follow_the_rhythm_of_their_group_and_stay_when_it_goes() {
    let kith = TestApp::new().unwrap();
    let dana = kith.call("contact_add", json!({ "name": "Dana", "groups": ["Clients"] })).unwrap();
    assert_eq!((&dana["cadence_days"], &dana["due"]), (&json!(61), &json!("2026-11-21")));
    let clients = group(&kith, "Clients");
    assert_eq!(clients["members"], 1);
    kith.call("group_edit", json!({ "id": clients["id"], "every": "1w" })).unwrap();
    assert_eq!(kith.call("contact_get", json!({ "who": "Dana" })).unwrap()["cadence_days"], 7);
    kith.call("group_delete", json!({ "id": clients["id"] })).unwrap();
    let dana = kith.call("contact_get", json!({ "who": "Dana" })).unwrap();
    assert_eq!((&dana["groups"], &dana["due"]), (&json!([]), &Value::Null));
    kith.call("undo", json!({})).unwrap();
    assert_eq!(kith.call("contact_get", json!({ "who": "Dana" })).unwrap()["cadence_days"], 7);
    assert_eq!(group(&kith, "Clients")["members"], 1);
}
