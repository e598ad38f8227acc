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
