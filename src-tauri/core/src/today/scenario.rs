//! Made-up years of the routine: who has which rhythm, when there is a pace, and what disturbs it.
//!
//! `proof.rs` holds the routine to its promises in them, and `cargo xtask bench routine` compares it with other orders.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};

use super::forecast::Stretched;
use super::simulation::{Outcome, Simulation};
use crate::cadence::{self, DaysOff, Interval, Known, Own, Rhythm, Unit};
use crate::id::ContactId;
use crate::testing::Chance;

/// Days that are played: six years.
pub const DAYS: u64 = 6 * 365;
/// The day on which people are imported, or everyone is written to.
const EVENT: u64 = 2 * 365;
/// More than there are people.
const MANY: usize = 1 << 31;

/// Who is chosen first of those due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As Kith does: by stretch.
    Stretch,
    /// Whose due date is the earliest: who is the most days overdue.
    EarliestDue,
    /// Anyone.
    Random,
}

/// What happens at the end of the second year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Nothing.
    Nothing,
    /// So many more people come in, with these rhythms, in days.
    Import(Vec<u32>),
    /// Everyone is written to on one day.
    Mailing,
}

/// Years to be played.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The rhythm of each person, in days.
    pub rhythms: Vec<u32>,
    /// People a day.
    pub pace: u32,
    /// Whether Saturday and Sunday are without a pace.
    pub weekends_off: bool,
    /// Vacations: the day each begins, counted from the first, and its length.
    pub vacations: Vec<(u64, u64)>,
    /// Days on which nobody looks, in the same way.
    pub absences: Vec<(u64, u64)>,
    /// What happens at the end of the second year.
    pub event: Event,
    /// Whether some are snoozed, skipped or tried in vain.
    pub disturbed: bool,
    /// Of what is left to chance.
    pub seed: u64,
}

/// What the years came to, in the steady state: from the longest rhythm after the beginning or the event.
#[derive(Debug, Clone)]
pub struct Years {
    /// Σ 1/cadence over the mean pace of a week.
    pub load: f64,
    /// The longest run of days without pace, days of vacation not counted.
    pub longest_pause: u64,
    /// People whom nobody reached in all the years.
    pub left_out: usize,
    /// By rhythm, the shortest first.
    pub stretched: Vec<Stretched>,
}

impl Years {
    /// The largest stretch of anyone on any day.
    pub fn worst(&self) -> f64 {
        self.stretched.iter().filter_map(|of| of.worst).fold(0.0, f64::max)
    }

    /// The most that the routine promises for it.
    pub fn promised(&self) -> f64 {
        let shortest = self.stretched.first().map_or(1.0, |of| f64::from(of.interval.every));
        1.15 * self.load.max(1.0) + (1 + self.longest_pause) as f64 / shortest
    }
}

impl Scenario {
    /// Plays the years.
    pub fn play(&self, order: Order) -> Years {
        let begin = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
        let on = |day: u64| begin.checked_add_days(Days::new(day)).unwrap_or(begin);
        let off =
            DaysOff::new(self.vacations.iter().map(|(from, days)| (on(*from), on(from + days.saturating_sub(1)))));
        let mut chance = Chance::new(self.seed);
        let known = self.rhythms.iter().zip(1..).map(|(every, id)| {
            let ago = Days::new(chance.below(*every as usize) as u64);
            (ContactId(id), known(*every, begin, begin.checked_sub_days(ago)))
        });
        let mut simulation = Simulation::new(known.collect(), &BTreeMap::new(), off.clone());
        let mut never = (1..).take(self.rhythms.len()).map(ContactId).collect::<BTreeSet<_>>();
        let (mut pause, mut longest_pause) = (0, 0);
        let steady = self.event_day() + u64::from(self.all().max().unwrap_or(1));
        for day in 0..DAYS {
            let date = on(day);
            if day == steady {
                simulation.begin_anew();
            }
            if day == EVENT {
                self.happen(&mut simulation, date, &mut never);
            }
            let room = if self.is_absent(day) || self.is_weekend_off(date) { 0 } else { self.pace };
            if off.until(date).is_none() {
                pause = if room == 0 { pause + 1 } else { 0 };
                longest_pause = pause.max(longest_pause);
            }
            let mut luck = chance.clone();
            let key = |id: ContactId, rhythm: &Rhythm| {
                let before = match order {
                    Order::Stretch => 0,
                    Order::EarliestDue => rhythm.due.map_or(i32::MAX, |due| due.num_days_from_ce()),
                    Order::Random => i32::try_from(chance.below(MANY)).unwrap_or(i32::MAX),
                };
                (before, cadence::by_urgency(id, rhythm))
            };
            let becomes = |_| if self.disturbed { disturbed(luck.below(20), date) } else { Outcome::Reached };
            let step = simulation.step_by(date, room, &BTreeSet::new(), key, becomes);
            chance.below(MANY);
            never.retain(|id| !step.reached.contains(id));
        }
        let mean_pace = f64::from(self.pace) * if self.weekends_off { 5.0 / 7.0 } else { 1.0 };
        let needed: f64 = self.all().map(|every| 1.0 / f64::from(every)).sum();
        Years {
            load: needed / mean_pace,
            longest_pause,
            left_out: never.len(),
            stretched: simulation.stretched(on(DAYS)),
        }
    }

    /// Everyone's rhythm, of those who come later too.
    fn all(&self) -> impl Iterator<Item = u32> + '_ {
        let later = if let Event::Import(rhythms) = &self.event { rhythms.as_slice() } else { &[] };
        self.rhythms.iter().chain(later).copied()
    }

    fn event_day(&self) -> u64 {
        if self.event == Event::Nothing { 0 } else { EVENT }
    }

    fn happen(&self, simulation: &mut Simulation, date: NaiveDate, never: &mut BTreeSet<ContactId>) {
        match &self.event {
            Event::Nothing => {}
            Event::Mailing => {
                for id in (1..).take(self.rhythms.len()).map(ContactId) {
                    simulation.touch(id, date);
                    never.remove(&id);
                }
            }
            Event::Import(rhythms) => {
                let first = i64::try_from(self.rhythms.len()).unwrap_or(0) + 1;
                for (at, (every, id)) in rhythms.iter().zip(first..).enumerate() {
                    // Spread over their rhythm, as those who come at once are.
                    let later = Days::new(at as u64 * u64::from(*every) / rhythms.len() as u64);
                    let mut known = known(*every, date, None);
                    if let Own::Set { first_due, .. } = &mut known.own {
                        *first_due = date.checked_add_days(later).unwrap_or(date);
                    }
                    simulation.put(ContactId(id), known);
                    never.insert(ContactId(id));
                }
            }
        }
    }

    fn is_absent(&self, day: u64) -> bool {
        self.absences.iter().any(|(from, days)| (*from..from + days).contains(&day))
    }

    fn is_weekend_off(&self, date: NaiveDate) -> bool {
        self.weekends_off && date.weekday().number_from_monday() > 5
    }
}

/// Of twenty, one is snoozed for a week, two do not answer, and one is skipped.
fn disturbed(luck: usize, date: NaiveDate) -> Outcome {
    let later = |days| Outcome::Later(date.checked_add_days(Days::new(days)).unwrap_or(date));
    match luck {
        0 => later(7),
        1 | 2 => later(3),
        3 => Outcome::Skipped,
        _ => Outcome::Reached,
    }
}

fn known(every: u32, set_on: NaiveDate, last_touch: Option<NaiveDate>) -> Known {
    let interval = Interval { every, unit: Unit::Day };
    Known {
        own: Own::Set { interval, latest: None, set_on, first_due: set_on },
        groups: Vec::new(),
        last_touch,
        last_spoken: last_touch,
        skipped_on: None,
        paused_until: None,
        snoozed_until: None,
    }
}
