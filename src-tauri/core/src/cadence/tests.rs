#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn every(text: &str) -> Interval {
    parse_interval(text).unwrap()
}

/// On a calendar without days off.
fn rhythm(known: &Known, today: NaiveDate) -> Rhythm {
    super::rhythm(known, today, &DaysOff::default())
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
    Known {
        own: Own::Set { interval: every(interval), latest: None, set_on: day(set_on), first_due: day(set_on) },
        ..nobody()
    }
}

fn group(name: &str, interval: &str, since: &str) -> FromGroup {
    FromGroup { name: name.into(), interval: every(interval), latest: None, set_on: day(since), first_due: day(since) }
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
    let own = Known {
        own: Own::Set { interval: every("1y"), latest: None, set_on: day("2026-03-01"), first_due: day("2026-03-01") },
        ..known.clone()
    };
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

fn with_latest(known: Known, latest: &str) -> Known {
    let Own::Set { interval, set_on, first_due, .. } = known.own else { unreachable!() };
    Known { own: Own::Set { interval, latest: Some(every(latest)), set_on, first_due }, ..known }
}

#[test]
fn past_the_longest_interval_someone_comes_before_all_others() {
    let monthly = |touched: &str| Known { last_touch: Some(day(touched)), ..own("1m", "2020-01-01") };
    let known = with_latest(monthly("2026-01-31"), "8w");
    let before = rhythm(&known, day("2026-03-27"));
    assert_eq!((before.latest, before.latest_on), (Some(every("8w")), Some(day("2026-03-28"))));
    assert_eq!((before.past_latest, before.is_at_the_latest()), (Some(-1), false));
    let on_the_day = rhythm(&known, day("2026-03-28"));
    assert_eq!((on_the_day.past_latest, on_the_day.is_at_the_latest()), (Some(0), true));
    let more_stretched = rhythm(&monthly("2025-01-31"), day("2026-03-28"));
    assert!(more_stretched.stretch > on_the_day.stretch);
    assert!(by_urgency(2, &on_the_day) < by_urgency(1, &more_stretched));
    assert!(by_urgency(2, &before) > by_urgency(1, &more_stretched));
}

#[test]
fn of_equal_stretch_who_waited_longer_comes_first_then_the_older_contact() {
    let due = |interval: &str, ago: u64| {
        let touched = day("2026-11-21").checked_sub_days(Days::new(ago));
        rhythm(&Known { last_touch: touched, ..own(interval, "2020-01-01") }, day("2026-11-21"))
    };
    let (weekly, ten, other) = (due("7d", 7), due("10d", 10), due("10d", 10));
    assert_eq!((weekly.stretch, ten.stretch), (Some(1.0), Some(1.0)));
    assert!(by_urgency(2, &ten) < by_urgency(1, &weekly));
    assert!(by_urgency(1, &other) < by_urgency(2, &ten));
}

#[test]
fn someone_never_spoken_with_has_the_longest_interval_from_where_their_rhythm_would_have_begun() {
    let rhythm = rhythm(&with_latest(own("2w", "2026-11-21"), "5w"), day("2026-11-21"));
    assert_eq!((rhythm.due, rhythm.latest_on), (Some(day("2026-11-21")), Some(day("2026-12-12"))));
}

#[test]
fn the_shortest_of_the_groups_longest_intervals_is_inherited() {
    let clients = group("Clients", "2m", "2026-02-01");
    let peers = FromGroup { latest: Some(every("4m")), ..group("Peers", "3m", "2026-01-01") };
    let vendors = FromGroup { latest: Some(every("5m")), ..group("Vendors", "3m", "2026-01-01") };
    let known = Known { groups: vec![clients, vendors, peers], last_touch: Some(day("2026-01-15")), ..nobody() };
    let rhythm = rhythm(&known, day("2026-03-01"));
    assert_eq!((rhythm.interval, rhythm.latest), (Some(every("2m")), Some(every("4m"))));
    assert_eq!(rhythm.latest_on, Some(day("2026-05-15")));
}

#[test]
fn the_longest_interval_is_not_shorter_than_the_rhythm_and_stands_beside_one() {
    let latest = |every: &str, latest: &str| Wanted::parse(every, Some(latest)).map(|wanted| wanted.latest);
    assert_eq!(latest("1m", "8w").unwrap(), Some(Some(every("8w"))));
    assert_eq!(latest("1m", "none").unwrap(), Some(None));
    assert_eq!(latest("none", "none").unwrap(), Some(None));
    assert_eq!(
        latest("1m", "3w").unwrap_err().to_string(),
        "“At the latest” is not sooner than the rhythm itself. Nothing was changed."
    );
    for (rhythm, longest) in [("none", "8w"), ("inherit", "8w"), ("1m", "0d"), ("1m", "never")] {
        assert!(latest(rhythm, longest).is_err(), "{rhythm} {longest}");
    }
}

#[test]
fn days_off_push_due_dates_on_and_do_not_stretch() {
    let off = DaysOff::new([
        (day("2026-12-24"), day("2027-01-03")),
        (day("2026-12-20"), day("2026-12-25")),
        (day("2027-01-04"), day("2027-01-04")),
        (day("2026-05-05"), day("2026-05-04")),
    ]);
    assert_eq!(
        off,
        DaysOff::new([(day("2026-12-20"), day("2027-01-04"))]),
        "joined, and what ends before it begins is none"
    );
    assert_eq!(off.until(day("2026-12-19")), None);
    assert_eq!(off.until(day("2026-12-20")), Some(day("2027-01-05")));
    let known = Known { last_touch: Some(day("2026-12-15")), ..own("1w", "2020-01-01") };
    let on = |today: &str| super::rhythm(&known, day(today), &off);
    let before = on("2026-12-19");
    assert_eq!((before.due, before.cadence_days), (Some(day("2027-01-07")), Some(7)));
    assert_eq!(before.stretch, Some(4.0 / 7.0));
    let away = on("2026-12-31");
    assert_eq!(
        (away.stretch, away.vacation_until, away.back_on()),
        (Some(4.0 / 7.0), Some(day("2027-01-05")), Some(day("2027-01-07")))
    );
    assert_eq!((on("2027-01-07").stretch, on("2027-01-14").stretch), (Some(1.0), Some(2.0)));
    let overdue =
        super::rhythm(&Known { last_touch: Some(day("2026-12-01")), ..known.clone() }, day("2026-12-24"), &off);
    assert!(!overdue.is_due(day("2026-12-24")), "nothing is due on a day off");
    assert_eq!(overdue.back_on(), Some(day("2027-01-05")));
}

#[test]
fn first_days_that_were_spread_over_a_vacation_do_not_fall_together_after_it() {
    let off = DaysOff::new([(day("2026-11-25"), day("2026-12-04"))]);
    let first = |first_due: &str| {
        let set =
            Own::Set { interval: every("1m"), latest: None, set_on: day("2026-11-21"), first_due: day(first_due) };
        super::rhythm(&Known { own: set, ..nobody() }, day("2026-11-21"), &off).due.unwrap()
    };
    assert_eq!(first("2026-11-24"), day("2026-11-24"));
    assert_eq!([first("2026-11-25"), first("2026-11-26")], [day("2026-12-05"), day("2026-12-06")]);
}
