//! Kith in the terminal: arguments → `call()` → print.
//!
//! What is typed is described in [`args`], turned into calls in [`ask`], and the answers are written for a
//! person in [`show`] or as they are with `--json`. No rule of the product lives here: whatever the terminal
//! can do, the window can do through the same command table.

mod args;
mod ask;
mod format;
mod input;
mod pages;
mod progress;
mod remind;
mod serve;
mod show;
mod text;

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory, Parser};
use kith_core::api::{ApiCode, ApiError};
use kith_core::app::Options;
use kith_core::clock::{Clock, Now, ShiftedClock, SystemClock};
use kith_core::error::Error;
use kith_core::owner::Door;
use kith_core::paths::{default_folder, keep_private};
use kith_core::store::restore;
use serde_json::{Value, json};

use crate::args::{Command, Typed};
use crate::ask::{Kith, Reply};

const USAGE: u8 = 2;

/// A quarter of an import's time was spent in the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let typed = match Typed::try_parse() {
        Ok(typed) => typed,
        Err(error) => return usage(&error),
    };
    keep_private();
    let json = typed.json;
    if json && typed.command.is_none() {
        return misused("No command was given.");
    }
    text::paint(io::stdout().is_terminal());
    match run(typed) {
        Ok(Some(reply)) => print(&reply, json),
        Ok(None) => ExitCode::SUCCESS,
        Err(error) => fail(&error, json),
    }
}

fn run(typed: Typed) -> Result<Option<Reply>, ApiError> {
    let Some(command) = typed.command else {
        // A reader that went away is no failure.
        drop(Typed::command().print_help());
        return Ok(None);
    };
    let clock: Arc<dyn Clock> = match &typed.now {
        Some(text) => Arc::new(ShiftedClock::new(Now::parse(text, SystemClock.now().zone)?)),
        None => Arc::new(SystemClock),
    };
    let now = clock.now();
    let data_dir = match typed.data {
        Some(folder) => std::path::absolute(folder).map_err(|_| Error::invalid("data", "This is no folder."))?,
        None => default_folder().ok_or_else(|| {
            Error::invalid_hint("data", "It is not known where your data belongs.", "Name the folder with --data.")
        })?,
    };
    if let Command::Serve { port } = command {
        serve::run(Options { data_dir, clock }, typed.now, port.unwrap_or(0), typed.json)?;
        return Ok(None);
    }
    // What can be refused without opening the folder is refused before it is made.
    let request = ask::prepare(command)?;
    if let Some(answer) = request.without_folder(&data_dir) {
        return Ok(Some(request.reply(answer)));
    }
    let options = Options { data_dir, clock };
    match (Door::open(options.clone()), request.recovery()) {
        (Ok(door), _) => ask::run(request, &mut Kith::new(door, now, typed.json)).map(Some),
        (Err(Error::Damaged { .. }), Some(backup)) => {
            let report = serde_json::to_value(restore::recover(&options, Some(backup))?).unwrap_or_default();
            Ok(Some(request.reply(report)))
        }
        (Err(error), _) => Err(error.into()),
    }
}

fn print(reply: &Reply, json: bool) -> ExitCode {
    let mut text = if json { reply.value.to_string() } else { reply.in_words() };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::from(reply.exit),
        // `kith people | head`: the reader has what it wanted.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::from(reply.exit),
        Err(error) => {
            complain(&format!("kith: the answer could not be written: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn fail(error: &ApiError, json: bool) -> ExitCode {
    if json {
        let told = ApiError { said: None, said_hint: None, detail: None, ..error.clone() };
        complain(&json!({ "error": told }).to_string());
    } else {
        complain(&format!("kith: {}", text::lines(&error.message)));
        for more in [&error.hint, &error.detail].into_iter().flatten() {
            complain(&format!("      {}", text::lines(more)));
        }
    }
    ExitCode::from(exit_code(error.code))
}

/// CONTRACT.md's table of exit codes.
fn exit_code(code: ApiCode) -> u8 {
    match code {
        ApiCode::Unexpected | ApiCode::Cancelled => 1,
        ApiCode::NotFound | ApiCode::Ambiguous => 3,
        ApiCode::Invalid | ApiCode::Conflict => 4,
        ApiCode::Busy => 5,
        ApiCode::Newer | ApiCode::Damaged => 6,
        ApiCode::DiskFull | ApiCode::NotWritable => 7,
    }
}

/// Help and version are answers; the rest did not fit.
fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        drop(error.print());
        return ExitCode::SUCCESS;
    }
    let asked_for_json = std::env::args_os().take_while(|arg| arg != "--").any(|arg| arg == "--json");
    if !asked_for_json {
        drop(error.print());
        return ExitCode::from(USAGE);
    }
    // Its first paragraph says what is wrong; usage and advice follow.
    let rendered = error.render().to_string();
    let said: Vec<&str> = rendered.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    misused(said.join(" ").trim_start_matches("error: "))
}

/// Says as JSON that it was called wrongly.
fn misused(message: &str) -> ExitCode {
    let told: Value = json!({ "error": { "code": "usage", "message": message, "hint": "See kith --help." } });
    complain(&told.to_string());
    ExitCode::from(USAGE)
}

/// Says it on standard error, if anyone listens.
fn complain(text: &str) {
    drop(writeln!(io::stderr().lock(), "{text}"));
}
