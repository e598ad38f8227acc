//! Stories in the real window, on a virtual display: part of `cargo test --workspace`, which also builds the
//! window program they drive.
#![allow(clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

mod background;
mod calendar;
mod dialogs;
mod german;
mod groups;
mod hands;
mod harness;
mod hostile;
mod looks;
mod main_job;
mod page;
mod pictures;
mod private;
mod reminders;
mod safety;
mod screens;
mod search;
mod start;
mod system;
mod wanted;
