//! A report of a problem: what Kith is, how much there is, and what the log says, without anything personal.
//!
//! Invariant: no text that a person wrote or that names a place on the disk goes in. Of settings go numbers, switches
//! and the program's own words; of a line of the log the time, the level, the part of the program, its fixed words and
//! its numbers. What cannot be told from personal is left out.

pub mod api;
mod log;
mod store;

use std::fmt::Write;

use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::settings::Settings;

/// A report, to be looked at before it is given to anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Report {
    /// The report itself, as it would be written.
    pub text: String,
}

/// What a report is made of.
struct Facts {
    system: String,
    sqlite: String,
    format: i64,
    /// Rows by table.
    counts: Vec<(String, i64)>,
    /// Bytes and files by part of the data folder.
    sizes: Vec<(&'static str, u64, u64)>,
    settings: Settings,
    log: Vec<String>,
}

/// The report in words.
fn written(facts: &Facts) -> String {
    let mut text = String::from(
        "# Kith: a report of a problem\n\nVersions, counts, sizes, settings and the log without its texts. No names, no \
         notes, no addresses and no folders are in here.\n\n## What happened\n(Write it here: what you did, what you \
         expected, and what you saw.)\n\n## Versions\n",
    );
    // Writing to a String cannot fail.
    let _ = writeln!(text, "Kith {} on {}", env!("CARGO_PKG_VERSION"), facts.system);
    let _ = writeln!(text, "SQLite {}, database format {}", facts.sqlite, facts.format);
    let _ = writeln!(text, "search index {}", crate::search::schema::INDEX_VERSION);
    text.push_str("\n## How much there is\n");
    for (table, rows) in &facts.counts {
        let _ = writeln!(text, "{table}: {rows}");
    }
    text.push_str("\n## How large it is\n");
    for (part, bytes, files) in &facts.sizes {
        let _ = writeln!(text, "{part}: {bytes} bytes in {files} files");
    }
    text.push_str("\n## Settings\n");
    if let Ok(Value::Object(settings)) = serde_json::to_value(&facts.settings) {
        for (name, value) in settings {
            let _ = writeln!(text, "{name}: {}", impersonal(value));
        }
    }
    let _ = writeln!(text, "\n## The log, its last {} lines", facts.log.len());
    for line in &facts.log {
        let _ = writeln!(text, "{line}");
    }
    text
}

/// A setting without texts that a person may have written.
fn impersonal(value: Value) -> Value {
    match value {
        Value::String(text) if is_own_word(&text) => Value::String(text),
        Value::String(_) => Value::String("…".into()),
        Value::Array(items) => Value::Array(items.into_iter().map(impersonal).collect()),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, impersonal(value))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

/// Whether it is a time of day, or one of the words that settings choose from.
fn is_own_word(text: &str) -> bool {
    const WORDS: &[&str] = &["system", "light", "dark", "feb28", "mar1", "en", "de", "always", "never", "auto"];
    WORDS.contains(&text) || (!text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == ':'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_setting_that_somebody_wrote_is_left_out() {
        let settings =
            json!({ "theme": "dark", "rollover": "04:00", "name": "Dana", "pace": { "mon": 5 }, "list": ["Inès"] });
        let told = impersonal(settings);
        assert_eq!(
            told,
            json!({ "theme": "dark", "rollover": "04:00", "name": "…", "pace": { "mon": 5 }, "list": ["…"] })
        );
    }
}
