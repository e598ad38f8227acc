//! Reminders before notification services that are absent, hang, are slow, fail or restart, and between processes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::process::{Child, Command, Stdio};

use kith_tests::desktop::{Bus, Manner, Notifications};
use kith_tests::{Ran, Terminal, ended};

fn in_a_session(story: &str) {
    let bus = Bus::start();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kith-in-session"));
    command.env("LC_ALL", "C.UTF-8").env_remove("LANGUAGE");
    command.arg(story).env("DBUS_SESSION_BUS_ADDRESS", &bus.address).stdout(Stdio::piped()).stderr(Stdio::piped());
    let ran = ended(command.spawn().unwrap());
    println!("{}", ran.out);
    assert_eq!(ran.code, 0, "{story}: {}", ran.err);
}

#[test]
fn an_absent_service_loses_nothing_and_is_tried_when_it_appears() {
    in_a_session("absent");
}

#[test]
fn a_hanging_service_stalls_nothing_and_loses_nothing() {
    in_a_session("hanging");
}

#[test]
fn a_service_that_is_ten_seconds_slow_shows_everything_once() {
    in_a_session("slow");
}

#[test]
fn a_failing_service_is_tried_again_until_it_shows() {
    in_a_session("failing");
}

#[test]
fn a_service_that_keeps_restarting_loses_nothing() {
    in_a_session("restarting");
}

fn kith() -> Terminal {
    Terminal::new(env!("CARGO_BIN_EXE_kith-in-tests"))
}

fn remind(terminal: &Terminal, address: &str) -> Child {
    let mut command = terminal.command();
    command.args(["--json", "remind"]).env("DBUS_SESSION_BUS_ADDRESS", address);
    command.spawn().unwrap()
}

#[test]
fn many_at_once_tell_it_once() {
    let bus = Bus::start();
    let mut service = Notifications::absent(&bus.address);
    service.appear(Manner::Prompt);
    let mut terminal = kith();
    terminal.json(&["add", "Dana Moreau", "--every", "1w", "--birthday", "1986-11-28"]);
    terminal.at("2026-11-21T11:00:00+01:00[Europe/Paris]");
    let children: Vec<Child> = (0..8).map(|_| remind(&terminal, &bus.address)).collect();
    let ran: Vec<Ran> = children.into_iter().map(ended).collect();
    assert!(ran.iter().all(|ran| ran.code == 0 || ran.code == 5), "{ran:?}");
    let told: usize =
        ran.iter().filter(|ran| ran.code == 0).map(|ran| ran.json()["shown"].as_array().unwrap().len()).sum();
    assert_eq!(told, 2);
    assert_eq!(service.seen().shown, ["Dana Moreau is first today", "Dana Moreau turns 40"]);
}

#[test]
fn asleep_for_three_days_one_summary_comes() {
    let bus = Bus::start();
    let mut service = Notifications::absent(&bus.address);
    service.appear(Manner::Prompt);
    let mut terminal = kith();
    terminal.json(&["add", "Dana Moreau", "--every", "1w", "--birthday", "1986-11-23"]);
    ended(remind(&terminal, &bus.address));
    terminal.at("2026-11-24T10:00:00+01:00[Europe/Paris]");
    ended(remind(&terminal, &bus.address));
    ended(remind(&terminal, &bus.address));
    assert_eq!(service.seen().shown, ["Dana Moreau is first today", "While you were away"]);
}

#[test]
fn without_a_desktop_reminders_are_printed_once() {
    let terminal = kith();
    terminal.json(&["add", "Dana Moreau", "--every", "1w"]);
    let none = format!("unix:path={}", terminal.beside("no-bus").display());
    let ran = ended(terminal.command().arg("remind").env("DBUS_SESSION_BUS_ADDRESS", &none).spawn().unwrap());
    assert_eq!(ran.out, "Dana Moreau is first today\n  Due today, rhythm 7.\n");
    let again = ended(remind(&terminal, &none)).json();
    assert_eq!((again["shown"].as_array().unwrap().len(), &again["waiting"]), (0, &serde_json::json!(0)));
}

#[test]
fn a_desktop_without_a_service_leaves_what_is_due_waiting() {
    let bus = Bus::start();
    let terminal = kith();
    terminal.json(&["add", "Dana Moreau", "--every", "1w"]);
    let told = ended(remind(&terminal, &bus.address)).json();
    assert_eq!((told["shown"].as_array().unwrap().len(), &told["waiting"]), (0, &serde_json::json!(1)));
}
