//! Commands of this feature: one call each.

use crate::api::Call;
use crate::error::{Error, Result};

use super::{Exchange, ExchangeAdd, ExchangeOnly};

/// Notes what was given, received or asked outside a conversation.
pub fn exchange_add(_call: &Call<'_>, _input: ExchangeAdd) -> Result<Exchange> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Deletes an exchange.
pub fn exchange_delete(_call: &Call<'_>, _input: ExchangeOnly) -> Result<Exchange> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}
