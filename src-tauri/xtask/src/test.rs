//! `cargo xtask test`: every check and test there is, and a summary that ends like cargo's.

use crate::shell::{cargo, name, root, run, run_and_read, say, target};
use crate::system::{Purpose, prepare};
use crate::ui;
use anyhow::{Result, bail};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

pub const HELP: &str = "\
Runs every check and test there is, and ends with a summary

Usage: cargo xtask test [--only STEP[,STEP…]] [--skip STEP[,STEP…]]

Steps:
  screens-lint    eslint, prettier
  screens-types   svelte-check
  screens-tests   vitest
  screens-build   the screens, as the programs show them
  format          cargo fmt --check
  clippy          the lints, warnings denied
  rust            all tests of all crates: core, terminal, journeys, properties, crash, and the real window on a
                  virtual display, driven by WebKitWebDriver
  browser         the screens in chromium, before `kith serve`

All of them run, whatever fails.";

/// One step: its name, its command, and how its tests are counted.
struct Step {
    name: &'static str,
    command: fn() -> Command,
    after: fn() -> Result<()>,
}

const STEPS: &[Step] = &[
    Step { name: "screens-lint", command: || ui::npm(&["run", "--silent", "lint"]), after: nothing },
    Step { name: "screens-types", command: || ui::npm(&["run", "--silent", "check"]), after: nothing },
    Step { name: "screens-tests", command: || ui::npm(&["run", "--silent", "test"]), after: nothing },
    Step { name: "screens-build", command: || ui::npm(&["run", "--silent", "build"]), after: ui::mark_built },
    Step { name: "format", command: || cargo_with(&["fmt", "--all", "--check"]), after: nothing },
    Step {
        name: "clippy",
        command: || cargo_with(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"]),
        after: nothing,
    },
    // One command, so that nothing is built twice: cargo picks other features for a part.
    Step { name: "rust", command: || cargo_with(&["test", "--workspace", "--no-fail-fast"]), after: nothing },
    Step { name: "browser", command: browser, after: nothing },
];

/// What came of a step.
struct Outcome {
    name: &'static str,
    ok: bool,
    counts: Counts,
    took: Duration,
}

/// How many tests passed, failed and were left out.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
    ignored: u64,
}

/// Runs the steps asked for, and prints the summary.
pub fn test(arguments: &[String]) -> Result<ExitCode> {
    let steps = chosen(arguments)?;
    prepare(Purpose::Tests)?;
    ui::install()?;
    let begun = Instant::now();
    let mut outcomes = Vec::new();
    for step in steps {
        outcomes.push(perform(step)?);
    }
    Ok(summary(&outcomes, begun.elapsed()))
}

/// The steps that `--only` and `--skip` leave.
fn chosen(arguments: &[String]) -> Result<Vec<&'static Step>> {
    let (mut only, mut skip) = (Vec::new(), Vec::new());
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let (option, value) = match word.split_once('=') {
            Some((option, value)) => (option, Some(value.to_string())),
            None => (word.as_str(), words.next().cloned()),
        };
        let list = match option {
            "--only" => &mut only,
            "--skip" => &mut skip,
            other => bail!("`test` has no option {other}\n\n{HELP}"),
        };
        let Some(value) = value else { bail!("{option} needs the name of a step\n\n{HELP}") };
        list.extend(value.split(',').map(str::to_string));
    }
    if let Some(unknown) = only.iter().chain(&skip).find(|name| STEPS.iter().all(|step| step.name != *name)) {
        bail!("there is no step {unknown}\n\n{HELP}");
    }
    let wanted = |step: &&Step| {
        (only.is_empty() || only.iter().any(|name| name == step.name)) && !skip.iter().any(|name| name == step.name)
    };
    Ok(STEPS.iter().filter(wanted).collect())
}

/// Runs one step and counts its tests.
fn perform(step: &'static Step) -> Result<Outcome> {
    let begun = Instant::now();
    let mut command = (step.command)();
    say(&format!("{}: {}", step.name, name(&command)));
    let mut counts = Counts::default();
    let mut ok = run_and_read(&mut command, |line| counts.read(line))?;
    if ok {
        ok = (step.after)().is_ok();
    }
    if counts == Counts::default() {
        // A step without tests of its own counts as one.
        counts = if ok { Counts { passed: 1, ..counts } } else { Counts { failed: 1, ..counts } };
    } else if !ok && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(Outcome { name: step.name, ok, counts, took: begun.elapsed() })
}

/// Prints a line for each step and one for all, as cargo prints them.
fn summary(outcomes: &[Outcome], took: Duration) -> ExitCode {
    println!("\nrunning {} steps", outcomes.len());
    let mut all = Counts::default();
    for Outcome { name, ok, counts, took } in outcomes {
        let verdict = if *ok { "ok" } else { "FAILED" };
        println!(
            "test {name} ... {verdict} ({} passed, {} failed, {:.0} s)",
            counts.passed,
            counts.failed,
            took.as_secs_f64()
        );
        all.passed += counts.passed;
        all.failed += counts.failed;
        all.ignored += counts.ignored;
    }
    let ok = outcomes.iter().all(|outcome| outcome.ok);
    println!(
        "\ntest result: {}. {} passed; {} failed; {} ignored; 0 measured; 0 filtered out; finished in {:.2}s",
        if ok { "ok" } else { "FAILED" },
        all.passed,
        all.failed,
        all.ignored,
        took.as_secs_f64()
    );
    if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Counts {
    /// Adds what a line of cargo's or vitest's says.
    fn read(&mut self, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("test result:") {
            let rest = rest.split_once(". ").map_or(rest, |(_, rest)| rest);
            self.add(rest.split(';'));
        } else if let Some(rest) = line.strip_prefix("Tests  ") {
            let rest = rest.split('(').next().unwrap_or_default();
            self.add(rest.split('|'));
        } else if let Some(rest) = line.strip_prefix("ℹ ") {
            // Node's own runner: `pass 12`.
            let (what, number) = rest.split_once(' ').unwrap_or_default();
            let number = number.parse().unwrap_or(0);
            match what {
                "pass" => self.passed += number,
                "fail" | "cancelled" => self.failed += number,
                "skipped" | "todo" => self.ignored += number,
                _ => {}
            }
        }
    }

    /// Adds pieces such as `12 passed`.
    fn add<'a>(&mut self, pieces: impl Iterator<Item = &'a str>) {
        for piece in pieces {
            let mut words = piece.split_whitespace();
            let Some(number) = words.next().and_then(|word| word.parse::<u64>().ok()) else {
                continue;
            };
            match words.next() {
                Some("passed") => self.passed += number,
                Some("failed") => self.failed += number,
                Some("ignored" | "skipped" | "todo") => self.ignored += number,
                _ => {}
            }
        }
    }
}

/// A line without its colour codes.
fn without_colours(line: &str) -> String {
    let mut pieces = line.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_string();
    pieces.fold(first, |text, piece| text + piece.split_once('m').map_or("", |(_, rest)| rest))
}

/// A cargo command from its words.
fn cargo_with(words: &[&str]) -> Command {
    let mut command = cargo();
    command.args(words);
    command
}

/// The stories in the browser, one after the other, before the terminal program as it is built.
fn browser() -> Command {
    // The step before made the terminal's copy for the tests; should this fail, the stories say that there is none.
    let _ = run(&mut cargo_with(&["build", "--workspace", "--quiet"]));
    let mut command = Command::new("node");
    command.current_dir(root().join("tests/e2e")).args(["--test", "--test-reporter=spec", "--test-concurrency=1"]);
    command.env("CARGO_TARGET_DIR", target());
    command
}

/// What most steps do after they passed.
fn nothing() -> Result<()> {
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn the_counts_of_cargo_vitest_and_node_add_up() {
        let mut counts = Counts::default();
        counts
            .read("test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s");
        counts.read(
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[31m1 failed\u{1b}[39m | \u{1b}[32m5 passed\u{1b}[39m (6)",
        );
        counts.read("test something ... ok");
        for line in ["ℹ tests 4", "ℹ pass 3", "ℹ fail 1", "ℹ cancelled 0", "ℹ skipped 0", "ℹ duration_ms 12.5"]
        {
            counts.read(line);
        }
        assert_eq!(counts, Counts { passed: 20, failed: 5, ignored: 1 });
    }

    #[test]
    fn steps_are_chosen_by_name_and_unknown_ones_refused() {
        let names = |arguments: &[&str]| {
            let arguments: Vec<String> = arguments.iter().map(|a| a.to_string()).collect();
            chosen(&arguments).map(|steps| steps.iter().map(|step| step.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&["--only", "format,rust"]).unwrap(), ["format", "rust"]);
        assert!(!names(&["--skip=clippy"]).unwrap().contains(&"clippy"));
        assert!(names(&["--only", "luck"]).is_err());
        assert!(names(&["--only"]).is_err());
    }
}
