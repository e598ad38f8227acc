//! The list of a day: drawn at the first look, kept, filled while it has free places, topped up.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::day::Day;
use super::store::{self, Drawn};
use crate::api::Call;
use crate::changes::ChangeKind;
use crate::error::Result;
use crate::id::ContactId;

/// The list of a day as it stands.
pub(super) struct List {
    /// Places: the pace and what was added to it.
    pub room: u32,
    /// Whom to reach, in the order drawn.
    pub standing: Vec<ContactId>,
    /// Those of them who were put there by hand.
    pub chosen: BTreeSet<ContactId>,
    /// Due, and not on the list.
    pub waiting: u32,
}

/// What of a drawn list stands, and who waits.
fn standing(day: &Day, drawn: &Drawn) -> List {
    let room = day.pace().saturating_add(drawn.topped_up);
    // A pace that was lowered since hides the end of the list rather than drawing it anew; not who was put there.
    let mut places = usize::try_from(room).unwrap_or(usize::MAX).saturating_sub(drawn.chosen.len());
    let stands = |id: &ContactId| match drawn.chosen.get(id) {
        Some(may_stand) => *may_stand && !day.spoken.contains(id),
        None => {
            let has_place = places > 0;
            places = places.saturating_sub(1);
            has_place && day.stands(*id)
        }
    };
    let standing: Vec<ContactId> = drawn.items.iter().copied().filter(stands).collect();
    let chosen = standing.iter().copied().filter(|id| drawn.chosen.contains_key(id)).collect();
    let listed = standing.iter().filter(|id| day.may_be_drawn(**id)).count();
    let waiting = super::day::count(day.candidates.len().saturating_sub(listed));
    List { room, standing, chosen, waiting }
}

/// Who takes the free places of a list, the most urgent first.
fn fill(day: &Day, drawn: &Drawn) -> Vec<ContactId> {
    let room = usize::try_from(day.pace().saturating_add(drawn.topped_up)).unwrap_or(usize::MAX);
    let free = room.saturating_sub(drawn.items.len());
    let drawn: BTreeSet<ContactId> = drawn.items.iter().copied().collect();
    day.candidates.iter().copied().filter(|id| !drawn.contains(id)).take(free).collect()
}

/// Looks at today's list: draws it at the first look, and fills places that were free.
pub(super) fn look(call: &Call<'_>) -> Result<(Arc<Day>, List)> {
    let (day, stored) = call.read(|db| {
        let day = call.app.days.read(db, call)?;
        let stored = store::drawn(db, day.day)?;
        Ok((day, stored))
    })?;
    let mut drawn = stored.clone().unwrap_or_default();
    let more = fill(&day, &drawn);
    if stored.is_none() || !more.is_empty() {
        drawn = call.app.store.aside(&[], |db| {
            store::begin(db, &call.now, day.day)?;
            let found = store::drawn(db, day.day)?.unwrap_or_default();
            // Another look may have come in between: then its list holds, and the next look fills it.
            if found == drawn {
                store::append(db, day.day, &more)?;
            }
            Ok(store::drawn(db, day.day)?.unwrap_or_default())
        })?;
    }
    let list = standing(&day, &drawn);
    Ok((day, list))
}

/// Looks ahead: the list is neither drawn nor stored; one that is there already is shown.
pub(super) fn peek(db: &crate::store::Db, day: &Day) -> Result<List> {
    let mut drawn = store::drawn(db, day.day)?.unwrap_or_default();
    let more = fill(day, &drawn);
    drawn.items.extend(more);
    Ok(standing(day, &drawn))
}

/// Adds places to today's list, and fills them.
pub(super) fn top_up(call: &Call<'_>, count: u32) -> Result<(Arc<Day>, List)> {
    let (day, _) = look(call)?;
    call.app.store.aside(&[ChangeKind::Today], |db| store::top_up(db, day.day, count))?;
    look(call)
}

/// Puts people on today's list by hand; returns who was not on it before.
pub(super) fn add(call: &Call<'_>, contacts: &[ContactId]) -> Result<Vec<ContactId>> {
    let (day, before) = look(call)?;
    call.app.store.aside(&[ChangeKind::Today], |db| store::choose(db, day.day, contacts))?;
    let (_, after) = look(call)?;
    Ok(after.standing.into_iter().filter(|id| !before.standing.contains(id)).collect())
}

/// Takes people off today's list who were put there by hand.
pub(super) fn remove(call: &Call<'_>, contacts: &[ContactId]) -> Result<()> {
    let (day, _) = look(call)?;
    call.app.store.aside(&[ChangeKind::Today], |db| store::unchoose(db, day.day, contacts))
}
