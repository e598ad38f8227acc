//! How good the answers of the search are: judged queries over made-up people, beside SQLite FTS5 on the same rows.
//!
//! `cargo xtask bench relevance [--misses] [--archive FILE]`. With `--misses`, every query whose first answer is not
//! right is told with what came instead; with `--archive`, the people are also written as an archive to import.

use anyhow::Result;
use kith_bench::ask::option;
use kith_bench::judged::{Judged, fixture};

fn main() -> Result<()> {
    if let Some(file) = option("--archive") {
        std::fs::write(&file, serde_json::to_string_pretty(&fixture::archive()?)?)?;
        println!("the people are in {file}");
    }
    let judged = Judged::ask()?;
    if std::env::args().any(|argument| argument == "--misses") {
        println!("{}", judged.misses());
    }
    println!("{}", judged.tables());
    Ok(())
}
