//! A small made-up life to look around in, moved in time so that its newest conversation was yesterday.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use serde_json::Value;

use super::archive::read::Text;
use super::archive::store::is_empty;
use super::{ImportReport, import};
use crate::api::{Call, Nothing};
use crate::civil::parse_day;
use crate::error::{Error, Result};

const DEMO: &str = include_str!("../../../../assets/demo/demo.json");
/// The day on which the demo was written, as it were.
const WRITTEN_ON: &str = "2026-11-21";
/// Keys whose values are dates of what happened or is planned; birthdays stay where they are.
const DATES: [&str; 12] = [
    "start",
    "day",
    "due",
    "closed_on",
    "set_on",
    "first_due",
    "added_on",
    "archived_on",
    "paused_until",
    "snoozed_until",
    "skipped_on",
    "again_on",
];

/// Fills an empty Kith with the demo.
pub fn demo_load(call: &Call<'_>, _: Nothing) -> Result<ImportReport> {
    if !call.read(is_empty)? {
        return Err(Error::Conflict {
            message: "There are people here already. The demo is for an empty Kith alone.".into(),
        });
    }
    let written_on = parse_day(WRITTEN_ON, "written_on")?;
    let days = call.now.civil_day().signed_duration_since(written_on).num_days();
    let mut demo: Value = serde_json::from_str(DEMO)
        .map_err(|error| Error::Io { doing: "reading the demo", source: std::io::Error::other(error) })?;
    shift(&mut demo, days);
    let text = Text::Built(Arc::from(demo.to_string()));
    call.app.jobs.run(None, |job| import::archive(call, job, false, "the demo", text, None))
}

/// Moves every date by that many days.
fn shift(value: &mut Value, days: i64) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| shift(value, days)),
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(text) if DATES.contains(&key.as_str()) => {
                        if let Some(shifted) = shifted(text, days) {
                            *text = shifted;
                        }
                    }
                    Value::Number(at) if matches!(key.as_str(), "created_at" | "updated_at") => {
                        *value = (at.as_i64().unwrap_or_default() + days * 86_400_000).into();
                    }
                    other => shift(other, days),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A date or a moment, so many days later.
fn shifted(text: &str, days: i64) -> Option<String> {
    let moved = |day: NaiveDate| {
        if days >= 0 {
            day.checked_add_days(Days::new(days.unsigned_abs()))
        } else {
            day.checked_sub_days(Days::new(days.unsigned_abs()))
        }
    };
    let (day, rest) = text.split_at_checked(10)?;
    Some(format!("{}{rest}", moved(day.parse().ok()?)?))
}
