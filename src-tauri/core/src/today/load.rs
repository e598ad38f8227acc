//! The load: what the rhythms need against what the pace holds, and the two ways to bring them together.

use serde::Serialize;
use ts_rs::TS;

use super::day::Day;
use super::words;
use crate::api::{Call, Nothing};
use crate::cadence::Interval;
use crate::error::Result;
use crate::id::ContactId;
use crate::people;
use crate::people::ContactRef;
use crate::settings::{Pace, Weekday};

/// A pace this much below the need holds it all the same: sums of fractions are not exact.
pub(super) const SLACK: f64 = 1e-9;

/// The load, and what would bring it to 1.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Load {
    /// Σ 1/cadence over the mean pace: above 1 the pace cannot hold the rhythms. Null when the pace is 0.
    pub load: Option<f64>,
    /// People a day that the rhythms need.
    pub needed_per_day: f64,
    /// The mean pace of a week, in people a day.
    pub pace_per_day: f64,
    /// The load as a sentence.
    pub load_sentence: String,
    /// The pace that would hold the rhythms; null where the pace does already.
    pub raised: Option<Pace>,
    /// Those whose slower rhythms the pace would hold; empty where it does already.
    pub slowed: Vec<Slowed>,
}

/// Someone whose rhythm could be slowed.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Slowed {
    /// Who.
    pub contact: ContactRef,
    /// The rhythm they have.
    pub from: Interval,
    /// The rhythm they would have.
    pub to: Interval,
}

/// The load, and what would bring it to 1.
pub fn load_get(call: &Call<'_>, _: Nothing) -> Result<Load> {
    call.read(|db| {
        let day = call.app.days.read(db, call)?;
        let slower = day.slower();
        let ids: Vec<ContactId> = slower.iter().map(|one| one.id).collect();
        let mut who = people::store::contact_refs(db, &ids)?;
        let (needed, pace) = (day.needed_per_day, day.settings.pace.mean());
        Ok(Load {
            load: (pace > 0.0).then(|| needed / pace),
            needed_per_day: needed,
            pace_per_day: pace,
            load_sentence: sentence(&day),
            raised: raised(&day.settings.pace, needed),
            slowed: slower
                .iter()
                .filter_map(|one| Some(Slowed { contact: who.remove(&one.id)?, from: one.from, to: one.to }))
                .collect(),
        })
    })
}

/// The load of a day as a sentence.
pub(super) fn sentence(day: &Day) -> String {
    words::load(day.with_rhythm(), day.needed_per_day, day.settings.pace.mean(), day.slower().len())
}

/// The pace that holds the need: one more at a time on the day that has the fewest, days off left off.
fn raised(pace: &Pace, needed: f64) -> Option<Pace> {
    let mut raised = pace.clone();
    let is_off = |day: &Weekday| pace.on(*day) == 0;
    let all_off = Weekday::ALL.iter().all(is_off);
    let days: Vec<Weekday> = Weekday::ALL.into_iter().filter(|day| all_off || !is_off(day)).collect();
    while raised.mean() + SLACK < needed {
        let fewest = days.iter().copied().min_by_key(|day| raised.on(*day))?;
        raised.per_day.insert(fewest, raised.on(fewest) + 1);
    }
    (raised != *pace).then_some(raised)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::testing::TestApp;

    fn app(people: &[(&str, &str)]) -> TestApp {
        let app = TestApp::new().unwrap();
        for (name, every) in people {
            app.call("contact_add", json!({ "name": name, "every": every })).unwrap();
        }
        app
    }

    fn load(app: &TestApp) -> Value {
        app.call("load_get", json!({})).unwrap()
    }

    fn set_pace(app: &TestApp, pace: &Value) {
        app.call("settings_set", json!({ "pace": pace })).unwrap();
    }

    #[test]
    fn a_raised_pace_holds_the_rhythms_and_leaves_days_off_alone() {
        let app = app(&[("Ann", "1d"), ("Ben", "1d"), ("Cleo", "1d"), ("Dan", "1w")]);
        set_pace(
            &app,
            &json!({ "per_day": { "mon": 2, "tue": 2, "wed": 2, "thu": 2, "fri": 2, "sat": 0, "sun": 0 }, "minutes": 30 }),
        );
        let before = load(&app);
        assert!((before["load"].as_f64().unwrap() - 2.2).abs() < 1e-9, "{before}");
        let per_day = &before["raised"]["per_day"];
        assert_eq!(per_day, &json!({ "mon": 5, "tue": 5, "wed": 4, "thu": 4, "fri": 4, "sat": 0, "sun": 0 }));
        set_pace(&app, &before["raised"]);
        let after = load(&app);
        assert_eq!((&after["raised"], &after["slowed"]), (&Value::Null, &json!([])));
        assert_eq!(raised(&Pace::default(), 5.0), None);
    }

    #[test]
    fn the_fewest_people_are_slowed_in_one_step_and_nobody_past_at_the_latest() {
        let people: Vec<(String, &str)> =
            (0..12).map(|n| (format!("Person {n:02}"), if n < 9 { "1d" } else { "1w" })).collect();
        let people: Vec<(&str, &str)> = people.iter().map(|(name, every)| (name.as_str(), *every)).collect();
        let app = app(&people);
        app.call("cadence_set", json!({ "who": "Person 03", "every": "1d", "latest": "1d" })).unwrap();
        app.call("pause", json!({ "who": "Person 04", "until": "2027-01-01" })).unwrap();
        // 8 a day and 3/7: slowing seven of the daily ones to every 2 days saves 3.5.
        let before = load(&app);
        let slowed: Vec<(&str, &Value)> = before["slowed"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["contact"]["name"].as_str().unwrap(), &one["to"]))
            .collect();
        let two = json!({ "every": 2, "unit": "day" });
        let daily = ["00", "01", "02", "05", "06", "07", "08"].map(|n| format!("Person {n}"));
        assert_eq!(slowed, daily.iter().map(|name| (name.as_str(), &two)).collect::<Vec<_>>());
        let sentence = "Your rhythms need 8.4 people a day; your pace is 5: expect every rhythm to run 1.7 times as \
                        long. Raise the pace, or slow these 7 people.";
        assert_eq!(before["load_sentence"], sentence);
        let day = app.call("today_get", json!({})).unwrap();
        assert_eq!((&day["load_sentence"], &day["to_slow"]), (&json!(sentence), &json!(7)));
        let cadences: Vec<Value> = before["slowed"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| json!({ "id": one["contact"]["id"], "every": "2d" }))
            .collect();
        app.call("cadences_set", json!({ "cadences": cadences })).unwrap();
        assert!(load(&app)["load"].as_f64().unwrap() <= 1.0);
        let label = app.call("history", json!({ "limit": 1 })).unwrap()[0]["label"].clone();
        assert_eq!(label, "Set the rhythms of 7 people");
        app.call("undo", json!({})).unwrap();
        assert_eq!(load(&app), before);
    }

    #[test]
    fn where_twice_as_long_is_not_enough_it_is_four_times() {
        let app = app(&[("Ann", "1d"), ("Ben", "1d")]);
        set_pace(&app, &json!({ "per_day": { "mon": 4 }, "minutes": 30 }));
        let slowed = load(&app)["slowed"].clone();
        let to: Vec<&Value> = slowed.as_array().unwrap().iter().map(|one| &one["to"]["every"]).collect();
        assert_eq!(to, [4, 4], "two daily people on a Monday for four are 4/7 a day");
        set_pace(&app, &json!({ "per_day": {}, "minutes": 30 }));
        let none = load(&app);
        assert_eq!((&none["load"], &none["slowed"]), (&Value::Null, &json!([])));
        assert!(none["raised"]["per_day"]["sun"].as_u64() > Some(0), "where every day is off, all are raised");
    }
}
