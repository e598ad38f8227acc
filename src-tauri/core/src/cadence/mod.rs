//! The rhythm one intends with a contact, and what follows from it: anchor, due date and stretch.
//!
//! Pure but for [`store`]: what is known of a contact and the day go in, a [`Rhythm`] comes out. Nothing of
//! it is stored, so what is edited, deleted, imported or dated back moves it at once.

pub mod store;

use std::cmp::Reverse;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{Error, Result};

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
    /// Days from the anchor to the due date.
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
    /// Days since the anchor ÷ days from anchor to due; 1.0 on the due date.
    pub stretch: Option<f64>,
    /// Nothing is due before this day.
    #[ts(type = "string | null")]
    pub paused_until: Option<NaiveDate>,
    /// Set aside until this day.
    #[ts(type = "string | null")]
    pub snoozed_until: Option<NaiveDate>,
}

impl Rhythm {
    /// The first day on which the person may stand on the list: due, and neither paused nor set aside.
    pub fn back_on(&self) -> Option<NaiveDate> {
        self.due.map(|due| [self.paused_until, self.snoozed_until].into_iter().flatten().fold(due, NaiveDate::max))
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
    /// When someone never spoken with is due: the later of the day the group's rhythm was set and the day
    /// they came in, or a later one where many came at once.
    pub first_due: NaiveDate,
}

/// All that anchor, due date and stretch of a contact follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What was chosen for the contact.
    pub own: Own,
    /// The rhythms of its groups.
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
/// Someone neither spoken with nor skipped is due on the first due day; their stretch is 1.0 then and grows
/// by the rhythm they will have from there.
pub fn rhythm(known: &Known, today: NaiveDate) -> Rhythm {
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
        paused_until: coming(known.paused_until),
        snoozed_until: coming(known.snoozed_until),
    };
    let Some((interval, first_due, source)) = in_force(known) else { return rhythm };
    let (due, cadence_days) = match known.last_touch.max(known.skipped_on) {
        Some(anchor) => {
            let due = add(anchor, interval);
            (due, due.signed_duration_since(anchor).num_days())
        }
        None => (first_due, add(first_due, interval).signed_duration_since(first_due).num_days()),
    };
    let late = today.signed_duration_since(due).num_days();
    rhythm.interval = Some(interval);
    rhythm.cadence_source = Some(source);
    rhythm.cadence_days = Some(cadence_days);
    rhythm.due = Some(due);
    rhythm.stretch = Some((cadence_days + late) as f64 / cadence_days.max(1) as f64);
    rhythm
}

/// The interval in force, the first due day that belongs to it, and where it comes from.
fn in_force(known: &Known) -> Option<(Interval, NaiveDate, CadenceSource)> {
    match known.own {
        Own::Declined => None,
        Own::Set { interval, first_due } => Some((interval, first_due, CadenceSource::Own)),
        Own::Inherit => known
            .groups
            .iter()
            .min_by_key(|group| (length(group.interval), group.first_due, &group.name))
            .map(|group| (group.interval, group.first_due, CadenceSource::Group(group.name.clone()))),
    }
}

/// How long an interval is in the mean of the calendar, in ten-thousandths of a day: to say which is shorter.
fn length(interval: Interval) -> u64 {
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

/// The order of the list: by stretch, then who waited longer, then the older contact.
pub(crate) fn by_urgency<Id: Ord + Copy>(id: Id, rhythm: &Rhythm) -> (Reverse<u64>, Option<NaiveDate>, Id) {
    // Stretch in billionths: equal fractions compare equal, and the order is total.
    let stretch = (rhythm.stretch.unwrap_or(0.0).max(0.0) * 1e9) as u64;
    (Reverse(stretch), rhythm.due, id)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
