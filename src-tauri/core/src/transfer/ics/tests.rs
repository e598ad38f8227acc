#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use calcard::common::timezone::Tz;
use calcard::icalendar::{ICalendar, ICalendarProperty};
use chrono::NaiveDate;
use serde_json::json;

use super::language;
use crate::occasions::parse_date;
use crate::settings::{Language, LeapDay, Settings};
use crate::testing::TestApp;

/// The calendar, which another program must be able to read.
pub fn calendar(app: &TestApp) -> String {
    let answer = app.call("calendar_text", json!({})).unwrap();
    let text = answer["text"].as_str().unwrap().to_owned();
    ICalendar::parse(&text).unwrap();
    text
}

/// The lines of the one entry in which `line` stands, unfolded; none where there is no such entry.
fn entry(text: &str, line: &str) -> Vec<String> {
    let unfolded = text.replace("\r\n ", "");
    let mut found = Vec::new();
    let mut current = Vec::new();
    for one in unfolded.lines() {
        if ["BEGIN:VEVENT", "BEGIN:VTODO"].contains(&one) {
            current.clear();
        }
        current.push(one.to_owned());
        if ["END:VEVENT", "END:VTODO"].contains(&one) && current.iter().any(|held| held == line) {
            assert!(found.is_empty(), "{line} stands in two entries");
            found = current.clone();
        }
    }
    found
}

/// The same, which must be there and hold each of these lines.
fn holds(text: &str, line: &str, lines: &[&str]) -> Vec<String> {
    let entry = entry(text, line);
    for wanted in lines {
        assert!(entry.iter().any(|held| held == wanted), "{wanted} does not stand with {line}: {entry:#?}\n{text}");
    }
    entry
}

fn value(entry: &[String], name: &str) -> String {
    entry.iter().find_map(|line| line.strip_prefix(&format!("{name}:"))).unwrap().to_owned()
}

/// Dana, with an occasion on that date.
fn with_occasion(date: &str) -> TestApp {
    let app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Dana Moreau" })).unwrap();
    app.call("occasion_add", json!({ "who": "Dana Moreau", "kind": "birthday", "date": date })).unwrap();
    app
}

const BIRTHDAY: &str = "SUMMARY:Dana Moreau’s birthday";

#[test]
fn a_birthday_returns_every_year_and_is_reminded_of_as_kith_reminds_of_it() {
    let app = with_occasion("1986-11-24");
    let lines = [
        "BEGIN:VEVENT",
        "DTSTART;VALUE=DATE:19861124",
        "DTEND;VALUE=DATE:19861125",
        "RRULE:FREQ=YEARLY",
        "DESCRIPTION:Born in 1986",
        "TRANSP:TRANSPARENT",
        // A week before and on the day, at nine.
        "TRIGGER:-P6DT15H",
        "TRIGGER:PT9H",
    ];
    holds(&calendar(&app), BIRTHDAY, &lines);
    // In the night after, where the routine is before the day's end.
    app.call("settings_set", json!({ "routine_time": "01:30" })).unwrap();
    holds(&calendar(&app), BIRTHDAY, &["TRIGGER:-P5DT22H30M", "TRIGGER:P1DT1H30M"]);
}

#[test]
fn a_date_without_a_year_returns_and_a_month_alone_or_of_an_archived_person_does_not() {
    let app = with_occasion("--03-04");
    let entry = holds(&calendar(&app), BIRTHDAY, &["DTSTART;VALUE=DATE:20000304", "RRULE:FREQ=YEARLY"]);
    assert!(!entry.iter().any(|line| line.starts_with("DESCRIPTION:Born")));
    app.call("contacts_bulk", json!({ "ids": [1], "archive": true })).unwrap();
    assert!(entry_is_gone(&calendar(&app), BIRTHDAY));
    for (date, first) in [
        ("--03", None),
        ("0800-03-04", Some("DTSTART;VALUE=DATE:19000304")),
        ("9999-12-31", Some("DTSTART;VALUE=DATE:99991231")),
    ] {
        let text = calendar(&with_occasion(date));
        match first {
            Some(first) => drop(holds(&text, BIRTHDAY, &[first])),
            None => assert!(entry_is_gone(&text, BIRTHDAY), "{text}"),
        }
    }
}

fn entry_is_gone(text: &str, line: &str) -> bool {
    entry(text, line).is_empty()
}

#[test]
fn another_program_sees_an_occasion_on_the_days_on_which_kith_observes_it() {
    for leap_day in [LeapDay::Feb28, LeapDay::Mar1] {
        for date in ["--02-29", "1996-02-29", "1896-02-29", "--02-28", "1987-03-01", "--12-31", "2031-06-15"] {
            let app = with_occasion(date);
            app.call("settings_set", json!({ "leap_day": leap_day, "pace": nobody() })).unwrap();
            let read = ICalendar::parse(calendar(&app)).unwrap();
            let seen = read.expand_dates(Tz::Floating, 60);
            assert!(seen.errors.is_empty(), "{date}: {:?}", seen.errors);
            let mut days: Vec<NaiveDate> = seen.events.iter().map(|event| event.start.date_naive()).collect();
            days.sort();
            assert_eq!(days.len(), 60, "{date} returns");
            let observed = parse_date(date).unwrap();
            let mut day = days[0];
            for seen in days {
                assert_eq!(observed.next(day, leap_day), Some(seen), "{date} {leap_day:?}");
                day = seen.succ_opt().unwrap();
            }
        }
    }
}

/// A week without routine.
fn nobody() -> serde_json::Value {
    json!({ "per_day": { "mon": 0, "tue": 0, "wed": 0, "thu": 0, "fri": 0, "sat": 0, "sun": 0 }, "minutes": 30 })
}

#[test]
fn an_open_promise_is_a_to_do_until_it_is_kept() {
    let app = with_occasion("--03-04");
    let owed = json!({ "who": "Dana Moreau", "text": "send the drawings; both, please", "due": "2026-11-27" });
    let id = app.call("follow_up_add", owed).unwrap()["id"].clone();
    app.call("follow_up_add", json!({ "who": "Dana Moreau", "text": "the keys", "theirs": true })).unwrap();
    let text = calendar(&app);
    let mine = r"SUMMARY:Dana Moreau: send the drawings\; both\, please";
    let lines = ["BEGIN:VTODO", "DUE;VALUE=DATE:20261127", "STATUS:NEEDS-ACTION", "TRIGGER;RELATED=END:PT9H"];
    holds(&text, mine, &lines);
    let theirs = holds(&text, "SUMMARY:Dana Moreau owes you: the keys", &["BEGIN:VTODO"]);
    assert!(!theirs.iter().any(|line| line.starts_with("DUE") || line.contains("ALARM")), "{theirs:?}");
    app.call("follow_up_close", json!({ "id": id, "state": "kept" })).unwrap();
    assert!(entry_is_gone(&calendar(&app), mine));
    app.call("undo", json!({})).unwrap();
    holds(&calendar(&app), mine, &[]);
}

#[test]
fn a_planned_conversation_stands_at_its_instant_until_its_day_is_over() {
    let app = with_occasion("--03-04");
    for name in ["Rohan Mehta", "Inès Roy", "Luc Petit"] {
        app.call("contact_add", json!({ "name": name })).unwrap();
    }
    let everyone = json!(["Dana Moreau", "Rohan Mehta", "Inès Roy", "Luc Petit"]);
    let log = |input| app.call("conversation_log", input).unwrap();
    let place = "Chez Max, Lyon";
    log(
        json!({ "people": ["Dana Moreau", "Rohan Mehta"], "start": "2026-11-23T15:20:00+01:00", "minutes": 75, "channel": "in person", "place": place }),
    );
    log(json!({ "people": everyone, "start": "2026-11-25", "channel": "event" }));
    // What happened, what did not reach them, and what was noted on its own day, are not planned.
    log(json!({ "people": ["Dana Moreau"], "start": "2026-11-21T09:30:00+01:00", "channel": "video" }));
    log(json!({ "people": ["Dana Moreau"], "start": "2026-11-21", "channel": "letter" }));
    log(json!({ "people": ["Dana Moreau"], "start": "2026-11-24T09:30:00+01:00", "channel": "mail", "attempt": true }));
    let meeting = "SUMMARY:Meeting with Dana Moreau and Rohan Mehta";
    let timed = ["DTSTART:20261123T142000Z", "DTEND:20261123T153500Z", r"LOCATION:Chez Max\, Lyon", "TRIGGER:-PT15M"];
    holds(&calendar(&app), meeting, &timed);
    let days = [
        "DTSTART;VALUE=DATE:20261125",
        "DTEND;VALUE=DATE:20261126",
        "TRIGGER:PT9H",
        r"DESCRIPTION:Dana Moreau\, Rohan Mehta\, Inès Roy\, Luc Petit",
    ];
    holds(&calendar(&app), "SUMMARY:Event with Dana Moreau\\, Rohan Mehta and 2 others", &days);
    for said in ["Video call", "Letter", "Mail"] {
        assert!(!calendar(&app).contains(said), "{said} is not planned");
    }
    app.set_clock("2026-11-23T23:59:00+01:00").unwrap();
    holds(&calendar(&app), meeting, &timed);
    app.set_clock("2026-11-24T00:01:00+01:00").unwrap();
    assert!(entry_is_gone(&calendar(&app), meeting));
}

#[test]
fn the_routine_is_at_its_hour_on_the_days_with_a_pace() {
    let app = TestApp::new().unwrap();
    let mut pace = nobody();
    assert!(calendar(&app).contains("BYDAY=MO,TU,WE,TH,FR,SA,SU"));
    pace["per_day"]["mon"] = json!(5);
    pace["per_day"]["thu"] = json!(1);
    app.call("settings_set", json!({ "pace": pace, "routine_time": "08:30" })).unwrap();
    let routine = "SUMMARY:Time to reach out";
    // From the next Monday on: 21 November is a Saturday.
    let lines = ["DTSTART:20261123T083000", "DURATION:PT30M", "RRULE:FREQ=WEEKLY;BYDAY=MO,TH", "TRIGGER:PT0S"];
    holds(&calendar(&app), routine, &lines);
    app.set_clock("2026-12-09T10:00:00+13:00[Pacific/Auckland]").unwrap();
    holds(&calendar(&app), routine, &lines);
    assert!(calendar(&app).contains("\r\nX-WR-TIMEZONE:Pacific/Auckland\r\n"));
    // At half past one, Monday's routine is in the night to Tuesday; in UTC it is still Tuesday, the eighth.
    app.call("settings_set", json!({ "routine_time": "01:30" })).unwrap();
    holds(&calendar(&app), routine, &["DTSTART:20261208T013000", "RRULE:FREQ=WEEKLY;BYDAY=TU,FR"]);
    app.call("settings_set", json!({ "pace": nobody() })).unwrap();
    assert!(entry_is_gone(&calendar(&app), routine));
}

#[test]
fn an_entry_keeps_its_revision_until_it_says_something_else() {
    let mut app = with_occasion("1986-11-24");
    let stamps = |app: &TestApp, line: &str| {
        let entry = holds(&calendar(app), line, &[]);
        (value(&entry, "UID"), value(&entry, "DTSTAMP"), value(&entry, "SEQUENCE").parse::<i64>().unwrap())
    };
    let first = stamps(&app, BIRTHDAY);
    assert_eq!(first.1, "20261121T090000Z");
    app.set_clock("2026-11-25T10:00:00+01:00").unwrap();
    app.restart().unwrap();
    assert_eq!(stamps(&app, BIRTHDAY), first, "days and restarts are no news");
    app.call("contact_edit", json!({ "who": 1, "name": "Dana Roy" })).unwrap();
    let renamed = stamps(&app, "SUMMARY:Dana Roy’s birthday");
    assert_eq!((&renamed.0, renamed.1.as_str()), (&first.0, "20261125T090000Z"), "the same entry, revised");
    assert!(renamed.2 > first.2);
    // The clock is set back by years.
    app.set_clock("2019-01-01T10:00:00+01:00").unwrap();
    app.call("undo", json!({})).unwrap();
    let undone = stamps(&app, BIRTHDAY);
    assert_eq!((&undone.0, undone.2), (&first.0, renamed.2 + 1));
}

#[test]
fn after_a_restore_everything_is_newer_than_what_was_read_before_it() {
    let app = with_occasion("1986-11-24");
    let sequence = |line: &str| value(&holds(&calendar(&app), line, &[]), "SEQUENCE").parse::<i64>().unwrap();
    let first = sequence(BIRTHDAY);
    let backup = app.call("backup_now", json!({})).unwrap()["file"].clone();
    app.set_clock("2026-11-21T11:00:00+01:00").unwrap();
    app.call("contact_edit", json!({ "who": 1, "name": "Dana Roy" })).unwrap();
    let renamed = sequence("SUMMARY:Dana Roy’s birthday");
    app.set_clock("2026-11-21T12:00:00+01:00").unwrap();
    app.call("restore", json!({ "file": backup })).unwrap();
    let restored = sequence(BIRTHDAY);
    assert!(first < renamed && renamed < restored, "{first} {renamed} {restored}");
    assert_eq!(sequence(BIRTHDAY), restored, "and from then on it stays");
}

#[test]
fn with_names_left_out_nothing_tells_whom_it_is_about() {
    let app = with_occasion("1986-11-24");
    app.call("follow_up_add", json!({ "who": "Dana Moreau", "text": "ask Dana about Max", "due": "2026-11-27" }))
        .unwrap();
    app.call("follow_up_add", json!({ "who": "Dana Moreau", "text": "Dana brings Max", "theirs": true })).unwrap();
    let talk = json!({ "people": ["Dana Moreau"], "start": "2026-11-23T15:00:00+01:00", "channel": "call", "place": "Chez Max" });
    app.call("conversation_log", talk).unwrap();
    app.call(
        "occasion_add",
        json!({ "who": "Dana Moreau", "kind": "custom", "label": "Max’s feast", "date": "--06-01" }),
    )
    .unwrap();
    let open = calendar(&app);
    assert!(["Dana", "Max", "1986"].iter().all(|told| open.contains(told)));
    app.call("settings_set", json!({ "calendar_private": true })).unwrap();
    let private = calendar(&app);
    for told in ["Dana", "Max", "Moreau", "Born"] {
        assert!(!private.contains(told), "{told} is told: {private}");
    }
    for said in ["Keep your word", "Something is owed to you", "Call"] {
        holds(&private, &format!("SUMMARY:{said}"), &[]);
    }
    assert_eq!(private.matches("SUMMARY:A date to remember").count(), 2);
    assert_eq!(open.matches("UID:").collect::<Vec<_>>().len(), private.matches("UID:").count());
}

#[test]
fn the_calendar_speaks_the_language_that_is_set() {
    let app = with_occasion("1986-11-24");
    app.call("follow_up_add", json!({ "who": "Dana Moreau", "text": "die Schlüssel", "theirs": true })).unwrap();
    let talk = json!({ "people": ["Dana Moreau"], "start": "2026-11-23T15:00:00+01:00", "channel": "in person" });
    app.call("conversation_log", talk).unwrap();
    app.call("settings_set", json!({ "language": "de" })).unwrap();
    let text = calendar(&app);
    holds(&text, "SUMMARY:Geburtstag von Dana Moreau", &["DESCRIPTION:Geboren 1986"]);
    for said in ["Zeit\\, sich zu melden", "Dana Moreau schuldet dir: die Schlüssel", "Treffen mit Dana Moreau"] {
        holds(&text, &format!("SUMMARY:{said}"), &[]);
    }
}

#[test]
fn a_timer_without_the_users_surroundings_does_not_change_the_language() {
    let system = Settings::default();
    assert_eq!(language(&system, Some("de")), Language::German);
    assert_eq!(language(&system, Some("en")), Language::English);
    assert_eq!(language(&system, None), Language::English, "what the tests' system speaks");
    let set = Settings { language: Language::German, ..system };
    assert_eq!(language(&set, Some("en")), Language::German);
}

#[test]
fn what_is_too_long_for_a_line_is_told_whole_in_the_description() {
    let app = with_occasion("--03-04");
    let text = "⛵ ".repeat(200);
    app.call("follow_up_add", json!({ "who": "Dana Moreau", "text": text })).unwrap();
    let read = ICalendar::parse(calendar(&app)).unwrap();
    let todo = read.components.iter().find(|component| component.component_type.is_todo()).unwrap();
    let said = |name: ICalendarProperty| todo.property(&name).unwrap().values[0].as_text().unwrap().to_owned();
    assert_eq!(said(ICalendarProperty::Description), format!("Dana Moreau: {}", text.trim()));
    assert_eq!(said(ICalendarProperty::Summary).chars().count(), 201, "and the sign that there is more");
}
