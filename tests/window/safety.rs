//! What was lost is found again, by keyboard.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::harness::{NOW, Window, journey, until};

/// Keeps a picture where one was asked for.
async fn picture(window: &Window, name: &str) -> Result<()> {
    let Some(folder) = std::env::var_os("KITH_LOOK") else { return Ok(()) };
    std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), window.picture().await?)?;
    Ok(())
}

#[test]
fn a_damaged_database_is_set_aside_and_the_offered_backup_restored_by_one_key() -> Result<()> {
    journey("recover", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("contact_add", json!({ "name": "Dana Moreau" })).await?;
        window.call("backup_now", json!({})).await?;
        window.call("contact_add", json!({ "name": "Luc Petit" })).await?;
        window.close_by_hand().await?;
        let database = window.folder().join("kith.db");
        std::fs::write(&database, vec![7; 64 * 1024])?;
        std::fs::write(window.folder().join("kith.db-wal"), "its log")?;
        window.start().await?;
        window.see_text("The newest sound backup is of").await?;
        window.see("button", "Restore the backup of").await?;
        picture(window, "recover").await?;
        window.press("Enter").await?;
        window.see("navigation", "").await?;
        let people = window.call("contact_list", json!({})).await?;
        ensure!(people["total"] == 1 && people["people"][0]["name"] == "Dana Moreau", "{people}");
        let mut kept = Vec::new();
        for entry in std::fs::read_dir(window.folder())? {
            let path = entry?.path();
            if path.to_string_lossy().contains("kith.db.damaged-") {
                kept.push(std::fs::metadata(path)?.len());
            }
        }
        kept.sort_unstable();
        ensure!(kept == [7, 64 * 1024], "the damaged file and its log are kept: {kept:?}");
        Ok(())
    })
}

/// Marks the page, so that its going is seen.
async fn mark(window: &Window) -> Result<()> {
    window.script("window.stands = true", vec![]).await.map(drop)
}

/// Waits until the screens have begun anew.
async fn is_begun_anew(window: &Window) -> Result<()> {
    // While one page goes and the other comes, there is none to ask.
    let anew = || async {
        Ok(window.script("return window.stands !== true", vec![]).await.is_ok_and(|anew| anew == true).then_some(()))
    };
    until("the screens begin anew", anew).await
}

#[test]
fn a_backup_is_looked_at_restored_and_taken_back_by_keyboard() -> Result<()> {
    journey("restore", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("contact_add", json!({ "name": "Dana Moreau" })).await?;
        window.call("backup_now", json!({})).await?;
        window.call("contact_add", json!({ "name": "Luc Petit" })).await?;
        window.go_to("#/settings/data").await?;
        let restore = window.see("button", "Restore the backup of").await?;
        picture(window, "backups").await?;
        let focus = "arguments[0].focus()";
        window.script(focus, vec![serde_json::to_value(&restore)?]).await?;
        window.press("Enter").await?;
        window.see("dialog", "Restore the backup of").await?;
        window.see_text("Luc Petit").await?;
        picture(window, "restore").await?;
        tab_to(window, "Restore").await?;
        mark(window).await?;
        window.press("Enter").await?;
        is_begun_anew(window).await?;
        window.see_text("Restored the backup of").await?;
        let total = |people: Value| people["total"].clone();
        // While it fades, the keys are still the dialog's.
        window.see_no("dialog", "Restore the backup of").await?;
        ensure!(total(window.call("contact_list", json!({})).await?) == 1);
        picture(window, "restored").await?;
        mark(window).await?;
        window.press("Ctrl+Z").await?;
        is_begun_anew(window).await?;
        let both = async || Ok((total(window.call("contact_list", json!({})).await?) == 2).then_some(()));
        until("both are here again", both).await?;
        window.see_no("button", "Take it back").await?;
        let check = window.see("button", "Check everything").await?;
        window.script(focus, vec![serde_json::to_value(&check)?]).await?;
        window.press("Enter").await?;
        window.see_text("Everything is sound").await?;
        Ok(())
    })
}

/// Presses Tab until a button of that name has the focus.
async fn tab_to(window: &Window, name: &str) -> Result<()> {
    for _ in 0..12 {
        let focused = window.script("return document.activeElement.innerText", vec![]).await?;
        if focused.as_str().is_some_and(|text| text.trim() == name) {
            return Ok(());
        }
        window.press("Tab").await?;
    }
    anyhow::bail!("“{name}” is not reached by Tab")
}
