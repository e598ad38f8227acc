//! The search by keyboard alone: from the first letter to the person, with all that helps on the way.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::harness::{NOW, Window, journey, until};

/// Three people at a harbour, each with a note.
async fn at_the_harbour(window: &Window) -> Result<()> {
    window.see("button", "Choose a file").await?;
    window.call("settings_set", json!({ "welcomed": true })).await?;
    for (name, group, day, note) in [
        ("Dana Moreau", "Core suppliers", "2026-11-02", "The regatta; she goes sailing. #regatta"),
        ("Nadia Haddad", "Core suppliers", "2025-05-04", "Sailing again in spring. #sailing"),
        ("Oriol Vidal", "Marina", "2024-03-09", "Spoke of sailing schools."),
    ] {
        window.call("contact_add", json!({ "name": name, "groups": [group] })).await?;
        let talk = json!({ "people": [name], "note": note, "start": day, "channel": "call" });
        window.call("conversation_log", talk).await?;
    }
    window.go_to("#/today").await?;
    window.see("button", "Log a conversation").await.map(|_| ())
}

/// Waits until this stands in the field.
async fn reads(window: &Window, text: &str) -> Result<()> {
    let field = || async {
        let value = window.script("return document.getElementById('find').value", vec![]).await?;
        Ok((value.as_str() == Some(text)).then_some(()))
    };
    until(&format!("the field reads “{text}”"), field).await
}

/// The name of what has the focus.
async fn focused(window: &Window) -> Result<String> {
    let name = window.script("return document.activeElement?.innerText ?? ''", vec![]).await?;
    Ok(name.as_str().unwrap_or_default().to_owned())
}

#[test]
fn the_language_is_completed_as_it_is_typed_and_the_person_opened() -> Result<()> {
    journey("completion", &["--now", NOW], async |window| {
        at_the_harbour(window).await?;
        window.press("Ctrl+K").await?;
        window.type_text("sail gr").await?;
        window.see("option", "group:").await?;
        window.press("Tab").await?;
        reads(window, "sail group:").await?;
        window.see("option", "Core suppliers").await?;
        window.press("Down").await?;
        let active = "return document.getElementById(document.getElementById('find').getAttribute('aria-activedescendant'))?.innerText ?? ''";
        let named = || async {
            let said = window.script(active, vec![]).await?;
            Ok(said.as_str().is_some_and(|said| said.contains("Clients")).then_some(()))
        };
        until("the field names the option it is at", named).await?;
        window.type_text("co").await?;
        window.see_no("option", "Clients").await?;
        window.press("Down").await?;
        window.press("Enter").await?;
        reads(window, "sail group:\"Core suppliers\" ").await?;
        window.see("heading", "2 people").await?;
        // The list is gone: the arrows and Enter belong to what was found again.
        window.see_no("listbox", "").await?;
        window.press("Down").await?;
        window.press("Enter").await?;
        let opened = || async {
            let hash = window.script("return location.hash", vec![]).await?;
            Ok(hash.as_str().is_some_and(|hash| hash.starts_with("#/people/")).then_some(()))
        };
        until("a person is opened", opened).await
    })
}

#[test]
fn what_is_offered_quietly_takes_neither_enter_nor_the_arrows() -> Result<()> {
    journey("quiet", &["--now", NOW], async |window| {
        at_the_harbour(window).await?;
        window.press("Ctrl+K").await?;
        window.type_text("na").await?;
        window.see("option", "name:").await?;
        window.see("heading", "1 person").await?;
        window.press("Down").await?;
        window.press("Enter").await?;
        window.see("heading", "Nadia Haddad").await?;
        window.press("Ctrl+K").await?;
        window.type_text("na").await?;
        window.see("option", "name:").await?;
        window.press("Escape").await?;
        window.see_no("option", "name:").await?;
        reads(window, "na").await
    })
}

#[test]
fn a_word_that_nobody_has_is_let_go_and_insisted_on_by_one_key() -> Result<()> {
    journey("insist", &["--now", NOW], async |window| {
        at_the_harbour(window).await?;
        window.press("Ctrl+K").await?;
        window.type_text("sailing zebra ").await?;
        window.see_text("without “zebra”").await?;
        window.see("button", "Only with “zebra”").await?;
        window.press("Ctrl+.").await?;
        reads(window, "sailing \"zebra\" ").await?;
        window.see_no("button", "Only with").await
    })
}

#[test]
fn the_filters_of_what_was_found_are_reached_by_a_key_and_put_into_the_query() -> Result<()> {
    journey("facets", &["--now", NOW], async |window| {
        at_the_harbour(window).await?;
        window.press("Ctrl+K").await?;
        window.type_text("sailing").await?;
        window.see("heading", "3 people").await?;
        window.press("F6").await?;
        let first = focused(window).await?;
        ensure!(first.contains("Core suppliers"), "the first filter has the focus, not “{first}”");
        window.press("Space").await?;
        reads(window, "sailing group:\"Core suppliers\"").await?;
        window.see("heading", "2 people").await?;
        // Nothing moved: the other group stands where it stood, with none.
        window.press("Down").await?;
        window.press("Up").await?;
        let still = focused(window).await?;
        ensure!(still.contains("Core suppliers"), "the focus stayed, not on “{still}”");
        window.press("Space").await?;
        reads(window, "sailing").await?;
        window.press("Escape").await?;
        window.type_text(" regatta").await?;
        window.see("heading", "1 person").await?;
        Ok(())
    })
}

#[test]
fn in_a_narrow_window_the_same_key_opens_the_filters() -> Result<()> {
    journey("narrow", &["--now", NOW], async |window| {
        at_the_harbour(window).await?;
        for _ in 0..3 {
            window.press("Ctrl+=").await?;
        }
        window.press("Ctrl+K").await?;
        window.type_text("sailing").await?;
        window.see("button", "Narrow down").await?;
        window.press("F6").await?;
        window.see("dialog", "Narrow down").await?;
        window.press("Space").await?;
        window.see("heading", "2 people").await?;
        window.press("Escape").await?;
        window.see_no("dialog", "Narrow down").await
    })
}

#[test]
fn what_was_corrected_is_said_and_one_key_searches_for_the_word_as_typed() -> Result<()> {
    journey("corrected", &["--now", NOW], async |window| {
        at_the_harbour(window).await?;
        window.press("Ctrl+K").await?;
        window.type_text("regatat ").await?;
        window.see_text("Nobody wrote “regatat”; showing “regatta”").await?;
        window.see("heading", "1 person").await?;
        window.press("Ctrl+.").await?;
        reads(window, "\"regatat\" ").await?;
        window.see_text("Nobody matches").await
    })
}

#[test]
fn what_was_found_is_shown_by_conversation_and_sorted_by_keys() -> Result<()> {
    journey("flat", &["--now", NOW], async |window| {
        at_the_harbour(window).await?;
        window.press("Ctrl+K").await?;
        window.type_text("sailing").await?;
        window.see("heading", "3 people").await?;
        window.press("Alt+S").await?;
        window.see("combobox", "Sort: By name").await?;
        window.press("Alt+V").await?;
        window.see_text("Spoke of sailing schools.").await?;
        let address = window.script("return location.hash", vec![]).await?;
        ensure!(address == "#/search?q=sailing&view=conversations&sort=name", "{address}");
        // View and order stay while it is typed on.
        window.type_text(" schools").await?;
        window.see("heading", "1 person").await?;
        window.see("listitem", "Oriol Vidal").await?;
        window.press("Enter").await?;
        window.see("heading", "Journal").await?;
        window.see_text("Spoke of sailing schools.").await
    })
}

#[test]
fn a_search_is_saved_as_a_smart_group_that_stays_true() -> Result<()> {
    journey("smart", &["--now", NOW], async |window| {
        at_the_harbour(window).await?;
        window.press("Ctrl+K").await?;
        window.type_text("sailing").await?;
        window.see("heading", "3 people").await?;
        window.press("Ctrl+D").await?;
        window.see("dialog", "A smart group").await?;
        window.type_text("Sailors").await?;
        window.press("Enter").await?;
        window.see_text("Made the smart group Sailors").await?;
        let talk = json!({ "new_people": ["Luc Petit"], "note": "Goes sailing as well." });
        window.call("conversation_log", talk).await?;
        window.see("heading", "4 people").await?;
        window.go_to("#/people").await?;
        window.click("combobox", "Group: All groups").await?;
        window.type_text("S").await?;
        window.press("Enter").await?;
        window.see("heading", "4 people").await?;
        window.click("button", "Edit this smart group").await?;
        window.see("dialog", "The group Sailors").await?;
        window.click("button", "Delete the group").await?;
        window.see_no("button", "Edit this smart group").await?;
        window.see("heading", "4 people").await.map(|_| ())
    })
}

#[test]
fn from_those_found_to_todays_list_an_event_and_the_clipboard() -> Result<()> {
    journey("acts", &["--now", NOW], async |window| {
        at_the_harbour(window).await?;
        let mail = json!([{ "kind": "email", "value": "dana@harbour.example" }]);
        window.call("contact_edit", json!({ "who": "Dana Moreau", "points": mail })).await?;
        window.press("Ctrl+K").await?;
        window.type_text("sailing").await?;
        window.see("heading", "3 people").await?;
        window.press("Alt+A").await?;
        window.click("menuitem", "Put them on today").await?;
        window.see_text("3 people are on today's list").await?;
        window.go_to("#/today").await?;
        window.see("article", "Oriol Vidal").await?;
        window.see_text("put on the list by you").await?;
        window.click("button", "Undo").await?;
        window.see_no("article", "Oriol Vidal").await?;
        window.go_to("#/search?q=sailing").await?;
        window.press("Alt+A").await?;
        window.click("menuitem", "Plan an event").await?;
        window.see("dialog", "What happened?").await?;
        window.press("Ctrl+Enter").await?;
        window.see_text("Saved.").await?;
        let list = window.call("conversation_list", json!({ "limit": 1 })).await?;
        let planned = &list["conversations"][0];
        ensure!(planned["start"] == "2026-11-28" && planned["channel"] == "event", "{planned}");
        ensure!(planned["people"].as_array().map(Vec::len) == Some(3), "{planned}");
        window.press("Alt+A").await?;
        window.click("menuitem", "Copy their e-mail").await?;
        window.see_text("1 address is in the clipboard. 2 people have none.").await
    })
}

#[test]
fn the_languages_of_the_notes_are_chosen_by_keyboard_and_hold_for_the_next_search() -> Result<()> {
    journey("note-languages", &["--now", NOW], async |window| {
        at_the_harbour(window).await?;
        window.call("fact_add", json!({ "who": "Oriol Vidal", "text": "altes Haus" })).await?;
        window.go_to("#/search?q=h%C3%A4usern").await?;
        window.see("heading", "Nobody matches").await?;
        window.go_to("#/settings").await?;
        window.see("button", "German").await?;
        window
            .script(
                "[...document.querySelectorAll('main button')].find((b) => b.innerText === 'French').focus()",
                vec![],
            )
            .await?;
        window.press("Tab").await?;
        ensure!(focused(window).await? == "German", "the chips do not follow each other");
        window.press("Space").await?;
        let is_pressed =
            "return [...document.querySelectorAll('main button[aria-pressed=true]')].map((b) => b.innerText)";
        let pressed = || async { Ok((window.script(is_pressed, vec![]).await? == json!(["German"])).then_some(())) };
        until("German is chosen", pressed).await?;
        let kept = || async {
            Ok((window.call("settings_get", json!({})).await?["note_languages"] == json!(["de"])).then_some(()))
        };
        until("the choice is kept", kept).await?;
        window.go_to("#/search?q=h%C3%A4usern").await?;
        window.see("link", "Oriol Vidal").await?;
        window.press("Ctrl+Z").await?;
        window.see("heading", "Nobody matches").await.map(|_| ())
    })
}
