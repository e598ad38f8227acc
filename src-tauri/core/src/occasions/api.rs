//! Commands of this feature: one call each.

use super::{LEAD_DAYS, Occasion, OccasionAdd, OccasionEdit, OccasionKind, OccasionOnly, parse_date, store};
use crate::api::Call;
use crate::error::{Error, Result};
use crate::id::OccasionId;
use crate::people;
use crate::said;
use crate::said::Said;
use crate::settings;
use crate::store::{Db, Op};
use crate::text::{self, short};

/// Notes a date that returns.
pub fn occasion_add(call: &Call<'_>, input: OccasionAdd) -> Result<Occasion> {
    let date = parse_date(&input.date)?;
    let label = text::line("label", input.label.as_deref().unwrap_or_default(), text::LONGEST_NAME)?;
    let lead_days = checked_lead(input.lead_days.unwrap_or(LEAD_DAYS))?;
    let who = call.read(|db| people::store::contact_ref(db, people::store::resolve(db, &input.who)?))?;
    let what = called(input.kind, &label);
    call.transact(&Op::edit(said!("Noted {what} of {name}", what = what, name = short(&who.name))), |tx| {
        get(call, tx, store::insert(tx, call.now, who.id, input.kind, &label, &date, lead_days)?)
    })
}

/// Changes an occasion; what is not given stays.
pub fn occasion_edit(call: &Call<'_>, input: OccasionEdit) -> Result<Occasion> {
    let (mut occasion, name) = occasion_and_name(call, input.id)?;
    if let Some(date) = &input.date {
        occasion.date = parse_date(date)?.to_string();
    }
    if let Some(label) = &input.label {
        occasion.label = text::line("label", label, text::LONGEST_NAME)?;
    }
    occasion.kind = input.kind.unwrap_or(occasion.kind);
    occasion.lead_days = checked_lead(input.lead_days.unwrap_or(occasion.lead_days))?;
    let what = called(occasion.kind, &occasion.label);
    call.transact(&Op::edit(said!("Changed {what} of {name}", what = what, name = name)), |tx| {
        store::update(tx, &occasion)?;
        get(call, tx, occasion.id)
    })
}

/// Deletes an occasion.
pub fn occasion_delete(call: &Call<'_>, input: OccasionOnly) -> Result<Occasion> {
    let (occasion, name) = occasion_and_name(call, input.id)?;
    let what = called(occasion.kind, &occasion.label);
    call.transact(&Op::edit(said!("Deleted {what} of {name}", what = what, name = name)), |tx| {
        store::delete(tx, occasion.id)
    })?;
    Ok(occasion)
}

fn checked_lead(days: u32) -> Result<u32> {
    if days <= 365 { Ok(days) } else { Err(Error::invalid("lead_days", "A lead time is at most 365 days.")) }
}

fn called(kind: OccasionKind, label: &str) -> Said {
    match kind {
        _ if !label.is_empty() => said!("“{label}”", label = short(label)),
        OccasionKind::Birthday => "the birthday".into(),
        OccasionKind::Anniversary => "the anniversary".into(),
        OccasionKind::Custom => "a day".into(),
    }
}

fn get(call: &Call<'_>, db: &Db, id: OccasionId) -> Result<Occasion> {
    let settings = settings::load(db)?;
    store::get(db, id, call.now.routine_day(settings.rollover_time()), settings.leap_day)
}

fn occasion_and_name(call: &Call<'_>, id: OccasionId) -> Result<(Occasion, String)> {
    call.read(|db| {
        let occasion = get(call, db, id)?;
        let name = short(&people::store::contact_ref(db, occasion.contact_id)?.name);
        Ok((occasion, name))
    })
}
