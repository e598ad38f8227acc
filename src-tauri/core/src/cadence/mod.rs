//! The rhythm one intends with a contact, and what follows from it: anchor, due date and stretch.
//!
//! Pure but for [`store`]: what is known of a contact and the day go in, a [`Rhythm`] comes out. Nothing of
//! it is stored, so what is edited, deleted, imported or dated back moves it at once.

pub mod household;
mod kept;
mod off;
mod reading;
pub mod store;

use std::cmp::Reverse;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use self::kept::KeptRhythms;
pub use self::off::DaysOff;
use self::off::since;
pub use self::reading::{check_latest, parse_choice, parse_interval, parse_latest};

/// The unit of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the units say it themselves")]
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// An interval of civil time, as “every 2 months”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Interval {
    /// How many units, at least 1.
    pub every: u32,
    /// The unit.
    pub unit: Unit,
}

/// Where a contact's cadence comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CadenceSource {
    /// Set on the contact.
    Own,
    /// Inherited from the group of that name.
    Group(String),
}

/// What the routine knows of a contact on a day.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Rhythm {
    /// The interval in force; none when nobody set one, or “no rhythm” was chosen.
    pub interval: Option<Interval>,
    /// Where it comes from.
    pub cadence_source: Option<CadenceSource>,
    /// “No rhythm” was chosen for this contact, whatever its groups say.
    pub declined: bool,
    /// Days from the anchor to the due date, days off left out.
    pub cadence_days: Option<i64>,
    /// The latest conversation that counts.
    #[ts(type = "string | null")]
    pub last_touch: Option<NaiveDate>,
    /// The latest conversation of any kind that is not an attempt: an ask alone may be later than the last touch.
    #[ts(type = "string | null")]
    pub last_spoken: Option<NaiveDate>,
    /// The day to reach them.
    #[ts(type = "string | null")]
    pub due: Option<NaiveDate>,
    /// Days since the anchor ÷ days from anchor to due, days off left out of both; 1.0 on the due date.
    pub stretch: Option<f64>,
    /// The longest interval one means to let pass; none where nobody set one.
    pub latest: Option<Interval>,
    /// The day to reach them at the latest.
    #[ts(type = "string | null")]
    pub latest_on: Option<NaiveDate>,
    /// Days since that day, days off left out: 0 on it, negative before.
    #[ts(type = "number | null")]
    pub past_latest: Option<i64>,
    /// Days since the anchor, days off left out; 0 where there is no rhythm.
    #[serde(skip)]
    #[ts(skip)]
    pub waited: i64,
    /// Nothing is due before this day.
    #[ts(type = "string | null")]
    pub paused_until: Option<NaiveDate>,
    /// Set aside until this day.
    #[ts(type = "string | null")]
    pub snoozed_until: Option<NaiveDate>,
    /// The day is off, and nothing is due before this one.
    #[ts(type = "string | null")]
    pub vacation_until: Option<NaiveDate>,
}

impl Rhythm {
    /// The first day on which the person may stand on the list: due, no day off, and neither paused nor set aside.
    pub fn back_on(&self) -> Option<NaiveDate> {
        let held = [self.paused_until, self.snoozed_until, self.vacation_until];
        self.due.map(|due| held.into_iter().flatten().fold(due, NaiveDate::max))
    }

    /// Whether they come before all others: the day to reach them at the latest is today or past.
    pub fn is_at_the_latest(&self) -> bool {
        self.past_latest.is_some_and(|past| past >= 0)
    }

    /// Whether the person is to be reached on `day` or was before.
    pub fn is_due(&self, day: NaiveDate) -> bool {
        self.back_on().is_some_and(|back| back <= day)
    }
}

/// What was chosen for a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Whatever the groups say.
    Inherit,
    /// No rhythm, whatever the groups say.
    Declined,
    /// A rhythm of its own.
    Every(Interval),
}

/// What is to be set for contacts: the choice, and the longest interval beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The rhythm.
    pub choice: Choice,
    /// The longest interval; `None` leaves that there is, where it is not shorter than the rhythm.
    pub latest: Option<Option<Interval>>,
}

impl From<Choice> for Wanted {
    fn from(choice: Choice) -> Self {
        Self { choice, latest: None }
    }
}

/// What was chosen for a contact, with the days that follow from when it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// Whatever the groups say.
    Inherit,
    /// No rhythm, whatever the groups say.
    Declined,
    /// A rhythm of its own.
    Set {
        /// The interval.
        interval: Interval,
        /// The longest interval.
        latest: Option<Interval>,
        /// The day it was set.
        set_on: NaiveDate,
        /// When someone never spoken with is due: the day it was set, or a later one where many were set at once.
        first_due: NaiveDate,
    },
}

/// The rhythm of a group the contact is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromGroup {
    /// The group's name.
    pub name: String,
    /// The interval.
    pub interval: Interval,
    /// The longest interval.
    pub latest: Option<Interval>,
    /// The later of the day the group's rhythm was set and the day they came in.
    pub set_on: NaiveDate,
    /// When someone never spoken with is due: the later of the day the group's rhythm was set and the day
    /// they came in, or a later one where many came at once.
    pub first_due: NaiveDate,
}

/// All that anchor, due date and stretch of a contact follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What was chosen for the contact.
    pub own: Own,
    /// The rhythms of its groups; none where it has one of its own, which counts alone.
    pub groups: Vec<FromGroup>,
    /// The latest conversation that counts.
    pub last_touch: Option<NaiveDate>,
    /// The latest conversation that is not an attempt.
    pub last_spoken: Option<NaiveDate>,
    /// The last skip.
    pub skipped_on: Option<NaiveDate>,
    /// Nothing is due before this day.
    pub paused_until: Option<NaiveDate>,
    /// Set aside until this day.
    pub snoozed_until: Option<NaiveDate>,
}

/// Anchor, due date and stretch of a contact on a day, as PRODUCT.md defines them.
///
/// Days off count nowhere: they push due dates on and do not stretch, as if the calendar had left them out.
/// Someone neither spoken with nor skipped is due on the first due day; their stretch is 1.0 then and grows
/// by the rhythm they will have from there.
pub fn rhythm(known: &Known, today: NaiveDate, off: &DaysOff) -> Rhythm {
    let coming = |day: Option<NaiveDate>| day.filter(|day| *day > today);
    let mut rhythm = Rhythm {
        interval: None,
        cadence_source: None,
        declined: known.own == Own::Declined,
        cadence_days: None,
        last_touch: known.last_touch,
        last_spoken: known.last_spoken,
        due: None,
        stretch: None,
        latest: None,
        latest_on: None,
        past_latest: None,
        waited: 0,
        paused_until: coming(known.paused_until),
        snoozed_until: coming(known.snoozed_until),
        vacation_until: off.until(today),
    };
    let Some(force) = in_force(known) else { return rhythm };
    let anchor = known.last_touch.max(known.skipped_on);
    let from = anchor.unwrap_or(force.first_due);
    let length = |interval| since(add(from, interval), from);
    let cadence_days = length(force.interval);
    let due = match anchor {
        Some(anchor) => off.after(anchor, cadence_days),
        None => off.after(force.set_on, since(from, force.set_on)),
    };
    rhythm.waited = cadence_days + off.between(due, today);
    rhythm.interval = Some(force.interval);
    rhythm.cadence_source = Some(force.source);
    rhythm.cadence_days = Some(cadence_days);
    rhythm.due = Some(due);
    rhythm.stretch = Some(rhythm.waited as f64 / cadence_days.max(1) as f64);
    if let Some(latest) = force.latest {
        // Months of different lengths do not bring the longest interval before the rhythm's own end.
        let latest_on = off.after(due, (length(latest) - cadence_days).max(0));
        rhythm.latest = Some(latest);
        rhythm.latest_on = Some(latest_on);
        rhythm.past_latest = Some(off.between(latest_on, today));
    }
    rhythm
}

/// The rhythm that counts of all that were set.
struct InForce {
    interval: Interval,
    latest: Option<Interval>,
    set_on: NaiveDate,
    first_due: NaiveDate,
    source: CadenceSource,
}

/// A contact's own rhythm, else the shortest of its groups' with the shortest longest interval of theirs.
fn in_force(known: &Known) -> Option<InForce> {
    match known.own {
        Own::Declined => None,
        Own::Set { interval, latest, set_on, first_due } => {
            Some(InForce { interval, latest, set_on, first_due, source: CadenceSource::Own })
        }
        Own::Inherit => {
            let shortest = known.groups.iter().min_by_key(|g| (length(g.interval), g.first_due, &g.name))?;
            Some(InForce {
                interval: shortest.interval,
                latest: known.groups.iter().filter_map(|group| group.latest).min_by_key(|latest| length(*latest)),
                set_on: shortest.set_on,
                first_due: shortest.first_due,
                source: CadenceSource::Group(shortest.name.clone()),
            })
        }
    }
}

/// How long an interval is in the mean of the calendar, in ten-thousandths of a day: to say which is shorter.
pub(crate) fn length(interval: Interval) -> u64 {
    let unit = match interval.unit {
        Unit::Day => 10_000,
        Unit::Week => 70_000,
        Unit::Month => 304_369,
        Unit::Year => 12 * 304_369,
    };
    u64::from(interval.every) * unit
}

/// The day an interval later: civil days, weeks, months and years, the ends of months clamped.
///
/// Outside the calendar it stays at its end.
pub fn add(day: NaiveDate, interval: Interval) -> NaiveDate {
    let days = |n: u32| day.checked_add_days(Days::new(u64::from(n)));
    let months = |n: u32| day.checked_add_months(Months::new(n));
    let later = match interval.unit {
        Unit::Day => days(interval.every),
        Unit::Week => interval.every.checked_mul(7).and_then(days),
        Unit::Month => months(interval.every),
        Unit::Year => interval.every.checked_mul(12).and_then(months),
    };
    later.unwrap_or(NaiveDate::MAX)
}

/// People a day that one rhythm needs: 1 ÷ its days in the mean of the calendar.
pub fn per_day(interval: Interval) -> f64 {
    10_000.0 / length(interval).max(1) as f64
}

impl Unit {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The unit of that name, as it is stored.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Day, Self::Week, Self::Month, Self::Year].into_iter().find(|unit| unit.as_str() == name)
    }
}

/// The order of the list: who is at the latest day or past it, then by stretch, then who waited longer, then the
/// older contact.
pub(crate) fn by_urgency<Id: Ord + Copy>(id: Id, rhythm: &Rhythm) -> (bool, Reverse<u64>, Reverse<i64>, Id) {
    // Stretch in billionths: equal fractions compare equal, and the order is total.
    let stretch = (rhythm.stretch.unwrap_or(0.0).max(0.0) * 1e9) as u64;
    (!rhythm.is_at_the_latest(), Reverse(stretch), Reverse(rhythm.waited), id)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
