//! What Kith asks of the desktop itself: a key that is heard everywhere, and a start with the system.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::background::{Running, keys};
use crate::harness::{NOW, Window, journey, until};

/// Chooses a segment by the words of its row.
async fn choose(window: &Window, row: &str, choice: &str) -> Result<()> {
    let find = format!(
        "const legends = [...document.querySelectorAll('legend')].filter((e) => e.textContent === '{row}');
         const labels = legends.flatMap((e) => [...e.closest('fieldset').querySelectorAll('label')]);
         const label = labels.find((e) => e.textContent.trim() === '{choice}');
         label?.querySelector('input').click();
         return label ? true : null;"
    );
    until(&format!("“{row}” has “{choice}”"), || async { Ok(window.script(&find, vec![]).await?.as_bool()) }).await?;
    Ok(())
}

#[test]
fn a_key_opens_the_log_while_another_program_has_the_keyboard() -> Result<()> {
    journey("key", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        let elsewhere = || keys(window, &["search", "--onlyvisible", "--name", "Kith", "windowminimize", "--sync"]);
        elsewhere()?;
        keys(window, &["key", "ctrl+alt+l"])?;
        window.go_to("#/settings/reminders").await?;
        window.see_no("dialog", "What happened?").await.context("nobody asked for the key yet")?;
        choose(window, "Log from anywhere", "On").await?;
        elsewhere()?;
        // Nobody says when the key is heard: so it is pressed until it is.
        let opened = || async {
            keys(window, &["key", "ctrl+alt+l"])?;
            Ok(window.find("dialog", "What happened?").await?.map(drop))
        };
        until("the key opens the log", opened).await
    })
}

#[test]
fn starting_with_the_system_starts_hidden_and_can_be_taken_back() -> Result<()> {
    journey("autostart", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        window.go_to("#/settings/reminders").await?;
        let folder = window.home().join(".config/autostart");
        let entry = || -> Result<Option<String>> {
            let Ok(mut files) = std::fs::read_dir(&folder) else { return Ok(None) };
            let Some(file) = files.next() else { return Ok(None) };
            Ok(Some(std::fs::read_to_string(file?.path())?))
        };
        choose(window, "Start with the system", "On").await?;
        let written = until("an entry is written", || async { entry() }).await?;
        let line = written.lines().find_map(|line| line.strip_prefix("Exec=")).context("no command")?.to_owned();
        ensure!(line.ends_with("--hidden"), "{line}");
        // What the desktop would run is this program: it opens its own folder and shows nothing.
        let mut words = line.split_whitespace();
        let mut command = window.beside(words.next().context("no program")?)?;
        command.args(words);
        let mut hidden = Running::of(command)?;
        let opened = || async { Ok(window.home().join("data/kith/kith.db").exists().then_some(())) };
        until("it opens its folder", opened).await?;
        ensure!(hidden.is_there()?, "it stays");
        hidden.told("-TERM")?;
        hidden.gone().await?;
        choose(window, "Start with the system", "Off").await?;
        until("the entry is gone", || async { Ok(entry()?.is_none().then_some(())) }).await
    })
}
