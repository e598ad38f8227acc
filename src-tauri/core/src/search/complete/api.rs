//! Commands of completion: one call each.

use super::{CompleteInput, Completion, complete};
use crate::api::Call;
use crate::error::Result;

/// What may stand where the caret is in a query.
pub fn search_complete(call: &Call<'_>, input: CompleteInput) -> Result<Completion> {
    let today = call.now.civil_day();
    call.read(|db| complete(db, &input, today))
}
