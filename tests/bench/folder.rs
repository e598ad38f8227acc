//! A data folder full of made-up life, as it stands on any morning but the first.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use kith_core::app::{App, Options};
use kith_core::clock::{Now, TestClock};
use serde_json::{Value, json};

use crate::ask::ask;
use crate::life::{self, Size};

/// Makes it at the moment `now`; whoever copies it starts with what it holds.
pub fn make(folder: &Path, size: Size, now: &str) -> Result<()> {
    let now = Now::parse(now, chrono_tz::UTC)?;
    let app = App::open(Options { data_dir: folder.to_path_buf(), clock: Arc::new(TestClock::new(now)) })?;
    life::fill(&app, 1, size, now.civil_day())?;
    ask(&app, "settings_set", json!({ "welcomed": true }))?;
    // A first look draws the list and brings the index up.
    ask(&app, "today_get", Value::Null)?;
    ask(&app, "search_people", json!({ "query": "sailing" }))?;
    Ok(())
}

/// Copies a folder with all in it.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
