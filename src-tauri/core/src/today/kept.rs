//! Keeping at it: what was done day by day, who is within their rhythm, and how many routine days in a row.
//!
//! Days off, vacation and days on which the list was looked at and nobody was due neither break a row nor count to it;
//! nor does today before it is over. Nothing is stored of it.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::day::{after, before, count};
use super::store;
use crate::api::Call;
use crate::cadence::Rhythm;
use crate::error::{Error, Result};

/// Weeks that are looked at where nothing else is said: a year.
const WEEKS: u32 = 53;
/// Days for which a row is looked at, however few are asked for: a multiple of seven.
const ROW_DAYS: u64 = 7 * 110;
/// The most weeks that are looked at.
const MOST_WEEKS: u32 = 520;

/// How far to look back.
#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct KeptInput {
    /// Weeks, this one the last; a year where missing, at most ten.
    pub weeks: Option<u32>,
}

/// What was kept up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Kept {
    /// Day by day from a Monday to today.
    pub days: Vec<KeptDay>,
    /// People with a rhythm, those paused left out.
    pub with_rhythm: u32,
    /// Those of them whose due date is not past.
    pub in_rhythm: u32,
    /// Routine days in a row on which somebody was reached, up to now.
    pub streak: u32,
    /// The longest such row of the last two years, or of these days where they are more.
    pub longest: u32,
}

/// A day that was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct KeptDay {
    /// The routine day.
    #[ts(type = "string")]
    pub date: NaiveDate,
    /// People reached.
    pub reached: u32,
    /// It is no routine day: its pace is 0, or it is a day of vacation.
    pub off: bool,
    /// Nobody was due when it was looked at.
    pub nobody_due: bool,
}

/// What was kept up.
pub fn kept(call: &Call<'_>, input: KeptInput) -> Result<Kept> {
    let weeks = input.weeks.unwrap_or(WEEKS);
    if !(1..=MOST_WEEKS).contains(&weeks) {
        return Err(Error::invalid("weeks", "Look between 1 and 520 weeks back."));
    }
    call.read(|db| {
        let day = call.app.days.read(db, call)?;
        let monday = before(day.day, u64::from(day.day.weekday().num_days_from_monday()));
        let asked_from = before(monday, 7 * u64::from(weeks - 1));
        let begin = asked_from.min(before(monday, ROW_DAYS));
        let mut reached = BTreeSet::new();
        // Local dates may be a day off the routine day in which the instant lies.
        for touched in store::touched(db, before(begin, 1), after(day.day, 1))? {
            if !touched.attempt && !day.is_future(&touched) {
                reached.insert((day.routine_day_of(&touched), touched.contact));
            }
        }
        let nobody_due = store::drawn_empty(db, begin)?;
        let off = day.settings.days_off();
        let of_day = |date: NaiveDate| KeptDay {
            date,
            reached: count(reached.range((date, FIRST)..=(date, LAST)).count()),
            off: day.pace_on(date, &off) == 0,
            nobody_due: nobody_due.contains(&date),
        };
        let days: Vec<KeptDay> = begin.iter_days().take_while(|date| *date <= day.day).map(of_day).collect();
        let (streak, longest) = streaks(&days, day.day);
        let days = days.into_iter().filter(|day| day.date >= asked_from).collect();
        let running = || day.rhythms.values().filter(|rhythm| is_running(rhythm));
        let in_rhythm = running().filter(|rhythm| rhythm.due.is_some_and(|due| due >= day.day)).count();
        Ok(Kept { days, with_rhythm: count(running().count()), in_rhythm: count(in_rhythm), streak, longest })
    })
}

/// The first and the last contact there could be.
const FIRST: crate::id::ContactId = crate::id::ContactId(i64::MIN);
const LAST: crate::id::ContactId = crate::id::ContactId(i64::MAX);

fn is_running(rhythm: &Rhythm) -> bool {
    rhythm.interval.is_some() && rhythm.paused_until.is_none()
}

/// The row of routine days up to today, and the longest.
fn streaks(days: &[KeptDay], today: NaiveDate) -> (u32, u32) {
    let (mut row, mut longest) = (0, 0);
    for day in days {
        if day.off || day.reached == 0 && (day.nobody_due || day.date == today) {
            continue;
        }
        row = if day.reached > 0 { row + 1 } else { 0 };
        longest = longest.max(row);
    }
    (row, longest)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::TestApp;

    /// Ann, weekly, from Monday, 2 November 2026; weekends off.
    fn app() -> TestApp {
        let app = TestApp::at("2026-11-02T10:00:00+01:00[Europe/Paris]").unwrap();
        app.call("contact_add", json!({ "name": "Ann", "every": "1w" })).unwrap();
        app.call("contact_add", json!({ "name": "Ben", "every": "1y" })).unwrap();
        let per_day = json!({ "mon": 2, "tue": 2, "wed": 2, "thu": 2, "fri": 2, "sat": 0, "sun": 0 });
        app.call("settings_set", json!({ "pace": { "per_day": per_day, "minutes": 30 } })).unwrap();
        app
    }

    fn on(app: &TestApp, day: u32) {
        app.set_clock(&format!("2026-11-{day:02}T10:00:00+01:00")).unwrap();
    }

    fn reach(app: &TestApp, who: &str, day: u32) {
        on(app, day);
        app.call("conversation_log", json!({ "people": [who] })).unwrap();
    }

    fn kept(app: &TestApp) -> Value {
        app.call("kept", json!({})).unwrap()
    }

    fn row(app: &TestApp) -> (u64, u64) {
        let kept = kept(app);
        (kept["streak"].as_u64().unwrap(), kept["longest"].as_u64().unwrap())
    }

    #[test]
    fn weekends_off_vacations_and_a_today_that_is_not_over_break_no_streak() {
        let app = app();
        for day in [2, 3, 4, 5, 6] {
            reach(&app, "Ann", day);
        }
        on(&app, 9);
        assert_eq!(row(&app), (5, 5), "after a weekend, before the day's first talk");
        app.call("vacation_add", json!({ "from": "2026-11-09", "to": "2026-11-11" })).unwrap();
        reach(&app, "Ann", 12);
        assert_eq!(row(&app), (6, 6), "after a vacation");
        on(&app, 14);
        assert_eq!(row(&app), (0, 6), "Friday went by with nobody reached");
        reach(&app, "Ann", 14);
        assert_eq!(row(&app), (0, 6), "a day off neither breaks nor counts");
        reach(&app, "Ann", 16);
        assert_eq!(row(&app), (1, 6));
        app.call("undo", json!({})).unwrap();
        assert_eq!(row(&app), (0, 6));
        let one = app.call("kept", json!({ "weeks": 1 })).unwrap();
        assert_eq!(
            (&one["longest"], &one["days"][0]["date"]),
            (&json!(6), &json!("2026-11-16")),
            "a row is no shorter"
        );
    }

    #[test]
    fn a_day_on_which_nobody_was_due_breaks_no_streak() {
        let app = app();
        reach(&app, "Ann", 2);
        app.call("conversation_log", json!({ "people": ["Ben"] })).unwrap();
        for day in 3..=6 {
            on(&app, day);
            assert_eq!(app.call("today_get", json!({})).unwrap()["reach_outs"], json!([]));
        }
        reach(&app, "Ann", 9);
        assert_eq!(row(&app), (2, 2));
    }

    #[test]
    fn attempts_plans_and_the_same_person_twice_are_no_more_than_they_are() {
        let app = app();
        app.call("tried", json!({ "who": "Ann" })).unwrap();
        app.call("conversation_log", json!({ "people": ["Ann"], "start": "2026-11-02T20:00:00+01:00" })).unwrap();
        assert_eq!(row(&app), (0, 0));
        for _ in 0..2 {
            app.call("conversation_log", json!({ "people": ["Ann", "Ben"] })).unwrap();
        }
        // After midnight the routine day of before still runs.
        app.set_clock("2026-11-03T01:00:00+01:00").unwrap();
        app.call("conversation_log", json!({ "people": ["Ann"] })).unwrap();
        let kept = kept(&app);
        let days = kept["days"].as_array().unwrap();
        assert_eq!(
            days.last().unwrap(),
            &json!({ "date": "2026-11-02", "reached": 2, "off": false, "nobody_due": false })
        );
        assert_eq!((days.len(), &days[0]["date"]), (52 * 7 + 1, &json!("2025-11-03")));
    }

    #[test]
    fn who_is_within_their_rhythm_is_counted_and_the_paused_are_left_out() {
        let app = app();
        reach(&app, "Ann", 2);
        let rate = |app: &TestApp| {
            let kept = kept(app);
            (kept["in_rhythm"].as_u64().unwrap(), kept["with_rhythm"].as_u64().unwrap())
        };
        assert_eq!(rate(&app), (2, 2), "Ben is due today, which is in time");
        on(&app, 10);
        assert_eq!(rate(&app), (0, 2));
        app.call("pause", json!({ "who": "Ann", "until": "2027-01-01" })).unwrap();
        reach(&app, "Ben", 10);
        assert_eq!(rate(&app), (1, 1));
        for weeks in [0, 521] {
            assert!(app.call("kept", json!({ "weeks": weeks })).is_err());
        }
    }
}
