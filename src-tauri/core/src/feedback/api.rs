//! Commands of this feature: one call each.

use super::store::{self, NewFeedback};
use super::{Feedback, FeedbackAdd, FeedbackOnly};
use crate::api::Call;
use crate::error::{Error, Result};
use crate::people::store::{contact_ref, resolve};
use crate::said;
use crate::store::Op;
use crate::text::{self, short};

/// Notes what a contact said of us.
pub fn feedback_add(call: &Call<'_>, input: FeedbackAdd) -> Result<Feedback> {
    if input.score.is_some_and(|score| score > 10) {
        return Err(Error::invalid("score", "A score is between 0 and 10."));
    }
    let text = text::note("text", &input.text)?;
    if text.is_empty() && input.score.is_none() {
        return Err(Error::invalid("text", "Feedback needs their words, a score, or both."));
    }
    let who = call.read(|db| contact_ref(db, resolve(db, &input.who)?))?;
    let name = short(&who.name);
    call.transact(&Op::edit(said!("Noted feedback of {name}", name = name)), |tx| {
        let day = call.now.civil_day();
        let new = NewFeedback { contact_id: who.id, conversation_id: None, score: input.score, text: &text, day };
        let id = store::insert(tx, &call.now, &new)?;
        store::get(tx, id)
    })
}

/// Deletes feedback.
pub fn feedback_delete(call: &Call<'_>, input: FeedbackOnly) -> Result<Feedback> {
    let feedback = call.read(|db| store::get(db, input.id))?;
    call.transact(&Op::edit(said!("Deleted feedback of {name}", name = short(&feedback.with.name))), |tx| {
        store::delete(tx, input.id)
    })?;
    Ok(feedback)
}
