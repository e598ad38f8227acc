//! `cargo xtask run`: from a fresh copy to the open app.

use crate::headless::{Display, has_display};
use crate::shell::{cargo, run as finish, say, target};
use crate::system::{Purpose, prepare};
use crate::ui;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Duration;

pub const HELP: &str = "\
Sets everything up, builds Kith, and opens it

Usage: cargo xtask run [--release] [-- APP-OPTIONS]

Checks Node, npm and the system packages (on Debian and its children missing ones are installed with apt, after
saying so; elsewhere the list is printed), installs the packages of the screens, builds screens and program where
they are stale, and starts the app. Without a display it is started on a virtual one, where it opens the made-up life
unless --data names a folder, and the path of a picture of it is printed; end it with Ctrl+C.

Options:
  --release   build with optimisation (takes about ten minutes on two cores)

App options:
  --data DIR      the folder that holds everything (also KITH_DATA)
  --demo          a small made-up life in a folder of its own
  --now INSTANT   act as if it were that moment";

/// Sets up, builds, and runs the app.
pub fn run(arguments: &[String]) -> Result<ExitCode> {
    let mut parts = arguments.splitn(2, |argument| argument == "--");
    let own = parts.next().unwrap_or_default();
    let rest = parts.next().unwrap_or_default();
    let mut release = false;
    for option in own {
        match option.as_str() {
            "--release" => release = true,
            other => {
                bail!("`run` has no option {other}; options of the app come after `--`\n\n{HELP}")
            }
        }
    }
    let visible = has_display();
    prepare(if visible { Purpose::Window } else { Purpose::VirtualWindow })?;
    ui::install()?;
    ui::build()?;
    let program = build(release)?;
    if visible {
        say("Starting Kith");
        let status = Command::new(&program)
            .args(rest)
            .status()
            .with_context(|| format!("cannot start {}", program.display()))?;
        return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    without_display(program, rest)
}

/// Builds the window and the terminal program and returns the window's path.
///
/// The whole workspace decides the features, so that tests and this build the same artefacts.
pub fn build(release: bool) -> Result<PathBuf> {
    say("Building Kith (the first time takes some minutes)");
    let mut command = cargo();
    command.args(["build", "--workspace", "--bin", "kith-desktop", "--bin", "kith"]);
    if release {
        command.arg("--release");
    }
    finish(&mut command)?;
    Ok(target().join(if release { "release" } else { "debug" }).join("kith-desktop"))
}

/// Runs the app on a virtual display and prints where the picture of it is.
///
/// Nobody can go through the first start there, so that without a folder of its own it opens the made-up life.
fn without_display(program: PathBuf, rest: &[String]) -> Result<ExitCode> {
    let display = Display::start()?;
    let is_own = has_folder(rest) || std::env::var_os("KITH_DATA").is_some();
    let is_demo = rest.iter().any(|option| option == "--demo");
    let added: &[&str] = if is_own || is_demo { &[] } else { &["--demo"] };
    say(&format!("There is no display: Kith starts on a virtual one ({})", display.name));
    if !added.is_empty() {
        println!("It opens the made-up life; `cargo xtask run -- --data DIR` opens a folder of yours.");
    }
    let mut app = display.command(&program).args(rest).args(added).spawn().context("cannot start dbus-run-session")?;
    let picture = target().join("today.png");
    display.picture_when_still(&picture, Duration::from_secs(30))?;
    if let Some(status) = app.try_wait()? {
        bail!("Kith ended at once, with {status}");
    }
    let what = if is_own && !is_demo { "what Kith shows" } else { "Today" };
    println!("Screenshot of {what}: {}", picture.display());
    println!("Kith is running; end it with Ctrl+C.");
    let status = app.wait()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether the options of the app name a data folder.
fn has_folder(rest: &[String]) -> bool {
    rest.iter().any(|option| option == "--data" || option.starts_with("--data="))
}
