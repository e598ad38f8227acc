//! The last reading of the day, kept while nothing changed: a list of ten thousand people is gone through
//! once, not at every look. After a change, those whom it concerns are read again, not all.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::day::Day;
use super::store;
use crate::api::Call;
use crate::cadence::store::RhythmContext;
use crate::cadence::{KeptRhythms, rhythm};
use crate::clock::Now;
use crate::error::Result;
use crate::settings;
use crate::store::Db;

/// Keeps the last reading of the day, and what it followed from.
#[derive(Default)]
pub struct Memo {
    day: Mutex<Option<Kept>>,
    rhythms: Mutex<Option<KeptRhythms>>,
}

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
        *locked(&self.day) = None;
        *locked(&self.rhythms) = None;
    }

    /// The day of a call, whose snapshot nothing was read from before.
    pub(super) fn read(&self, db: &Db, call: &Call<'_>) -> Result<Arc<Day>> {
        // The snapshot may be newer than this count, never older: then the next look reads once more.
        let generation = call.app.changes.generation();
        let kept = locked(&self.day);
        if let Some(kept) = kept.as_ref().filter(|kept| kept.holds(generation, &call.now)) {
            return Ok(Arc::clone(&kept.day));
        }
        drop(kept);
        let day = Arc::new(self.read_anew(db, call, generation)?);
        let until =
            [store::next_planned(db, &call.now)?, day.next_over].into_iter().flatten().min().unwrap_or(i64::MAX);
        let fresh = Kept { generation, now: call.now, until, day: Arc::clone(&day) };
        *locked(&self.day) = Some(fresh);
        Ok(day)
    }

    fn read_anew(&self, db: &Db, call: &Call<'_>, generation: u64) -> Result<Day> {
        let settings = settings::load(db)?;
        let context = RhythmContext { now: call.now, settings: &settings };
        // Who asks meanwhile reads for itself, and so does a look whose snapshot may be older than what is kept.
        let before = locked(&self.rhythms).take_if(|kept| kept.generation() <= generation);
        let kept = KeptRhythms::at(before, db, &context, generation, &call.app.changes)?;
        let (today, off) = (context.today(), settings.days_off());
        let rhythms = kept.known().iter().map(|(id, known)| (*id, rhythm(known, today, &off))).collect();
        let mut place = locked(&self.rhythms);
        if place.as_ref().is_none_or(|newer| newer.generation() <= generation) {
            *place = Some(kept);
        }
        drop(place);
        Day::of(db, call.now, settings, rhythms)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for Memo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memo")
    }
}

#[cfg(test)]
#[path = "memo_properties.rs"]
mod properties;
