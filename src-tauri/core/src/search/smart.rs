//! Smart groups: a search under a name. Who is in one is found when it is asked for, and stored nowhere.

use serde::Deserialize;
use ts_rs::TS;

use super::api::search_people;
use super::{SearchAnswer, SearchInput};
use crate::api::Call;
use crate::error::{Error, Result};
use crate::groups;
use crate::id::GroupId;

/// Who is in a smart group.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SmartGroup {
    /// Which group.
    pub id: GroupId,
    /// At most so many people; 20 where missing.
    #[serde(default)]
    pub limit: Option<u32>,
    /// At most so many passages a person; 3 where missing.
    #[serde(default)]
    pub hits: Option<u32>,
}

/// Who is in a smart group now, with the passages that say why.
pub fn smart_group(call: &Call<'_>, input: SmartGroup) -> Result<SearchAnswer> {
    let group = call.read(|db| groups::store::group(db, input.id))?;
    let Some(query) = group.query else {
        return Err(Error::invalid("id", "People are put into this group; no search finds them."));
    };
    search_people(call, SearchInput { query, limit: input.limit, hits: input.hits, ..SearchInput::default() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

    use serde_json::{Value, json};

    use crate::testing::TestApp;

    fn sailors(kith: &TestApp) -> Value {
        kith.call("group_add", json!({ "name": "Sailors", "query": "sailing", "intent": "grow" })).unwrap()
    }

    fn members(kith: &TestApp, id: &Value) -> Vec<String> {
        let answer = kith.call("smart_group", json!({ "id": id })).unwrap();
        let people = answer["people"].as_array().unwrap().iter();
        people.map(|person| person["contact"]["name"].as_str().unwrap().to_owned()).collect()
    }

    fn met(kith: &TestApp, name: &str, note: &str) {
        kith.call("conversation_log", json!({ "new_people": [name], "note": note })).unwrap();
    }

    #[test]
    fn whoever_is_logged_a_moment_later_is_in_it_and_leaves_with_the_words() {
        let kith = TestApp::new().unwrap();
        let group = sailors(&kith);
        assert_eq!(
            (&group["query"], &group["members"], &group["cadence"]),
            (&json!("sailing"), &json!(0), &Value::Null)
        );
        assert_eq!(members(&kith, &group["id"]), [""; 0]);
        met(&kith, "Dana Moreau", "Has begun to sail.");
        assert_eq!(members(&kith, &group["id"]), ["Dana Moreau"]);
        kith.call("undo", json!({})).unwrap();
        assert_eq!(members(&kith, &group["id"]), [""; 0]);
        kith.call("group_edit", json!({ "id": group["id"], "query": "chess" })).unwrap();
        met(&kith, "Rohan Hall", "Plays chess.");
        assert_eq!(members(&kith, &group["id"]), ["Rohan Hall"]);
    }

    #[test]
    fn it_takes_nobody_and_gives_no_rhythm() {
        let kith = TestApp::new().unwrap();
        let group = sailors(&kith);
        let refused = |command: &str, input: Value| kith.call(command, input).unwrap_err();
        let put = refused("contact_add", json!({ "name": "Dana", "groups": ["Sailors"] }));
        assert_eq!(put.message, "“Sailors” is a smart group: its search finds who is in it.");
        let every = refused("group_edit", json!({ "id": group["id"], "every": "1m" }));
        assert_eq!(every.message, "A smart group gives no rhythm.");
        assert_eq!(refused("group_add", json!({ "name": "x", "query": " " })).field.as_deref(), Some("query"));
        let both = json!({ "name": "x", "query": "a", "household": true });
        assert_eq!(refused("group_add", both).field.as_deref(), Some("household"));
        assert_eq!(refused("contact_list", json!({ "group": "sailors" })).field.as_deref(), Some("group"));
        met(&kith, "Dana", "Goes sailing.");
        assert_eq!(kith.call("contact_get", json!({ "who": "Dana" })).unwrap()["due"], Value::Null);
        let clients = kith.call("group_list", json!({})).unwrap()[0]["id"].clone();
        let message = refused("group_edit", json!({ "id": clients, "query": "sailing" })).message;
        assert_eq!(message, "People were put into “Clients”; a search cannot find them.");
        assert!(kith.call("smart_group", json!({ "id": clients })).is_err());
    }

    #[test]
    fn it_travels_with_the_archive() {
        let kith = TestApp::new().unwrap();
        sailors(&kith);
        let file = kith.folder().join("out.json");
        kith.call("export", json!({ "format": "archive", "dest": file })).unwrap();
        let other = TestApp::new().unwrap();
        met(&other, "Dana Moreau", "Has begun to sail.");
        other.call("import", json!({ "paths": [file] })).unwrap();
        let groups = other.call("group_list", json!({})).unwrap();
        let group = groups.as_array().unwrap().iter().find(|group| group["name"] == "Sailors").unwrap();
        assert_eq!(members(&other, &group["id"]), ["Dana Moreau"]);
        let card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Rohan Hall\r\nCATEGORIES:Sailors\r\nEND:VCARD\r\n";
        std::fs::write(kith.folder().join("rohan.vcf"), card).unwrap();
        kith.call("import", json!({ "paths": [kith.folder().join("rohan.vcf")] })).unwrap();
        assert_eq!(kith.call("contact_get", json!({ "who": "Rohan" })).unwrap()["groups"], json!([]));
    }
}
