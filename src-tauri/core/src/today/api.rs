//! Commands of this feature: one call each.

use crate::api::Call;
use crate::error::{Error, Result};
use crate::people::Who;

use super::{DayItem, TodayInput, TodayView, TopUp, Tried, Until};

/// The day's list; drawn at the first look of the routine day.
pub fn today_get(_call: &Call<'_>, _input: TodayInput) -> Result<TodayView> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Adds people to today's list.
pub fn today_top_up(_call: &Call<'_>, _input: TopUp) -> Result<TodayView> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Sets someone aside until a day.
pub fn snooze(_call: &Call<'_>, _input: Until) -> Result<DayItem> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Skips this round: counts for the rhythm, not for the history.
pub fn skip(_call: &Call<'_>, _input: Who) -> Result<DayItem> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Nothing is due for someone until a day.
pub fn pause(_call: &Call<'_>, _input: Until) -> Result<DayItem> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Logs an attempt that did not reach them; they come back in a few days.
pub fn tried(_call: &Call<'_>, _input: Tried) -> Result<DayItem> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}
