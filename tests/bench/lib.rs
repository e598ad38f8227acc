//! What the benchmarks share: a made-up life and a folder full of it, texts from a file, times, memory, and how they
//! are told.

/// The programs' own: what is measured in this process, baselines too, runs as it does in them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub mod ask;
pub mod folder;
pub mod judged;
pub mod life;
pub mod measure;
pub mod persona;
pub mod resident;
