//! Stories in the real window, on a virtual display: part of `cargo test --workspace`, which also builds the
//! window program they drive.
#![allow(clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

mod harness;
mod main_job;
mod pictures;
mod start;
