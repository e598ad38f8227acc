//! The chores that run one program of the workspace: pictures, figures, bindings.

use crate::run::build;
use crate::shell::{cargo, run, say, target};
use crate::system::{Purpose, prepare};
use crate::ui;
use anyhow::Result;
use std::process::ExitCode;

pub const HELP: &str = "\
Makes assets/screens: a picture of every screen, light and dark, from the demo data

Usage: cargo xtask screens [NAME…]

The moment is fixed (21 November 2026, 10:00 in Paris), so that the pictures only change when the screens do.
With names, only the pictures whose name contains one of them are made.";

pub const BENCH_HELP: &str = "\
Measures Kith, each figure beside its baseline in the same run

Usage: cargo xtask bench [search|relevance|log|import|terminal|day|routine|window|typing|memory] [OPTIONS]

Without a name all run. Options are passed on to the benchmark; tests/bench/README.md lists them and says how to read the results.";

pub const BINDINGS_HELP: &str = "\
Writes ui/src/api/bindings.ts from the command table

Usage: cargo xtask bindings";

/// Makes the pictures of the screens.
pub fn screens(arguments: &[String]) -> Result<ExitCode> {
    prepare(Purpose::Tests)?;
    ui::install()?;
    ui::build()?;
    build(false)?;
    say("Taking the pictures");
    let mut command = cargo();
    command.args(["test", "--workspace", "--test", "window", "--", "--ignored", "--nocapture", "pictures"]);
    run(command.env("KITH_PICTURES", arguments.join(",")))?;
    Ok(ExitCode::SUCCESS)
}

/// The benchmarks, each a target of its own.
const BENCHES: [&str; 10] =
    ["search", "relevance", "log", "import", "terminal", "day", "routine", "window", "typing", "memory"];

/// Runs the benchmarks asked for, or all.
pub fn bench(arguments: &[String]) -> Result<ExitCode> {
    let (wanted, options) = match arguments.split_first() {
        Some((name, options)) if BENCHES.contains(&name.as_str()) => (vec![name.as_str()], options),
        _ => (BENCHES.to_vec(), arguments),
    };
    prepare(Purpose::Tests)?;
    ui::install()?;
    ui::build()?;
    let mut programs = cargo();
    programs.args(["build", "--release", "--workspace", "--bin", "kith-desktop", "--bin", "kith"]);
    programs.args(["--example", "empty-window", "--example", "tray-only"]);
    run(&mut programs)?;
    let release = target().join("release");
    for name in wanted {
        let mut command = cargo();
        command.args(["bench", "--workspace", "--bench", name, "--"]).args(options);
        command.env("KITH_BENCH_FROM", std::env::current_dir()?);
        command.env("KITH_DESKTOP", release.join("kith-desktop")).env("KITH_TERMINAL", release.join("kith"));
        let examples = release.join("examples");
        command.env("KITH_EMPTY_WINDOW", examples.join("empty-window"));
        run(command.env("KITH_TRAY_ONLY", examples.join("tray-only")))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the bindings.
pub fn bindings(_arguments: &[String]) -> Result<ExitCode> {
    let mut command = cargo();
    command.args(["test", "--workspace", "--quiet", "--lib", "the_screens_are_typed_by_the_command_table"]);
    run(command.env("KITH_WRITE_BINDINGS", "1"))?;
    Ok(ExitCode::SUCCESS)
}
