//! Answers the terminal: whoever asks the owner of the folder on its private socket gets the core's own answer.
//!
//! The protocol is the core's ([`kith_core::owner`]); here it is only started, and its failure is no obstacle.

use std::sync::Arc;

use kith_core::app::App;
use kith_core::owner::{Server, serve};

/// Begins to answer; without it the terminal says that the folder is busy.
pub fn attend(app: &Arc<App>) -> Option<Server> {
    serve(Arc::clone(app)).inspect_err(|error| tracing::warn!(%error, "the terminal will not be answered")).ok()
}
