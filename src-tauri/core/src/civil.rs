//! Civil dates and moments as they travel: `YYYY-MM-DD`, or RFC 3339 with the local offset.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, SecondsFormat};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

use crate::error::{Error, Result};
use crate::said;

/// When a conversation began: a bare civil date, or a moment with its local offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Only the day is known.
    Day(NaiveDate),
    /// The moment, in the offset of the place where it happened.
    Moment(DateTime<FixedOffset>),
}

impl Start {
    /// Its own local date.
    pub fn day(&self) -> NaiveDate {
        match self {
            Self::Day(day) => *day,
            Self::Moment(moment) => moment.date_naive(),
        }
    }

    /// The instant in milliseconds UTC; `None` for a bare date.
    pub fn millis(&self) -> Option<i64> {
        match self {
            Self::Day(_) => None,
            Self::Moment(moment) => Some(moment.timestamp_millis()),
        }
    }

    /// The local offset in minutes; `None` for a bare date.
    pub fn offset_minutes(&self) -> Option<i32> {
        match self {
            Self::Day(_) => None,
            Self::Moment(moment) => Some(moment.offset().local_minus_utc().div_euclid(60)),
        }
    }

    /// Puts the columns `day`, `at` and `offset_minutes` together.
    pub fn from_columns(day: NaiveDate, at: Option<i64>, offset_minutes: Option<i32>) -> Self {
        let moment = at.zip(offset_minutes).and_then(|(at, offset)| crate::clock::local_moment(at, offset));
        moment.map_or(Self::Day(day), Self::Moment)
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Moment(moment) => f.write_str(&moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        }
    }
}

impl FromStr for Start {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if let Ok(day) = parse_day(text, "start") {
            return Ok(Self::Day(day));
        }
        let moment = DateTime::parse_from_rfc3339(text.trim()).map_err(|_| {
            Error::invalid_hint(
                "start",
                said!("“{text}” is no date.", text = text),
                "Write 2026-11-21, or 2026-11-21T15:20:00+01:00.",
            )
        })?;
        within_calendar(moment.date_naive(), text, "start")?;
        Ok(Self::Moment(moment))
    }
}

impl Serialize for Start {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Start {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl TS for Start {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(_: &ts_rs::Config) -> String {
        "string".into()
    }

    fn inline(cfg: &ts_rs::Config) -> String {
        Self::name(cfg)
    }
}

/// A civil date as it is stored: TEXT `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoredDay(pub NaiveDate);

impl FromSql for StoredDay {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        // By hand, because a list of ten thousand people reads forty thousand of them.
        let bytes = value.as_bytes()?;
        let number = |from: usize, to: usize| {
            let digits = bytes.get(from..to)?;
            digits.iter().try_fold(0u32, |sum, digit| Some(sum * 10 + char::from(*digit).to_digit(10)?))
        };
        (|| {
            let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
        })()
        .map(Self)
        .ok_or(FromSqlError::InvalidType)
    }
}

impl ToSql for StoredDay {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.to_string()))
    }
}

/// Reads `YYYY-MM-DD` of the years 1 to 9999.
pub fn parse_day(text: &str, field: &'static str) -> Result<NaiveDate> {
    let text = text.trim();
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
        Error::invalid_hint(field, said!("“{text}” is no date.", text = text), "Write it as 2026-11-21.")
    })?;
    within_calendar(day, text, field)?;
    Ok(day)
}

fn within_calendar(day: NaiveDate, text: &str, field: &'static str) -> Result<()> {
    if (1..=9999).contains(&day.year()) {
        Ok(())
    } else {
        Err(Error::invalid(field, said!("“{text}” is outside the years 1 to 9999.", text = text)))
    }
}

/// Reads a field that may be missing (stays), null (is cleared) or given (is set).
pub fn double_option<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
