//! What nobody else gets to see: the program runs without a network, and what people are told stays out of logs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::background::{Running, ask, keys, story, window_is};
use crate::harness::{NOW, Window};

/// Words that are in no program, file name or path.
const PLANTED: usize = 50;

#[test]
fn without_a_network_everything_works_and_no_internet_socket_is_there() -> Result<()> {
    // A namespace of its own, in which every internet socket would be Kith's.
    let apart = ["--net", "--map-root-user", "--"];
    if !Command::new("unshare").args(apart).arg("true").stderr(Stdio::null()).status()?.success() {
        eprintln!("skipped: this system lets nobody make a network namespace");
        return Ok(());
    }
    story(&["--now", NOW], async |window| {
        let program = window.another(&[])?;
        let mut command = window.beside("unshare")?;
        command.args(apart).arg(program.get_program()).args(program.get_args());
        let kith = Running::of(command)?;
        window_is(window, true).await?;
        ask(window, "add", json!("Dana Moreau"))?;
        search_by_hand(window, "dana")?;
        for _ in 0..20 {
            ensure!(internet_sockets(kith.id())?.is_empty(), "{:?}", internet_sockets(kith.id())?);
            keys(window, &["sleep", "0.1"])?;
        }
        Ok(())
    })
}

#[test]
fn no_word_of_anybodys_is_in_a_log_a_command_line_or_a_report() -> Result<()> {
    story(&["--now", NOW], async |window| {
        let words: Vec<String> = (0..PLANTED).map(|n| format!("zq{}xw", spelled(n))).collect();
        let archive = window.home().join("life.json");
        fs::write(&archive, life_of(&words).to_string())?;
        // What is no vCard at all, and says so: errors must not tell either.
        let broken = window.home().join("broken.vcf");
        fs::write(&broken, format!("BEGIN:VCARD\r\nFN:{}\r\nBDAY:{}\r\nTEL\r\n", words[0], words[1]))?;
        let said = window.home().join("said.txt");
        let mut command = window.another(&[])?;
        let out = fs::File::create(&said)?;
        command.env("KITH_LOG", "trace").stdout(out.try_clone()?).stderr(out);
        let mut kith = Running::of(command)?;
        window_is(window, true).await?;
        ask(window, "today", json!(null))?;
        let mut seen = BTreeSet::new();
        for file in [&archive, &broken] {
            let mut terminal = window.beside(env!("CARGO_BIN_EXE_kith-in-tests"))?;
            terminal.arg("--data").arg(window.folder()).args(["--now", NOW, "import"]).arg(file).status()?;
            command_lines(kith.id(), &mut seen)?;
        }
        for word in &words[..4] {
            search_by_hand(window, word)?;
            keys(window, &["key", "Return", "sleep", "0.5", "key", "ctrl+z", "sleep", "0.3"])?;
            command_lines(kith.id(), &mut seen)?;
        }
        let mut report = window.beside(env!("CARGO_BIN_EXE_kith-in-tests"))?;
        let report = report.arg("--data").arg(window.folder()).args(["report"]).stdout(Stdio::piped()).output()?;
        ensure!(report.status.success(), "there is a report");
        kith.told("-TERM")?;
        kith.gone().await?;
        let mut told = vec![("the report", String::from_utf8_lossy(&report.stdout).into_owned())];
        told.push(("what the program says", fs::read_to_string(&said)?));
        for entry in fs::read_dir(window.folder().join("logs"))? {
            told.push(("the log", fs::read_to_string(entry?.path())?));
        }
        ensure!(
            told.iter().any(|(what, text)| *what == "the log" && text.contains("DEBUG")),
            "the log tells everything"
        );
        told.push(("a command line", seen.into_iter().collect::<Vec<_>>().join("\n")));
        for (place, text) in &told {
            let found: Vec<&str> = text.lines().filter(|line| words.iter().any(|word| line.contains(word))).collect();
            ensure!(found.is_empty(), "{place} tells: {found:?}");
        }
        Ok(())
    })
}

/// Types into the window's search field.
fn search_by_hand(window: &Window, text: &str) -> Result<()> {
    keys(window, &["search", "--onlyvisible", "--name", "Kith", "windowfocus", "--sync", "sleep", "1"])?;
    keys(window, &["key", "ctrl+k", "sleep", "0.2", "type", "--delay", "15", text])?;
    keys(window, &["sleep", "1"])
}

/// A process and everything it started.
fn family(first: u32) -> Result<Vec<u32>> {
    let mut family = vec![first];
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // One may be gone by now.
        let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
        let parent = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1)?.parse::<u32>().ok());
        parents.extend(parent.map(|parent| (pid, parent)));
    }
    let mut at = 0;
    while let Some(&parent) = family.get(at) {
        family.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(pid, _)| *pid));
        at += 1;
    }
    Ok(family)
}

/// Adds what the processes were started with.
fn command_lines(first: u32, seen: &mut BTreeSet<String>) -> Result<()> {
    for pid in family(first)? {
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        seen.insert(String::from_utf8_lossy(&line).replace('\0', " "));
    }
    Ok(())
}

/// The internet sockets in the network namespace of a process's family.
fn internet_sockets(first: u32) -> Result<Vec<String>> {
    let inside = family(first)?.into_iter().last().context("the program is not running")?;
    let mut sockets = Vec::new();
    for kind in ["tcp", "tcp6", "udp", "udp6", "raw", "raw6"] {
        let file = format!("/proc/{inside}/net/{kind}");
        if Path::new(&file).exists() {
            sockets.extend(fs::read_to_string(&file)?.lines().skip(1).map(|line| format!("{kind} {line}")));
        }
    }
    Ok(sockets)
}

/// A number in letters, so that a word has no digits that could be elsewhere.
fn spelled(number: usize) -> String {
    number.to_string().chars().filter_map(|digit| "abcdefghij".chars().nth(digit.to_digit(10)? as usize)).collect()
}

/// People in whose every field a word stands.
fn life_of(words: &[String]) -> serde_json::Value {
    let mut next = words.iter().cycle();
    let mut word = || next.next().cloned().unwrap_or_default();
    let contacts: Vec<_> = (0..10)
        .map(|n| {
            json!({
                "uid": format!("p{n}"), "name": word(), "kind": "person", "nicknames": [word()], "org": word(),
                "title": word(), "about": word(), "expectations": word(), "cadence": { "every": 7, "unit": "day" },
                "emails": [{ "value": format!("{}@x.example", word()), "label": "work" }],
                "groups": [word()], "facts": [{ "text": word(), "kind": "personal" }],
                "occasions": [{ "kind": "custom", "date": "--11-25", "label": word() }],
            })
        })
        .collect();
    let conversations: Vec<_> = (0..10)
        .map(|n| {
            json!({
                "uid": format!("c{n}"), "start": "2026-08-01T15:20:00+02:00", "minutes": 20, "channel": "call",
                "people": [format!("p{n}")], "place": word(), "note": word(), "tags": [word()],
            })
        })
        .collect();
    json!({
        "kith_archive": 1, "exported_at": "2026-11-21T09:00:00Z", "contacts": contacts, "conversations": conversations,
        "follow_ups": [], "feedback": [], "groups": [], "settings": {},
    })
}
