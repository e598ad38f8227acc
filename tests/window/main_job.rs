//! The main job, from the first start to the undo: bring people in, say who matters, log, find, see today change.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::harness::{NOW, Window, journey, until};

#[test]
fn people_come_in_matter_are_spoken_with_found_and_nothing_is_final() -> Result<()> {
    let own = tempfile::tempdir()?;
    let cards = cards(own.path())?;
    journey("main-job", &["--now", NOW], async |window| {
        bring_in(window, &cards).await?;
        let chosen = say_who_matters(window).await?;
        let [first, ..] = chosen.as_slice() else { anyhow::bail!("nobody was asked about") };
        log_a_talk(window, first).await?;
        find_it(window, first).await?;
        window.press("Escape").await?;
        take_it_back(window, first).await
    })
}

#[test]
fn a_draft_outlives_a_crash() -> Result<()> {
    journey("draft", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("contact_add", json!({ "name": "Dana Moreau" })).await?;
        window.go_to("#/today").await?;
        window.see("button", "Log a conversation").await?;
        window.press("Ctrl+L").await?;
        let words = "She has begun to sail; the regatta is in May.";
        window.type_into("textbox", "Note", words).await?;
        let kept = || async {
            let drafts = window.call("draft_list", json!({})).await?;
            Ok(drafts.to_string().contains("regatta is in May.").then_some(()))
        };
        until("the draft is in the database", kept).await?;
        window.kill().await?;
        window.start().await?;
        window.see("button", "Log a conversation").await?;
        window.press("Ctrl+L").await?;
        let field = window.see("textbox", "Note").await?;
        let shown = || async { Ok((field.prop("value").await?.as_deref() == Some(words)).then_some(())) };
        until("the draft is shown", shown).await
    })
}

#[test]
fn one_key_on_todays_card_opens_the_mail_and_then_the_log_filled_in() -> Result<()> {
    journey("mail", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        let mail = json!([{ "kind": "email", "value": "dana@harbour.example" }]);
        let dana = json!({ "name": "Dana Moreau", "every": "1w", "points": mail });
        window.call("contact_add", dana).await?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        window.go_to("#/today").await?;
        window.see("article", "Dana Moreau").await?;
        window.press("m").await?;
        window.see("dialog", "What happened?").await?;
        window.see_text("Dana Moreau").await?;
        let opened = window.opened();
        ensure!(opened == ["mailto:dana@harbour.example"], "{opened:?}");
        Ok(())
    })
}

/// The cards to bring in: the shared ones where they are, else a few of our own.
fn cards(own: &Path) -> Result<PathBuf> {
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/vcards");
    if shared.is_dir() {
        return Ok(shared);
    }
    for name in ["Dana Moreau", "Rohan Hall", "Tomasz Kowalski", "Mei-Ling Yeh"] {
        let card = format!("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name}\r\nEND:VCARD\r\n");
        std::fs::write(own.join(format!("{name}.vcf")), card)?;
    }
    Ok(own.to_path_buf())
}

/// Brings the cards in by the first choice of the first start, through the system's own file dialog.
async fn bring_in(window: &Window, cards: &Path) -> Result<()> {
    window.see("button", "Choose a file").await?;
    window.settle().await?;
    window.click("button", "Choose a file").await?;
    window.answer_file_dialog("Bring your contacts", cards).await?;
    window.click("button", "Bring them in").await?;
    window.see("heading", "They are here").await?;
    let people = count(window).await?;
    ensure!(people >= 3, "{people} people came in");
    window.click("button", "Who matters?").await
}

/// Gives three people a rhythm by one key each, and stops; returns their names.
async fn say_who_matters(window: &Window) -> Result<Vec<String>> {
    window.see("heading", "Who matters?").await?;
    let mut chosen = Vec::new();
    for (number, key) in ["1", "2", "3"].into_iter().enumerate() {
        let place = format!("{} of ", number + 1);
        window.see_text(&place).await?;
        let card = window.see("article", "").await?;
        chosen.push(card.attr("aria-label").await?.context("a name")?);
        window.press(key).await?;
    }
    window.see_text("4 of ").await?;
    window.press("Escape").await?;
    window.see("heading", "Reach out").await?;
    for name in &chosen {
        window.see("article", name).await?;
    }
    Ok(chosen)
}

/// Logs a conversation with someone from today's list, by keys alone.
async fn log_a_talk(window: &Window, name: &str) -> Result<()> {
    window.press("Ctrl+L").await?;
    window.see("heading", "What happened?").await?;
    window.type_into("combobox", "With", name).await?;
    // The list may still show what fitted the first letters; Enter takes the first of it.
    let first = "return document.querySelector('[role=option]')?.innerText ?? ''";
    let is_first = || async {
        let shown = window.script(first, vec![]).await?;
        Ok(shown.as_str().is_some_and(|text| text.contains(name)).then_some(()))
    };
    until("the one typed stands first", is_first).await?;
    window.press("Enter").await?;
    window.press("Tab").await?;
    window.type_text("She has taken up sailing and races in October.").await?;
    window.press("Ctrl+Enter").await?;
    window.see_text("Saved.").await?;
    window.see_no("article", name).await
}

/// Finds the conversation by a shorter word.
async fn find_it(window: &Window, name: &str) -> Result<()> {
    window.press("Ctrl+K").await?;
    window.type_text("sail").await?;
    window.see_text("1 person").await?;
    window.see_text("taken up sailing").await?;
    window.see_text(name).await
}

/// Undoes the conversation, and the person is back on today's list.
async fn take_it_back(window: &Window, name: &str) -> Result<()> {
    window.click("link", "Today").await?;
    window.see("heading", "Reach out").await?;
    window.press("Ctrl+Z").await?;
    window.see_text("Undone").await?;
    window.see("article", name).await?;
    let talks = window.call("status", json!({})).await?;
    ensure!(talks["conversations"] == 0, "{talks}");
    Ok(())
}

/// How many people there are.
async fn count(window: &Window) -> Result<u64> {
    let status = window.call("status", json!({})).await?;
    status.get("contacts").and_then(Value::as_u64).context("a count")
}
