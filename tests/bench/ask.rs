//! How a benchmark reads its options and asks the core.

use std::str::FromStr;

use anyhow::{Context, Result};
use kith_core::api::{Request, call};
use kith_core::app::App;
use serde_json::Value;

/// What follows `name` among the arguments.
pub fn option(name: &str) -> Option<String> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name).skip(1);
    arguments.next()
}

/// What follows `name` among the arguments, read; `otherwise` where it is not there.
pub fn read<T: FromStr>(name: &str, otherwise: T) -> Result<T> {
    let Some(text) = option(name) else { return Ok(otherwise) };
    text.parse().ok().with_context(|| format!("{name} cannot be {text}"))
}

/// Asks the core by one of its commands, as the window does.
pub fn ask(app: &App, command: &str, input: Value) -> Result<Value> {
    let request = Request { command: command.into(), input, now: None };
    call(app, &request).map_err(|error| anyhow::anyhow!("{command}: {error:?}"))
}
