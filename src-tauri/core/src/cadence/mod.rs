//! The rhythm one intends with a contact, and what follows from it: anchor, due date and stretch. Pure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
