//! What the benchmarks share: a made-up life, one from a file, times, and how they are told.

pub mod ask;
pub mod life;
pub mod measure;
pub mod persona;
