//! What the coming days would be if every day's pace were reached in full, in the order of the day's list. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::day::count;
use super::forecast::Stretched;
use crate::cadence::{self, DaysOff, Interval, Known, Rhythm};
use crate::id::ContactId;

/// What happens on a day of the simulation.
#[derive(Debug, Default)]
pub struct Step {
    /// People who come due on it.
    pub due: u32,
    /// People reached.
    pub reached: Vec<ContactId>,
    /// People due who are left for a later day.
    pub waiting: u32,
}

/// What becomes of someone on the day's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// They are spoken with.
    Reached,
    /// The round is skipped.
    Skipped,
    /// They are set aside, or tried in vain, and come back on that day.
    Later(NaiveDate),
    /// They stay where they are.
    Left,
}

/// Someone in the simulation.
#[derive(Debug)]
struct Person {
    known: Known,
    /// Nobody tries before this day.
    held_until: Option<NaiveDate>,
    /// The first day on which they stand on the list; none where they have no rhythm.
    back_on: Option<NaiveDate>,
}

/// Everyone's rhythms, day by day.
#[derive(Debug)]
pub struct Simulation {
    people: BTreeMap<ContactId, Person>,
    /// Days on which nothing is due.
    pub off: DaysOff,
    /// Who lives together.
    households: Vec<Vec<ContactId>>,
    /// By rhythm: how often someone was reached, the sum of the stretches then, and the largest.
    stretches: BTreeMap<(u64, u32, cadence::Unit), (u32, f64, f64)>,
    /// Who ran past the latest day, by that day, and the one they were reached on.
    past_latest: BTreeMap<(NaiveDate, ContactId), Option<NaiveDate>>,
}

impl Simulation {
    /// Everyone as they are known, and until when nobody tries to reach some.
    pub fn new(known: BTreeMap<ContactId, Known>, held: &BTreeMap<ContactId, NaiveDate>, off: DaysOff) -> Self {
        let person = |(id, known)| {
            let mut person = Person { known, held_until: held.get(&id).copied(), back_on: None };
            person.come_back(NaiveDate::MIN, &off);
            (id, person)
        };
        let people = known.into_iter().map(person).collect();
        Self { people, off, households: Vec::new(), stretches: BTreeMap::new(), past_latest: BTreeMap::new() }
    }

    /// The same with households: a touch with one is a touch with all.
    pub fn with_households(mut self, households: Vec<Vec<ContactId>>) -> Self {
        self.households = households;
        self
    }

    /// Who lives together.
    pub fn households(&self) -> &[Vec<ContactId>] {
        &self.households
    }

    /// One day on which as many as there is room for are reached, those left out who were spoken with already.
    pub fn step(&mut self, date: NaiveDate, room: u32, spoken: &BTreeSet<ContactId>) -> Step {
        self.step_by(date, room, spoken, cadence::by_urgency, |_| Outcome::Reached)
    }

    /// The same in another order, the least first, and with what becomes of each who is on the list.
    pub fn step_by<Key: Ord>(
        &mut self,
        date: NaiveDate,
        room: u32,
        spoken: &BTreeSet<ContactId>,
        mut order: impl FnMut(ContactId, &Rhythm) -> Key,
        mut outcome: impl FnMut(ContactId) -> Outcome,
    ) -> Step {
        let mut step = Step::default();
        if self.off.until(date).is_some() {
            return step;
        }
        let mut standing = Vec::new();
        for (id, person) in &self.people {
            if person.back_on.is_none_or(|back| back > date) || spoken.contains(id) {
                continue;
            }
            let rhythm = cadence::rhythm(&person.known, date, &self.off);
            standing.push((order(*id, &rhythm), *id, rhythm));
        }
        standing.sort_unstable_by(|(a, ..), (b, ..)| a.cmp(b));
        let listed = standing.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        let mut in_touch = 0;
        for (at, (_, id, rhythm)) in standing.iter().enumerate() {
            step.due += u32::from(self.people.get(id).is_some_and(|person| person.is_new_on(date, &self.off)));
            if self.people.get(id).is_some_and(|person| person.back_on.is_some_and(|back| back > date)) {
                // One of their household was reached before them.
                in_touch += usize::from(at >= listed);
                continue;
            }
            let outcome = if at < listed { outcome(*id) } else { Outcome::Left };
            let is_reached = outcome == Outcome::Reached;
            self.note_stretch(rhythm, is_reached);
            self.note_latest(*id, rhythm, is_reached.then_some(date));
            match outcome {
                Outcome::Reached => {
                    self.touch(*id, date);
                    step.reached.push(*id);
                }
                Outcome::Skipped => self.change(*id, date, |person| person.known.skipped_on = Some(date)),
                Outcome::Later(until) => self.change(*id, date, |person| person.held_until = Some(until)),
                Outcome::Left => {}
            }
        }
        step.waiting = count(standing.len() - listed - in_touch);
        step
    }

    /// They were spoken with on that day.
    pub fn touch(&mut self, id: ContactId, date: NaiveDate) {
        let others = self.households.iter().filter(|household| household.contains(&id)).flatten();
        let all: BTreeSet<ContactId> = others.copied().chain([id]).collect();
        all.into_iter().for_each(|id| self.touch_alone(id, date));
    }

    fn touch_alone(&mut self, id: ContactId, date: NaiveDate) {
        self.change(id, date, |person| {
            person.known.last_touch = person.known.last_touch.max(Some(date));
            person.held_until = None;
        });
    }

    /// Someone comes in, or is known otherwise from here on.
    pub fn put(&mut self, id: ContactId, known: Known) {
        self.people.insert(id, Person { known, held_until: None, back_on: None });
        self.change(id, NaiveDate::MIN, |_| {});
    }

    /// Forgets how far the rhythms stretched so far.
    pub fn begin_anew(&mut self) {
        self.stretches.clear();
        self.past_latest.clear();
    }

    fn change(&mut self, id: ContactId, date: NaiveDate, change: impl FnOnce(&mut Person)) {
        if let Some(person) = self.people.get_mut(&id) {
            change(person);
            person.come_back(date, &self.off);
        }
    }

    fn note_stretch(&mut self, rhythm: &Rhythm, is_reached: bool) {
        let (Some(interval), Some(stretch)) = (rhythm.interval, rhythm.stretch) else { return };
        let noted = self.stretches.entry(key(interval)).or_default();
        noted.2 = noted.2.max(stretch);
        if is_reached {
            noted.0 += 1;
            noted.1 += stretch;
        }
    }

    fn note_latest(&mut self, id: ContactId, rhythm: &Rhythm, reached_on: Option<NaiveDate>) {
        let Some(latest_on) = rhythm.latest_on.filter(|_| rhythm.past_latest > Some(0)) else { return };
        self.past_latest.insert((latest_on, id), reached_on);
    }

    /// Who ran past the latest day: who, that day, and the day they were reached; the first one first.
    pub fn past_latest(&self) -> impl Iterator<Item = (ContactId, NaiveDate, Option<NaiveDate>)> + '_ {
        self.past_latest.iter().map(|((latest_on, id), reached_on)| (*id, *latest_on, *reached_on))
    }

    /// How far each rhythm stretched.
    pub fn stretched(&self, until: NaiveDate) -> Vec<Stretched> {
        let mut people: BTreeMap<_, u32> = BTreeMap::new();
        for person in self.people.values() {
            if let Some(interval) = cadence::rhythm(&person.known, until, &self.off).interval {
                *people.entry(key(interval)).or_default() += 1;
            }
        }
        let of = |(key, people): (_, u32)| {
            let (_, every, unit): (u64, u32, cadence::Unit) = key;
            let noted = self.stretches.get(&key);
            let reached = noted.map_or(0, |noted| noted.0);
            Stretched {
                interval: Interval { every, unit },
                people,
                reached,
                mean: noted.filter(|_| reached > 0).map(|noted| noted.1 / f64::from(reached)),
                worst: noted.map(|noted| noted.2),
            }
        };
        people.into_iter().map(of).collect()
    }
}

impl Person {
    /// Finds the first day on which they stand on the list again.
    fn come_back(&mut self, date: NaiveDate, off: &DaysOff) {
        let back = cadence::rhythm(&self.known, date, off).back_on();
        self.back_on = back.map(|back| self.held_until.map_or(back, |held| back.max(held)));
    }

    /// Whether they come on the list on that day, not before.
    fn is_new_on(&self, date: NaiveDate, off: &DaysOff) -> bool {
        self.back_on.is_some_and(|back| off.until(back).unwrap_or(back) == date)
    }
}

/// The shortest rhythm first.
fn key(interval: Interval) -> (u64, u32, cadence::Unit) {
    (cadence::length(interval), interval.every, interval.unit)
}
