//! Conversations written down ahead of their time: when they are over, and which of them nobody has confirmed since.
//!
//! Nothing is stored of it: what was last written to before it began was planned, and what was written to after it was
//! over has taken place. A bare date is judged in the zone of the moment: who logs it early in the morning and flies west
//! may be asked about it once.

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};

use super::store;
use crate::civil::Start;
use crate::clock::{Now, instant_of};
use crate::error::Result;
use crate::id::ConversationId;
use crate::store::Db;

/// How long a conversation is taken to last where nothing is said: minutes.
const USUAL_MINUTES: u32 = 60;
/// Days for which is asked whether it took place; after them it is taken to have.
const ASKED_DAYS: u64 = 14;

/// A conversation that was planned and has not been written to since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its id.
    pub id: ConversationId,
    /// Its id everywhere.
    pub uid: String,
    /// When it begins.
    pub start: Start,
    /// When it was last written to: milliseconds UTC.
    pub written_at: i64,
    /// How long it is to last, where that was said.
    pub minutes: Option<u32>,
}

impl Planned {
    /// The instant from which it is over: after its minutes, or for a bare date at the end of its day.
    pub fn over(&self, now: &Now) -> DateTime<Utc> {
        match self.start {
            Start::Moment(moment) => {
                let minutes = self.minutes.unwrap_or(USUAL_MINUTES);
                moment
                    .to_utc()
                    .checked_add_signed(Duration::minutes(minutes.into()))
                    .unwrap_or(DateTime::<Utc>::MAX_UTC)
            }
            Start::Day(day) => instant_of(now.zone, day.succ_opt().unwrap_or(day), NaiveTime::MIN),
        }
    }

    pub(crate) fn was_written_ahead(&self, now: &Now) -> bool {
        match self.start {
            Start::Moment(moment) => moment.timestamp_millis() > self.written_at,
            Start::Day(day) => DateTime::from_timestamp_millis(self.written_at)
                .is_some_and(|instant| Now { instant, ..*now }.civil_day() < day),
        }
    }
}

/// What was planned with someone between two weeks ago and `until`, and has not been written to since; the earliest first.
pub fn between_two_weeks_ago_and(db: &Db, now: &Now, until: NaiveDate) -> Result<Vec<Planned>> {
    let from = now.civil_day().checked_sub_days(Days::new(ASKED_DAYS)).unwrap_or(NaiveDate::MIN);
    // The day of a bare date is compared roughly by the store, as zones lie up to a day apart, and exactly here.
    let found = store::written_ahead(db, from, until)?;
    Ok(found.into_iter().filter(|planned| planned.was_written_ahead(now)).collect())
}

/// Whether it is yet to come: by the instant, or for a bare date by the civil day.
pub fn is_to_come(start: &Start, now: &Now) -> bool {
    match start {
        Start::Day(day) => *day > now.civil_day(),
        Start::Moment(moment) => *moment > now.instant,
    }
}

/// Whether it is asked, or will be, if this conversation took place.
pub fn is_unconfirmed(db: &Db, now: &Now, id: ConversationId) -> Result<bool> {
    let planned = between_two_weeks_ago_and(db, now, now.civil_day())?;
    Ok(planned.iter().any(|planned| planned.id == id))
}
