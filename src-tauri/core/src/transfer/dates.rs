//! Dates of vCards as occasions keep them: `YYYY-MM-DD`, `--MM-DD`, `YYYY-MM` or `--MM`.

use chrono::NaiveDate;

use crate::people::DiedOn;

/// Apple writes 1604 where the year is not known.
const APPLE_NO_YEAR: i32 = 1604;

/// Reads a date with or without dashes, with or without year, day or time; `None` where it is none, or a year alone.
pub fn occasion_date(text: &str, omitted_year: Option<i32>) -> Option<String> {
    let text = text.trim();
    let (year, month, day) = parts(date_part(text))?;
    let year = year.filter(|y| *y != APPLE_NO_YEAR && Some(*y) != omitted_year);
    match (year, day) {
        (Some(year), Some(day)) => NaiveDate::from_ymd_opt(year, month, day).map(|d| d.format("%Y-%m-%d").to_string()),
        // 2000 was a leap year: 29 February is a day.
        (None, Some(day)) => NaiveDate::from_ymd_opt(2000, month, day).map(|_| format!("--{month:02}-{day:02}")),
        (Some(year), None) => (1..=12).contains(&month).then(|| format!("{year:04}-{month:02}")),
        (None, None) => (1..=12).contains(&month).then(|| format!("--{month:02}")),
    }
}

/// Reads the day someone died, which may be a month or a year alone, or unknown; `None` for anything else.
pub fn death_date(text: &str) -> Option<DiedOn> {
    let text = text.trim();
    let date = occasion_date(text, None).unwrap_or_else(|| text.to_lowercase());
    DiedOn::read(&date)
}

/// Without the time of day behind it.
fn date_part(text: &str) -> &str {
    text.split(['T', 't', ' ']).next().unwrap_or(text)
}

fn parts(text: &str) -> Option<(Option<i32>, u32, Option<u32>)> {
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten();
    if let Some(rest) = text.strip_prefix("--") {
        let (month, day) = match rest.split_once('-') {
            Some((month, day)) => (month, Some(day)),
            None if rest.len() == 4 => (rest.get(..2)?, rest.get(2..)),
            None => (rest, None),
        };
        let day = match day {
            Some(day) => Some(number(day)?),
            None => None,
        };
        return Some((None, (month.len() <= 2).then(|| number(month)).flatten()?, day));
    }
    let whole = |year: &str, month: &str, day: Option<&str>| {
        let year = (year.len() == 4).then(|| number(year)).flatten().and_then(|y| i32::try_from(y).ok())?;
        let day = match day {
            Some(day) => Some(number(day)?),
            None => None,
        };
        Some((Some(year), number(month)?, day))
    };
    let pieces: Vec<&str> = text.split(['-', '/', '.']).collect();
    match pieces.as_slice() {
        [year, month, day] => whole(year, month, Some(day)),
        [year, month] => whole(year, month, None),
        [digits] if digits.len() == 8 => whole(digits.get(..4)?, digits.get(4..6)?, digits.get(6..)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{death_date, occasion_date};

    #[test]
    fn dates_come_in_with_or_without_year_or_day() {
        for (given, kept) in [
            ("1963-09-21", "1963-09-21"),
            ("19800322", "1980-03-22"),
            ("--0203", "--02-03"),
            ("--02-29", "--02-29"),
            ("1953-10", "1953-10"),
            ("--04", "--04"),
            ("1604-03-04", "--03-04"),
            ("20090808T1430-0500", "2009-08-08"),
            ("1953-10-15T23:10:00Z", "1953-10-15"),
            (" 1971-7-3 ", "1971-07-03"),
        ] {
            assert_eq!(occasion_date(given, None).as_deref(), Some(kept), "{given}");
        }
    }

    #[test]
    fn a_day_of_death_may_be_a_year_alone_or_unknown() {
        for (given, kept) in [
            ("20240503", Some("2024-05-03")),
            ("2024-05-03T10:00:00Z", Some("2024-05-03")),
            ("2024-05", Some("2024-05")),
            (" 2024", Some("2024")),
            ("Unknown", Some("unknown")),
            ("--0503", None),
            ("circa 1800", None),
        ] {
            assert_eq!(death_date(given).map(|died| died.to_string()).as_deref(), kept, "{given}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for given in ["circa 1800", "206-12-15", "1985", "1980-02-30", "", "--1", "0322", "١٩٨٠-01-01", "--€€"]
        {
            assert_eq!(occasion_date(given, None).filter(|d| d != "--01"), None, "{given}");
        }
    }
}
