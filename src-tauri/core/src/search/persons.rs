//! What the database knows of people that a query asks for: rhythm, last touch, what they have and lack.

use chrono::NaiveDate;

use super::plan::PersonTest;
use super::term::State;
use super::{SearchSort, store as rows};
use crate::cadence::Rhythm;
use crate::cadence::store::{RhythmContext, Whom, rhythms};
use crate::error::Result;
use crate::id::ContactId;
use crate::store::Db;

/// Of whom a test holds, in no order.
pub fn passing(db: &Db, context: &RhythmContext<'_>, test: &PersonTest) -> Result<Vec<u32>> {
    let today = context.today();
    let of_rhythm = |holds: &dyn Fn(&Rhythm) -> bool| -> Result<Vec<u32>> {
        let known = rhythms(db, context, Whom::All)?;
        let holding = known.into_iter().filter(|(_, rhythm)| holds(rhythm));
        Ok(holding.filter_map(|(id, _)| number(id)).collect())
    };
    let days_since = |day: NaiveDate| (today - day).num_days() as f64;
    match test {
        PersonTest::State(State::Archived) => rows::archived(db),
        PersonTest::State(State::Never) => of_rhythm(&|rhythm| rhythm.last_spoken.is_none()),
        PersonTest::State(State::Due) => of_rhythm(&|rhythm| rhythm.is_due(today)),
        PersonTest::State(State::Overdue) => {
            of_rhythm(&|rhythm| rhythm.is_due(today) && rhythm.due.is_some_and(|due| due < today))
        }
        PersonTest::Last(by, days) => {
            of_rhythm(&|rhythm| rhythm.last_touch.is_some_and(|day| by.holds(days_since(day), f64::from(*days))))
        }
        PersonTest::Every(by, days) => of_rhythm(&|rhythm| {
            let every = rhythm.interval.map(|interval| (1.0 / crate::cadence::per_day(interval)).round());
            every.is_some_and(|every| by.holds(every, f64::from(*days)))
        }),
        PersonTest::Stretch(by, hundredths) => {
            of_rhythm(&|rhythm| rhythm.stretch.is_some_and(|stretch| by.holds(stretch, f64::from(*hundredths) / 100.0)))
        }
        PersonTest::Has(thing, has) => rows::having(db, *thing, *has),
        PersonTest::Intent(intent) => rows::with_intent(db, intent),
    }
}

fn number(id: ContactId) -> Option<u32> {
    u32::try_from(id.0).ok()
}

/// All contacts in an order; `None` for the order of rank.
pub fn in_order(db: &Db, context: &RhythmContext<'_>, sort: SearchSort) -> Result<Option<Vec<u32>>> {
    let names = || rows::by_sort_name(db);
    Ok(match sort {
        SearchSort::Relevance => None,
        SearchSort::Name => Some(names()?),
        SearchSort::LastTouch => Some(sorted(names()?, db, context, |rhythm| rhythm.last_touch)?),
        SearchSort::Stretch => {
            Some(sorted(names()?, db, context, |rhythm| rhythm.stretch.map(|stretch| (stretch * 1_000_000.0) as i64))?)
        }
    })
}

/// The largest first, those without last.
fn sorted<Key: Ord + Copy>(
    contacts: Vec<u32>,
    db: &Db,
    context: &RhythmContext<'_>,
    key: impl Fn(&Rhythm) -> Option<Key>,
) -> Result<Vec<u32>> {
    let known = rhythms(db, context, Whom::All)?;
    let mut keyed: Vec<(Option<Key>, u32)> = contacts
        .into_iter()
        .map(|contact| (known.get(&ContactId(i64::from(contact))).and_then(&key), contact))
        .collect();
    keyed.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
    Ok(keyed.into_iter().map(|(_, contact)| contact).collect())
}
