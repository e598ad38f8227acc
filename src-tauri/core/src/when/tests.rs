#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;

/// Saturday.
fn now() -> Now {
    Now::parse("2026-11-21T10:00:00+01:00[Europe/Paris]", Tz::UTC).unwrap()
}

fn said(text: &str) -> String {
    past(text, &now()).map_or_else(|error| format!("{error}"), |start| start.to_string())
}

fn planned(text: &str) -> String {
    future(text, &now()).map_or_else(|error| format!("{error}"), |day| day.to_string())
}

#[test]
fn in_a_log_words_look_back() {
    for (text, day) in [
        ("today", "2026-11-21"),
        ("Yesterday", "2026-11-20"),
        ("the day before yesterday", "2026-11-19"),
        ("friday", "2026-11-20"),
        ("last friday", "2026-11-20"),
        ("saturday", "2026-11-14"),
        ("last Sat", "2026-11-14"),
        ("on monday", "2026-11-16"),
        ("3 weeks ago", "2026-10-31"),
        ("a week ago", "2026-11-14"),
        ("two days ago", "2026-11-19"),
        ("2w", "2026-11-07"),
        ("last month", "2026-10-21"),
        ("last year", "2025-11-21"),
        ("monday last week", "2026-11-09"),
        ("12 mar", "2026-03-12"),
        ("12 dec", "2025-12-12"),
        ("21 nov", "2026-11-21"),
        ("March 12th, 2024", "2024-03-12"),
        ("the 12th of march", "2026-03-12"),
        ("29 feb", "2024-02-29"),
        ("12.3.", "2026-03-12"),
        ("12.03.2025", "2025-03-12"),
        ("31/12/2025", "2025-12-31"),
        ("2025/12/31", "2025-12-31"),
        ("tomorrow", "2026-11-22"),
        ("gestern", "2026-11-20"),
        ("vorgestern", "2026-11-19"),
        ("letzten Freitag", "2026-11-20"),
        ("vor 3 Wochen", "2026-10-31"),
        ("12. März 2025", "2025-03-12"),
    ] {
        assert_eq!(said(text), day, "{text}");
    }
}

#[test]
fn in_a_follow_up_words_look_ahead() {
    for (text, day) in [
        ("today", "2026-11-21"),
        ("tomorrow", "2026-11-22"),
        ("the day after tomorrow", "2026-11-23"),
        ("friday", "2026-11-27"),
        ("by Friday", "2026-11-27"),
        ("saturday", "2026-11-28"),
        ("next saturday", "2026-11-28"),
        ("in 3 weeks", "2026-12-12"),
        ("in two days", "2026-11-23"),
        ("in a month", "2026-12-21"),
        ("3m", "2027-02-21"),
        ("next week", "2026-11-28"),
        ("next month", "2026-12-21"),
        ("next year", "2027-11-21"),
        ("monday next week", "2026-11-23"),
        ("next week tuesday", "2026-11-24"),
        ("this sunday", "2026-11-22"),
        ("a week from today", "2026-11-28"),
        ("end of the month", "2026-11-30"),
        ("12 mar", "2027-03-12"),
        ("21 nov", "2026-11-21"),
        ("29 feb", "2028-02-29"),
        ("last friday", "2026-11-20"),
        ("2026-12-24", "2026-12-24"),
        ("morgen", "2026-11-22"),
        ("übermorgen", "2026-11-23"),
        ("nächsten Freitag", "2026-11-27"),
        ("in drei Wochen", "2026-12-12"),
    ] {
        assert_eq!(planned(text), day, "{text}");
    }
}

#[test]
fn a_time_behind_or_before_the_day_makes_a_moment_in_the_users_zone() {
    for (text, moment) in [
        ("yesterday 15:30", "2026-11-20T15:30:00+01:00"),
        ("yesterday at 3pm", "2026-11-20T15:00:00+01:00"),
        ("yesterday at 15", "2026-11-20T15:00:00+01:00"),
        ("15:30 yesterday", "2026-11-20T15:30:00+01:00"),
        ("9:05", "2026-11-21T09:05:00+01:00"),
        ("friday, 9:05 am", "2026-11-20T09:05:00+01:00"),
        ("12 am today", "2026-11-21T00:00:00+01:00"),
        ("today noon", "2026-11-21T12:00:00+01:00"),
        ("gestern um 15 Uhr", "2026-11-20T15:00:00+01:00"),
        ("gestern 15h30", "2026-11-20T15:30:00+01:00"),
        ("2026-08-01 15:20", "2026-08-01T15:20:00+02:00"),
        ("2026-08-01T15:20", "2026-08-01T15:20:00+02:00"),
        ("2026-08-01T15:20:00-04:00", "2026-08-01T15:20:00-04:00"),
        ("12 aug 2026 15:20", "2026-08-12T15:20:00+02:00"),
        ("now", "2026-11-21T10:00:00+01:00"),
        // The hour that the clocks skipped, and the one they showed twice.
        ("2026-03-29 02:30", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25 02:30", "2026-10-25T02:30:00+02:00"),
    ] {
        assert_eq!(said(text), moment, "{text}");
    }
}

#[test]
fn month_ends_are_clamped() {
    let end = Now::parse("2026-03-31T10:00:00+02:00[Europe/Paris]", Tz::UTC).unwrap();
    assert_eq!(past("a month ago", &end).unwrap().to_string(), "2026-02-28");
    assert_eq!(future("in 1 month", &end).unwrap().to_string(), "2026-04-30");
    let leap = Now::parse("2028-02-29T10:00:00+01:00[Europe/Paris]", Tz::UTC).unwrap();
    assert_eq!(future("in a year", &leap).unwrap().to_string(), "2029-02-28");
}

#[test]
fn what_is_no_date_is_refused_and_says_so() {
    assert_eq!(said("someday"), "“someday” is no date that Kith understands.");
    assert_eq!(said("03/04/2026"), "“03/04/2026” is no date that Kith understands.");
    assert_eq!(said("30 feb"), "There is no such day as “30 feb”.");
    assert_eq!(said("2026-02-30"), "There is no such day as “2026-02-30”.");
    assert_eq!(said(""), "A date is missing.");
    assert_eq!(said(&"x".repeat(2_000_000)), "This is too long for a date.");
    assert_eq!(said("25:00"), "“25:00” is no date that Kith understands.");
    assert_eq!(
        said("in 99999999999999999999 weeks"),
        "“in 99999999999999999999 weeks” is no date that Kith understands."
    );
    assert_eq!(said("in 9000 years"), "“in 9000 years” is no date that Kith understands.");
    assert!(planned("tomorrow 15:30").contains("only a day"));
}

proptest! {
    #[test]
    fn no_text_brings_it_down(text in "\\PC*") {
        let _ = past(&text, &now());
        let _ = future(&text, &now());
        let _ = day_and_month(&text);
        let _ = day_of_year(&text);
    }

    #[test]
    fn no_words_of_the_grammar_bring_it_down(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "last", "next", "this", "friday", "week", "month", "in", "ago", "3", "12", "mar", "99999999999",
                "at", "15:30", "pm", "a", "the", "of", "yesterday", "29", "feb", "2026", "-", "vor", "2w", "end",
            ]),
            0..6,
        ),
        day in -700_000i64..2_900_000,
    ) {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap() + chrono::Duration::days(day - 700_000);
        let instant = day.and_hms_opt(12, 0, 0).unwrap().and_utc();
        let now = Now { instant, zone: Tz::Europe__Paris };
        let _ = past(&words.join(" "), &now);
        let _ = future(&words.join(" "), &now);
    }

    #[test]
    fn a_weekday_is_at_most_a_week_away(day in 0i64..20_000, weekday in 0usize..7) {
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let today = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::Duration::days(day);
        let now = Now { instant: today.and_hms_opt(12, 0, 0).unwrap().and_utc(), zone: Tz::UTC };
        let name = names[weekday];
        let back = past(name, &now).unwrap().day();
        let on = future(name, &now).unwrap();
        prop_assert!((1..=7).contains(&(today - back).num_days()));
        prop_assert!((1..=7).contains(&(on - today).num_days()));
        prop_assert_eq!(back.weekday().num_days_from_monday() as usize, weekday);
        prop_assert_eq!(on.weekday().num_days_from_monday() as usize, weekday);
    }

    #[test]
    fn what_is_written_as_a_date_is_read_as_it(day in 0i64..3_000_000) {
        let wanted = NaiveDate::from_ymd_opt(1, 1, 1).unwrap() + chrono::Duration::days(day);
        let text = wanted.to_string();
        prop_assert_eq!(past(&text, &now()).unwrap(), Start::Day(wanted));
        prop_assert_eq!(future(&text, &now()).unwrap(), wanted);
    }
}
