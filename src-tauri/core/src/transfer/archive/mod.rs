//! Kith's own archive: everything, readable, by `uid` (CONTRACT.md). JSON with one record a line, or a ZIP of
//! that and `files/`.
//!
//! Read in several passes, so that no order of the records is asked for and none but one is in memory.

mod overlay;
pub mod read;
pub mod scan;
pub mod store;
pub mod write;
pub mod zip;
