#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn every(text: &str) -> Interval {
    parse_interval(text).unwrap()
}

fn nobody() -> Known {
    Known {
        own: Own::Inherit,
        groups: Vec::new(),
        last_touch: None,
        last_spoken: None,
        skipped_on: None,
        paused_until: None,
        snoozed_until: None,
    }
}

fn own(interval: &str, set_on: &str) -> Known {
    Known { own: Own::Set { interval: every(interval), first_due: day(set_on) }, ..nobody() }
}

fn group(name: &str, interval: &str, since: &str) -> FromGroup {
    FromGroup { name: name.into(), interval: every(interval), first_due: day(since) }
}

#[test]
fn intervals_are_read_as_people_write_them() {
    for (text, count, unit) in [
        ("7d", 7, Unit::Day),
        ("2w", 2, Unit::Week),
        ("1m", 1, Unit::Month),
        ("3m", 3, Unit::Month),
        ("1y", 1, Unit::Year),
        ("weekly", 1, Unit::Week),
        ("Monthly", 1, Unit::Month),
        ("quarterly", 3, Unit::Month),
        (" yearly ", 1, Unit::Year),
        ("every 2 months", 2, Unit::Month),
        ("60 days", 60, Unit::Day),
    ] {
        assert_eq!(every(text), Interval { every: count, unit }, "{text}");
    }
}

#[test]
fn what_is_no_rhythm_is_refused_with_a_reason() {
    let said = |text: &str| parse_interval(text).unwrap_err().to_string();
    assert_eq!(said("0"), "A rhythm of “0” makes no sense: it is at least a day.");
    assert_eq!(said("0d"), "A rhythm of “0d” makes no sense: it is at least a day.");
    assert_eq!(said("−3"), "A rhythm of “−3” makes no sense: it is at least a day.");
    assert_eq!(said("-3d"), "A rhythm of “-3d” makes no sense: it is at least a day.");
    assert_eq!(said("every 31 feb"), "“every 31 feb” is no rhythm.");
    assert_eq!(said("30"), "“30” lacks its unit: days, weeks, months or years.");
    assert_eq!(said("200y"), "“200y” is more than a hundred years.");
    for text in ["", "often", "d", "3q", "99999999999999999999d", "1.5m", "💜"] {
        assert!(parse_interval(text).is_err(), "{text}");
    }
}

#[test]
fn months_end_where_the_month_ends() {
    assert_eq!(add(day("2026-01-31"), every("1m")), day("2026-02-28"));
    assert_eq!(add(day("2024-02-29"), every("1y")), day("2025-02-28"));
    assert_eq!(add(day("2024-02-29"), every("4y")), day("2028-02-29"));
    assert_eq!(add(day("2025-12-31"), every("2m")), day("2026-02-28"));
    assert_eq!(add(day("2026-03-25"), every("2w")), day("2026-04-08"));
}

#[test]
fn stretch_is_one_on_the_due_day_and_two_after_twice_as_long() {
    let known = Known { last_touch: Some(day("2026-01-31")), ..own("1m", "2020-01-01") };
    let due = rhythm(&known, day("2026-02-28"));
    assert_eq!((due.due, due.cadence_days, due.stretch), (Some(day("2026-02-28")), Some(28), Some(1.0)));
    assert_eq!(rhythm(&known, day("2026-03-28")).stretch, Some(2.0));
    assert_eq!(rhythm(&known, day("2026-02-14")).stretch, Some(0.5));
}

#[test]
fn someone_never_spoken_with_is_due_when_the_rhythm_was_set() {
    let known = own("2w", "2026-11-21");
    let at_once = rhythm(&known, day("2026-11-21"));
    assert_eq!((at_once.due, at_once.cadence_days, at_once.stretch), (Some(day("2026-11-21")), Some(14), Some(1.0)));
    assert_eq!(rhythm(&known, day("2026-12-05")).stretch, Some(2.0));
    assert_eq!(rhythm(&known, day("2026-11-14")).stretch, Some(0.5));
}

#[test]
fn a_skip_begins_the_round_again_but_is_no_touch() {
    let known =
        Known { last_touch: Some(day("2026-01-01")), skipped_on: Some(day("2026-11-21")), ..own("30d", "2025-01-01") };
    let skipped = rhythm(&known, day("2026-11-21"));
    assert_eq!((skipped.due, skipped.last_touch), (Some(day("2026-12-21")), Some(day("2026-01-01"))));
    let later = Known { last_touch: Some(day("2026-11-25")), ..known };
    assert_eq!(rhythm(&later, day("2026-11-26")).due, Some(day("2026-12-25")));
}

#[test]
fn the_shortest_of_several_groups_wins_and_an_own_rhythm_beats_them() {
    let groups = vec![group("Peers", "3m", "2026-01-01"), group("Clients", "2m", "2026-02-01")];
    let known = Known { groups, ..nobody() };
    let inherited = rhythm(&known, day("2026-03-01"));
    assert_eq!((inherited.interval, inherited.due), (Some(every("2m")), Some(day("2026-02-01"))));
    assert!(matches!(inherited.cadence_source, Some(CadenceSource::Group(name)) if name == "Clients"));
    let own = Known { own: Own::Set { interval: every("1y"), first_due: day("2026-03-01") }, ..known.clone() };
    assert_eq!(rhythm(&own, day("2026-03-01")).interval, Some(every("1y")));
    let declined = rhythm(&Known { own: Own::Declined, ..known }, day("2026-03-01"));
    assert_eq!((declined.interval, declined.due, declined.declined), (None, None, true));
}

#[test]
fn thirty_days_are_shorter_than_a_month_and_four_weeks_shorter_still() {
    let mut intervals = ["1y", "1m", "30d", "4w", "12m"].map(every);
    intervals.sort_by_key(|interval| length(*interval));
    assert_eq!(intervals[..3], ["4w", "30d", "1m"].map(every));
}

#[test]
fn a_pause_and_a_later_hold_someone_back_until_their_day() {
    let known = Known { paused_until: Some(day("2026-12-01")), ..own("1w", "2026-11-01") };
    let paused = rhythm(&known, day("2026-11-21"));
    assert_eq!((paused.due, paused.back_on()), (Some(day("2026-11-01")), Some(day("2026-12-01"))));
    assert!(!paused.is_due(day("2026-11-30")));
    assert!(rhythm(&known, day("2026-12-01")).is_due(day("2026-12-01")));
    let snoozed = Known { snoozed_until: Some(day("2026-11-22")), ..own("1w", "2026-11-01") };
    assert!(!rhythm(&snoozed, day("2026-11-21")).is_due(day("2026-11-21")));
    assert!(rhythm(&snoozed, day("2026-11-22")).is_due(day("2026-11-22")));
}

#[test]
fn no_rhythm_no_due_day() {
    let known = Known { last_touch: Some(day("2026-01-01")), ..nobody() };
    let rhythm = rhythm(&known, day("2026-11-21"));
    assert_eq!((rhythm.due, rhythm.stretch, rhythm.last_touch), (None, None, Some(day("2026-01-01"))));
}
