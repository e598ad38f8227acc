//! Vacation and holidays: days on which nothing is due, and which no rhythm counts (`cadence::DaysOff`).
//!
//! They are a setting, each known by its first day: undo, the archive and the rhythms have them with the others.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::{Call, Nothing};
use crate::error::{Error, Result};
use crate::store::Op;
use crate::today::day_in_words;
use crate::{said, settings, text, when};

/// The longest vacation, in days.
const LONGEST: i64 = 3 * 366;
/// Vacations that are kept.
const MOST: usize = 1000;

/// Days on which nothing is due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Vacation {
    /// The first day.
    #[ts(type = "string")]
    pub from: NaiveDate,
    /// The last day.
    #[ts(type = "string")]
    pub to: NaiveDate,
    /// What it is called; may be empty.
    #[serde(default)]
    pub name: String,
}

/// A vacation to add.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct VacationAdd {
    /// The first day, as a date or words; a vacation that begins on it already is replaced.
    pub from: String,
    /// The last day; the first where missing.
    #[serde(default)]
    pub to: Option<String>,
    /// What it is called.
    #[serde(default)]
    pub name: Option<String>,
}

/// Which vacation.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VacationOnly {
    /// Its first day, as a date or words.
    pub from: String,
}

/// Refuses what is no vacation.
pub fn check(vacations: &[Vacation]) -> Result<()> {
    for vacation in vacations {
        let days = vacation.to.signed_duration_since(vacation.from).num_days();
        if days < 0 {
            return Err(Error::invalid("to", "A vacation does not end before it begins. Nothing was changed."));
        }
        if days > LONGEST {
            return Err(Error::invalid("to", "A vacation lasts at most three years. Nothing was changed."));
        }
        text::line("name", &vacation.name, text::LONGEST_NAME)?;
    }
    if vacations.len() > MOST {
        return Err(Error::invalid("vacations", said!("At most {n} vacations are kept.", n = MOST)));
    }
    Ok(())
}

/// All vacations, by their first day.
pub fn vacation_list(call: &Call<'_>, _: Nothing) -> Result<Vec<Vacation>> {
    Ok(call.settings()?.vacations)
}

/// Adds a vacation, or replaces the one that begins on the same day.
pub fn vacation_add(call: &Call<'_>, input: VacationAdd) -> Result<Vec<Vacation>> {
    let from = day(call, "from", &input.from)?;
    let to = input.to.as_deref().map_or(Ok(from), |to| day(call, "to", to))?;
    let name = text::line("name", input.name.as_deref().unwrap_or_default(), text::LONGEST_NAME)?;
    let label = said!("Added a vacation from {from} to {to}", from = day_in_words(from), to = day_in_words(to));
    change(call, label, |vacations| {
        vacations.retain(|vacation| vacation.from != from);
        vacations.push(Vacation { from, to, name });
        vacations.sort_unstable();
        Ok(())
    })
}

/// Takes a vacation away.
pub fn vacation_delete(call: &Call<'_>, input: VacationOnly) -> Result<Vec<Vacation>> {
    let from = day(call, "from", &input.from)?;
    change(call, said!("Took away the vacation from {from}", from = day_in_words(from)), |vacations| {
        let before = vacations.len();
        vacations.retain(|vacation| vacation.from != from);
        if vacations.len() == before { Err(Error::not_found("vacation", from)) } else { Ok(()) }
    })
}

fn change(
    call: &Call<'_>,
    label: said::Said,
    what: impl FnOnce(&mut Vec<Vacation>) -> Result<()>,
) -> Result<Vec<Vacation>> {
    call.transact(&Op::edit(label), |tx| {
        let mut wanted = settings::load(tx)?;
        what(&mut wanted.vacations)?;
        settings::save(tx, &wanted)?;
        Ok(wanted.vacations)
    })
}

fn day(call: &Call<'_>, field: &'static str, text: &str) -> Result<NaiveDate> {
    when::future(text, &call.now).map_err(|error| match error {
        Error::Invalid { message, hint, .. } => Error::Invalid { field, message, hint },
        other => other,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::TestApp;

    fn add(app: &TestApp, from: &str, to: &str) -> Value {
        app.call("vacation_add", json!({ "from": from, "to": to, "name": "Alps" })).unwrap()
    }

    fn names(app: &TestApp) -> Vec<String> {
        let view = app.call("today_get", json!({})).unwrap();
        let list = view["reach_outs"].as_array().unwrap().iter();
        list.map(|item| item["contact"]["name"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn vacations_are_kept_by_their_first_day_and_undone() {
        let app = TestApp::new().unwrap();
        add(&app, "2026-12-24", "2027-01-03");
        assert_eq!(add(&app, "2026-12-24", "2027-01-02")[0]["to"], "2027-01-02");
        assert_eq!(add(&app, "tomorrow", "tomorrow")[0]["from"], "2026-11-22");
        let label = app.call("history", json!({ "limit": 1 })).unwrap()[0]["label"].clone();
        assert_eq!(label, "Added a vacation from 22 November to 22 November");
        let left = app.call("vacation_delete", json!({ "from": "2026-11-22" })).unwrap();
        assert_eq!(left, json!([{ "from": "2026-12-24", "to": "2027-01-02", "name": "Alps" }]));
        app.call("undo", json!({})).unwrap();
        assert_eq!(app.call("vacation_list", json!({})).unwrap().as_array().unwrap().len(), 2);
        for (from, to, field) in [("2026-12-24", "2026-12-23", "to"), ("31 feb", "2026-12-23", "from")] {
            let error = app.call("vacation_add", json!({ "from": from, "to": to })).unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (crate::api::ApiCode::Invalid, Some(field)), "{error:?}");
        }
        assert!(app.call("vacation_delete", json!({ "from": "2026-05-05" })).is_err());
    }

    #[test]
    fn nothing_is_due_on_a_vacation_and_nothing_piles_up_after_it() {
        let app = TestApp::new().unwrap();
        for (name, every, touched) in [("Ann", "10d", "2026-11-10"), ("Ben", "1w", "2026-11-17")] {
            app.call("contact_add", json!({ "name": name, "every": every })).unwrap();
            app.call("conversation_log", json!({ "people": [name], "start": touched })).unwrap();
        }
        assert_eq!(names(&app), ["Ann"]);
        add(&app, "2026-11-21", "2026-12-04");
        assert_eq!(names(&app), [""; 0], "set on the day itself, it empties the day's list");
        let view = app.call("today_get", json!({})).unwrap();
        assert_eq!((&view["vacation_until"], &view["waiting"]), (&json!("2026-12-05"), &json!(0)));
        assert_eq!(
            (&view["pace"]["people"], &view["week_pace"]),
            (&json!(0), &json!(25)),
            "Saturday and Sunday are off"
        );
        let counts = app.call("contact_list", json!({ "filter": "due" })).unwrap();
        assert_eq!(counts["total"], 0);
        app.set_clock("2026-12-05T10:00:00+01:00[Europe/Paris]").unwrap();
        let view = app.call("today_get", json!({})).unwrap();
        assert_eq!(names(&app), ["Ann"], "the first day back is as the day before would have been");
        let ann = &view["reach_outs"][0];
        assert_eq!(
            (&ann["stretch"], &ann["due"], &ann["cadence_days"]),
            (&json!(1.1), &json!("2026-11-20"), &json!(10))
        );
        let ben = app.call("contact_get", json!({ "who": "Ben" })).unwrap();
        assert_eq!((&ben["due"], &ben["cadence_days"]), (&json!("2026-12-08"), &json!(7)), "pushed on by 14 days");
    }
}
