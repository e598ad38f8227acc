//! Commands of this feature: one call each.

use super::store::{self, NewExchange};
use super::{Direction, Exchange, ExchangeAdd, ExchangeOnly, LONGEST_TEXT, Worth};
use crate::api::Call;
use crate::civil::parse_day;
use crate::error::Result;
use crate::people::store::{contact_ref, resolve};
use crate::said;
use crate::said::Said;
use crate::store::Op;
use crate::text::{self, short};
use crate::when;

/// Notes what was given, received or asked outside a conversation.
pub fn exchange_add(call: &Call<'_>, input: ExchangeAdd) -> Result<Exchange> {
    let text = text::needed_line("text", &input.text, LONGEST_TEXT)?;
    let worth = input.worth.as_deref().map(str::parse::<Worth>).transpose()?;
    let day = match input.day.as_deref() {
        Some(day) => parse_day(day, "day").or_else(|_| when::past(day, &call.now).map(|start| start.day()))?,
        None => call.now.civil_day(),
    };
    let who = call.read(|db| contact_ref(db, resolve(db, &input.who)?))?;
    let name = short(&who.name);
    call.transact(&Op::edit(label(input.direction, &name)), |tx| {
        let new = NewExchange {
            contact_id: who.id,
            conversation_id: None,
            direction: input.direction,
            kind: input.kind.unwrap_or_default(),
            text: &text,
            worth: worth.as_ref(),
            day,
        };
        let id = store::insert(tx, &call.now, &new)?;
        store::get(tx, id)
    })
}

fn label(direction: Direction, name: &str) -> Said {
    match direction {
        Direction::Gave => said!("Noted what you gave {name}", name = name),
        Direction::Received => said!("Noted what {name} gave you", name = name),
        Direction::Asked => said!("Noted what you asked of {name}", name = name),
    }
}

/// Deletes an exchange.
pub fn exchange_delete(call: &Call<'_>, input: ExchangeOnly) -> Result<Exchange> {
    let exchange = call.read(|db| store::get(db, input.id))?;
    call.transact(&Op::edit(said!("Deleted an exchange with {name}", name = short(&exchange.with.name))), |tx| {
        store::delete(tx, input.id)
    })?;
    Ok(exchange)
}
