//! Commands of this feature: one call each.

use crate::api::Call;
use crate::error::{Error, Result};

use super::{Fact, FactAdd, FactEdit, FactOnly};

/// Notes a fact.
pub fn fact_add(_call: &Call<'_>, _input: FactAdd) -> Result<Fact> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Changes a fact; what is not given stays.
pub fn fact_edit(_call: &Call<'_>, _input: FactEdit) -> Result<Fact> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Deletes a fact.
pub fn fact_delete(_call: &Call<'_>, _input: FactOnly) -> Result<Fact> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}
