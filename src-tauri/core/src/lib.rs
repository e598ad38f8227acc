#![warn(missing_docs)]
//! The core of Kith: everything it knows and does, without a window.
//!
//! An [`app::App`] holds the store, the index and the clock. Window, terminal, socket and tests reach it
//! through the one command table of [`api`]; a change travels `api::call` → a feature's `api.rs` →
//! `Store::transact` → commit → [`changes`] published → the index catches up.
//!
//! Invariants:
//! - one write path, undoable, and “saved” only after the commit is on disk ([`store`]);
//! - the system's clock and zone are read in [`clock`] alone;
//! - last touch, due date and stretch are derived, never stored;
//! - no window, no async runtime, no terminal and no notification here.

pub mod api;
pub mod app;
pub mod cadence;
pub mod changes;
pub mod civil;
pub mod clock;
pub mod conversations;
pub mod drafts;
pub mod error;
pub mod exchanges;
pub mod facts;
pub mod feedback;
pub mod followups;
pub mod groups;
pub mod guide;
pub mod id;
pub mod jobs;
pub mod markdown;
pub mod notices;
pub mod occasions;
pub mod owner;
pub mod paths;
pub mod people;
pub mod report;
pub mod said;
pub mod search;
pub mod settings;
mod spelled;
pub mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod today;
pub mod tongue;
pub mod transfer;
pub mod vacation;
pub mod when;
