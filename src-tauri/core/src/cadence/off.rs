//! Days off: vacation and holidays, on which nothing is due, and which no rhythm counts.

use chrono::{Days, NaiveDate};

/// Periods of days off, in order, none within another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DaysOff(Vec<(NaiveDate, NaiveDate)>);

impl DaysOff {
    /// The days of these periods, each from its first to its last day; they may overlap.
    pub fn new(periods: impl IntoIterator<Item = (NaiveDate, NaiveDate)>) -> Self {
        let mut periods: Vec<_> = periods.into_iter().filter(|(from, to)| from <= to).collect();
        periods.sort_unstable();
        let mut joined: Vec<(NaiveDate, NaiveDate)> = Vec::with_capacity(periods.len());
        for (from, to) in periods {
            match joined.last_mut() {
                Some((_, end)) if from <= later(*end, 1) => *end = to.max(*end),
                _ => joined.push((from, to)),
            }
        }
        Self(joined)
    }

    /// The first day after the period that holds `day`; none where it is no day off.
    pub fn until(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.0.iter().find(|(from, to)| (*from..=*to).contains(&day)).map(|(_, to)| later(*to, 1))
    }

    /// Days that count after `from`, up to and with `to`; negative where that lies before.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.between(to, from);
        }
        let first = later(from, 1);
        let off = |(begin, end): &(NaiveDate, NaiveDate)| (since(*end.min(&to), *begin.max(&first)) + 1).max(0);
        since(to, from) - self.0.iter().map(off).sum::<i64>()
    }

    /// The day on which so many days that count have passed since `from`; never a day off.
    pub fn after(&self, from: NaiveDate, days: i64) -> NaiveDate {
        let mut day = later(from, days);
        for (begin, end) in &self.0 {
            if *begin > day {
                break;
            }
            day = later(day, (since(*end, *begin.max(&later(from, 1))) + 1).max(0));
        }
        self.until(day).unwrap_or(day)
    }
}

/// Days from `from` to `day`.
pub(super) fn since(day: NaiveDate, from: NaiveDate) -> i64 {
    day.signed_duration_since(from).num_days()
}

/// The day so many days later; the calendar's last where it is outside.
pub(super) fn later(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_days(Days::new(days.unsigned_abs())).unwrap_or(NaiveDate::MAX)
}
