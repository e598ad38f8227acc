//! The last reading of the day, kept while nothing changed: a list of ten thousand people is gone through
//! once, not at every look.

use std::sync::{Arc, Mutex, PoisonError};

use super::day::Day;
use super::store;
use crate::api::Call;
use crate::clock::Now;
use crate::error::Result;
use crate::settings;
use crate::store::Db;

/// Keeps the last reading of the day.
#[derive(Default)]
pub struct Memo(Mutex<Option<Kept>>);

struct Kept {
    /// The count of changes at the time.
    generation: u64,
    /// The moment of the reading.
    now: Now,
    /// When the next planned conversation comes to pass, or one that has is over: milliseconds UTC.
    until: i64,
    day: Arc<Day>,
}

impl Kept {
    /// Whether a reading at `now` would find the same.
    fn holds(&self, generation: u64, now: &Now) -> bool {
        self.generation == generation
            && self.now.zone == now.zone
            && (self.now.millis()..self.until).contains(&now.millis())
            && self.now.civil_day() == now.civil_day()
            && now.routine_day(self.day.settings.rollover_time()) == self.day.day
    }
}

impl Memo {
    /// Lets the reading go; the next look reads anew.
    pub fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The day of a call.
    pub(super) fn read(&self, db: &Db, call: &Call<'_>) -> Result<Arc<Day>> {
        // The snapshot may be newer than this count, never older: then the next look reads once more.
        let generation = call.app.changes.generation();
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.as_ref().filter(|kept| kept.holds(generation, &call.now)) {
            return Ok(Arc::clone(&kept.day));
        }
        drop(kept);
        let day = Arc::new(Day::read(db, call.now, settings::load(db)?)?);
        let until =
            [store::next_planned(db, &call.now)?, day.next_over].into_iter().flatten().min().unwrap_or(i64::MAX);
        let fresh = Kept { generation, now: call.now, until, day: Arc::clone(&day) };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(fresh);
        Ok(day)
    }
}

impl std::fmt::Debug for Memo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memo")
    }
}
