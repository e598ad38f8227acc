//! The day as it is shown: a card for everyone on the list, what is owed, what comes.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::day::Day;
use super::list::List;
use super::{DayPace, ReachOut, ReachOutState, TodayView, Why, load, store, words};
use crate::cadence::Rhythm;
use crate::cadence::store::{RhythmContext, rhythm_of};
use crate::conversations::Conversation;
use crate::error::Result;
use crate::exchanges::{Direction, Exchange};
use crate::facts::Fact;
use crate::followups::FollowUp;
use crate::id::ContactId;
use crate::people::ContactRow;
use crate::store::Db;
use crate::{conversations, exchanges, facts, followups, markdown, people};

/// The day as it is shown.
pub(super) fn view(db: &Db, day: &Day, list: &List) -> Result<TodayView> {
    let pace_per_day = day.settings.pace.mean();
    let needed_per_day = day.needed_per_day;
    let with_rhythm = day.with_rhythm();
    Ok(TodayView {
        date: day.day,
        pace: DayPace { people: list.room, minutes: day.settings.pace.minutes },
        to_confirm: day.to_confirm.clone(),
        follow_ups: followups::store::due(db, day.day)?,
        reach_outs: reach_outs(db, day, list)?,
        this_week: day.this_week.clone(),
        load: (pace_per_day > 0.0).then(|| needed_per_day / pace_per_day),
        needed_per_day,
        pace_per_day,
        load_sentence: load::sentence(day),
        to_slow: super::day::count(day.slower().len()),
        done: day.done,
        waiting: list.waiting,
        with_rhythm,
        week_done: day.week_done,
        week_pace: day.week_pace(),
        vacation_until: day.settings.days_off().until(day.day),
    })
}

/// What the cards are put together from.
struct Cards {
    notes: BTreeMap<ContactId, Conversation>,
    facts: BTreeMap<ContactId, Vec<Fact>>,
    follow_ups: BTreeMap<ContactId, Vec<FollowUp>>,
    exchanges: BTreeMap<ContactId, Exchange>,
    tried: BTreeMap<ContactId, u32>,
}

fn reach_outs(db: &Db, day: &Day, list: &List) -> Result<Vec<ReachOut>> {
    let standing = &list.standing;
    let rhythms = rhythms_of(db, day, standing)?;
    let mut tried = BTreeMap::new();
    for id in standing {
        let spoken = rhythms.get(id).and_then(|rhythm| rhythm.last_spoken);
        tried.insert(*id, conversations::store::tried_since(db, &day.now, *id, spoken)?);
    }
    let mut cards = Cards {
        notes: last_notes(db, day, standing)?,
        facts: standing.iter().map(|id| Ok((*id, facts::store::of_contact(db, *id)?))).collect::<Result<_>>()?,
        follow_ups: followups::store::open_of(db, standing)?,
        exchanges: exchanges::store::latest(db, standing)?,
        tried,
    };
    let rows = people::store::rows(db, standing, &rhythms)?;
    let mut rows: BTreeMap<ContactId, ContactRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let rows = standing.iter().filter_map(|id| rows.remove(id));
    Ok(rows.map(|row| card(day.day, list.chosen.contains(&row.id), row, &mut cards)).collect())
}

/// The rhythms of those on the list: who was put there by hand may have none.
fn rhythms_of(db: &Db, day: &Day, standing: &[ContactId]) -> Result<BTreeMap<ContactId, Rhythm>> {
    let unknown: Vec<ContactId> = standing.iter().copied().filter(|id| !day.rhythms.contains_key(id)).collect();
    let context = RhythmContext { now: day.now, settings: &day.settings };
    let mut rhythms = BTreeMap::new();
    for id in unknown {
        rhythms.insert(id, rhythm_of(db, &context, id)?);
    }
    let known = standing.iter().filter_map(|id| Some((*id, day.rhythms.get(id)?.clone())));
    rhythms.extend(known);
    Ok(rhythms)
}

/// The latest conversation with a note of each; several may share one.
fn last_notes(db: &Db, day: &Day, standing: &[ContactId]) -> Result<BTreeMap<ContactId, Conversation>> {
    let latest = store::last_notes(db, &day.now, standing)?;
    let mut ids: Vec<_> = latest.values().copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let loaded = conversations::store::load(db, &ids)?;
    let by_id: BTreeMap<_, _> = loaded.into_iter().map(|conversation| (conversation.id, conversation)).collect();
    Ok(latest.into_iter().filter_map(|(id, last)| Some((id, by_id.get(&last)?.clone()))).collect())
}

fn card(today: NaiveDate, chosen: bool, contact: ContactRow, cards: &mut Cards) -> ReachOut {
    let id = contact.id;
    let gave = cards.exchanges.get(&id).is_some_and(|exchange| exchange.direction == Direction::Gave);
    let tried = cards.tried.get(&id).copied().unwrap_or(0);
    let mut reasons = reasons(&contact.rhythm, today, gave, tried);
    if chosen {
        reasons.insert(0, Why::Chosen);
    }
    let last_conversation = cards.notes.remove(&id);
    ReachOut {
        last_touch: contact.rhythm.last_touch,
        due: contact.rhythm.due,
        stretch: contact.rhythm.stretch,
        cadence_days: contact.rhythm.cadence_days,
        latest_on: contact.rhythm.latest_on,
        state: ReachOutState::Open,
        why: words::why(&reasons).iter().map(ToString::to_string).collect(),
        reasons,
        last_line: last_conversation.as_ref().map(|last| markdown::plain_line(&last.note)).unwrap_or_default(),
        last_conversation,
        facts: cards.facts.remove(&id).unwrap_or_default(),
        follow_ups: cards.follow_ups.remove(&id).unwrap_or_default(),
        contact,
    }
}

/// Why someone stands on the list, the strongest reason first.
fn reasons(rhythm: &Rhythm, today: NaiveDate, gave: bool, tried: u32) -> Vec<Why> {
    let since = |day: NaiveDate| today.signed_duration_since(day).num_days();
    let mut reasons = Vec::new();
    if let Some(days) = rhythm.past_latest.filter(|days| *days >= 0) {
        reasons.push(Why::Latest { days });
    }
    let due = rhythm.due.filter(|due| *due <= today);
    if let Some((due, cadence_days)) = due.zip(rhythm.cadence_days) {
        // Days off left out, as stretch has it.
        reasons.push(match rhythm.waited - cadence_days {
            0 if since(due) == 0 => Why::DueToday { cadence_days },
            days => Why::Overdue { days, since_touch: rhythm.last_touch.map(since), cadence_days },
        });
    }
    match rhythm.last_spoken {
        None => reasons.push(Why::Never),
        Some(spoken) if rhythm.last_touch.is_none_or(|touch| spoken > touch) => {
            reasons.push(Why::AskedLast { days: since(spoken).max(0) });
        }
        Some(_) => {}
    }
    if gave {
        reasons.push(Why::GaveLast);
    }
    if tried > 0 {
        reasons.push(Why::Tried { times: tried });
    }
    reasons
}
