//! The only place that reads the system's clock and zone.
//!
//! Everything else is given a [`Now`]. A civil day is the calendar's; a routine day runs from the rollover
//! hour to the next (PRODUCT.md), in the zone of the call.

use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Days, Duration, FixedOffset, MappedLocalTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::error::{Error, Result};

/// A moment, and the zone in which the user lives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The instant.
    pub instant: DateTime<Utc>,
    /// The user's zone.
    pub zone: Tz,
}

impl Now {
    /// Milliseconds since 1970, UTC.
    pub fn millis(&self) -> i64 {
        self.instant.timestamp_millis()
    }

    /// The moment as the user's clock shows it.
    pub fn local(&self) -> DateTime<Tz> {
        self.instant.with_timezone(&self.zone)
    }

    /// The calendar's day.
    pub fn civil_day(&self) -> NaiveDate {
        self.local().date_naive()
    }

    /// The routine day: the latest one whose rollover is not after now.
    pub fn routine_day(&self, rollover: NaiveTime) -> NaiveDate {
        let civil = self.civil_day();
        let begins = |day| instant_of(self.zone, day, rollover);
        match civil.checked_add_days(Days::new(1)) {
            Some(next) if begins(next) <= self.instant => next,
            _ if begins(civil) <= self.instant => civil,
            _ => civil.checked_sub_days(Days::new(1)).unwrap_or(civil),
        }
    }

    /// Reads `2026-11-21T09:00:00Z` or `2026-11-21T09:00:00+01:00[Europe/Paris]`.
    ///
    /// Without a zone in brackets, `zone` is taken.
    pub fn parse(text: &str, zone: Tz) -> Result<Self> {
        let (instant, zone) = match text.trim().strip_suffix(']').and_then(|t| t.split_once('[')) {
            Some((instant, name)) => (instant, zone_named(name)?),
            None => (text.trim(), zone),
        };
        let instant = DateTime::parse_from_rfc3339(instant).map_err(|_| {
            Error::invalid_hint(
                "now",
                format!("“{text}” is no moment."),
                "Write it as 2026-11-21T09:00:00+01:00, or with a zone behind it: 2026-11-21T09:00:00+01:00[Europe/Paris].",
            )
        })?;
        Ok(Self { instant: instant.to_utc(), zone })
    }
}

/// As [`Now::parse`] reads it.
impl std::fmt::Display for Now {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}[{}]", self.local().to_rfc3339(), self.zone.name())
    }
}

/// The zone of that name.
pub fn zone_named(name: &str) -> Result<Tz> {
    Tz::from_str(name).map_err(|_| {
        Error::invalid_hint("zone", format!("“{name}” is no time zone."), "Zones are named like Europe/Paris or UTC.")
    })
}

/// The instant at which `zone`'s clocks show `time` on `day`: in a gap the first valid instant after it, in
/// an overlap the earlier.
pub fn instant_of(zone: Tz, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let wanted = day.and_time(time);
    match zone.from_local_datetime(&wanted) {
        MappedLocalTime::Single(found) | MappedLocalTime::Ambiguous(found, _) => found.to_utc(),
        MappedLocalTime::None => after_gap(zone, wanted),
    }
}

/// The first valid instant after a local time that the zone's clocks skip.
fn after_gap(zone: Tz, wanted: chrono::NaiveDateTime) -> DateTime<Utc> {
    // A gap is at most a day (Apia, 30 December 2011), and clocks change on whole minutes today.
    let (mut before, mut after) = (wanted.and_utc() - Duration::days(2), wanted.and_utc() + Duration::days(2));
    while after - before > Duration::seconds(1) {
        let middle = before + (after - before) / 2;
        if middle.with_timezone(&zone).naive_local() < wanted {
            before = middle;
        } else {
            after = middle;
        }
    }
    DateTime::from_timestamp(after.timestamp(), 0).unwrap_or(after)
}

/// Milliseconds and an offset in minutes as a local moment; `None` outside the calendar.
pub fn local_moment(millis: i64, offset_minutes: i32) -> Option<DateTime<FixedOffset>> {
    let offset = FixedOffset::east_opt(offset_minutes.checked_mul(60)?)?;
    Some(DateTime::from_timestamp_millis(millis)?.with_timezone(&offset))
}

/// What tells the time.
pub trait Clock: Send + Sync {
    /// The moment it is.
    fn now(&self) -> Now;
}

/// The system's clock and zone.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Now {
        Now { instant: Utc::now(), zone: system_zone() }
    }
}

/// The zone the system is set to; UTC where it has none that we know.
pub fn system_zone() -> Tz {
    iana_time_zone::get_timezone().ok().and_then(|name| Tz::from_str(&name).ok()).unwrap_or(Tz::UTC)
}

/// A clock that was set to a moment when it was made and runs on from there: `--now` of the window.
#[derive(Debug)]
pub struct ShiftedClock {
    start: Now,
    made: std::time::Instant,
}

impl ShiftedClock {
    /// A clock that shows `start` now.
    pub fn new(start: Now) -> Self {
        Self { start, made: std::time::Instant::now() }
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Now {
        let gone = Duration::from_std(self.made.elapsed()).unwrap_or_default();
        Now { instant: self.start.instant + gone, zone: self.start.zone }
    }
}

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct TestClock(Mutex<Now>);

impl TestClock {
    /// A clock that shows `now`.
    pub fn new(now: Now) -> Self {
        Self(Mutex::new(now))
    }

    /// Sets it, forwards or back.
    pub fn set(&self, now: Now) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Moves it on.
    pub fn advance(&self, by: Duration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        now.instant += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Now {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    fn at(text: &str) -> Now {
        Now::parse(text, Tz::UTC).unwrap()
    }

    fn four() -> NaiveTime {
        NaiveTime::from_hms_opt(4, 0, 0).unwrap()
    }

    #[test]
    fn the_hours_before_the_rollover_belong_to_the_day_before() {
        let night = at("2026-11-22T02:30:00+01:00[Europe/Berlin]");
        assert_eq!(night.civil_day().to_string(), "2026-11-22");
        assert_eq!(night.routine_day(four()).to_string(), "2026-11-21");
        let morning = at("2026-11-22T04:00:00+01:00[Europe/Berlin]");
        assert_eq!(morning.routine_day(four()).to_string(), "2026-11-22");
    }

    #[test]
    fn a_rollover_in_a_gap_comes_with_the_first_valid_instant_after_it() {
        let two_thirty = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
        assert_eq!(instant_of(Tz::Europe__Berlin, day, two_thirty).to_rfc3339(), "2026-03-29T01:00:00+00:00");
        // Lord Howe moves by half an hour: 02:00 to 02:30 is skipped.
        let day = NaiveDate::from_ymd_opt(2026, 10, 4).unwrap();
        let two_fifteen = NaiveTime::from_hms_opt(2, 15, 0).unwrap();
        assert_eq!(instant_of(Tz::Australia__Lord_Howe, day, two_fifteen).to_rfc3339(), "2026-10-03T15:30:00+00:00");
        // Apia had no 30 December 2011.
        let day = NaiveDate::from_ymd_opt(2011, 12, 30).unwrap();
        assert_eq!(instant_of(Tz::Pacific__Apia, day, four()).to_rfc3339(), "2011-12-30T10:00:00+00:00");
    }

    #[test]
    fn a_rollover_in_an_overlap_comes_with_the_earlier_instant() {
        let day = NaiveDate::from_ymd_opt(2026, 10, 25).unwrap();
        let two_thirty = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
        assert_eq!(instant_of(Tz::Europe__Berlin, day, two_thirty).to_rfc3339(), "2026-10-25T00:30:00+00:00");
    }

    #[test]
    fn a_moment_may_carry_its_zone() {
        let now = at("2026-11-21T09:00:00Z[Pacific/Auckland]");
        assert_eq!(now.civil_day().to_string(), "2026-11-21");
        assert_eq!(now.zone, Tz::Pacific__Auckland);
        assert_eq!(at(&now.to_string()), now);
        assert!(Now::parse("tomorrow", Tz::UTC).is_err());
        assert!(Now::parse("2026-11-21T09:00:00Z[Mars/Olympus]", Tz::UTC).is_err());
    }
}
