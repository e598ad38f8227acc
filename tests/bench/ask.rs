//! How a benchmark reads its options and asks the core.

use std::path::PathBuf;
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

/// The path that follows `name`, from where `cargo xtask bench` was called: cargo runs benchmarks in their package.
pub fn path(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(option(name)?);
    Some(std::env::var_os("KITH_BENCH_FROM").map_or_else(|| path.clone(), |from| PathBuf::from(from).join(&path)))
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
