//! Commands of this feature: one call each.

use super::{Group, GroupAdd, GroupEdit, GroupOnly, GroupRef, store};
use crate::api::{Call, Nothing};
use crate::cadence::{self, Choice, Interval};
use crate::error::{Error, Result};
use crate::said;
use crate::store::Op;
use crate::text::{self, short};

/// All groups, by name.
pub fn group_list(call: &Call<'_>, _: Nothing) -> Result<Vec<Group>> {
    call.read(store::all)
}

/// Makes a group.
pub fn group_add(call: &Call<'_>, input: GroupAdd) -> Result<Group> {
    let name = text::name(&input.name)?;
    let cadence = input.every.as_deref().map(checked_cadence).transpose()?.flatten();
    let latest = checked_latest(cadence, input.latest.as_deref())?.flatten();
    let query = input.query.as_deref().map(checked_query).transpose()?;
    let household = input.household.unwrap_or(false);
    check_smart(query.as_deref(), cadence, household)?;
    let today = call.today()?;
    call.transact(&Op::edit(said!("Made the group {name}", name = short(&name))), |tx| {
        if store::name_taken(tx, &name, None)? {
            return Err(taken(&name));
        }
        let id = store::insert(tx, call.now, &name)?;
        store::set_cadence(tx, today, id, cadence)?;
        store::set_latest(tx, id, latest)?;
        store::update(tx, &Group { intent: input.intent, household, query, ..store::group(tx, id)? })?;
        store::group(tx, id)
    })
}

/// Changes a group; what is not given stays.
pub fn group_edit(call: &Call<'_>, input: GroupEdit) -> Result<Group> {
    let before = call.read(|db| store::group(db, input.id))?;
    if input.query.is_some() && before.query.is_none() {
        return Err(Error::invalid_hint(
            "query",
            said!("People were put into “{name}”; a search cannot find them.", name = short(&before.name)),
            "Make a new smart group.",
        ));
    }
    let label = said!("Changed the group {name}", name = short(&before.name));
    let today = call.today()?;
    let after = Group {
        name: input.name.as_deref().map(text::name).transpose()?.unwrap_or(before.name),
        intent: input.intent.unwrap_or(before.intent),
        household: input.household.unwrap_or(before.household),
        expectations: match &input.expectations {
            Some(expectations) => text::note("expectations", expectations)?,
            None => before.expectations,
        },
        cadence: input.every.as_deref().map(checked_cadence).transpose()?.unwrap_or(before.cadence),
        query: input.query.as_deref().map(checked_query).transpose()?.or(before.query),
        ..before
    };
    check_smart(after.query.as_deref(), after.cadence, after.household)?;
    let latest = checked_latest(after.cadence, input.latest.as_deref())?.unwrap_or(after.latest);
    call.transact(&Op::edit(label), |tx| {
        if store::name_taken(tx, &after.name, Some(after.id))? {
            return Err(taken(&after.name));
        }
        store::update(tx, &after)?;
        store::set_cadence(tx, today, after.id, after.cadence)?;
        store::set_latest(tx, after.id, latest)?;
        store::group(tx, after.id)
    })
}

/// Deletes a group; its members stay.
pub fn group_delete(call: &Call<'_>, input: GroupOnly) -> Result<GroupRef> {
    let group = call.read(|db| store::group_ref(db, input.id))?;
    call.transact(&Op::edit(said!("Deleted the group {name}", name = short(&group.name))), |tx| {
        store::delete(tx, group.id)
    })?;
    Ok(group)
}

fn taken(name: &str) -> Error {
    Error::invalid("name", said!("There is a group “{name}” already.", name = short(name)))
}

fn checked_query(text: &str) -> Result<String> {
    text::needed_line("query", text, text::LONGEST_LINE)
}

/// Who is in a smart group changes by itself: a rhythm or a household would come and go with a word in a note.
fn check_smart(query: Option<&str>, cadence: Option<Interval>, household: bool) -> Result<()> {
    if query.is_some() && cadence.is_some() {
        return Err(Error::invalid("every", "A smart group gives no rhythm."));
    }
    if query.is_some() && household {
        return Err(Error::invalid("household", "A smart group is no household."));
    }
    Ok(())
}

fn checked_cadence(text: &str) -> Result<Option<Interval>> {
    match cadence::parse_choice(text)? {
        Choice::Every(interval) => Ok(Some(interval)),
        Choice::Declined => Ok(None),
        Choice::Inherit => Err(Error::invalid("every", "A group inherits its rhythm from nowhere.")),
    }
}

fn checked_latest(cadence: Option<Interval>, text: Option<&str>) -> Result<Option<Option<Interval>>> {
    let latest = text.map(cadence::parse_latest).transpose()?;
    match (cadence, latest.flatten()) {
        (_, None) => Ok(latest),
        (Some(cadence), Some(wanted)) => cadence::check_latest(cadence, wanted).map(|()| latest),
        (None, Some(_)) => Err(Error::invalid("latest", "“At the latest” stands beside a rhythm. Set that as well.")),
    }
}
