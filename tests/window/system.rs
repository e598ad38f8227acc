//! What Kith asks of the desktop itself: a key that is heard everywhere, a start with the system, and files dropped on it.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::background::{Running, keys, story};
use crate::harness::{NOW, Window, example, journey, until};

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

/// What runs a person's timers, where it is installed.
const MANAGER: &str = "/lib/systemd/systemd";

/// The program in a world that systemd started, as it and Kith look for: a container may have another one.
fn in_systemd(window: &Window, program: &Path) -> Result<PathBuf> {
    let name = program.file_name().context("a program has a name")?.to_string_lossy().into_owned();
    let file = window.home().join("bin").join(format!("{name}-in-systemd"));
    // What is in the story's bin stands where systemd looks for programs, as after an installation.
    let shell = format!(
        "#!/bin/sh\nexec unshare --mount --map-current-user --keep-caps sh -c \
         'mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system && mount --bind '{}' /usr/local/bin && exec \"$@\"' \
         - '{}' \"$@\"\n",
        window.home().join("bin").display(),
        program.display()
    );
    std::fs::write(&file, shell)?;
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755))?;
    Ok(file)
}

/// What `systemctl --user` says to these words.
fn systemctl(window: &Window, words: &[&str]) -> Result<String> {
    let done = window.beside("systemctl")?.arg("--user").args(words).stdout(Stdio::piped()).output()?;
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

#[test]
fn the_timer_that_is_offered_is_run_by_systemd_and_can_be_taken_back() -> Result<()> {
    if !Path::new(MANAGER).is_file() {
        println!("skipped: there is no {MANAGER}");
        return Ok(());
    }
    story(&["--now", NOW], async |window| {
        let mut manager = window.beside(in_systemd(window, Path::new(MANAGER))?)?;
        let mut manager = Running::of({
            manager.arg("--user");
            manager
        })?;
        let there = std::cell::RefCell::new(&mut manager);
        let answers = || async {
            let runs = systemctl(window, &["show", "--property=SystemState"])?.trim() == "SystemState=running";
            Ok((runs || !there.borrow_mut().is_there()?).then_some(runs))
        };
        if !until("systemd runs, or says why not", answers).await? {
            println!("skipped: systemd cannot run timers here");
            return Ok(());
        }
        // The terminal as it is installed: found by its name.
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_kith-in-tests"), window.home().join("bin/kith"))?;
        window.with_program(in_systemd(window, &window.program())?);
        window.start().await?;
        window.see("button", "Choose a file").await?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        window.go_to("#/settings/reminders").await?;
        window.click("button", "Set the timer up…").await?;
        window.click("button", "Write and switch on").await?;
        window.see_text("The timer is set up.").await?;
        let unit = ["show", "kith-remind.timer", "--property=ActiveState,NextElapseUSecRealtime"];
        let waits = systemctl(window, &unit)?;
        let lines: Vec<&str> = waits.lines().collect();
        ensure!(lines.contains(&"ActiveState=active") && !lines.contains(&"NextElapseUSecRealtime="), "{waits}");
        // What it starts every five minutes, at once.
        systemctl(window, &["start", "kith-remind.service"])?;
        let round =
            systemctl(window, &["show", "kith-remind.service", "--property=Result,ExecMainStatus,InvocationID"])?;
        let lines: Vec<&str> = round.lines().collect();
        ensure!(lines.contains(&"Result=success") && lines.contains(&"ExecMainStatus=0"), "{round}");
        ensure!(!lines.contains(&"InvocationID="), "it ran: {round}");
        window.click("button", "Remove the timer").await?;
        window.see("button", "Set the timer up…").await?;
        let gone = systemctl(window, &unit)?;
        ensure!(gone.contains("ActiveState=inactive"), "{gone}");
        ensure!(!window.home().join("config/systemd/user/kith-remind.timer").exists(), "its file is gone");
        window.close().await;
        Ok(())
    })
}

#[test]
fn a_contact_file_dropped_on_the_window_is_shown_and_brought_in() -> Result<()> {
    journey("drop", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        window.go_to("#/people").await?;
        window.see("heading", "People").await?;
        let file = window.home().join("Käthe & co.vcf");
        std::fs::write(&file, "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Käthe Brandt\r\nEND:VCARD\r\n")?;
        let mut shelf = drop_on_the_window(window, &file).await?;
        window.see("dialog", "Bring your contacts").await?;
        ensure!(shelf.is_there()?, "it was dragged from another program");
        window.see_text("Käthe Brandt").await?;
        window.click("button", "Bring them in").await?;
        window.see("heading", "They are here").await.map(drop)
    })
}

#[test]
fn a_text_dropped_on_the_window_is_read_and_shows_who_would_want_it() -> Result<()> {
    journey("drop-text", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        window.call("contact_add", json!({ "name": "Käthe Brandt" })).await?;
        window.call("fact_add", json!({ "who": "Käthe", "kind": "likes", "text": "keeping bees" })).await?;
        window.go_to("#/people").await?;
        window.see("heading", "1 person").await?;
        let file = window.home().join("Bees & honey.md");
        std::fs::write(&file, "# Bees in spring\n\nWhat a keeper does first.")?;
        let _shelf = drop_on_the_window(window, &file).await?;
        window.see("heading", "1 person would want this").await?;
        window.see_text("Käthe Brandt").await?;
        window.see_text("“Bees in spring”").await
    })
}

/// Drags a file from another program, which stands beside the window as a file manager does, and drops it.
async fn drop_on_the_window(window: &Window, file: &Path) -> Result<Running> {
    // The window is made room for.
    window.beside("wmctrl")?.args(["-r", "Kith", "-e", "0,200,0,1000,760"]).status()?;
    let shelf = Running::of({
        let mut command = window.beside(example("file-to-drag")?)?;
        command.arg(file);
        command
    })?;
    keys(window, &["search", "--sync", "--onlyvisible", "--name", "A file to drag"])?;
    let to = |x: &'static str, y: &'static str| ["mousemove", x, y, "sleep", "0.1"];
    let taken = [["mousemove", "60", "30"].as_slice(), &["mousedown", "1"], &to("70", "40"), &to("120", "50")];
    keys(window, &taken.concat())?;
    let over = || async {
        keys(window, &[to("600", "300"), to("620", "320")].concat())?;
        let said = window.text().await?.contains("Drop a vCard file to bring your contacts, a text to see");
        Ok(said.then_some(()))
    };
    until("the window says what it takes", over).await?;
    keys(window, &["mouseup", "1"])?;
    Ok(shelf)
}
