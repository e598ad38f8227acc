//! Dates in words, as people type them: “yesterday”, “last friday”, “in 3 weeks”, “12 mar”, “yesterday 15:30”.
//!
//! A small grammar of our own, English with the commonest German words; the caller shows what was understood.
//! Two senses: in a log a bare or “last” weekday is the latest one before today ([`past`]); in a follow-up it
//! is the next one ([`future`]). Months are stepped from today and clamped at their ends. No clock is read.

mod words;

use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveTime, Offset};

use crate::cadence::Unit;
use crate::civil::Start;
use crate::clock::{self, Now};
use crate::error::{Error, Result};
use crate::said;

/// Longer texts are no dates.
const LONGEST: usize = 80;

/// Where a date lies that may be meant in either direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    Past,
    Future,
}

/// Reads a date, or a date and time, of something that happened (or was said to be planned).
///
/// A time is taken in the user's zone: in a gap the first valid instant after it, in an overlap the earlier.
pub fn past(text: &str, now: &Now) -> Result<Start> {
    let text = tidy(text)?;
    if let Ok(start) = text.parse() {
        return Ok(start);
    }
    let folded = words::fold(text);
    if ["now", "just now", "jetzt"].contains(&folded.as_str()) {
        return Ok(Start::Moment(offset_of(now, now.instant)));
    }
    let (day, time) = read(text, &folded, now, Sense::Past)?;
    Ok(match time {
        None => Start::Day(day),
        Some(time) => Start::Moment(offset_of(now, clock::instant_of(now.zone, day, time))),
    })
}

/// Reads a date of something to come; a time of day is refused.
pub fn future(text: &str, now: &Now) -> Result<NaiveDate> {
    let text = tidy(text)?;
    if let Ok(start) = text.parse::<Start>() {
        return Ok(start.day());
    }
    match read(text, &words::fold(text), now, Sense::Future)? {
        (day, None) => Ok(day),
        (_, Some(_)) => Err(Error::invalid_hint(
            "date",
            said!("“{text}” names a time of day, and only a day can be kept here.", text = text),
            "Leave the time out.",
        )),
    }
}

/// Adds `every` units to a day: civil days, weeks, months or years; month ends are clamped.
///
/// `None` outside the years 1 to 9999.
pub fn shift(day: NaiveDate, every: i64, unit: Unit) -> Option<NaiveDate> {
    let count = every.unsigned_abs();
    let days = |n: u64| if every < 0 { day.checked_sub_days(Days::new(n)) } else { day.checked_add_days(Days::new(n)) };
    let months = |n: u64| {
        let n = Months::new(u32::try_from(n).ok()?);
        if every < 0 { day.checked_sub_months(n) } else { day.checked_add_months(n) }
    };
    let shifted = match unit {
        Unit::Day => days(count),
        Unit::Week => days(count.checked_mul(7)?),
        Unit::Month => months(count),
        Unit::Year => months(count.checked_mul(12)?),
    }?;
    (1..=9999).contains(&shifted.year()).then_some(shifted)
}

/// Reads a day and a month without a year, in words or numbers: “12 mar”, “March 12”, “12.3.”, “03-12”.
pub fn day_and_month(text: &str) -> Option<(u32, u32)> {
    let folded = words::fold(text);
    let tokens: Vec<&str> = folded.split_whitespace().collect();
    match words::calendar(&tokens)? {
        words::Calendar { day, month, year: None } => Some((day, month)),
        words::Calendar { year: Some(_), .. } => None,
    }
}

/// Reads a day, a month and a year in words or numbers: “12 mar 1980”, “12.3.1980”.
pub fn day_of_year(text: &str) -> Option<NaiveDate> {
    let folded = words::fold(text);
    let tokens: Vec<&str> = folded.split_whitespace().collect();
    let words::Calendar { day, month, year: Some(year) } = words::calendar(&tokens)? else { return None };
    NaiveDate::from_ymd_opt(year, month, day)
}

fn tidy(text: &str) -> Result<&str> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid_hint("date", "A date is missing.", EXAMPLES));
    }
    if text.chars().nth(LONGEST).is_some() {
        return Err(Error::invalid_hint("date", "This is too long for a date.", EXAMPLES));
    }
    Ok(text)
}

const EXAMPLES: &str = "Write 2026-11-21, “yesterday”, “last friday”, “in 3 weeks” or “12 mar”.";

fn not_understood(text: &str) -> Error {
    Error::invalid_hint("date", said!("“{text}” is no date that Kith understands.", text = text), EXAMPLES)
}

fn read(text: &str, folded: &str, now: &Now, sense: Sense) -> Result<(NaiveDate, Option<NaiveTime>)> {
    let mut tokens: Vec<&str> = folded.split_whitespace().collect();
    let time = words::take_time(&mut tokens);
    words::drop_fillers(&mut tokens);
    let today = now.civil_day();
    if tokens.is_empty() && time.is_some() {
        return Ok((today, time));
    }
    let day = match words::calendar(&tokens) {
        Some(date) => in_calendar(text, date, today, sense)?,
        None => words::relative(&tokens, today, sense).ok_or_else(|| not_understood(text))?,
    };
    if !(1..=9999).contains(&day.year()) {
        return Err(not_understood(text));
    }
    Ok((day, time))
}

/// The day a calendar date means; without a year the latest up to today, or the next from today on.
fn in_calendar(text: &str, date: words::Calendar, today: NaiveDate, sense: Sense) -> Result<NaiveDate> {
    let words::Calendar { day, month, year } = date;
    // A leap day may lie eight years away (1896 to 1904).
    let found = match (year, sense) {
        (Some(year), _) => NaiveDate::from_ymd_opt(year, month, day),
        (None, Sense::Past) => (0..=8)
            .filter_map(|back| NaiveDate::from_ymd_opt(today.year().checked_sub(back)?, month, day))
            .find(|d| *d <= today),
        (None, Sense::Future) => (0..=8)
            .filter_map(|on| NaiveDate::from_ymd_opt(today.year().checked_add(on)?, month, day))
            .find(|d| *d >= today),
    };
    found.ok_or_else(|| Error::invalid("date", said!("There is no such day as “{text}”.", text = text)))
}

/// The instant in the offset of the user's zone, whole minutes (as it is stored).
fn offset_of(now: &Now, instant: DateTime<chrono::Utc>) -> DateTime<FixedOffset> {
    let seconds = instant.with_timezone(&now.zone).offset().fix().local_minus_utc();
    let whole = FixedOffset::east_opt(seconds.div_euclid(60) * 60).unwrap_or_else(|| chrono::Utc.fix());
    instant.with_timezone(&whole)
}

#[cfg(test)]
mod tests;
