#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::collections::BTreeMap;
use std::sync::Mutex;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::rules::{Facts, Returning, due, gather};
use super::{Key, NoticeKind};
use crate::civil::Start;
use crate::clock::Now;
use crate::conversations::planned::Planned;
use crate::id::ConversationId;
use crate::occasions::OccasionDate;
use crate::settings::{LeapDay, Settings};

/// Zones, and a day on which their clocks do something.
const ZONES: &[(&str, &str)] = &[
    ("Europe/Berlin", "2026-10-25"),
    ("Europe/Berlin", "2027-03-28"),
    ("America/New_York", "2026-11-01"),
    ("America/New_York", "2027-03-14"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Australia/Lord_Howe", "2027-04-04"),
    ("Pacific/Apia", "2011-12-30"),
];

/// What was walked already.
type Walked = BTreeMap<(&'static str, NaiveDate, NaiveTime), DateTime<Utc>>;

static WALKED: Mutex<Walked> = Mutex::new(BTreeMap::new());

/// The first instant at which the zone's clocks show that time or a later one, found by walking.
fn walked(zone: Tz, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    *WALKED.lock().unwrap().entry((zone.name(), day, time)).or_insert_with(|| walk(zone, day, time))
}

fn walk(zone: Tz, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let wanted = day.and_time(time);
    let mut at = wanted.and_utc() - Duration::hours(26);
    while at.with_timezone(&zone).naive_local() < wanted {
        at += Duration::minutes(30);
    }
    at
}

fn at_half_hours(half_hours: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(half_hours / 2, half_hours % 2 * 30, 0).unwrap()
}

/// A life: what was set, which dates return, and when rounds were held in which zone.
#[derive(Debug, Clone)]
struct Life {
    settings: Settings,
    occasions: Vec<Returning>,
    talks: Vec<Planned>,
    rounds: Vec<Now>,
}

fn life() -> impl Strategy<Value = Life> {
    let occasion = (0i64..50, 0u32..10);
    let round = (
        prop_oneof![
            6 => 1i64..900,           // minutes later
            3 => 900i64..4_000,       // a day or two
            1 => 4_000i64..30_000,    // weeks
            1 => -4_000i64..0,        // the clock is set back
        ],
        prop::bool::weighted(0.1),
    );
    let times = (0u32..48, 0u32..24);
    let talk = (0i64..40_000, prop::option::of(0u32..600), any::<bool>(), 0i64..5_000);
    (
        0..ZONES.len(),
        0i64..20,
        times,
        prop::collection::vec(0u32..2, 7),
        prop::collection::vec(occasion, 0..4),
        prop::collection::vec(talk, 0..4),
        prop::collection::vec(round, 1..40),
    )
        .prop_map(|(zone, before, (routine, rollover), pace, occasions, talks, rounds)| {
            let (name, turn) = ZONES[zone];
            let home: Tz = name.parse().unwrap();
            let first: NaiveDate = turn.parse::<NaiveDate>().unwrap() - Duration::days(before);
            let mut settings = Settings {
                routine_time: at_half_hours(routine).format("%H:%M").to_string(),
                rollover: at_half_hours(rollover).format("%H:%M").to_string(),
                ..Settings::default()
            };
            for (slot, people) in settings.pace.per_day.values_mut().zip(pace) {
                *slot = people;
            }
            let returning = |(n, (ahead, lead_days)): (usize, (i64, u32))| {
                let day = first + Duration::days(ahead);
                let date = OccasionDate { year: None, month: day.month(), day: Some(day.day()) };
                Returning { uid: format!("date {n}"), date, lead_days, noted_on: first - Duration::days(400) }
            };
            let occasions = occasions.into_iter().enumerate().map(returning).collect();
            let mut now = Now { instant: walked(home, first, at_half_hours(16)), zone: home };
            let planned = |(n, (after, minutes, bare, ahead)): (i64, (i64, Option<u32>, bool, i64))| {
                let at = (now.instant + Duration::minutes(after)).with_timezone(&home).fixed_offset();
                let start = if bare { Start::Day(at.date_naive()) } else { Start::Moment(at) };
                let written_at = (at - Duration::minutes(ahead)).timestamp_millis();
                Planned { id: ConversationId(n), uid: format!("talk {n}"), start, written_at, minutes }
            };
            let talks = (0..).zip(talks).map(planned).collect();
            let rounds = rounds.into_iter().map(|(minutes, moves)| {
                now.instant += Duration::minutes(minutes);
                let elsewhere = if now.zone == home { Tz::Asia__Tokyo } else { home };
                now.zone = if moves { elsewhere } else { now.zone };
                now
            });
            Life { settings, occasions, talks, rounds: rounds.collect() }
        })
}

/// What the definition says, day by day and without any cleverness.
struct Oracle<'a>(&'a Life);

impl Oracle<'_> {
    fn moment(&self, now: &Now, day: NaiveDate) -> DateTime<Utc> {
        let (time, rollover) = (self.0.settings.routine_time(), self.0.settings.rollover_time());
        walked(now.zone, if time < rollover { day + Duration::days(1) } else { day }, time)
    }

    fn today(&self, now: &Now) -> NaiveDate {
        let near = now.instant.date_naive();
        let days = (-3i64..=3).map(|n| near + Duration::days(n));
        days.filter(|day| walked(now.zone, *day, self.0.settings.rollover_time()) <= now.instant).max().unwrap()
    }

    /// Whether a key may be told at that moment at the earliest.
    fn has_come(&self, now: &Now, key: &Key) -> bool {
        if let NoticeKind::Planned | NoticeKind::Happened = key.kind {
            let talk = self.0.talks.iter().find(|talk| talk.uid == key.subject).unwrap();
            let before = match talk.start {
                Start::Moment(moment) => moment.to_utc() - Duration::minutes(30),
                Start::Day(day) => self.moment(now, day),
            };
            let is_over = talk.over(now) <= now.instant;
            return if key.kind == NoticeKind::Happened { is_over } else { before <= now.instant && !is_over };
        }
        let day = match key.kind {
            NoticeKind::Lead => {
                let lead = self.0.occasions.iter().find(|o| o.uid == key.subject).unwrap().lead_days;
                key.day().unwrap() - Duration::days(lead.into())
            }
            _ => key.day().unwrap(),
        };
        day <= self.today(now) && self.moment(now, day) <= now.instant
    }

    /// What was planned by now, not longer than two weeks ago, and is confirmed by nobody.
    fn unconfirmed(&self, now: &Now) -> Vec<Planned> {
        let is_asked = |talk: &&Planned| {
            let age = now.civil_day().signed_duration_since(talk.start.day()).num_days();
            age <= 14 && talk.written_at <= now.millis() && talk.was_written_ahead(now)
        };
        self.0.talks.iter().filter(is_asked).cloned().collect()
    }

    /// The routine day on which is asked whether a talk that is over took place.
    fn asked_on(&self, now: &Now, talk: &Planned) -> Option<NaiveDate> {
        let at = match talk.start {
            Start::Moment(_) => talk.over(now),
            Start::Day(day) => self.moment(now, day.succ_opt().unwrap()).max(talk.over(now)),
        };
        (at <= now.instant).then(|| Now { instant: at, ..*now }.routine_day(self.0.settings.rollover_time()))
    }

    /// All days from the first round to now.
    fn days(&self, since: NaiveDate, now: &Now) -> Vec<NaiveDate> {
        since.iter_days().take_while(|day| *day <= self.today(now)).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_clock_does_each_reminder_comes_once_and_none_is_lost(life in life()) {
        let oracle = Oracle(&life);
        let mut facts = Facts { occasions: life.occasions.clone(), ..Facts::default() };
        let mut times: BTreeMap<Key, u32> = BTreeMap::new();
        for now in &life.rounds {
            let today = oracle.today(now);
            facts.talks = oracle.unconfirmed(now);
            prop_assert_eq!(today, now.routine_day(life.settings.rollover_time()));
            let since = *facts.since.get_or_insert(today);
            for telling in gather(due(&facts, now, &life.settings), today) {
                for key in telling.with.iter().map(|due| due.key.clone()) {
                    prop_assert!(oracle.has_come(now, &key), "{} came early, at {}", key, now);
                    *times.entry(key.clone()).or_default() += 1;
                    facts.told.insert(key);
                }
                facts.told.insert(telling.key);
            }
            prop_assert!(due(&facts, now, &life.settings).is_empty(), "a round tells all there is");
            for talk in &facts.talks {
                if oracle.asked_on(now, talk).is_some_and(|day| day >= since) {
                    let key = Key::planned(NoticeKind::Happened, &talk.uid, &talk.start);
                    prop_assert!(facts.told.contains(&key), "{} was lost at {}", key, now);
                }
                let Start::Moment(moment) = talk.start else { continue };
                let before = moment.to_utc() - Duration::minutes(30);
                if (before..moment.to_utc()).contains(&now.instant) && talk.written_at <= before.timestamp_millis() {
                    let key = Key::planned(NoticeKind::Planned, &talk.uid, &talk.start);
                    prop_assert!(facts.told.contains(&key), "{} was lost at {}", key, now);
                }
            }
            for day in oracle.days(since, now) {
                let digest = Key::digest(day);
                let morning = oracle.moment(now, day);
                let left_out = life.settings.routine_time() >= life.settings.rollover_time()
                    && morning.with_timezone(&now.zone).date_naive() != day;
                if life.settings.pace.on(day.weekday().into()) > 0 && morning <= now.instant && !left_out {
                    let told = facts.told.iter().any(|k| k.kind == NoticeKind::Digest && k.day() >= Some(day));
                    prop_assert!(told, "{} was lost at {}", digest, now);
                }
                for date in &life.occasions {
                    let observed = date.date.next(day, LeapDay::Feb28) == Some(day);
                    if observed && morning <= now.instant {
                        let key = Key::occasion(NoticeKind::Occasion, &date.uid, day);
                        prop_assert!(facts.told.contains(&key), "{} was lost at {}", key, now);
                    }
                    // The lead's own day, unless the occasion itself has come by now.
                    let ahead = day + Duration::days(date.lead_days.into());
                    let leads = date.lead_days > 0 && date.date.next(ahead, LeapDay::Feb28) == Some(ahead);
                    if leads && morning <= now.instant {
                        let told = |kind| facts.told.contains(&Key::occasion(kind, &date.uid, ahead));
                        prop_assert!(told(NoticeKind::Lead) || told(NoticeKind::Occasion), "{} lost its lead", date.uid);
                    }
                }
            }
        }
        prop_assert!(times.values().all(|times| *times == 1), "{:?}", times);
    }

    #[test]
    fn an_absence_of_several_days_is_told_in_one_notice(life in life(), asleep in 3i64..60) {
        let now = life.rounds[0];
        let since = now.routine_day(life.settings.rollover_time());
        let later = Now { instant: now.instant + Duration::days(asleep), ..now };
        let facts = Facts { since: Some(since), occasions: life.occasions.clone(), ..Facts::default() };
        let today = later.routine_day(life.settings.rollover_time());
        let found = due(&facts, &later, &life.settings);
        let missed: std::collections::BTreeSet<_> = found.iter().map(|due| due.day).filter(|day| *day < today).collect();
        let told = gather(found.clone(), today);
        if missed.len() >= 2 {
            prop_assert_eq!(told.len(), 1);
            prop_assert_eq!(&told[0].with, &found);
        }
    }
}
