#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use serde_json::json;

use crate::testing::TestApp;

#[test]
fn a_fact_is_one_line_about_someone() {
    let kith = TestApp::new().unwrap();
    let dana = kith.call("contact_add", json!({ "name": "Dana Moreau" })).unwrap()["id"].clone();
    let fact = kith.call("fact_add", json!({ "who": "dana", "text": " sails a\nFolkboat " })).unwrap();
    assert_eq!(
        (&fact["text"], &fact["kind"], &fact["contact_id"]),
        (&json!("sails a Folkboat"), &json!("personal"), &dana)
    );
    let edited = kith.call("fact_edit", json!({ "id": fact["id"], "kind": "likes" })).unwrap();
    assert_eq!((&edited["text"], &edited["kind"]), (&json!("sails a Folkboat"), &json!("likes")));
    assert_eq!(
        kith.call("fact_add", json!({ "who": "dana", "text": " " })).unwrap_err().field.as_deref(),
        Some("text")
    );
    let unknown = kith.call("fact_add", json!({ "who": "dana", "text": "x", "conversation_id": 9 })).unwrap_err();
    assert_eq!(unknown.message, "There is no conversation “9”.");
    kith.call("fact_delete", json!({ "id": fact["id"] })).unwrap();
    assert!(kith.call("fact_delete", json!({ "id": fact["id"] })).is_err());
    let history = kith.call("history", json!({})).unwrap();
    let labels: Vec<&str> = history.as_array().unwrap().iter().map(|op| op["label"].as_str().unwrap()).collect();
    assert_eq!(
        labels,
        [
            "Deleted a fact about Dana Moreau",
            "Changed a fact about Dana Moreau",
            "Noted a fact about Dana Moreau",
            "Added Dana Moreau"
        ]
    );
}
