//! The calendar, out: as a file once, on standard output, and kept up to date by `kith remind`.

use kith_tests::Terminal;
use serde_json::json;

use crate::kith;

/// Dana with a birthday, a promise and a call that is planned.
fn with_dana() -> Terminal {
    let kith = kith();
    kith.json(&["add", "Dana Moreau", "--birthday", "1986-11-24"]);
    kith.json(&["followup", "Dana", "send the drawings; both", "--due", "2026-11-27"]);
    kith.json(&["log", "About the fair.", "--with", "Dana", "--at", "2026-11-23T15:00:00+01:00", "--channel", "call"]);
    kith
}

fn sequence(text: &str, summary: &str) -> i64 {
    let entry = text.split("BEGIN:V").find(|entry| entry.contains(summary)).unwrap();
    entry.lines().find_map(|line| line.strip_prefix("SEQUENCE:")).unwrap().parse().unwrap()
}

#[test]
fn the_calendar_goes_to_a_file_or_to_another_program() {
    let kith = with_dana();
    let report = kith.json(&["export", "ics", "out.ics"]);
    assert_eq!(report["counts"], json!({ "routine": 1, "occasions": 1, "follow_ups": 1, "conversations": 1 }));
    let written = std::fs::read(kith.beside("out.ics")).unwrap();
    let ran = kith.run(&["export", "ics", "-"]);
    assert_eq!((ran.code, ran.out.as_bytes()), (0, written.as_slice()), "byte for byte: {ran:?}");
    assert_eq!(kith.json(&["export", "ics", "-"])["text"], ran.out);
    for said in [
        "SUMMARY:Dana Moreau’s birthday\r\n",
        "SUMMARY:Dana Moreau: send the drawings\\; both\r\n",
        "SUMMARY:Call with Dana Moreau\r\n",
        "SUMMARY:Time to reach out\r\n",
    ] {
        assert!(ran.out.contains(said), "{said:?} is not in {}", ran.out);
    }
    assert!(!ran.out.contains("About the fair"), "notes stay in Kith");
    assert_eq!(kith.fails(4, &["export", "ics", "out.ics"])["code"], "conflict", "no file is written over unasked");
}

#[test]
fn the_file_is_kept_up_to_date_by_the_timers_rounds() {
    let mut kith = with_dana();
    let folder = kith.beside("calendars");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("kith.ics");
    let text = || std::fs::read_to_string(&file).unwrap();
    assert_eq!(kith.says(&["calendar"]), "No calendar file is kept.\n");
    let said = kith.says(&["calendar", "calendars"]);
    assert_eq!(said, format!("{} is kept up to date: 4 entries.\n", file.display()));

    let first = text();
    let written = |kith: &Terminal| kith.json(&["remind"])["calendar"]["written"].clone();
    assert_eq!(written(&kith), false, "nothing changed");
    kith.at("2026-11-22T10:00:00+01:00[Europe/Paris]");
    kith.json(&["edit", "occasion", "1", "--date", "1986-12-24"]);
    assert_eq!(text(), first, "the terminal alone writes at its round");
    assert_eq!(written(&kith), true);
    assert!(text().contains("DTSTART;VALUE=DATE:19861224"));
    assert!(sequence(&text(), "birthday") > sequence(&first, "birthday"), "a program takes it for newer");
    assert_eq!(sequence(&text(), "drawings"), sequence(&first, "drawings"), "and the rest for what it has");
    kith.at("2026-11-24T10:00:00+01:00[Europe/Paris]");
    assert_eq!(written(&kith), true, "the call’s day is over");
    assert!(!text().contains("Call with"));

    kith.says(&["calendar", "--names", "hide"]);
    assert!(!text().contains("Dana") && text().contains("SUMMARY:A date to remember"));
}

#[test]
fn a_folder_that_is_gone_is_told_and_reminders_come_all_the_same() {
    let kith = with_dana();
    let folder = kith.beside("calendars");
    std::fs::create_dir(&folder).unwrap();
    kith.json(&["calendar", "calendars"]);
    std::fs::remove_dir_all(&folder).unwrap();
    let told = kith.json(&["remind"]);
    assert!(told["calendar"]["problem"].as_str().unwrap().contains("is not there"), "{told}");
    assert_eq!(told["waiting"], 0);
    let said = kith.says(&["calendar"]);
    assert!(said.contains("is not up to date. The folder"), "{said}");
    std::fs::create_dir(&folder).unwrap();
    assert_eq!(kith.json(&["remind"])["calendar"]["written"], true);
}

#[test]
fn a_file_that_is_kept_no_more_stays_unless_it_is_to_go() {
    let kith = with_dana();
    let folder = kith.beside("calendars");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("kith.ics");
    kith.json(&["calendar", "calendars"]);
    let said = kith.says(&["calendar", "--off"]);
    let stays = format!("{} stays where it is, and is not kept up to date any more.\n", file.display());
    assert_eq!(said, format!("{stays}No calendar file is kept.\n"));
    assert!(file.exists());
    kith.json(&["calendar", "calendars"]);
    assert_eq!(kith.says(&["calendar", "--off", "--remove"]), "No calendar file is kept.\n");
    assert!(!file.exists());
    assert_eq!(kith.fails(4, &["calendar", "--remove"])["field"], "remove");
    assert_eq!(kith.fails(4, &["calendar", "nowhere"])["field"], "folder");
}
