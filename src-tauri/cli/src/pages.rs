//! What a system installs beside the program: completions and man pages, made from the arguments themselves.

use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use kith_core::api::ApiError;
use kith_core::error::Error;
use serde_json::{Value, json};

use crate::args::Typed;

/// The completions of a shell.
pub(crate) fn completions(shell: Shell) -> Value {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Typed::command(), "kith", &mut script);
    json!({ "shell": shell.to_string(), "script": String::from_utf8_lossy(&script) })
}

/// Writes the man pages, one a command.
pub(crate) fn man(folder: &Path) -> Result<Value, ApiError> {
    let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Typed::command(), folder));
    written.map_err(|source| Error::Io { doing: "writing the man pages", source })?;
    Ok(json!({ "script": format!("The man pages are in {}", folder.display()) }))
}
