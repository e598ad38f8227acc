//! Conversations written down ahead of their time: when they are over, and which of them nobody has confirmed since.
//!
//! Nothing is stored of it: what was last written to before it began was planned, and what was written to after it was
//! over has taken place. A bare date is judged in the zone of the moment: who logs it early in the morning and flies west
//! may be asked about it once.

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};
use rusqlite::{Row, params};

use crate::civil::{Start, StoredDay};
use crate::clock::{Now, instant_of};
use crate::error::{During, Result};
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
    minutes: Option<u32>,
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

    fn was_written_ahead(&self, now: &Now) -> bool {
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
    let row = |row: &Row<'_>| {
        Ok(Planned {
            id: row.get(0)?,
            uid: row.get(1)?,
            start: Start::from_columns(row.get::<_, StoredDay>(2)?.0, row.get(3)?, row.get(4)?),
            minutes: row.get(5)?,
            written_at: row.get(6)?,
        })
    };
    // The day of a bare date is compared roughly here, as zones lie up to a day apart, and exactly below.
    let found: Vec<Planned> = db
        .prepare_cached(
            "SELECT id, uid, day, at, offset_minutes, minutes, updated_at FROM conversations AS c
             WHERE day BETWEEN ?1 AND ?2 AND attempt = 0
               AND (at > updated_at OR at IS NULL AND day >= date(updated_at / 1000, 'unixepoch'))
               AND EXISTS (SELECT 1 FROM conversation_people AS p WHERE p.conversation_id = c.id)
             ORDER BY day, at, id",
        )
        .and_then(|mut statement| statement.query_map(params![StoredDay(from), StoredDay(until)], row)?.collect())
        .during("reading what is planned")?;
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

/// Notes that it took place.
pub fn confirm(tx: &Db, now: &Now, id: ConversationId) -> Result<()> {
    tx.prepare_cached("UPDATE conversations SET updated_at = ?2 WHERE id = ?1")
        .and_then(|mut statement| statement.execute(params![id, now.millis()]))
        .during("saving a conversation")
        .map(drop)
}
