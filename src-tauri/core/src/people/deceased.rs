//! The day someone died, as far as it is known. Pure.

use std::fmt;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::clock::Now;
use crate::error::{Error, Result};
use crate::said;
use crate::text::short;
use crate::when;

/// Written as `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or `unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiedOn {
    /// The day is known.
    Day(NaiveDate),
    /// The month is: its first day.
    Month(NaiveDate),
    /// The year is: its first day.
    Year(NaiveDate),
    /// That it was, and not when.
    Unknown,
}

impl DiedOn {
    /// Reads what is typed: a date, a part of one, words for a day, or that it is unknown. Nobody died in the future.
    pub fn parse(text: &str, now: &Now) -> Result<Self> {
        let text = text.trim();
        if ["unknown", "unbekannt", "?"].contains(&text.to_lowercase().as_str()) {
            return Ok(Self::Unknown);
        }
        // Words alone: of bare numbers 24-05-03 would be the year 24.
        let in_words = || Some(text).filter(|text| text.contains(char::is_alphabetic));
        let day_in_words =
            || in_words().and_then(|text| when::past(text, now).ok()).map(|start| Self::Day(start.day()));
        let died = Self::read(text).or_else(day_in_words).ok_or_else(|| {
            Error::invalid_hint(
                "deceased",
                said!("“{text}” is no date on which someone died.", text = short(text)),
                "Write 2024-05-03; a month alone 2024-05; a year alone 2024; or unknown.",
            )
        })?;
        if died.first().is_some_and(|day| day > now.civil_day()) {
            return Err(Error::invalid("deceased", "The day someone died does not lie in the future."));
        }
        Ok(died)
    }

    /// Reads what [`fmt::Display`] writes; `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        if text == "unknown" {
            return Some(Self::Unknown);
        }
        let number = |digits: &str, length: usize| -> Option<u32> {
            let fits = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
            if fits { digits.parse().ok() } else { None }
        };
        let mut parts = text.split('-');
        let year = i32::try_from(number(parts.next()?, 4)?).ok().filter(|year| *year > 0)?;
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
        match (parts.next(), parts.next(), parts.next()) {
            (None, _, _) => day(1, 1).map(Self::Year),
            (Some(month), None, _) => day(number(month, 2)?, 1).map(Self::Month),
            (Some(month), Some(date), None) => day(number(month, 2)?, number(date, 2)?).map(Self::Day),
            (Some(_), Some(_), Some(_)) => None,
        }
    }

    /// What is stored; a text that another program wrote there still says that someone died.
    pub fn stored(text: &str) -> Self {
        Self::read(text).unwrap_or(Self::Unknown)
    }

    /// Whether it says all of another and more: 3 May 2024 that of May 2024, and of 2024.
    pub fn completes(self, other: Self) -> bool {
        self != other && self.to_string().starts_with(&other.to_string())
    }

    /// The first day it may have been.
    fn first(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) | Self::Month(day) | Self::Year(day) => Some(day),
            Self::Unknown => None,
        }
    }
}

impl fmt::Display for DiedOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::Month(day) => write!(f, "{}", day.format("%Y-%m")),
            Self::Year(day) => write!(f, "{}", day.format("%Y")),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

impl Serialize for DiedOn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
#[path = "deceased_tests.rs"]
mod tests;
