//! Intervals as people write them.

use super::{Choice, Interval, Unit, Wanted, length};
use crate::error::{Error, Result};

/// The longest rhythm: what is longer is no rhythm.
const LONGEST: u64 = 100 * 12 * 304_369;

/// Reads `7d 2w 1m 3m 1y`, `weekly monthly quarterly yearly`, and words like “every 2 months”.
pub fn parse_interval(text: &str) -> Result<Interval> {
    let wanted = text.trim().to_lowercase();
    let wanted = wanted.strip_prefix("every ").unwrap_or(&wanted).trim();
    let interval = named(wanted).or_else(|| counted(wanted)).ok_or_else(|| unreadable(text, wanted))?;
    if length(interval) > LONGEST {
        return Err(Error::invalid("every", format!("“{}” is more than a hundred years.", text.trim())));
    }
    Ok(interval)
}

fn named(text: &str) -> Option<Interval> {
    let (every, unit) = match text {
        "daily" | "day" => (1, Unit::Day),
        "weekly" | "week" => (1, Unit::Week),
        "fortnightly" | "fortnight" => (2, Unit::Week),
        "monthly" | "month" => (1, Unit::Month),
        "quarterly" | "quarter" => (3, Unit::Month),
        "yearly" | "annually" | "year" => (1, Unit::Year),
        _ => return None,
    };
    Some(Interval { every, unit })
}

fn counted(text: &str) -> Option<Interval> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits)?;
    let unit = match unit.trim() {
        "d" | "day" | "days" => Unit::Day,
        "w" | "week" | "weeks" => Unit::Week,
        "m" | "mo" | "month" | "months" => Unit::Month,
        "y" | "year" | "years" => Unit::Year,
        _ => return None,
    };
    let every = number.parse().ok().filter(|every| *every > 0)?;
    Some(Interval { every, unit })
}

fn unreadable(text: &str, wanted: &str) -> Error {
    let number = wanted.trim_end_matches(|c: char| !c.is_ascii_digit());
    let message = match number.replace('−', "-").parse::<i128>() {
        Ok(number) if number <= 0 => format!("A rhythm of “{}” makes no sense: it is at least a day.", text.trim()),
        Ok(_) if number.len() == wanted.len() => {
            format!("“{}” lacks its unit: days, weeks, months or years.", text.trim())
        }
        _ => format!("“{}” is no rhythm.", text.trim()),
    };
    Error::invalid_hint("every", message, "Write 7d, 2w, 1m, 3m or 1y, or weekly, monthly, quarterly, yearly.")
}

/// Reads an interval, `none` (no rhythm, whatever the groups say) or `inherit` (from the groups).
pub fn parse_choice(text: &str) -> Result<Choice> {
    match text.trim().to_lowercase().as_str() {
        "none" => Ok(Choice::Declined),
        "inherit" => Ok(Choice::Inherit),
        _ => parse_interval(text).map(Choice::Every),
    }
}

impl Wanted {
    /// Reads a choice, and the longest interval beside it: an interval, or `none`.
    pub fn parse(every: &str, latest: Option<&str>) -> Result<Self> {
        let wanted = Self { choice: parse_choice(every)?, latest: latest.map(parse_latest).transpose()? };
        match (wanted.choice, wanted.latest.flatten()) {
            (_, None) => Ok(wanted),
            (Choice::Every(interval), Some(latest)) => check_latest(interval, latest).map(|()| wanted),
            (Choice::Declined | Choice::Inherit, Some(_)) => {
                Err(Error::invalid("latest", "“At the latest” stands beside a rhythm of their own. Set that as well."))
            }
        }
    }
}

/// Reads the longest interval, or `none`.
pub fn parse_latest(text: &str) -> Result<Option<Interval>> {
    if text.trim().eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    parse_interval(text).map(Some).map_err(|error| match error {
        Error::Invalid { message, hint, .. } => Error::Invalid { field: "latest", message, hint },
        other => other,
    })
}

/// Refuses a longest interval that is shorter than the rhythm.
pub fn check_latest(interval: Interval, latest: Interval) -> Result<()> {
    if length(latest) >= length(interval) {
        return Ok(());
    }
    Err(Error::invalid("latest", "“At the latest” is not sooner than the rhythm itself. Nothing was changed."))
}
