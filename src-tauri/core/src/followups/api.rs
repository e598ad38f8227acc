//! Commands of this feature: one call each.

use crate::api::Call;
use crate::error::{Error, Result};

use super::{FollowUp, FollowUpAdd, FollowUpClose, FollowUpOnly};

/// Notes what is owed.
pub fn follow_up_add(_call: &Call<'_>, _input: FollowUpAdd) -> Result<FollowUp> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Marks a follow-up kept, dropped or open again.
pub fn follow_up_close(_call: &Call<'_>, _input: FollowUpClose) -> Result<FollowUp> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Deletes a follow-up.
pub fn follow_up_delete(_call: &Call<'_>, _input: FollowUpOnly) -> Result<FollowUp> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}
