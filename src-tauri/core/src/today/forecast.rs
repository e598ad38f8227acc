//! The days ahead: who comes due, what the pace holds, how far each rhythm will stretch.
//!
//! It is a simulation by the rules of the day's list itself: every day its pace is reached in full, in the order of
//! the list, and nothing else happens but what is planned. Nothing of it is stored.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::day::{HELD_BACK_DAYS, after, count};
use super::simulation::Simulation;
use super::{load, store};
use crate::api::Call;
use crate::cadence::store::{RhythmContext, Whom, known};
use crate::cadence::{Interval, household};
use crate::error::{Error, Result};
use crate::id::ContactId;
use crate::people::ContactRef;
use crate::{occasions, people};

/// Days ahead where nothing else is said: twelve weeks.
const DAYS: u32 = 84;
/// The farthest look ahead: each occasion returns once in it.
const MOST_DAYS: u32 = 366;

/// How far to look ahead.
#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ForecastInput {
    /// Days, today the first; twelve weeks where missing, at most a year.
    pub days: Option<u32>,
}

/// The days ahead.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Forecast {
    /// Σ 1/cadence over the mean pace. Null when the pace is 0.
    pub load: Option<f64>,
    /// The load as a sentence.
    pub load_sentence: String,
    /// Day by day, today the first.
    pub days: Vec<DayAhead>,
    /// How far each rhythm stretches, the shortest first.
    pub cadences: Vec<Stretched>,
    /// Who runs past “at the latest”, the first one first.
    pub past_latest: Vec<PastLatest>,
}

/// A day ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DayAhead {
    /// The routine day.
    #[ts(type = "string")]
    pub date: NaiveDate,
    /// People who come due on it, those of days before left out.
    pub due: u32,
    /// People the pace holds.
    pub pace: u32,
    /// People reached.
    pub reached: u32,
    /// People due who are left for a later day.
    pub waiting: u32,
    /// Conversations planned.
    pub planned: u32,
    /// Occasions observed.
    pub occasions: u32,
    /// It is a day of vacation.
    pub vacation: bool,
}

/// How far people of the same rhythm are stretched when they are reached.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Stretched {
    /// The rhythm.
    pub interval: Interval,
    /// People who have it.
    pub people: u32,
    /// How often one of them is reached in these days.
    pub reached: u32,
    /// The mean stretch when they are; null where nobody is.
    pub mean: Option<f64>,
    /// The largest stretch of these days, of who still waits at their end too; null where nobody comes due.
    pub worst: Option<f64>,
}

/// Someone who is not reached by the day that is the latest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PastLatest {
    /// Who.
    pub contact: ContactRef,
    /// The day to reach them at the latest.
    #[ts(type = "string")]
    pub latest_on: NaiveDate,
    /// The day they are reached; null where it is none of these.
    #[ts(type = "string | null")]
    pub reached_on: Option<NaiveDate>,
}

/// The days ahead.
pub fn forecast(call: &Call<'_>, input: ForecastInput) -> Result<Forecast> {
    let days = input.days.unwrap_or(DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Error::invalid("days", "Look between 1 and 366 days ahead."));
    }
    call.read(|db| {
        let day = call.app.days.read(db, call)?;
        let context = RhythmContext { now: call.now, settings: &day.settings };
        let mut known = known(db, &context, Whom::WithRhythm)?;
        known.retain(|id, _| day.rhythms.contains_key(id));
        let until = after(day.day, u64::from(days) - 1);
        let ahead = store::ahead(db, &call.now, after(until, HELD_BACK_DAYS))?;
        let held = store::held(db, &call.now, day.day)?;
        let mut simulation =
            Simulation::new(known, &held, day.settings.days_off()).with_households(household::all(db)?);
        let mut dates: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        for occasion in occasions::store::coming(db, day.day, days, day.settings.leap_day)? {
            *dates.entry(occasion.next.unwrap_or(until)).or_default() += 1;
        }
        let mut ahead_days = Vec::new();
        for date in day.day.iter_days().take_while(|date| *date <= until) {
            let is_today = date == day.day;
            let pace = day.pace_on(date, &simulation.off);
            let room = if is_today { pace.saturating_sub(day.done) } else { pace };
            // Who will be met is held back until then.
            let held = date..=after(date, HELD_BACK_DAYS);
            let meeting = ahead.iter().filter(|planned| held.contains(&planned.day));
            let mut met: BTreeSet<ContactId> = meeting.flat_map(|planned| planned.people.iter().copied()).collect();
            for household in simulation.households() {
                if household.iter().any(|id| met.contains(id)) {
                    met.extend(household);
                }
            }
            if is_today {
                met.extend(&day.spoken);
            }
            let step = simulation.step(date, room, &met);
            let mut talks = BTreeSet::new();
            for planned in ahead.iter().filter(|planned| planned.day == date) {
                talks.insert(planned.conversation);
                planned.touches.iter().for_each(|id| simulation.touch(*id, date));
            }
            ahead_days.push(DayAhead {
                date,
                due: step.due,
                pace,
                reached: count(step.reached.len()),
                waiting: step.waiting,
                planned: count(talks.len()),
                occasions: dates.get(&date).copied().unwrap_or(0),
                vacation: simulation.off.until(date).is_some(),
            });
        }
        Ok(Forecast {
            load: (day.settings.pace.mean() > 0.0).then(|| day.needed_per_day / day.settings.pace.mean()),
            load_sentence: load::sentence(&day),
            days: ahead_days,
            cadences: simulation.stretched(until),
            past_latest: past_latest(db, &simulation)?,
        })
    })
}

fn past_latest(db: &crate::store::Db, simulation: &Simulation) -> Result<Vec<PastLatest>> {
    let ids: Vec<ContactId> = simulation.past_latest().map(|(id, ..)| id).collect();
    let who = people::store::contact_refs(db, &ids)?;
    let told = |(id, latest_on, reached_on): (ContactId, NaiveDate, Option<NaiveDate>)| {
        Some(PastLatest { contact: who.get(&id)?.clone(), latest_on, reached_on })
    };
    Ok(simulation.past_latest().filter_map(told).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::TestApp;

    fn app(people: &[(&str, &str, &str)], pace: u32) -> TestApp {
        let app = TestApp::new().unwrap();
        for (name, every, touched) in people {
            app.call("contact_add", json!({ "name": name, "every": every })).unwrap();
            app.call("conversation_log", json!({ "people": [name], "start": touched })).unwrap();
        }
        app.set_pace(pace).unwrap();
        app
    }

    fn forecast(app: &TestApp, days: u32) -> Value {
        app.call("forecast", json!({ "days": days })).unwrap()
    }

    fn on(forecast: &Value, date: &str) -> Value {
        forecast["days"].as_array().unwrap().iter().find(|day| day["date"] == date).unwrap().clone()
    }

    #[test]
    fn the_days_ahead_say_who_comes_due_what_is_planned_and_what_the_pace_holds() {
        let app = app(&[("Ann", "7d", "2026-11-16"), ("Ben", "7d", "2026-11-16"), ("Cleo", "30d", "2026-11-20")], 1);
        app.call("conversation_log", json!({ "people": ["Cleo"], "start": "2026-12-10T10:00:00+01:00" })).unwrap();
        app.call("occasion_add", json!({ "who": "Cleo", "kind": "birthday", "date": "--11-25" })).unwrap();
        app.call("vacation_add", json!({ "from": "2026-12-01", "to": "2026-12-05" })).unwrap();
        let ahead = forecast(&app, 60);
        assert_eq!(ahead["days"].as_array().unwrap().len(), 60);
        let monday = on(&ahead, "2026-11-23");
        assert_eq!(
            (&monday["due"], &monday["reached"], &monday["waiting"], &monday["pace"]),
            (&json!(2), &json!(1), &json!(1), &json!(1))
        );
        let tuesday = on(&ahead, "2026-11-24");
        assert_eq!((&tuesday["due"], &tuesday["reached"], &tuesday["waiting"]), (&json!(0), &json!(1), &json!(0)));
        assert_eq!(on(&ahead, "2026-11-25")["occasions"], 1);
        let away = on(&ahead, "2026-12-01");
        assert_eq!((&away["vacation"], &away["pace"], &away["due"]), (&json!(true), &json!(0), &json!(0)));
        assert_eq!(on(&ahead, "2026-11-30")["due"], 1, "Ann again, a week after she was reached");
        assert_eq!(on(&ahead, "2026-12-06")["due"], 1, "Ben, whose week went on after the vacation");
        assert_eq!(on(&ahead, "2026-12-10")["planned"], 1);
        assert_eq!(on(&ahead, "2027-01-09")["due"], 2, "Ann, and Cleo thirty days after the planned talk");
        let stretched = &ahead["cadences"];
        assert_eq!((&stretched[0]["interval"]["every"], &stretched[0]["people"]), (&json!(7), &json!(2)));
        assert!(stretched[0]["worst"].as_f64().unwrap() > 1.1 && stretched[0]["mean"].as_f64().unwrap() >= 1.0);
    }

    #[test]
    fn nothing_of_it_is_stored_and_today_is_what_the_list_says() {
        let app = app(&[("Ann", "7d", "2026-11-01"), ("Ben", "7d", "2026-11-16")], 5);
        let before = app.app().store.read(crate::testing::dump).unwrap();
        assert_eq!(forecast(&app, 1)["days"][0]["due"], 0, "who was due before today is no news");
        assert_eq!(forecast(&app, 1)["days"][0]["reached"], 1);
        let ask = json!([{ "direction": "asked", "text": "a favour" }]);
        app.call("conversation_log", json!({ "people": ["Ann"], "exchanges": ask })).unwrap();
        assert_eq!(forecast(&app, 1)["days"][0]["reached"], 0, "who was asked today is off today's list");
        assert_eq!(forecast(&app, 2)["days"][1]["reached"], 1, "and comes back on the next day");
        app.call("undo", json!({})).unwrap();
        assert_eq!(app.app().store.read(crate::testing::dump).unwrap(), before);
        for days in [0, 367] {
            assert!(app.call("forecast", json!({ "days": days })).is_err());
        }
    }

    #[test]
    fn who_will_run_past_at_the_latest_is_named_with_the_day_they_are_reached() {
        let app = app(&[("Ann", "10d", "2026-11-12"), ("Ben", "10d", "2026-11-12")], 0);
        app.call("cadence_set", json!({ "who": "Ben", "every": "10d", "latest": "14d" })).unwrap();
        let nobody = forecast(&app, 10);
        assert_eq!(nobody["past_latest"][0]["latest_on"], "2026-11-26");
        assert_eq!((&nobody["past_latest"][0]["reached_on"], &nobody["load"]), (&Value::Null, &Value::Null));
        let monday = json!({ "per_day": { "mon": 1 }, "minutes": 30 });
        app.call("settings_set", json!({ "pace": monday })).unwrap();
        let ahead = forecast(&app, 30);
        let names: Vec<&Value> =
            ahead["past_latest"].as_array().unwrap().iter().map(|past| &past["contact"]["name"]).collect();
        assert_eq!(names, ["Ben"], "Ann is older and comes first on the Monday before");
        assert_eq!(ahead["past_latest"][0]["reached_on"], "2026-11-30");
        app.call("cadence_set", json!({ "who": "Ben", "every": "10d", "latest": "11d" })).unwrap();
        assert_eq!(forecast(&app, 10)["past_latest"], json!([]), "at the latest on that Monday, he is the first");
    }

    #[test]
    fn every_rhythm_stretches_by_about_the_load() {
        let people: Vec<(String, &str)> =
            (0..30).map(|n| (format!("Person {n:02}"), if n < 20 { "5d" } else { "10d" })).collect();
        let people: Vec<(&str, &str, &str)> =
            people.iter().map(|(name, every)| (name.as_str(), *every, "2026-11-15")).collect();
        // 5 a day are needed, the pace is 2.
        let ahead = forecast(&app(&people, 2), 366);
        assert!((ahead["load"].as_f64().unwrap() - 2.5).abs() < 1e-9, "{}", ahead["load"]);
        for stretched in ahead["cadences"].as_array().unwrap() {
            let mean = stretched["mean"].as_f64().unwrap();
            assert!((2.3..2.7).contains(&mean), "{stretched}");
            assert!(stretched["worst"].as_f64().unwrap() < 1.15 * 2.5 + 1.0 / 5.0, "{stretched}");
        }
    }
}
