//! Passing on what somebody cares about, and introducing people who can help each other, in the window.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::harness::{Window, journey, until};

/// Dana and Rohan sail, and only Dana has a mail address; Luc teaches French, which Dana wants.
async fn harbour(window: &Window) -> Result<()> {
    window.see("button", "Choose a file").await?;
    window.call("settings_set", json!({ "welcomed": true })).await?;
    let mail = json!([{ "kind": "email", "value": "dana@harbour.example" }]);
    window.call("contact_add", json!({ "name": "Dana Moreau", "points": mail })).await?;
    let mail = json!([{ "kind": "email", "value": "luc@petit.example" }]);
    window.call("contact_add", json!({ "name": "Luc Petit", "points": mail })).await?;
    window.call("contact_add", json!({ "name": "Rohan Mehta" })).await?;
    for (who, kind, text) in [
        ("Dana", "likes", "sailing, and every regatta"),
        ("Dana", "wants", "French lessons for Inès"),
        ("Rohan", "personal", "sails a Folkboat"),
        ("Luc", "offers", "French lessons"),
    ] {
        window.call("fact_add", json!({ "who": who, "kind": kind, "text": text })).await?;
    }
    Ok(())
}

/// What somebody was given, newest first.
async fn gave(window: &Window, who: &str) -> Result<Vec<String>> {
    let contact = window.call("contact_get", json!({ "who": who })).await?;
    let given = contact["exchanges"].as_array().into_iter().flatten().filter(|one| one["direction"] == "gave");
    Ok(given.map(|one| format!("{}: {}", one["kind"], one["text"]).replace('"', "")).collect())
}

#[test]
fn an_article_is_mailed_to_whom_it_matters_by_one_key_and_logged_and_undo_takes_the_log_back() -> Result<()> {
    journey("wanted", &[], async |window| {
        harbour(window).await?;
        window.go_to("#/today").await?;
        window.press("Ctrl+6").await?;
        window.see("heading", "worth passing on").await?;
        // The field waits for a text; Escape leads from it to the people.
        window.type_text("The great regatta: sailing made easy https://boats.example/a").await?;
        window.see("heading", "2 people would want this").await?;
        window.press("Escape").await?;
        window.press("m").await?;
        window.see_text("you gave Dana Moreau the article").await?;
        window.see_text("got it on").await?;
        let opened = window.opened();
        let mail = "mailto:dana@harbour.example?subject=The%20great%20regatta%3A%20sailing%20made%20easy%20https%3A%2F%2F\
            boats.example%2Fa&body=https%3A%2F%2Fboats.example%2Fa";
        ensure!(opened == [mail], "{opened:?}");
        let given = gave(window, "Dana").await?;
        ensure!(given == ["article: The great regatta: sailing made easy https://boats.example/a"], "{given:?}");
        window.press("Ctrl+Z").await?;
        let taken_back = || async { Ok(gave(window, "Dana").await?.is_empty().then_some(())) };
        until("nothing was given", taken_back).await?;
        // The keys move down the list, and open.
        window.press("Down").await?;
        window.press("Enter").await?;
        window.see("heading", "Rohan Mehta").await?;
        // Coming back, the text is still there.
        window.script("history.back()", vec![]).await?;
        window.see("heading", "2 people would want this").await?;
        Ok(())
    })
}

#[test]
fn a_file_is_read_by_the_files_own_dialog_and_one_that_holds_no_text_says_what_to_do() -> Result<()> {
    journey("wanted-file", &[], async |window| {
        harbour(window).await?;
        let page = window.home().join("regatta.html");
        std::fs::write(
            &page,
            "<html><head><title>The regatta</title></head><body><p>All about <b>sail</b>ing</body></html>",
        )?;
        window.go_to("#/wanted").await?;
        window.click("button", "Choose a file").await?;
        window.answer_file_dialog_with("Choose a file", &page).await?;
        window.see("heading", "2 people would want this").await?;
        window.see_text("“The regatta”").await?;
        let picture = window.home().join("boat.html");
        std::fs::write(&picture, b"\x89PNG\r\n\x1a\n\0\0")?;
        window.click("button", "Choose a file").await?;
        window.answer_file_dialog_with("Choose a file", &picture).await?;
        window.see("alert", "").await?;
        window.see_text("copy the text and paste it").await
    })
}

#[test]
fn two_who_can_help_each_other_are_introduced_by_mail_and_it_is_logged_with_both() -> Result<()> {
    journey("introduce", &[], async |window| {
        harbour(window).await?;
        let dana = window.call("contact_get", json!({ "who": "Dana" })).await?;
        let id = dana["id"].as_i64().unwrap_or_default();
        window.go_to(&format!("#/people/{id}/introductions")).await?;
        window.see("heading", "French lessons for Inès").await?;
        window.click("button", "Introduce… Luc").await?;
        window.see("dialog", "What happened?").await?;
        window.see_text("introduction: to Luc Petit").await?;
        let opened = window.opened();
        let subject = "?subject=Dana%20Moreau%2C%20meet%20Luc%20Petit";
        ensure!(opened.len() == 1 && opened[0].contains(subject), "{opened:?}");
        window.press("Ctrl+Enter").await?;
        window.see_no("dialog", "What happened?").await?;
        window.see_text("introduced on").await?;
        let both = (gave(window, "Dana").await?, gave(window, "Luc").await?);
        let said = |name: &str| vec![format!("introduction: to {name}: French lessons for Inès")];
        ensure!(both == (said("Luc Petit"), said("Dana Moreau")), "{both:?}");
        let found: Value = window.call("introductions", json!({ "who": "Luc" })).await?;
        ensure!(found["offers"][0]["people"][0]["contact"]["name"] == "Dana Moreau", "{found}");
        Ok(())
    })
}
