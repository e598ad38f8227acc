//! Groups in the window: their rhythm and household, and what is done with all who were found.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::harness::{Window, journey, until};

/// Ann and Ben, in a group and in one note each.
async fn two_in_a_group(window: &Window) -> Result<()> {
    window.see("button", "Choose a file").await?;
    window.call("settings_set", json!({ "welcomed": true })).await?;
    for name in ["Ann Moreau", "Ben Moreau"] {
        window.call("contact_add", json!({ "name": name, "groups": ["Moreau"] })).await?;
        let talk = json!({ "people": [name], "note": "We went sailing.", "start": "2026-11-01" });
        window.call("conversation_log", talk).await?;
    }
    Ok(())
}

async fn group(window: &Window) -> Result<Option<Value>> {
    let groups = window.call("group_list", json!({})).await?;
    Ok(groups.as_array().into_iter().flatten().find(|group| group["name"] == "Moreau").cloned())
}

#[test]
fn a_group_gets_a_rhythm_and_becomes_a_household_by_keys_and_undo_takes_it_back() -> Result<()> {
    journey("group", &[], async |window| {
        two_in_a_group(window).await?;
        window.go_to("#/people").await?;
        window.click("combobox", "Group").await?;
        window.press("M").await?;
        window.press("Enter").await?;
        window.click("button", "Edit this group").await?;
        window.see("dialog", "The group Moreau").await?;
        // From the name to the rhythms, where 1 is weekly.
        window.press("Tab").await?;
        window.press("1").await?;
        window.see_text("Rhythm of its members: weekly").await?;
        let focus =
            "[...document.querySelectorAll('legend')].find((one) => one.textContent === 'Do they live together?')
            .parentElement.querySelector('input:checked').focus()";
        window.script(focus, vec![]).await?;
        window.press("Down").await?;
        window.click("button", "Save").await?;
        window.see_text("Changed: Moreau").await?;
        let saved = group(window).await?.unwrap_or_default();
        ensure!(saved["household"] == true && saved["cadence"] == json!({ "every": 1, "unit": "week" }), "{saved}");
        window.press("Ctrl+Z").await?;
        let undone = || async {
            let group = group(window).await?.unwrap_or_default();
            Ok((group["household"] == false && group["cadence"].is_null()).then_some(()))
        };
        until("the group is as before", undone).await?;
        window.click("button", "Edit this group").await?;
        window.click("button", "Delete the group").await?;
        window.see_no("dialog", "The group Moreau").await?;
        ensure!(group(window).await?.is_none());
        window.see_text("Ann Moreau").await
    })
}

#[test]
fn all_who_were_found_get_a_rhythm_at_once() -> Result<()> {
    journey("found", &[], async |window| {
        two_in_a_group(window).await?;
        window.go_to("#/search?q=sailing").await?;
        window.see("heading", "2 people").await?;
        window.click("button", "With these 2 people").await?;
        window.click("menuitem", "Rhythm for all").await?;
        window.see("dialog", "How often").await?;
        window.press("1").await?;
        window.see_no("dialog", "How often").await?;
        let set = || async {
            let list = window.call("contact_list", json!({ "filter": "with_rhythm" })).await?;
            Ok((list["people"].as_array().map(Vec::len) == Some(2)).then_some(()))
        };
        until("both have a rhythm", set).await?;
        window.click("button", "With these 2 people").await?;
        window.click("menuitem", "Log with all").await?;
        window.see("dialog", "What happened?").await?;
        window.see_text("Ann Moreau").await?;
        window.see_text("Ben Moreau").await
    })
}
