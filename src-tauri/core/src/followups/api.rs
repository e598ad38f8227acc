//! Commands of this feature: one call each.

use super::store::{self, NewFollowUp};
use super::{FollowUp, FollowUpAdd, FollowUpClose, FollowUpOnly, FollowUpState, LONGEST_TEXT};
use crate::api::Call;
use crate::error::Result;
use crate::people::store::{contact_ref, resolve};
use crate::said;
use crate::store::Op;
use crate::text::{self, short};
use crate::when;

/// Notes what is owed.
pub fn follow_up_add(call: &Call<'_>, input: FollowUpAdd) -> Result<FollowUp> {
    let text = text::needed_line("text", &input.text, LONGEST_TEXT)?;
    let due = input.due.as_deref().map(|due| when::future(due, &call.now)).transpose()?;
    let who = call.read(|db| contact_ref(db, resolve(db, &input.who)?))?;
    let name = short(&who.name);
    let label = match input.theirs {
        true => said!("Noted what {name} owes you", name = name),
        false => said!("Noted what you owe {name}", name = name),
    };
    call.transact(&Op::edit(label), |tx| {
        let new = NewFollowUp {
            contact_id: who.id,
            conversation_id: None,
            kind: input.kind.unwrap_or_default(),
            theirs: input.theirs,
            text: &text,
            due,
        };
        let id = store::insert(tx, &call.now, &new)?;
        store::get(tx, id)
    })
}

/// Marks a follow-up kept, dropped or open again.
pub fn follow_up_close(call: &Call<'_>, input: FollowUpClose) -> Result<FollowUp> {
    let before = call.read(|db| store::get(db, input.id))?;
    if before.state == input.state {
        return Ok(before);
    }
    let (text, name) = (short(&before.text), short(&before.with.name));
    let (label, day) = match input.state {
        FollowUpState::Kept => (said!("Kept “{text}” ({name})", text = text, name = name), Some(call.today()?)),
        FollowUpState::Dropped => (said!("Dropped “{text}” ({name})", text = text, name = name), Some(call.today()?)),
        FollowUpState::Open => (said!("Opened again “{text}” ({name})", text = text, name = name), None),
    };
    call.transact(&Op::edit(label), |tx| {
        store::close(tx, input.id, input.state, day)?;
        store::get(tx, input.id)
    })
}

/// Deletes a follow-up.
pub fn follow_up_delete(call: &Call<'_>, input: FollowUpOnly) -> Result<FollowUp> {
    let follow_up = call.read(|db| store::get(db, input.id))?;
    call.transact(&Op::edit(said!("Deleted a follow-up with {name}", name = short(&follow_up.with.name))), |tx| {
        store::delete(tx, input.id)
    })?;
    Ok(follow_up)
}
