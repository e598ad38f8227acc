//! What only a real window shows: photos, addresses that are opened, files through the system's dialogs, the keyboard
//! alone, and the demo.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::harness::{NOW, Window, journey, until};

/// A picture of one green dot, as PNG in base64.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

#[test]
fn the_photo_of_a_card_is_the_face_and_another_is_chosen_from_a_file() -> Result<()> {
    let own = tempfile::tempdir()?;
    let card = own.path().join("dana.vcf");
    std::fs::write(
        &card,
        format!("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Dana Moreau\r\nPHOTO:data:image/png;base64,{DOT}\r\nEND:VCARD\r\n"),
    )?;
    let picture = own.path().join("dana.gif");
    std::fs::write(
        &picture,
        b"GIF89a\x01\0\x01\0\x80\0\0\x1f\x6b\x54\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
    )?;
    journey("photo", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("import", json!({ "paths": [card] })).await?;
        let id = window.call("contact_find", json!({ "text": "Dana" })).await?[0]["id"].clone();
        window.go_to(&format!("#/people/{id}/details")).await?;
        face(window, "data:image/png").await?;
        window.click("button", "Choose a photo…").await?;
        window.answer_file_dialog_with("Photo of Dana Moreau", &picture).await?;
        window.see_text("Dana Moreau has a new photo").await?;
        face(window, "data:image/gif").await?;
        window.script("document.activeElement?.blur?.()", vec![]).await?;
        window.press("Ctrl+Z").await?;
        face(window, "data:image/png").await
    })
}

#[test]
fn one_key_on_todays_card_calls_and_then_offers_the_log_filled_in() -> Result<()> {
    journey("tel", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        let phone = json!([{ "kind": "phone", "value": "+33 4 91 00 00 00" }]);
        window.call("contact_add", json!({ "name": "Dana Moreau", "every": "1w", "points": phone })).await?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        window.go_to("#/today").await?;
        window.see("article", "Dana Moreau").await?;
        window.press("c").await?;
        window.see("dialog", "What happened?").await?;
        window.see_text("Dana Moreau").await?;
        let opened = window.opened();
        ensure!(opened == ["tel:+33491000000"], "{opened:?}");
        Ok(())
    })
}

#[test]
fn the_made_up_life_opens_from_the_first_start_and_is_left_again() -> Result<()> {
    journey("demo", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.click("button", "Open the demo").await?;
        window.see("button", "Leave the demo").await?;
        window.see("heading", "Reach out").await?;
        ensure!(window.call("status", json!({})).await?["contacts"].as_u64() > Some(30), "nobody lives here");
        window.click("button", "Leave the demo").await?;
        window.see("button", "Choose a file").await?;
        ensure!(window.call("status", json!({})).await?["contacts"] == 0, "the demo followed home");
        Ok(())
    })
}

#[test]
fn everything_goes_out_and_is_backed_up_from_the_settings() -> Result<()> {
    let out = tempfile::tempdir()?;
    journey("out", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("contact_add", json!({ "name": "Dana Moreau" })).await?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        window.go_to("#/settings/data").await?;
        for (button, name, holds) in [
            ("Archive, everything…", "all.json", "kith_archive"),
            ("Contacts as vCard…", "cards.vcf", "FN:Dana Moreau"),
        ] {
            let file = out.path().join(name);
            window.click("button", button).await?;
            window.answer_file_dialog_with("Export", &file).await?;
            let written = || async { Ok(std::fs::read_to_string(&file).ok().filter(|text| text.contains(holds))) };
            until(&format!("{name} is written"), written).await?;
        }
        window.click("button", "Back up now").await?;
        window.see_text("Backed up, and checked.").await?;
        let backups = window.call("backup_list", json!({})).await?;
        let file = backups.pointer("/0/file").and_then(Value::as_str).context("a backup")?.to_owned();
        ensure!(Path::new(&file).is_file(), "{file} is not there");
        Ok(())
    })
}

#[test]
fn from_the_first_start_to_the_end_of_the_day_by_the_keyboard_alone() -> Result<()> {
    journey("keyboard", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.press("2").await?;
        window.see("dialog", "").await?;
        window.type_text("Dana Moreau").await?;
        window.press("Ctrl+Enter").await?;
        until("she is there", || async {
            Ok((window.call("status", json!({})).await?["contacts"] == 1).then_some(()))
        })
        .await?;
        window.go_to("#/who-matters").await?;
        window.see("article", "Dana Moreau").await?;
        window.press("1").await?;
        let judged = || async {
            let people = window.call("contact_list", json!({})).await?;
            Ok(people.to_string().contains("\"week\"").then_some(()))
        };
        until("she has a rhythm", judged).await?;
        window.press("Escape").await?;
        window.press("Ctrl+1").await?;
        window.see("article", "Dana Moreau").await?;
        window.press("l").await?;
        window.see("dialog", "What happened?").await?;
        window.type_text("She has taken up sailing.").await?;
        window.press("Ctrl+Enter").await?;
        window.see_no("dialog", "").await?;
        window.see_no("article", "Dana Moreau").await?;
        window.press("Ctrl+K").await?;
        window.type_text("sail").await?;
        window.see_text("taken up sailing").await?;
        window.press("Enter").await?;
        window.see("heading", "Dana Moreau").await?;
        window.press("Ctrl+1").await?;
        window.see("button", "Log a conversation").await?;
        window.press("Ctrl+Z").await?;
        window.see("article", "Dana Moreau").await?;
        window.press("Ctrl+Shift+Z").await?;
        window.see_no("article", "Dana Moreau").await
    })
}

#[test]
fn nothing_moves_for_those_who_asked_for_less_motion() -> Result<()> {
    journey("motion", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.close_by_hand().await?;
        window.ask_for_less_motion()?;
        window.start().await?;
        window.see("button", "Choose a file").await?;
        let script = "return [matchMedia('(prefers-reduced-motion: reduce)').matches,
            Math.max(...[...document.querySelectorAll('*')].map((e) => parseFloat(getComputedStyle(e).transitionDuration)))]";
        let found = window.script(script, vec![]).await?;
        ensure!(found[0] == true && found[1].as_f64().is_some_and(|seconds| seconds <= 0.001), "{found}");
        Ok(())
    })
}

#[test]
#[ignore = "opens thirty windows; run it when the first click is in doubt"]
fn the_first_click_of_the_first_start_opens_the_file_dialog() -> Result<()> {
    for turn in 1..=30 {
        journey(&format!("first-click-{turn}"), &["--now", NOW], async |window| {
            window.see("button", "Choose a file").await?;
            window.click("button", "Choose a file").await?;
            window.dismiss_file_dialog("Bring your contacts").await
        })
        .with_context(|| format!("the window number {turn}"))?;
    }
    Ok(())
}

/// Waits until the page shows that kind of picture as the face.
async fn face(window: &Window, kind: &str) -> Result<()> {
    let script = "return [...document.querySelectorAll('main .avatar img')].filter((i) => i.complete && i.naturalWidth > 0).map((i) => i.src).join(' ')";
    let shown = || async {
        let sources = window.script(script, vec![]).await?;
        Ok(sources.as_str().is_some_and(|sources| sources.contains(kind)).then_some(()))
    };
    until(&format!("the face is a {kind}"), shown).await
}
