//! How the window begins and ends.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::harness::{NOW, journey, until};

#[test]
fn an_empty_folder_opens_into_three_choices() -> Result<()> {
    journey("empty", &["--now", NOW], async |window| {
        for choice in ["Choose a file", "Add", "Open the demo"] {
            window.see("button", choice).await?;
        }
        let status = window.call("status", json!({})).await?;
        ensure!(status["contacts"] == 0 && status["civil_day"] == "2026-11-21", "{status}");
        Ok(())
    })
}

#[test]
fn the_letters_are_the_apps_own() -> Result<()> {
    journey("letters", &[], async |window| {
        window.see("button", "Choose a file").await?;
        window.settle().await?;
        let script = "return [...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family).join()";
        let loaded = window.script(script, vec![]).await?;
        let loaded = loaded.as_str().unwrap_or_default();
        ensure!(loaded.contains("Inter") && loaded.contains("Source Serif"), "loaded: {loaded}");
        Ok(())
    })
}

#[test]
fn the_page_can_neither_reach_the_network_nor_run_what_was_typed() -> Result<()> {
    journey("policy", &[], async |window| {
        window.see("button", "Choose a file").await?;
        let script = "const done = arguments[0];
            const refused = [];
            addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
            const picture = new Image();
            picture.src = 'https://kith.example/x.png';
            const code = document.createElement('script');
            code.textContent = 'window.ran = true';
            document.body.append(code);
            fetch('https://kith.example/').catch(() => null)
                .then(() => setTimeout(() => done([refused.join(), window.ran === true]), 100));";
        let answer = window.client()?.execute_async(script, vec![]).await?;
        let refused = answer[0].as_str().unwrap_or_default();
        for directive in ["img-src", "connect-src", "script-src"] {
            ensure!(refused.contains(directive), "{directive} is not refused: {answer}");
        }
        ensure!(answer[1] == false, "an inline script ran");
        Ok(())
    })
}

#[test]
fn a_folder_that_cannot_be_opened_is_explained_in_the_window() -> Result<()> {
    journey("damaged", &[], async |window| {
        window.see("button", "Choose a file").await?;
        window.close_by_hand().await?;
        let database = window.folder().join("kith.db");
        std::fs::write(&database, vec![7; 64 * 1024])?;
        for beside in ["kith.db-wal", "kith.db-shm"] {
            let _ = std::fs::remove_file(window.folder().join(beside));
        }
        window.start().await?;
        window.see_text("damaged").await?;
        window.see("button", "Try again").await?;
        ensure!(std::fs::read(&database)?.iter().all(|byte| *byte == 7), "the damaged database was touched");
        Ok(())
    })
}

#[test]
fn a_database_of_a_newer_version_is_refused_untouched() -> Result<()> {
    journey("newer", &[], async |window| {
        window.see("button", "Choose a file").await?;
        window.close_by_hand().await?;
        let database = window.folder().join("kith.db");
        let mut bytes = std::fs::read(&database)?;
        // Where SQLite keeps `user_version`, the format's number.
        bytes[60..64].copy_from_slice(&999_u32.to_be_bytes());
        std::fs::write(&database, &bytes)?;
        window.start().await?;
        window.see_text("newer version of Kith").await?;
        ensure!(std::fs::read(&database)? == bytes, "the newer database was touched");
        Ok(())
    })
}

#[test]
fn a_folder_that_is_busy_opens_by_itself_when_it_is_let_go() -> Result<()> {
    journey("busy", &[], async |window| {
        window.see("button", "Choose a file").await?;
        window.close_by_hand().await?;
        let lock = std::fs::File::open(window.folder().join("kith.lock"))?;
        lock.lock()?;
        window.start().await?;
        window.see_text("Another Kith is using").await?;
        lock.unlock()?;
        window.see("button", "Choose a file").await?;
        Ok(())
    })
}

#[test]
fn closing_the_window_leaves_no_log_to_be_replayed() -> Result<()> {
    journey("close", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("contact_add", json!({ "name": "Dana Moreau" })).await?;
        window.close_by_hand().await?;
        let beside = window.folder().join("kith.db-wal");
        ensure!(!beside.exists(), "{} is still there", beside.display());
        let log = window.log()?;
        ensure!(log.contains("closed") && !log.contains("Dana"), "{log}");
        Ok(())
    })
}

#[test]
fn what_the_screens_show_follows_a_change_from_elsewhere() -> Result<()> {
    journey("changes", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("settings_set", json!({ "theme": "dark" })).await?;
        let dark = || async {
            let paper = window.script("return getComputedStyle(document.body).backgroundColor", vec![]).await?;
            Ok((paper == "rgb(23, 22, 19)").then_some(()))
        };
        until("the paper is dark", dark).await
    })
}
