//! Stories told through the doors: the terminal as scripts and people use it, and the socket between processes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it did not expect"
)]

mod bad_input;
mod calendar;
mod day;
mod doors;
mod inout;
mod owner;
mod private;
mod safety;
mod serve;
mod story;
mod terminal;
mod wanted;

use kith_tests::Terminal;

/// An empty Kith in the terminal.
fn kith() -> Terminal {
    Terminal::new(env!("CARGO_BIN_EXE_kith-in-tests"))
}
