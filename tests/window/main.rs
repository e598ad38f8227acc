//! Stories in the real window. Run by `cargo xtask test`, or after `cargo build --workspace --bins` by
//! `cargo test --workspace --test window`.
#![allow(clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

mod harness;
mod main_job;
mod pictures;
mod start;
