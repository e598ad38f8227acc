//! The calendar file, kept by the window: switched on in the settings, changed by what changes, and told when it cannot.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::harness::{NOW, journey, until};

#[test]
fn a_calendar_file_is_kept_up_to_date_from_the_settings() -> Result<()> {
    let own = tempfile::tempdir()?;
    let folder = own.path().join("Calendars");
    std::fs::create_dir(&folder)?;
    let file = folder.join("kith.ics");
    let says = |words: &'static str| {
        let file = file.clone();
        move || {
            let file = file.clone();
            async move { Ok(std::fs::read_to_string(file).ok().filter(|text| text.contains(words)).map(drop)) }
        }
    };
    journey("calendar", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        window.call("contact_add", json!({ "name": "Dana Moreau", "birthday": "1986-11-24" })).await?;
        window.go_to("#/settings/data").await?;
        window.see("button", "Keep one in a folder…").await?;
        window.settle().await?;
        window.click("button", "Keep one in a folder…").await?;
        window.answer_folder_dialog("The folder for the calendar file", &folder).await?;
        window.see_text("The calendar file is kept up to date from now on.").await?;
        window.see_text("Up to date, with 2 entries.").await?;
        until("the birthday is in the file", says("VALUE=DATE:19861124")).await?;

        // By the worker's round, whichever screen is shown.
        window.go_to("#/today").await?;
        window.call("occasion_edit", json!({ "id": 1, "date": "1986-12-24" })).await?;
        until("the changed birthday is in the file", says("VALUE=DATE:19861224")).await?;

        window.go_to("#/settings/data").await?;
        window.see("radio", "Leave names out").await?;
        window.script("document.querySelector('input[type=radio][value=hide]').focus()", vec![]).await?;
        window.press("Space").await?;
        until("no name is in the file", says("SUMMARY:A date to remember")).await?;

        let away = own.path().join("away");
        std::fs::rename(&folder, &away)?;
        window.go_to("#/settings/history").await?;
        window.go_to("#/settings/data").await?;
        window.see_text("is not there. Once it is again").await?;
        std::fs::rename(&away, &folder)?;
        window.call("occasion_edit", json!({ "id": 1, "date": "1986-01-05" })).await?;
        until("the file is written again", says("VALUE=DATE:19860105")).await?;
        window.see_text("Up to date, with 2 entries.").await?;

        window.click("button", "Stop keeping it…").await?;
        window.see_text("unless you delete it too").await?;
        window.click("button", "Stop").await?;
        window.see_text("stays where it is, and is not kept up to date any more").await?;
        window.see("button", "Keep one in a folder…").await?;
        ensure!(file.is_file(), "the file stays");
        Ok(())
    })
}
