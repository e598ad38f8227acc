//! Commands of this feature: one call each.

use crate::api::Call;
use crate::error::{Error, Result};

use super::{Feedback, FeedbackAdd, FeedbackOnly};

/// Notes what a contact said of us.
pub fn feedback_add(_call: &Call<'_>, _input: FeedbackAdd) -> Result<Feedback> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Deletes feedback.
pub fn feedback_delete(_call: &Call<'_>, _input: FeedbackOnly) -> Result<Feedback> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}
