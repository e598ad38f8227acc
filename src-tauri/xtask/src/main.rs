//! Kith's chores: everything a person or a machine does with the source, as `cargo xtask COMMAND`.
//!
//! Depends on nothing but the standard library and `anyhow`, so that it is built in seconds.

mod headless;
mod licences;
mod package;
mod run;
mod screens;
mod shell;
mod system;
mod test;
mod tryout;
mod ui;

use anyhow::{Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
Kith's chores

Usage: cargo xtask COMMAND [OPTIONS]

Commands:
  run       set everything up, build, and open the app
  test      run every check and test there is
  bench     measure, each figure beside its baseline
  package   make the Debian package
  bindings  write ui/src/api/bindings.ts from the command table
  licences  write the guide's page of what is inside, and under which licences
  screens   make assets/screens: a picture of every screen, light and dark
  help      print this, or the help of a command

`cargo xtask COMMAND --help` says more about each.";

/// What a command does with its arguments.
type Chore = fn(&[String]) -> Result<ExitCode>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command that was asked for.
fn dispatch(arguments: &[String]) -> Result<ExitCode> {
    let Some((command, rest)) = arguments.split_first() else {
        println!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    };
    let (command, rest) = match (command.as_str(), rest.split_first()) {
        ("help", Some((about, _))) => (about.as_str(), vec!["--help".to_string()]),
        (command, _) => (command, rest.to_vec()),
    };
    let asks_help = rest.iter().take_while(|a| *a != "--").any(|a| a == "--help" || a == "-h");
    let (help, work): (&str, Chore) = match command {
        "run" => (run::HELP, run::run),
        "test" => (test::HELP, test::test),
        "bench" => (screens::BENCH_HELP, screens::bench),
        "package" => (package::HELP, package::package),
        "bindings" => (screens::BINDINGS_HELP, screens::bindings),
        "licences" => (licences::HELP, licences::licences),
        "screens" => (screens::HELP, screens::screens),
        "help" | "--help" | "-h" => (HELP, |_| Ok(ExitCode::SUCCESS)),
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    };
    if asks_help || help == HELP {
        println!("{help}");
        return Ok(ExitCode::SUCCESS);
    }
    work(&rest)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_command_is_answered_with_the_list() {
        let error = dispatch(&["dance".into()]).unwrap_err().to_string();
        assert!(error.contains("`dance`") && error.contains("screens"));
    }
}
