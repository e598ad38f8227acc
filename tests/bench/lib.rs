//! What the benchmarks share: a made-up life and a folder full of it, one from a file, times, and how they are told.

pub mod ask;
pub mod folder;
pub mod life;
pub mod measure;
pub mod persona;
