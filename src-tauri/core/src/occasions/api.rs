//! Commands of this feature: one call each.

use crate::api::Call;
use crate::error::{Error, Result};

use super::{Occasion, OccasionAdd, OccasionEdit, OccasionOnly};

/// Notes a date that returns.
pub fn occasion_add(_call: &Call<'_>, _input: OccasionAdd) -> Result<Occasion> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Changes an occasion; what is not given stays.
pub fn occasion_edit(_call: &Call<'_>, _input: OccasionEdit) -> Result<Occasion> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Deletes an occasion.
pub fn occasion_delete(_call: &Call<'_>, _input: OccasionOnly) -> Result<Occasion> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}
