//! Commands of this feature: one call each.

use chrono::NaiveDate;

use super::day::Day;
use super::store::Held;
use super::{DayItem, TodayAdd, TodayAdded, TodayInput, TodayView, TopUp, Tried, Until, list, store, view, words};
use crate::api::Call;
use crate::cadence::store::{RhythmContext, rhythm_of};
use crate::civil::Start;
use crate::clock::{Now, instant_of};
use crate::conversations::planned;
use crate::conversations::store::Columns;
use crate::conversations::{self, Channel, Initiator};
use crate::error::{Error, Result};
use crate::people::store::{contact_ref, resolve};
use crate::people::{ContactRef, Who};
use crate::said;
use crate::store::{Db, Op};
use crate::text::short;
use crate::{settings, when};

/// The day's list; drawn at the first look of the routine day.
pub fn today_get(call: &Call<'_>, input: TodayInput) -> Result<TodayView> {
    match input.on.as_deref() {
        Some(on) => look_ahead(call, when::future(on, &call.now)?),
        None => {
            let (day, list) = list::look(call)?;
            call.read(|db| view::view(db, &day, &list))
        }
    }
}

/// The list of a day as it would be; neither drawn nor stored.
fn look_ahead(call: &Call<'_>, on: NaiveDate) -> Result<TodayView> {
    let settings = call.read(settings::load)?;
    let rollover = settings.rollover_time();
    if call.now.routine_day(rollover) == on {
        return call.read(|db| {
            let day = call.app.days.read(db, call)?;
            view::view(db, &day, &list::peek(db, &day)?)
        });
    }
    let now = Now { instant: instant_of(call.now.zone, on, rollover), ..call.now };
    call.read(|db| {
        let mut day = Day::read(db, now, settings)?;
        // What is yet to come cannot be asked about.
        day.to_confirm.retain(|talk| !planned::is_to_come(&talk.start, &call.now));
        let list = list::peek(db, &day)?;
        view::view(db, &day, &list)
    })
}

/// Adds people to today's list.
pub fn today_top_up(call: &Call<'_>, input: TopUp) -> Result<TodayView> {
    if !(1..=1_000).contains(&input.count) {
        return Err(Error::invalid("count", "Add between 1 and 1000 people."));
    }
    let (day, list) = list::top_up(call, input.count)?;
    call.read(|db| view::view(db, &day, &list))
}

/// The most people put on a day's list at once.
const MOST_ADDED: usize = 500;

/// Puts people on today's list, due or not; who was reached today or is archived stays off it.
pub fn today_add(call: &Call<'_>, input: TodayAdd) -> Result<TodayAdded> {
    if !(1..=MOST_ADDED).contains(&input.contacts.len()) {
        return Err(Error::invalid("contacts", "Put between 1 and 500 people on the list."));
    }
    for contact in &input.contacts {
        call.read(|db| contact_ref(db, *contact))?;
    }
    Ok(TodayAdded { added: list::add(call, &input.contacts)? })
}

/// Takes people off today's list who were put there by hand.
pub fn today_remove(call: &Call<'_>, input: TodayAdd) -> Result<()> {
    list::remove(call, &input.contacts)
}

/// Sets someone aside until a day.
pub fn snooze(call: &Call<'_>, input: Until) -> Result<DayItem> {
    hold(call, &input, Held::Snoozed)
}

/// Nothing is due for someone until a day.
pub fn pause(call: &Call<'_>, input: Until) -> Result<DayItem> {
    hold(call, &input, Held::Paused)
}

fn hold(call: &Call<'_>, input: &Until, how: Held) -> Result<DayItem> {
    let today = call.today()?;
    let until = when::future(&input.until, &call.now).map_err(|error| match error {
        Error::Invalid { message, hint, .. } => Error::Invalid { field: "until", message, hint },
        other => other,
    })?;
    if until < today {
        return Err(Error::invalid("until", said!("{day} is past. Choose a day to come.", day = until.to_string())));
    }
    let who = person(call, &input.who)?;
    let label = match (how, until == today) {
        (Held::Snoozed | Held::Paused, true) => said!("Brought {whom} back", whom = short(&who.name)),
        (Held::Snoozed, false) => {
            said!("Set {name} aside until {day}", name = short(&who.name), day = words::day(until))
        }
        (Held::Paused, false) => said!("Paused {name} until {day}", name = short(&who.name), day = words::day(until)),
    };
    call.transact(&Op::edit(label), |tx| {
        store::hold(tx, who.id, how, Some(until).filter(|until| *until > today))?;
        item(call, tx, &who, None)
    })
}

/// Skips this round: counts for the rhythm, not for the history.
pub fn skip(call: &Call<'_>, input: Who) -> Result<DayItem> {
    let today = call.today()?;
    let who = person(call, &input.who)?;
    call.transact(&Op::edit(said!("Skipped this round with {name}", name = short(&who.name))), |tx| {
        store::skip(tx, who.id, today)?;
        item(call, tx, &who, None)
    })
}

/// Logs an attempt that did not reach them; they come back in a few days.
pub fn tried(call: &Call<'_>, input: Tried) -> Result<DayItem> {
    let who = person(call, &input.who)?;
    let start = Start::Moment(chrono::SubsecRound::trunc_subsecs(call.now.local().fixed_offset(), 0));
    let again_on = conversations::again_on(call, start.day(), input.again.as_deref(), &[who.id])?;
    call.transact(&Op::edit(said!("Tried to reach {name}", name = short(&who.name))), |tx| {
        let columns = Columns {
            start,
            minutes: None,
            channel: input.channel.unwrap_or(Channel::Call),
            initiated_by: Some(Initiator::Me),
            attempt: true,
            again_on: Some(again_on),
            place: "",
            note: "",
            line: None,
        };
        let id = conversations::store::insert(tx, &call.now, None, &columns)?;
        conversations::store::set_people(tx, id, &[who.id])?;
        let mut item = item(call, tx, &who, Some(again_on))?;
        item.conversation_id = Some(id);
        Ok(item)
    })
}

fn person(call: &Call<'_>, who: &serde_json::Value) -> Result<ContactRef> {
    call.read(|db| contact_ref(db, resolve(db, who)?))
}

/// Where someone stands after an action of the day.
fn item(call: &Call<'_>, tx: &Db, who: &ContactRef, again_on: Option<NaiveDate>) -> Result<DayItem> {
    let settings = settings::load(tx)?;
    let rhythm = rhythm_of(tx, &RhythmContext { now: call.now, settings: &settings }, who.id)?;
    let back = rhythm.back_on().max(again_on);
    Ok(DayItem {
        contact: who.clone(),
        due: rhythm.due,
        back_on: back.filter(|back| rhythm.due.is_none_or(|due| *back > due)),
        conversation_id: None,
        tried: conversations::store::tried_since(tx, &call.now, who.id, rhythm.last_spoken)?,
    })
}
