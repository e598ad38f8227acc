//! The routine's commands: the day, the pace and what the rhythms need of it, vacations.

use kith_core::api::ApiError;
use kith_core::error::Error;
use kith_core::settings::Weekday;
use serde_json::{Value, json};

use super::{Asked, Kith, one, steps, who_is};
use crate::args::{Until, Vacation};
use crate::format::Format;
use crate::input::{Input, spelled};
use crate::show;

/// Looks at the day without drawing its list, so that a prompt does not begin the day.
pub(super) fn today_in_a_line(on: Option<String>, format: &str) -> Result<Asked, ApiError> {
    let format = Format::read(format)?;
    let empty = format.line(&Value::Null);
    let asked = steps(
        move |kith| {
            let on = match on {
                Some(on) => Value::String(on),
                None => kith.call("status", Input::new())?.get_mut("routine_day").map(Value::take).unwrap_or_default(),
            };
            let day = kith.call("today_get", Input::new().with("on", on))?;
            Ok(json!({ "line": format.line(&day) }))
        },
        show::in_a_line,
    )?;
    Ok(Asked { where_nothing_is: Some(json!({ "line": empty })), ..asked })
}

pub(super) fn today_more(count: u32) -> Result<Asked, ApiError> {
    steps(
        move |kith| {
            kith.call("today_get", Input::new())?;
            kith.call("today_top_up", Input::new().with("count", count))
        },
        show::today,
    )
}

pub(super) fn until(command: &'static str, typed: Until) -> Result<Asked, ApiError> {
    one(command, who_is(typed.who).with("until", typed.until), show::day_item)
}

pub(super) fn pace(people: Option<u32>, days: &[String], minutes: Option<u32>, raise: bool) -> Result<Asked, ApiError> {
    let days = days.iter().map(|day| weekday_pace(day)).collect::<Result<Vec<_>, _>>()?;
    let changes = people.is_some() || !days.is_empty() || minutes.is_some() || raise;
    steps(
        move |kith| {
            let settings = kith.call("settings_get", Input::new())?;
            let mut pace = settings.get("pace").cloned().unwrap_or_default();
            if !changes {
                return with_load(kith, pace);
            }
            if raise {
                let load = kith.call("load_get", Input::new())?;
                pace = load.get("raised").filter(|raised| raised.is_object()).cloned().unwrap_or(pace);
            }
            if let Some(per_day) = pace.get_mut("per_day").and_then(Value::as_object_mut) {
                if let Some(people) = people {
                    per_day.values_mut().for_each(|slot| *slot = people.into());
                }
                for (day, people) in days {
                    per_day.insert(day, people.into());
                }
            }
            if let (Some(minutes), Some(pace)) = (minutes, pace.as_object_mut()) {
                pace.insert("minutes".into(), minutes.into());
            }
            let settings = kith.call("settings_set", Input::new().with("pace", pace))?;
            with_load(kith, settings.get("pace").cloned().unwrap_or_default())
        },
        show::pace,
    )
}

/// The pace, and whether it holds the rhythms.
fn with_load(kith: &mut Kith, mut pace: Value) -> Result<Value, ApiError> {
    let mut load = kith.call("load_get", Input::new())?;
    if let Some(pace) = pace.as_object_mut() {
        for field in ["load", "needed_per_day", "pace_per_day", "load_sentence"] {
            pace.insert(field.into(), load.get_mut(field).map(Value::take).unwrap_or_default());
        }
    }
    Ok(pace)
}

/// Slows those whom the load names, as one operation.
pub(super) fn slow(kith: &mut Kith) -> Result<Value, ApiError> {
    let load = kith.call("load_get", Input::new())?;
    let of = |one: &Value| {
        let (every, unit) = (one.pointer("/to/every")?.as_u64()?, one.pointer("/to/unit")?.as_str()?);
        Some(json!({ "id": one.pointer("/contact/id")?, "every": format!("{every} {unit}s") }))
    };
    let slowed: Vec<Value> =
        load.get("slowed").and_then(Value::as_array).into_iter().flatten().filter_map(of).collect();
    if !slowed.is_empty() {
        kith.call("cadences_set", Input::new().with("cadences", slowed))?;
    }
    let settings = kith.call("settings_get", Input::new())?;
    with_load(kith, settings.get("pace").cloned().unwrap_or_default())
}

pub(super) fn vacation(typed: Vacation) -> Result<Asked, ApiError> {
    match typed {
        Vacation { from: None, .. } => one("vacation_list", Input::new(), show::vacations),
        Vacation { from: Some(from), remove: true, .. } => {
            one("vacation_delete", Input::new().with("from", from), show::vacations)
        }
        Vacation { from: Some(from), to, name, remove: false } => {
            one("vacation_add", Input::new().with("from", from).maybe("to", to).maybe("name", name), show::vacations)
        }
    }
}

/// `mon=3`.
fn weekday_pace(typed: &str) -> Result<(String, u32), ApiError> {
    let wrong = || {
        Error::invalid_hint(
            "day",
            format!("“{typed}” is no pace of a weekday."),
            "Write it as mon=3; days are mon to sun.",
        )
    };
    let (day, people) = typed.split_once('=').ok_or_else(wrong)?;
    let day = spelled::<Weekday>("day", day).map_err(|_| wrong())?;
    let people = people.trim().parse().map_err(|_| wrong())?;
    Ok((day.as_str().unwrap_or_default().to_owned(), people))
}
