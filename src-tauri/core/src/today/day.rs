//! A routine day: everyone's rhythm, who was spoken with, and so who is to be reached.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chrono::{DateTime, Datelike, Days, NaiveDate};

use super::slower::{Slower, slower};
use super::store::{self, Touched};
use super::{Planned, Upcoming, week};
use crate::cadence::store::{RhythmContext, Whom, archived_of, rhythms};
use crate::cadence::{self, DaysOff, Rhythm, household};
use crate::clock::Now;
use crate::conversations;
use crate::conversations::planned;
use crate::error::Result;
use crate::id::ContactId;
use crate::settings::Settings;
use crate::store::Db;

/// Days by which a planned conversation holds its people back before it.
pub(super) const HELD_BACK_DAYS: u64 = 3;

/// All that the list of a day follows from.
pub(super) struct Day {
    /// The moment from which it is seen.
    pub now: Now,
    /// What the user set.
    pub settings: Settings,
    /// The routine day.
    pub day: NaiveDate,
    /// The rhythms of all who have one, the archived left out.
    pub rhythms: BTreeMap<ContactId, Rhythm>,
    /// Those with whom a conversation is dated in this routine day: asks, attempts and planned ones too.
    pub spoken: BTreeSet<ContactId>,
    /// Those with whom a conversation is planned for the next three days: they are held back until it is over.
    pub meeting: BTreeSet<ContactId>,
    /// Planned conversations that are over, of which nobody has said whether they took place.
    pub to_confirm: Vec<Planned>,
    /// When the next one that has begun is over: milliseconds UTC.
    pub next_over: Option<i64>,
    /// Everyone who may be drawn, the most urgent first.
    pub candidates: Vec<ContactId>,
    /// Those who did not answer and are to be tried again on a later day.
    held: BTreeMap<ContactId, NaiveDate>,
    /// People a day that the rhythms need, those paused left out.
    pub needed_per_day: f64,
    /// What comes within the next days.
    pub this_week: Vec<Upcoming>,
    /// People reached today.
    pub done: u32,
    /// People reached this week, each day for itself.
    pub week_done: u32,
    /// Whom to slow, once somebody asks.
    slower: OnceLock<Vec<Slower>>,
}

impl Day {
    pub fn read(db: &Db, now: Now, settings: Settings) -> Result<Self> {
        let context = RhythmContext { now, settings: &settings };
        let mut rhythms = rhythms(db, &context, Whom::WithRhythm)?;
        rhythms.retain(|_, rhythm| rhythm.interval.is_some());
        Self::of(db, now, settings, rhythms)
    }

    /// The day of those rhythms.
    pub fn of(db: &Db, now: Now, settings: Settings, rhythms: BTreeMap<ContactId, Rhythm>) -> Result<Self> {
        let day = RhythmContext { now, settings: &settings }.today();
        let held = store::held(db, &now, day)?;
        let this_week = week::coming(db, &now, day, settings.leap_day)?;
        let mut read = Self {
            now,
            settings,
            day,
            rhythms,
            spoken: BTreeSet::new(),
            meeting: BTreeSet::new(),
            to_confirm: Vec::new(),
            next_over: None,
            held: BTreeMap::new(),
            needed_per_day: 0.0,
            candidates: Vec::new(),
            this_week,
            done: 0,
            week_done: 0,
            slower: OnceLock::new(),
        };
        read.count(db)?;
        // Of a talk with them nobody is asked whether it took place.
        for archived in archived_of(db, &read.meeting.iter().copied().collect::<Vec<_>>())? {
            read.meeting.remove(&archived);
        }
        let households = if read.meeting.is_empty() { Vec::new() } else { household::all(db)? };
        for household in households {
            if household.iter().any(|id| read.meeting.contains(id)) {
                read.meeting.extend(household);
            }
        }
        read.ask_after(db)?;
        read.held = held;
        read.candidates = read.urgent();
        let running = read.rhythms.values().filter(|rhythm| rhythm.paused_until.is_none());
        let needed = running.filter_map(|rhythm| rhythm.interval).map(cadence::per_day);
        read.needed_per_day = needed.fold(0.0, |sum, need| sum + need);
        Ok(read)
    }

    /// Counts who was spoken with today and this week.
    fn count(&mut self, db: &Db) -> Result<()> {
        let monday = before(self.day, u64::from(self.day.weekday().num_days_from_monday()));
        let mut reached = BTreeSet::new();
        // Local dates may be a day off the routine day in which the instant lies.
        for touched in store::touched(db, before(monday, 1), after(self.day, HELD_BACK_DAYS + 1))? {
            let day = self.routine_day_of(&touched);
            if day == self.day {
                self.spoken.insert(touched.contact);
            }
            if !touched.attempt && self.is_future(&touched) && day <= after(self.day, HELD_BACK_DAYS) {
                self.meeting.insert(touched.contact);
            }
            if !touched.attempt && !self.is_future(&touched) && (monday..=self.day).contains(&day) {
                reached.insert((day, touched.contact));
            }
        }
        self.done = count(reached.iter().filter(|(day, _)| *day == self.day).count());
        self.week_done = count(reached.len());
        Ok(())
    }

    /// Finds what was planned, is over, and has not been confirmed.
    fn ask_after(&mut self, db: &Db) -> Result<()> {
        let planned = planned::between_two_weeks_ago_and(db, &self.now, after(self.day, 1))?;
        let (over, others): (Vec<_>, Vec<_>) =
            planned.iter().partition(|planned| planned.over(&self.now) <= self.now.instant);
        self.next_over = others.iter().map(|planned| planned.over(&self.now).timestamp_millis()).min();
        let ids: Vec<_> = over.iter().map(|planned| planned.id).collect();
        self.to_confirm = conversations::store::load(db, &ids)?.into_iter().map(Planned::from).collect();
        Ok(())
    }

    /// The routine day to which a conversation belongs.
    ///
    /// A bare date names its own; but between midnight and rollover “today” is the civil day that has begun,
    /// and what is logged as of then belongs to the routine day that still runs.
    pub fn routine_day_of(&self, touched: &Touched) -> NaiveDate {
        match touched.at.and_then(DateTime::from_timestamp_millis) {
            Some(instant) => Now { instant, ..self.now }.routine_day(self.settings.rollover_time()),
            None if touched.day == self.now.civil_day() => self.day,
            None => touched.day,
        }
    }

    pub fn is_future(&self, touched: &Touched) -> bool {
        match touched.at {
            Some(at) => at > self.now.millis(),
            None => touched.day > self.now.civil_day(),
        }
    }

    /// Whether someone who was drawn still stands on the list.
    pub fn stands(&self, id: ContactId) -> bool {
        let is_met = self.spoken.contains(&id) || self.meeting.contains(&id);
        !is_met && self.rhythms.get(&id).is_some_and(|rhythm| rhythm.is_due(self.day))
    }

    /// Whether someone may be drawn: those who did not answer and are to be tried again on a later day may not.
    pub fn may_be_drawn(&self, id: ContactId) -> bool {
        self.stands(id) && !self.held.contains_key(&id)
    }

    /// Everyone who may be drawn, the most urgent first.
    fn urgent(&self) -> Vec<ContactId> {
        let mut due: Vec<_> = self
            .rhythms
            .iter()
            .filter(|(id, _)| self.may_be_drawn(**id))
            .map(|(id, rhythm)| cadence::by_urgency(*id, rhythm))
            .collect();
        due.sort_unstable();
        due.into_iter().map(|(.., id)| id).collect()
    }

    /// Contacts with a rhythm.
    pub fn with_rhythm(&self) -> u32 {
        count(self.rhythms.len())
    }

    /// Whom to slow so that the pace holds the rhythms.
    pub fn slower(&self) -> &[Slower] {
        self.slower.get_or_init(|| slower(&self.rhythms, self.needed_per_day, self.settings.pace.mean()))
    }

    /// The pace of this day.
    pub fn pace(&self) -> u32 {
        self.pace_on(self.day, &self.settings.days_off())
    }

    /// The pace of this week, Monday to Sunday.
    pub fn week_pace(&self) -> u32 {
        let off = self.settings.days_off();
        self.day.week(chrono::Weekday::Mon).first_day().iter_days().take(7).map(|day| self.pace_on(day, &off)).sum()
    }

    /// The pace of a day: none on a day off.
    pub fn pace_on(&self, day: NaiveDate, off: &DaysOff) -> u32 {
        if off.until(day).is_some() { 0 } else { self.settings.pace.on(day.weekday().into()) }
    }
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(super) fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

pub(super) fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}
