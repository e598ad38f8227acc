//! A date that returns: how it is written, and when it is observed. Pure.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::error::{Error, Result};
use crate::said;
use crate::settings::LeapDay;
use crate::when;

/// The date of an occasion: day or year may be unknown. 29 February is kept as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OccasionDate {
    /// The year, where known.
    pub year: Option<i32>,
    /// 1 to 12.
    pub month: u32,
    /// The day, where known.
    pub day: Option<u32>,
}

impl OccasionDate {
    /// When it is observed next, on `today` or later; `None` for a month alone.
    ///
    /// In common years 29 February is observed as set. What lies ahead in its own year is not observed before.
    pub fn next(&self, today: NaiveDate, leap_day: LeapDay) -> Option<NaiveDate> {
        let first = self.year.unwrap_or(today.year()).max(today.year());
        let in_year = |year| self.observed_in(year, leap_day).filter(|day| *day >= today);
        in_year(first).or_else(|| in_year(first.checked_add(1)?))
    }

    /// How many years it will be on `day`, where the year is known.
    pub fn years_on(&self, day: NaiveDate) -> Option<i32> {
        self.year.map(|year| day.year() - year)
    }

    fn observed_in(&self, year: i32, leap_day: LeapDay) -> Option<NaiveDate> {
        let day = self.day?;
        NaiveDate::from_ymd_opt(year, self.month, day).or_else(|| match leap_day {
            LeapDay::Feb28 => NaiveDate::from_ymd_opt(year, 2, 28),
            LeapDay::Mar1 => NaiveDate::from_ymd_opt(year, 3, 1),
        })
    }

    /// The date, if there is such a day: in its year, or in a leap year where none is known.
    fn checked(self) -> Option<Self> {
        const LEAP_YEAR: i32 = 2000;
        let year = self.year.unwrap_or(LEAP_YEAR);
        let exists = NaiveDate::from_ymd_opt(year, self.month, self.day.unwrap_or(1)).is_some();
        ((1..=9999).contains(&year) && exists).then_some(self)
    }

    /// Reads what [`fmt::Display`] writes.
    fn strict(text: &str) -> Option<Self> {
        let number = |digits: &str, length: usize| -> Option<u32> {
            let fits = digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit());
            if fits { digits.parse().ok() } else { None }
        };
        let (year, rest) = match text.strip_prefix("--") {
            Some(rest) => (None, rest),
            None => {
                let (year, rest) = text.split_once('-')?;
                (Some(i32::try_from(number(year, 4)?).ok()?), rest)
            }
        };
        let (month, day) = match rest.split_once('-') {
            Some((month, day)) => (number(month, 2)?, Some(number(day, 2)?)),
            None if rest.len() == 4 && year.is_none() => {
                let (month, day) = rest.split_at_checked(2)?;
                (number(month, 2)?, Some(number(day, 2)?))
            }
            None => (number(rest, 2)?, None),
        };
        Some(Self { year, month, day })
    }
}

impl fmt::Display for OccasionDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}-{:02}", self.month)?,
            None => write!(f, "--{:02}", self.month)?,
        }
        match self.day {
            Some(day) => write!(f, "-{day:02}"),
            None => Ok(()),
        }
    }
}

/// Reads `YYYY-MM-DD`, `--MM-DD`, `YYYY-MM`, `--MM`, `MM-DD`, and words like “12 mar” or “12 March 1980”.
pub fn parse_date(text: &str) -> Result<OccasionDate> {
    let trimmed = text.trim();
    let short = if trimmed.len() <= 60 { trimmed } else { "" };
    let found = OccasionDate::strict(short).or_else(|| {
        let unknown_year = |(day, month)| OccasionDate { year: None, month, day: Some(day) };
        let known_year =
            |day: NaiveDate| OccasionDate { year: Some(day.year()), month: day.month(), day: Some(day.day()) };
        when::day_and_month(short).map(unknown_year).or_else(|| when::day_of_year(short).map(known_year))
    });
    let found = found.ok_or_else(|| {
        let shown = crate::text::short(trimmed);
        Error::invalid_hint(
            "date",
            said!("“{text}” is no date that returns.", text = shown),
            "Write 1980-03-12; without the year --03-12; a month alone --03; or 12 mar.",
        )
    })?;
    found.checked().ok_or_else(|| Error::invalid("date", said!("There is no such day as “{text}”.", text = trimmed)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn next(date: &str, today: &str, leap: LeapDay) -> String {
        let found = parse_date(date).unwrap().next(day(today), leap);
        found.map_or_else(|| "never".into(), |next| next.to_string())
    }

    #[test]
    fn a_date_is_written_with_or_without_its_year_or_day() {
        for (text, kept) in [
            ("1980-03-12", "1980-03-12"),
            ("--03-12", "--03-12"),
            ("--0312", "--03-12"),
            ("1980-03", "1980-03"),
            ("--03", "--03"),
            ("03-12", "--03-12"),
            ("12 mar", "--03-12"),
            ("March 12th", "--03-12"),
            ("12 March 1980", "1980-03-12"),
            ("12.3.1980", "1980-03-12"),
            ("29 feb", "--02-29"),
            ("2000-02-29", "2000-02-29"),
        ] {
            assert_eq!(parse_date(text).unwrap().to_string(), kept, "{text}");
        }
        for text in ["", "soon", "2001-02-29", "--02-30", "--13", "13-13", "1980", "0000-01-01", "yesterday"] {
            assert!(parse_date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_leap_day_is_observed_as_set_in_common_years() {
        assert_eq!(next("2000-02-29", "2026-11-21", LeapDay::Feb28), "2027-02-28");
        assert_eq!(next("2000-02-29", "2026-11-21", LeapDay::Mar1), "2027-03-01");
        assert_eq!(next("--02-29", "2027-11-21", LeapDay::Feb28), "2028-02-29");
        assert_eq!(next("--02-29", "2027-02-28", LeapDay::Feb28), "2027-02-28");
        assert_eq!(next("--02-29", "2027-03-01", LeapDay::Mar1), "2027-03-01");
        assert_eq!(next("--02-29", "2027-03-01", LeapDay::Feb28), "2028-02-29");
    }

    #[test]
    fn an_occasion_says_how_many_years_it_is() {
        let birthday = parse_date("1986-11-24").unwrap();
        let next = birthday.next(day("2026-11-21"), LeapDay::Feb28).unwrap();
        assert_eq!((next.to_string().as_str(), birthday.years_on(next)), ("2026-11-24", Some(40)));
        let unknown = parse_date("--11-24").unwrap();
        assert_eq!(unknown.years_on(next), None);
    }

    #[test]
    fn what_lies_ahead_is_not_observed_before_its_own_year() {
        assert_eq!(next("2030-06-01", "2026-11-21", LeapDay::Feb28), "2030-06-01");
        assert_eq!(next("--06", "2026-11-21", LeapDay::Feb28), "never");
    }

    proptest! {
        #[test]
        fn the_next_observance_is_the_one_a_walk_through_the_calendar_finds(
            today in 0i64..40_000, born in 0i64..40_000, known in any::<bool>(), march in any::<bool>(),
        ) {
            let start = day("1950-01-01");
            let (today, born) = (start + chrono::Duration::days(today), start + chrono::Duration::days(born));
            let leap = if march { LeapDay::Mar1 } else { LeapDay::Feb28 };
            let date = OccasionDate { year: known.then(|| born.year()), month: born.month(), day: Some(born.day()) };
            let observed = |d: NaiveDate| {
                let same = (d.month(), d.day()) == (born.month(), born.day());
                let moved = (born.month(), born.day()) == (2, 29) && !d.leap_year()
                    && (d.month(), d.day()) == if march { (3, 1) } else { (2, 28) };
                (same || moved) && (!known || d.year() >= born.year())
            };
            let walked = today.iter_days().find(|d| observed(*d));
            prop_assert_eq!(date.next(today, leap), walked);
        }

        #[test]
        fn no_text_brings_it_down(text in "\\PC*") {
            if let Ok(date) = parse_date(&text) {
                prop_assert_eq!(parse_date(&date.to_string()).ok(), Some(date));
            }
        }
    }
}
