#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::collections::BTreeMap;

use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarProperty};
use chrono::{DateTime, Duration, NaiveDate};
use proptest::prelude::*;

use super::entries::{Facts, Owed, Planned, Returning, entries};
use super::lines::Lines;
use super::{Calendar, revise, write};
use crate::civil::Start;
use crate::conversations::Channel;
use crate::id::{ContactId, OccasionId};
use crate::occasions::{Occasion, OccasionDate, OccasionKind};
use crate::settings::{Language, LeapDay, Pace, Settings, Weekday};
use crate::tongue::Tongue;

/// Words that have broken calendars: signs with a meaning, line ends, emoji in several pieces, right to left, nothing.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,12}",
        "[\\x00-\\x7f]{0,12}",
        Just(";,\\\\n:\"".to_owned()),
        Just("\r\n \t\n\r".to_owned()),
        Just("👩‍👩‍👧‍👦🇫🇷👍🏽".to_owned()),
        Just("דנה מורו ‏(يوم)".to_owned()),
        Just("ＢＥＧＩＮ:VEVENT\nEND:VCALENDAR".to_owned()),
        Just("é".repeat(90)),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0i64..3_652_058).prop_map(|days| NaiveDate::from_ymd_opt(1, 1, 1).unwrap() + Duration::days(days))
}

fn returning(n: usize) -> impl Strategy<Value = Returning> {
    let kind = prop_oneof![Just(OccasionKind::Birthday), Just(OccasionKind::Anniversary), Just(OccasionKind::Custom)];
    (words(), words(), kind, day(), any::<(bool, bool)>(), 0u32..400).prop_map(
        move |(name, label, kind, day, (year, whole), lead_days)| {
            use chrono::Datelike;
            let date =
                OccasionDate { year: year.then(|| day.year()), month: day.month(), day: whole.then(|| day.day()) };
            let occasion = Occasion {
                id: OccasionId(1),
                uid: format!("occasion {n}"),
                contact_id: ContactId(1),
                kind,
                label,
                date: date.to_string(),
                lead_days,
                next: None,
                years: None,
            };
            Returning { occasion, date, name }
        },
    )
}

fn owed(n: usize) -> impl Strategy<Value = Owed> {
    (words(), words(), any::<bool>(), prop::option::of(day())).prop_map(move |(name, text, theirs, due)| Owed {
        uid: format!("owed {n}"),
        name,
        text,
        theirs,
        due,
    })
}

fn planned(n: usize) -> impl Strategy<Value = Planned> {
    let channel = prop_oneof![Just(Channel::Call), Just(Channel::Event), Just(Channel::Other)];
    let people = prop::collection::vec(words(), 0..6);
    (day(), any::<bool>(), -720i32..720, prop::option::of(0u32..10_080), channel, words(), people).prop_map(
        move |(day, is_moment, offset, minutes, channel, place, people)| {
            let millis = day.and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp_millis();
            let start = Start::from_columns(day, is_moment.then_some(millis), is_moment.then_some(offset));
            Planned { uid: format!("planned {n}"), start, minutes, channel, place, people }
        },
    )
}

fn facts() -> impl Strategy<Value = Facts> {
    let all = (0..3usize).prop_flat_map(|n| {
        let occasions = (0..n).map(returning).collect::<Vec<_>>();
        let follow_ups = (0..n).map(owed).collect::<Vec<_>>();
        let planned = (0..n).map(planned).collect::<Vec<_>>();
        (occasions, follow_ups, planned)
    });
    all.prop_map(|(occasions, follow_ups, planned)| Facts { occasions, follow_ups, planned })
}

fn settings() -> impl Strategy<Value = Settings> {
    let time = (0u32..24, 0u32..60).prop_map(|(hour, minute)| format!("{hour:02}:{minute:02}"));
    let pace = prop::collection::vec(0u32..3, 7);
    (time.clone(), time, pace, 0u32..1440, any::<(bool, bool)>()).prop_map(
        |(routine_time, rollover, pace, minutes, (private, march))| Settings {
            routine_time,
            rollover,
            pace: Pace { per_day: Weekday::ALL.into_iter().zip(pace).collect(), minutes },
            calendar_private: private,
            leap_day: if march { LeapDay::Mar1 } else { LeapDay::Feb28 },
            ..Settings::default()
        },
    )
}

fn made(facts: &Facts, settings: &Settings, german: bool) -> Calendar {
    let tongue = Tongue::of(if german { Language::German } else { Language::English });
    let now = DateTime::from_timestamp(1_795_255_200, 0).unwrap();
    write(&revise(&entries(facts, settings, tongue), &BTreeMap::new(), now), "Europe/Paris")
}

/// What a value may hold: what it may not, a control character, becomes a space.
fn allowed(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().map(|c| if c.is_control() && !matches!(c, '\n' | '\t') { ' ' } else { c }).collect()
}

fn texts(component: &ICalendarComponent, name: ICalendarProperty) -> Vec<String> {
    let entry = component.property(&name);
    entry.iter().flat_map(|entry| &entry.values).map(|value| value.as_text().unwrap().to_owned()).collect()
}

/// A value of text by the letter of RFC 5545, 3.3.11; none where it is not one.
fn strictly_read(value: &str) -> Option<String> {
    let (mut read, mut letters) = (String::new(), value.chars());
    while let Some(letter) = letters.next() {
        match letter {
            ';' | ',' => return None,
            '\\' => match letters.next()? {
                'n' | 'N' => read.push('\n'),
                escaped @ (';' | ',' | '\\') => read.push(escaped),
                _ => return None,
            },
            _ => read.push(letter),
        }
    }
    Some(read)
}

proptest! {
    #[test]
    fn every_calendar_is_read_by_another_program_as_it_was_meant(
        facts in facts(), settings in settings(), german in any::<bool>(),
    ) {
        let calendar = made(&facts, &settings, german);
        let text = &calendar.text;
        for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
            prop_assert!(line.len() <= 75, "{} octets: {line:?}", line.len());
            prop_assert!(!line.contains(['\r', '\n']) && !line.is_empty(), "{line:?}");
        }
        // Nothing of a person's words makes a line of its own.
        let unfolded = text.replace("\r\n ", "");
        for line in unfolded.lines() {
            let name = line.split([':', ';']).next().unwrap();
            prop_assert!(!name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '-'), "{line:?}");
        }
        let read = ICalendar::parse(text).map_err(|entry| TestCaseError::fail(format!("{entry:?}")))?;
        let kinds = |is: fn(&ICalendarComponent) -> bool| read.components.iter().filter(|c| is(c)).count();
        let events = kinds(|component| component.component_type.is_event());
        let todos = kinds(|component| component.component_type.is_todo());
        prop_assert_eq!(calendar.counts.values().sum::<u32>() as usize, events + todos);
        prop_assert_eq!(todos, facts.follow_ups.len());
        let mut uids: Vec<String> = read.components.iter().flat_map(|c| texts(c, ICalendarProperty::Uid)).collect();
        uids.sort();
        uids.dedup();
        prop_assert_eq!(uids.len(), events + todos, "an id each");
        for component in read.components.iter().filter(|c| c.component_type.is_event_or_todo()) {
            for once in [ICalendarProperty::Summary, ICalendarProperty::Dtstamp, ICalendarProperty::Sequence] {
                prop_assert_eq!(component.properties(&once).count(), 1, "{:?}", once);
            }
            prop_assert!(component.properties(&ICalendarProperty::Description).count() <= 1);
        }
    }

    #[test]
    fn a_persons_words_survive_in_a_calendar(name in words(), text in words()) {
        let owed = Owed { uid: "1".into(), name: name.clone(), text: text.clone(), theirs: false, due: None };
        let calendar = made(&Facts { follow_ups: vec![owed], ..Facts::default() }, &Settings::default(), false);
        let read = ICalendar::parse(&calendar.text).map_err(|entry| TestCaseError::fail(format!("{entry:?}")))?;
        let todo = read.components.iter().find(|component| component.component_type.is_todo()).unwrap();
        let said = allowed(&format!("{name}: {text}"));
        let [summary, description] = [ICalendarProperty::Summary, ICalendarProperty::Description].map(|p| texts(todo, p).concat());
        let told = if description.is_empty() { summary } else { description };
        prop_assert_eq!(told.trim(), said.trim());
        // And for programs that are less forgiving.
        let mut lines = Lines::default();
        lines.text("SUMMARY", &text);
        let unfolded = lines.into_text().replace("\r\n ", "");
        let value = unfolded.strip_prefix("SUMMARY:").unwrap_or_default().trim_end_matches("\r\n");
        prop_assert_eq!(strictly_read(value), Some(allowed(&text)));
    }

    #[test]
    fn a_folded_line_is_the_line_again_when_it_is_unfolded(text in words()) {
        let mut lines = Lines::default();
        let line: String = text.chars().filter(|c| !c.is_control()).collect();
        lines.line(&line);
        let folded = lines.into_text();
        prop_assert!(folded.split("\r\n").all(|line| line.len() <= 75));
        prop_assert_eq!(folded.replace("\r\n ", ""), format!("{line}\r\n"));
    }

    #[test]
    fn what_says_the_same_is_the_same_revision(facts in facts(), settings in settings(), later in 1i64..1_000_000) {
        let tongue = Tongue::of(Language::English);
        let entries = entries(&facts, &settings, tongue);
        let now = DateTime::from_timestamp(1_795_255_200, 0).unwrap();
        let first = revise(&entries, &BTreeMap::new(), now);
        let known = first.iter().map(|(entry, revision)| (entry.uid.clone(), revision.clone())).collect();
        let again = revise(&entries, &known, now + Duration::seconds(later));
        prop_assert_eq!(write(&first, "UTC"), write(&again, "UTC"));
        let other = Settings { calendar_private: !settings.calendar_private, ..settings };
        let others = super::entries::entries(&facts, &other, tongue);
        for (entry, revision) in revise(&others, &known, now - Duration::seconds(later)) {
            let before = &known[&entry.uid];
            prop_assert!(before.fingerprint == revision.fingerprint || before.revised < revision.revised);
        }
    }
}
