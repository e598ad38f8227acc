//! The made-up life: comes with the program, and is brought into its folder at the first look.

use kith_core::api::{ApiError, Request, call};
use kith_core::app::App;
use serde_json::json;

use crate::desk::unexpected;

/// The archive of the made-up life.
const ARCHIVE: &str = include_str!("../../assets/demo/demo.json");

/// Brings the made-up life in, unless the folder holds something already.
pub fn fill(app: &App) -> Result<(), ApiError> {
    let ask = |command: &str, input| call(app, &Request { command: command.to_owned(), input, now: None });
    let status = ask("status", json!({}))?;
    if status.get("contacts").and_then(serde_json::Value::as_u64) != Some(0) {
        return Ok(());
    }
    let file = app.paths.root().join("demo.json");
    let message = "The demo data could not be unpacked.";
    std::fs::write(&file, ARCHIVE).map_err(|error| unexpected(message, &error))?;
    let brought = ask("import", json!({ "paths": [file] }));
    if let Err(error) = std::fs::remove_file(&file) {
        tracing::warn!(%error, "the demo's archive stays in the folder");
    }
    ask("settings_set", json!({ "welcomed": true }))?;
    brought.map(|_| ())
}
