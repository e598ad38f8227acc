//! Commands of this feature: one call each.

use super::{Fact, FactAdd, FactEdit, FactOnly, store};
use crate::api::Call;
use crate::error::{Error, Result};
use crate::people;
use crate::said;
use crate::store::Op;
use crate::text::{self, short};

/// Notes a fact.
pub fn fact_add(call: &Call<'_>, input: FactAdd) -> Result<Fact> {
    let text = text::needed_line("text", &input.text, text::LONGEST_LINE)?;
    let who = call.read(|db| people::store::contact_ref(db, people::store::resolve(db, &input.who)?))?;
    call.transact(&Op::edit(said!("Noted a fact about {name}", name = short(&who.name))), |tx| {
        if let Some(id) = input.conversation_id
            && !store::conversation_exists(tx, id)?
        {
            return Err(Error::not_found("conversation", id));
        }
        let kind = input.kind.unwrap_or_default();
        store::get(tx, store::insert(tx, call.now, who.id, kind, &text, input.conversation_id)?)
    })
}

/// Changes a fact; what is not given stays.
pub fn fact_edit(call: &Call<'_>, input: FactEdit) -> Result<Fact> {
    let (mut fact, name) = fact_and_name(call, input.id)?;
    if let Some(text) = &input.text {
        fact.text = text::needed_line("text", text, text::LONGEST_LINE)?;
    }
    fact.kind = input.kind.unwrap_or(fact.kind);
    call.transact(&Op::edit(said!("Changed a fact about {name}", name = name)), |tx| store::update(tx, &fact))?;
    Ok(fact)
}

/// Deletes a fact.
pub fn fact_delete(call: &Call<'_>, input: FactOnly) -> Result<Fact> {
    let (fact, name) = fact_and_name(call, input.id)?;
    call.transact(&Op::edit(said!("Deleted a fact about {name}", name = name)), |tx| store::delete(tx, fact.id))?;
    Ok(fact)
}

fn fact_and_name(call: &Call<'_>, id: crate::id::FactId) -> Result<(Fact, String)> {
    call.read(|db| {
        let fact = store::get(db, id)?;
        let name = short(&people::store::contact_ref(db, fact.contact_id)?.name);
        Ok((fact, name))
    })
}
