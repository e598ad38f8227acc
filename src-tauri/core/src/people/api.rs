//! Commands of this feature: one call each.

use super::{
    CadenceOf, CadenceSet, CadencesSet, Candidate, Changed, Contact, ContactAdd, ContactDetail, ContactEdit,
    ContactFindInput, ContactList, ContactListInput, ContactMerge, ContactRef, ContactsBulk, NewContact, Photo,
    PhotoInput, Who, bulk, photo, rhythm_said, store,
};
use crate::api::Call;
use crate::cadence::store::RhythmContext;
use crate::cadence::{Choice, Wanted};
use crate::error::{Error, Result};
use crate::id::ContactId;
use crate::said;
use crate::settings;
use crate::store::{Db, Op};
use crate::text::short;
use crate::tongue::Tongue;

/// Candidates of a picker where nothing else is said.
const CANDIDATES: u32 = 8;

/// Makes a contact.
pub fn contact_add(call: &Call<'_>, input: ContactAdd) -> Result<Contact> {
    let new = NewContact::checked(input)?;
    call.transact(&Op::edit(said!("Added {name}", name = short(&new.core.name))), |tx| {
        judged(call, tx, |context| {
            let id = store::insert(tx, call.now, context.today(), &new)?;
            store::contact(tx, context, id)
        })
    })
}

/// A contact with everything about it.
pub fn contact_get(call: &Call<'_>, input: Who) -> Result<ContactDetail> {
    call.read(|db| judged(call, db, |context| store::detail(db, context, store::resolve(db, &input.who)?)))
}

/// Changes a contact; what is not given stays.
pub fn contact_edit(call: &Call<'_>, mut input: ContactEdit) -> Result<Contact> {
    let who = meant(call, &input.who)?;
    if let Some(file) = input.photo_file.take() {
        input.photo = Some(Some(photo::take(&call.app.paths, file.as_ref())?));
    }
    if let Some(Some(sha256)) = &input.photo {
        photo::load(&call.app.paths, sha256)?;
    }
    call.transact(&Op::edit(said!("Changed {whom}", whom = short(&who.name))), |tx| {
        judged(call, tx, |context| {
            store::write::edit(tx, call.now, context.today(), who.id, &input)?;
            store::contact(tx, context, who.id)
        })
    })
}

/// Deletes a contact with everything that is theirs alone; conversations stay.
pub fn contact_delete(call: &Call<'_>, input: Who) -> Result<ContactRef> {
    let who = meant(call, &input.who)?;
    call.transact(&Op::edit(said!("Deleted {whom}", whom = short(&who.name))), |tx| store::delete(tx, &[who.id]))?;
    Ok(who)
}

/// Makes one contact of two of the same person; where there can be only one thing, that of the first stays.
pub fn contact_merge(call: &Call<'_>, input: ContactMerge) -> Result<Contact> {
    let (into, from) = (meant(call, &input.into)?, meant(call, &input.from)?);
    if into.id == from.id {
        return Err(Error::invalid_hint(
            "from",
            said!("Both are one and the same contact, {name}.", name = short(&into.name)),
            "Choose two contacts of one person, by id where their names are the same.",
        ));
    }
    let label = said!("Merged {from} into {into}", from = short(&from.name), into = short(&into.name));
    call.transact(&Op::merge(label), |tx| {
        judged(call, tx, |context| {
            let birthday = Tongue::of(context.settings.language).say(&said!("Birthday"));
            store::merge::merge(tx, call.now, into.id, from.id, &birthday)?;
            store::contact(tx, context, into.id)
        })
    })
}

/// The People list.
pub fn contact_list(call: &Call<'_>, input: ContactListInput) -> Result<ContactList> {
    call.read(|db| judged(call, db, |context| store::list::list(db, context, &input)))
}

/// Who might be meant by what is typed in a picker.
pub fn contact_find(call: &Call<'_>, input: ContactFindInput) -> Result<Vec<Candidate>> {
    let limit = usize::try_from(input.limit.unwrap_or(CANDIDATES)).unwrap_or(usize::MAX);
    call.read(|db| judged(call, db, |context| store::list::find(db, context, &input.text, limit)))
}

/// Changes many contacts at once.
pub fn contacts_bulk(call: &Call<'_>, input: ContactsBulk) -> Result<Changed> {
    let mut change = bulk::Change::checked(input)?;
    if change.archive == Some(false) && change.ids.len() > 1 {
        // Of one alone it is said that they died and stay; of many the others come back, and are counted.
        let deceased = call.read(|db| store::read::deceased_of(db, &change.ids))?;
        let living = change.ids.iter().copied().filter(|id| !deceased.contains(id)).collect::<Vec<_>>();
        if living.is_empty() {
            return Err(Error::invalid("archive", "All of them have died and stay in the archive."));
        }
        change.ids = living;
    }
    let alone = match change.ids.as_slice() {
        [one] => Some(call.read(|db| store::contact_ref(db, *one))?.name),
        _ => None,
    };
    let op = Op::edit(change.label(alone.as_deref()));
    if change.delete {
        delete_in_batches(call, &op, &change.ids)?;
    } else {
        call.transact(&op, |tx| {
            judged(call, tx, |context| store::write::bulk(tx, call.now, context.today(), &change))
        })?;
    }
    Ok(Changed { changed: u32::try_from(change.ids.len()).unwrap_or(u32::MAX) })
}

/// Sets the rhythm of a contact.
pub fn cadence_set(call: &Call<'_>, input: CadenceSet) -> Result<Contact> {
    let wanted = Wanted::parse(&input.every, input.latest.as_deref())?;
    let who = meant(call, &input.who)?;
    let name = short(&who.name);
    let label = match wanted.choice {
        Choice::Every(interval) => {
            said!("Set the rhythm of {whom}: {rhythm}", whom = name, rhythm = rhythm_said(interval))
        }
        Choice::Declined => said!("Set no rhythm for {whom}", whom = name),
        Choice::Inherit => said!("Left the rhythm of {whom} to the groups", whom = name),
    };
    call.transact(&Op::edit(label), |tx| {
        judged(call, tx, |context| {
            store::write::set_cadence(tx, context.today(), &[who.id], wanted)?;
            store::contact(tx, context, who.id)
        })
    })
}

/// Sets the rhythms of several contacts, each its own, as one operation.
pub fn cadences_set(call: &Call<'_>, input: CadencesSet) -> Result<Changed> {
    let mut wanted: Vec<(Wanted, Vec<ContactId>)> = Vec::new();
    for CadenceOf { id, every } in &input.cadences {
        let choice = Wanted::parse(every, None)?;
        match wanted.iter_mut().find(|(other, _)| *other == choice) {
            Some((_, ids)) => ids.push(*id),
            None => wanted.push((choice, vec![*id])),
        }
    }
    let ids: Vec<ContactId> = input.cadences.iter().map(|cadence| cadence.id).collect();
    if ids.is_empty() {
        return Err(Error::invalid("cadences", "Nobody was chosen."));
    }
    call.transact(&Op::edit(said!("Set the rhythms of {n} people", n = ids.len())), |tx| {
        store::write::check_all(tx, &ids)?;
        judged(call, tx, |context| {
            wanted.iter().try_for_each(|(wanted, ids)| store::write::set_cadence(tx, context.today(), ids, *wanted))
        })
    })?;
    Ok(Changed { changed: u32::try_from(ids.len()).unwrap_or(u32::MAX) })
}

/// A photo as a data URI.
pub fn photo_get(call: &Call<'_>, input: PhotoInput) -> Result<Photo> {
    photo::load(&call.app.paths, &input.sha256)
}

/// Deletes people as one operation of many batches: SQLite takes time by the square of a changeset's pages to
/// undo it (its statement journal is kept in memory), a minute for a thousand people at once.
fn delete_in_batches(call: &Call<'_>, op: &Op, ids: &[ContactId]) -> Result<()> {
    const BATCH: usize = 50;
    call.read(|db| store::write::check_all(db, ids))?;
    let kith = &call.app.store;
    if ids.len() <= BATCH {
        return call.transact(op, |tx| store::delete(tx, ids));
    }
    let operation = kith.begin_operation(call.now, op)?;
    for batch in ids.chunks(BATCH) {
        if let Err(error) = kith.batch(operation, |tx| store::delete(tx, batch)) {
            kith.abort_operation(operation)?;
            return Err(error);
        }
    }
    kith.finish_operation(operation)
}

fn meant(call: &Call<'_>, who: &serde_json::Value) -> Result<ContactRef> {
    call.read(|db| store::contact_ref(db, store::resolve(db, who)?))
}

/// Hands over the moment and the settings by which rhythms are judged.
fn judged<T>(call: &Call<'_>, db: &Db, then: impl FnOnce(&RhythmContext<'_>) -> Result<T>) -> Result<T> {
    let settings = settings::load(db)?;
    then(&RhythmContext { now: call.now, settings: &settings })
}
