//! Whom to slow so that the pace holds the rhythms. Pure.
//!
//! It is asked at every first look of a day, with everyone who has a rhythm: so people of the same rhythm are slowed
//! together, a rung at a time, and only on the last rung it matters who waited longest.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::load::SLACK;
use crate::cadence::{self, Interval, Rhythm};
use crate::id::ContactId;

/// No rhythm is slowed beyond so many units.
const SLOWEST: u32 = 1_000;

/// Someone whose rhythm becomes slower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slower {
    /// Who.
    pub id: ContactId,
    /// The rhythm they have.
    pub from: Interval,
    /// The rhythm they would have.
    pub to: Interval,
}

/// Whose turn it is: the shorter the rhythm the larger, and of equal ones those slowed already.
type Rung = (u64, bool);

#[derive(Clone, Copy)]
struct Person {
    slower: Slower,
    /// Days since the anchor.
    waited: i64,
    latest: Option<Interval>,
}

/// As few people as can be, so the shortest rhythms first, each made twice as long; of equal ones those slowed already,
/// then those who wait longest. Nobody is slowed past “at the latest”. In the order of their ids.
pub fn slower(rhythms: &BTreeMap<ContactId, Rhythm>, mut needed: f64, pace: f64) -> Vec<Slower> {
    let mut done: Vec<Person> = Vec::new();
    if pace <= 0.0 || needed <= pace + SLACK {
        return Vec::new();
    }
    let mut rungs = rungs(rhythms);
    while needed > pace + SLACK {
        let Some((_, people)) = rungs.pop_last() else { break };
        let (mut going, staying): (Vec<Person>, Vec<Person>) = people.into_iter().partition(Person::may_go_on);
        done.extend(staying);
        let Some(first) = going.first() else { continue };
        let won = cadence::per_day(first.slower.to) - cadence::per_day(twice(first.slower.to));
        let wanted = ((needed - pace - SLACK) / won).ceil().max(1.0) as usize;
        if wanted < going.len() {
            going.sort_unstable_by_key(|person| (Reverse(person.waited), person.slower.id));
            done.extend(going.split_off(wanted));
        }
        needed -= won * going.len() as f64;
        for mut person in going {
            person.slower.to = twice(person.slower.to);
            rungs.entry((urgency(person.slower.to), true)).or_default().push(person);
        }
    }
    done.extend(rungs.into_values().flatten());
    let mut slower: Vec<Slower> =
        done.into_iter().map(|person| person.slower).filter(|one| one.from != one.to).collect();
    slower.sort_unstable_by_key(|one| one.id);
    slower
}

impl Person {
    fn may_go_on(&self) -> bool {
        let to = twice(self.slower.to);
        to.every <= SLOWEST && self.latest.is_none_or(|latest| cadence::check_latest(to, latest).is_ok())
    }
}

fn twice(interval: Interval) -> Interval {
    Interval { every: interval.every.saturating_mul(2), ..interval }
}

/// Everyone whose rhythm runs, by it.
fn rungs(rhythms: &BTreeMap<ContactId, Rhythm>) -> BTreeMap<Rung, Vec<Person>> {
    let mut rungs: BTreeMap<Rung, Vec<Person>> = BTreeMap::new();
    for (id, rhythm) in rhythms.iter().filter(|(_, rhythm)| rhythm.paused_until.is_none()) {
        let Some(interval) = rhythm.interval else { continue };
        let slower = Slower { id: *id, from: interval, to: interval };
        let person = Person { slower, waited: rhythm.waited, latest: rhythm.latest };
        rungs.entry((urgency(interval), false)).or_default().push(person);
    }
    rungs
}

/// The shorter the rhythm, the larger.
fn urgency(interval: Interval) -> u64 {
    (cadence::per_day(interval) * 1e9) as u64
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use chrono::{Days, NaiveDate};
    use proptest::prelude::*;

    use super::*;
    use crate::cadence::{DaysOff, Known, Own, Unit, rhythm};

    /// One person at a time, as the rule says it.
    fn one_at_a_time(rhythms: &BTreeMap<ContactId, Rhythm>, mut needed: f64, pace: f64) -> Vec<Slower> {
        let mut now: BTreeMap<ContactId, Interval> =
            rhythms.iter().filter_map(|(id, rhythm)| Some((*id, rhythm.interval?))).collect();
        while pace > 0.0 && needed > pace + SLACK {
            let next = |(id, now): (&ContactId, &Interval)| {
                let (rhythm, to) = (&rhythms[id], Interval { every: now.every * 2, ..*now });
                let may = rhythm.paused_until.is_none()
                    && to.every <= SLOWEST
                    && rhythm.latest.is_none_or(|latest| cadence::check_latest(to, latest).is_ok());
                may.then_some(((urgency(*now), rhythm.interval != Some(*now), rhythm.waited, Reverse(*id)), *id, to))
            };
            let Some((_, id, to)) = now.iter().filter_map(next).max_by_key(|(order, ..)| *order) else { break };
            needed -= cadence::per_day(now[&id]) - cadence::per_day(to);
            now.insert(id, to);
        }
        let slowed = |(id, to): (ContactId, Interval)| {
            let from = rhythms[&id].interval?;
            (from != to).then_some(Slower { id, from, to })
        };
        now.into_iter().filter_map(slowed).collect()
    }

    fn person() -> impl Strategy<Value = (u32, Unit, u64, Option<u32>, bool)> {
        let unit = prop_oneof![Just(Unit::Day), Just(Unit::Week), Just(Unit::Month), Just(Unit::Year)];
        (1u32..16, unit, 0u64..400, proptest::option::of(1u32..80), proptest::bool::weighted(0.1))
    }

    proptest! {
        #[test]
        fn many_at_a_time_are_slowed_as_one_at_a_time(
            people in proptest::collection::vec(person(), 0..40), pace in 0u32..20,
        ) {
            let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
            let mut rhythms = BTreeMap::new();
            for (id, (every, unit, waited, latest, is_paused)) in (1..).zip(people) {
                let set_on = today.checked_sub_days(Days::new(waited)).unwrap();
                let known = Known {
                    own: Own::Set {
                        interval: Interval { every, unit },
                        latest: latest.map(|times| Interval { every: every * times, unit }),
                        set_on,
                        first_due: set_on,
                    },
                    groups: Vec::new(),
                    last_touch: Some(set_on),
                    last_spoken: None,
                    skipped_on: None,
                    paused_until: is_paused.then(|| today.succ_opt().unwrap()),
                    snoozed_until: None,
                };
                rhythms.insert(ContactId(id), rhythm(&known, today, &DaysOff::default()));
            }
            let running = rhythms.values().filter(|rhythm| rhythm.paused_until.is_none());
            let needed: f64 = running.filter_map(|rhythm| rhythm.interval).map(cadence::per_day).sum();
            let pace = f64::from(pace) / 7.0;
            prop_assert_eq!(slower(&rhythms, needed, pace), one_at_a_time(&rhythms, needed, pace));
        }
    }
}
