//! Reminders before a real notification daemon, and the window before services that misbehave.

use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use kith_tests::desktop::{Manner, Notifications, TrayHost};
use serde_json::{Value, json};

use crate::harness::{Window, journey, until};

const MORNING: &str = "2026-11-20T09:30:00+01:00[Europe/Paris]";
const AN_HOUR_LATER: &str = "2026-11-20T10:31:00+01:00[Europe/Paris]";

/// dunst, with a script in the place of the menu in which buttons are chosen: it takes the line that `choice` names.
struct Dunst(Child);

impl Dunst {
    fn start(window: &Window) -> Result<Self> {
        let menu = window.home().join("bin/menu");
        let choice = window.home().join("choice");
        std::fs::write(&menu, format!("#!/bin/sh\ngrep -F \"$(cat '{}')\" | head -1\n", choice.display()))?;
        ensure!(Command::new("chmod").arg("755").arg(&menu).status()?.success(), "no menu");
        let settings = window.home().join("dunstrc");
        std::fs::write(&settings, format!("[global]\ndmenu = {}\nidle_threshold = 0\n", menu.display()))?;
        let dunst = window.beside("dunst")?.arg("-conf").arg(&settings).spawn().context("cannot start dunst")?;
        Ok(Self(dunst))
    }
}

impl Drop for Dunst {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// What `dunstctl` answers.
fn dunstctl(window: &Window, words: &[&str]) -> Result<String> {
    let answer = window.beside("dunstctl")?.args(words).stdout(std::process::Stdio::piped()).output()?;
    Ok(String::from_utf8(answer.stdout)?.trim().to_owned())
}

async fn displayed(window: &Window, number: &str) -> Result<()> {
    let shown = || async { Ok((dunstctl(window, &["count", "displayed"])? == number).then_some(())) };
    until(&format!("{number} reminders are shown"), shown).await
}

/// Presses a button of the one reminder that is shown.
async fn press(window: &Window, label: &str) -> Result<()> {
    std::fs::write(window.home().join("choice"), label)?;
    dunstctl(window, &["context"])?;
    Ok(())
}

#[test]
fn reminders_and_the_tray_speak_german() -> Result<()> {
    journey("german reminders", &["--now", MORNING], async |window| {
        window.see("button", "Choose a file").await?;
        let tray = TrayHost::start(window.bus());
        let mut service = Notifications::absent(window.bus());
        service.appear(Manner::Prompt);
        window.call("settings_set", json!({ "welcomed": true, "language": "de" })).await?;
        window.call("contact_add", json!({ "name": "Dana Moreau", "every": "1w" })).await?;
        let shown = || async { Ok(service.seen().shown.first().cloned()) };
        let said = until("a reminder comes", shown).await?;
        ensure!(said == "Dana Moreau ist heute zuerst dran", "{said}");
        ensure!(service.seen().buttons == ["Öffnen", "Festhalten", "Öffnen", "In einer Stunde"]);
        let lines = || tray.menu().into_iter().map(|(_, line)| line).collect::<Vec<_>>();
        let german = ["1 Person wartet", "Gespräch festhalten", "Kith öffnen", "Beenden"];
        let is_said = || async { Ok(german.iter().all(|line| lines().contains(&(*line).to_owned())).then_some(())) };
        until("the tray speaks German", is_said).await
    })
}

fn remind(window: &Window) -> Result<Value> {
    let mut command = window.beside(env!("CARGO_BIN_EXE_kith-in-tests"))?;
    command.arg("--data").arg(window.folder()).args(["--now", MORNING, "--json", "remind"]);
    let answer = command.stdout(std::process::Stdio::piped()).output()?;
    Ok(serde_json::from_slice(&answer.stdout)?)
}

#[test]
fn the_digest_arrives_once_and_its_buttons_work() -> Result<()> {
    journey("digest", &["--now", MORNING], async |window| {
        window.see("button", "Choose a file").await?;
        let dunst = Dunst::start(window)?;
        let is_up = || async { Ok((dunstctl(window, &["count", "displayed"])? == "0").then_some(())) };
        until("dunst is there", is_up).await?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        window.call("contact_add", json!({ "name": "Dana Moreau", "every": "1w" })).await?;
        displayed(window, "1").await?;
        ensure!(remind(window)?["shown"] == json!([]), "the terminal knows what the window has told");
        press(window, "Log").await?;
        window.see("dialog", "What happened?").await?;
        window.see_text("Dana Moreau").await?;
        displayed(window, "0").await?;
        window.close_by_hand().await?;
        window.start().await?;
        window.see_text("Dana Moreau").await?;
        ensure!(remind(window)?["shown"] == json!([]), "not once more after a restart");
        ensure!(dunstctl(window, &["count", "displayed"])? == "0", "not once more after a restart");
        drop(dunst);
        Ok(())
    })
}

#[test]
fn a_reminder_comes_again_in_an_hour_and_opens_today() -> Result<()> {
    journey("again", &["--now", MORNING], async |window| {
        window.see("button", "Choose a file").await?;
        let _dunst = Dunst::start(window)?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        window.call("contact_add", json!({ "name": "Dana Moreau", "every": "1w" })).await?;
        displayed(window, "1").await?;
        press(window, "In an hour").await?;
        displayed(window, "0").await?;
        window.close_by_hand().await?;
        window.with_options(&["--now", AN_HOUR_LATER]);
        window.start().await?;
        displayed(window, "1").await?;
        window.go_to("#/settings").await?;
        dunstctl(window, &["action", "0"])?;
        let today = || async { Ok((window.script("return location.hash", vec![]).await? == "#/today").then_some(())) };
        until("Today is shown", today).await
    })
}

#[test]
fn a_planned_talk_is_asked_about_and_answered_from_the_reminder_or_by_key() -> Result<()> {
    journey("planned", &["--now", MORNING], async |window| {
        window.see("button", "Choose a file").await?;
        let _dunst = Dunst::start(window)?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        for (name, start) in [("Dana Moreau", "09:50"), ("Rohan Mehta", "09:55"), ("Amara Okafor", "10:00")] {
            window.call("contact_add", json!({ "name": name })).await?;
            let start = format!("2026-11-20T{start}:00+01:00");
            window.call("conversation_log", json!({ "people": [name], "start": start, "minutes": 15 })).await?;
        }
        window.close_by_hand().await?;
        window.with_options(&["--now", AN_HOUR_LATER]);
        window.start().await?;
        window.see("heading", "Did it happen?").await?;
        displayed(window, "3").await?;
        press(window, "It happened").await?;
        asked_about(window, 2).await?;
        window.press("D").await?;
        window.see_text("Confirmed: Conversation with").await?;
        asked_about(window, 1).await?;
        // What was said goes into the conversation that was planned.
        window.press("L").await?;
        window.see("dialog", "").await?;
        window.press("Escape").await?;
        window.click("button", "It did not").await?;
        window.see_no("heading", "Did it happen?").await?;
        window.press("Ctrl+Z").await?;
        asked_about(window, 1).await
    })
}

/// Waits until Today asks about so many planned conversations.
async fn asked_about(window: &Window, number: u64) -> Result<()> {
    let asked = || async {
        let shown = window.script("return document.querySelectorAll('[id^=planned-]').length", vec![]).await?;
        Ok((shown == number).then_some(()))
    };
    until(&format!("{number} planned conversations are asked about"), asked).await
}

#[test]
fn quiet_hours_are_set_by_keys_and_what_is_due_in_them_comes_when_they_end() -> Result<()> {
    journey("quiet", &["--now", MORNING], async |window| {
        window.see("button", "Choose a file").await?;
        let _dunst = Dunst::start(window)?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        window.go_to("#/settings/reminders").await?;
        window.see("group", "Quiet hours").await?;
        let focus = "[...document.querySelectorAll('legend')].find((legend) => legend.textContent === 'Quiet hours')
            .parentElement.querySelector('input:checked').focus()";
        window.script(focus, vec![]).await?;
        window.press("Up").await?;
        window.see("combobox", "Quiet hours end at: 07:00").await?;
        // To the beginning, to the end; the first hour with a 1.
        for key in ["Tab", "Tab", "Enter", "1", "Enter"] {
            window.press(key).await?;
            window.settle().await?;
        }
        window.see("combobox", "Quiet hours end at: 10:00").await?;
        window.call("contact_add", json!({ "name": "Dana Moreau", "every": "1w" })).await?;
        ensure!(remind(window)?["shown"] == json!([]), "half past nine is quiet");
        window.close_by_hand().await?;
        ensure!(dunstctl(window, &["count", "displayed"])? == "0", "and the window tells nothing either");
        window.with_options(&["--now", AN_HOUR_LATER]);
        window.start().await?;
        displayed(window, "1").await
    })
}

/// Counts the longest time between two pictures from now on.
const WATCH: &str = "window.__longest = 0; let last = performance.now();
    const look = () => { const now = performance.now(); window.__longest = Math.max(window.__longest, now - last);
    last = now; setTimeout(look, 5); }; look();";

#[test]
fn no_notification_service_stalls_the_window() -> Result<()> {
    journey("services", &["--now", MORNING], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        let mut service = Notifications::absent(window.bus());
        // The machine's own measure first: a change with nothing to tell.
        let manners = [
            ("nothing due", None),
            ("absent", None),
            ("hanging", Some(Manner::Hanging)),
            ("slow", Some(Manner::Slow(Duration::from_secs(10)))),
            ("failing", Some(Manner::Failing)),
            ("restarting", Some(Manner::Prompt)),
        ];
        for (number, (name, manner)) in manners.into_iter().enumerate() {
            service.die();
            if let Some(manner) = manner {
                service.appear(manner);
            }
            window.script(WATCH, vec![]).await?;
            let mut slowest = Duration::ZERO;
            let birthday = if number == 0 { "1986-05-20" } else { "1986-11-20" };
            let contact = json!({ "name": format!("Number {number}"), "birthday": birthday });
            window.call("contact_add", contact).await?;
            for round in 0..20 {
                match name {
                    "restarting" if round % 2 == 0 => service.die(),
                    "restarting" => service.appear(Manner::Prompt),
                    _ => {}
                }
                let begun = std::time::Instant::now();
                window.call("status", json!({})).await?;
                slowest = slowest.max(begun.elapsed());
                window.settle().await?;
            }
            let longest = window.script("return window.__longest", vec![]).await?;
            println!("{name}: the longest time without an event was {longest} ms, the slowest answer {slowest:?}");
        }
        service.die();
        service.appear(Manner::Prompt);
        let shown = || async { Ok((service.seen().shown.len() >= 5).then_some(())) };
        until("all are shown", shown).await?;
        let mut shown = service.seen().shown.clone();
        shown.sort();
        let expected: Vec<String> = (1..6).map(|number| format!("Number {number} turns 40")).collect();
        ensure!(shown == expected, "each once: {shown:?}");
        Ok(())
    })
}
