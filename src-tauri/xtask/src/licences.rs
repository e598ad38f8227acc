//! `cargo xtask licences`: the page of the guide that says what is inside the programs, and under which licences.

use crate::shell::{cargo, output, root, say};
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::process::{Command, ExitCode};

pub const HELP: &str = "\
Writes assets/guide/licences.md: what is inside the programs, and under which licences

Usage: cargo xtask licences";

const HEAD: &str = "\
# What is inside
Kith is under the MIT or the Apache-2.0 licence, at your choice. It is built with these works of others; thank you.
`cargo xtask licences` writes this page.

The letters are Inter and Source Serif 4, under the SIL Open Font License 1.1. The signs are Lucide's.
The short forms of names are the data set `nicknames` 1.0.1, under the Apache-2.0 licence.
";

/// Prints a line for each package of the screens that goes into the programs.
const SCREENS: &str = "\
const { packages } = require('./package-lock.json');
for (const [path, { version, license, dev, optional }] of Object.entries(packages)) {
  if (path && !dev && !optional) console.log([path.split('node_modules/').pop(), version, license ?? 'see its own'].join('|'));
}";

/// Writes the page.
pub fn licences(_: &[String]) -> Result<ExitCode> {
    let mut tree = cargo();
    let packages = ["--package", "kith-desktop", "--package", "kith-cli"];
    tree.args(["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}|{l}"]).args(packages);
    let crates = output(&mut tree).context("cargo tree did not answer")?;
    let mut rust = BTreeSet::new();
    for line in crates.lines().map(|line| line.trim_end_matches(" (*)")) {
        let Some((package, licence)) = line.split_once('|') else { continue };
        let mut words = package.split_whitespace();
        let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
        if !name.starts_with("kith") {
            rust.insert(row(name, version.trim_start_matches('v'), licence));
        }
    }
    let packages = output(Command::new("node").args(["-e", SCREENS]).current_dir(root().join("ui")));
    let packages = packages.context("node did not answer")?;
    let screens: BTreeSet<String> = packages
        .lines()
        .filter_map(|line| {
            let mut parts = line.split('|');
            Some(row(parts.next()?, parts.next()?, parts.next()?))
        })
        .collect();
    let mut page = String::from(HEAD);
    for (title, rows) in [("The programs", &rust), ("The screens", &screens)] {
        write!(page, "\n## {title}\n| work | version | licence |\n|---|---|---|\n")?;
        rows.iter().try_for_each(|row| writeln!(page, "{row}"))?;
    }
    let file = root().join("assets/guide/licences.md");
    fs::write(&file, page).with_context(|| format!("cannot write {}", file.display()))?;
    say(&format!("{} works are named in {}", rust.len() + screens.len(), file.display()));
    Ok(ExitCode::SUCCESS)
}

fn row(name: &str, version: &str, licence: &str) -> String {
    let licence = if licence.is_empty() { "see its own" } else { licence };
    format!("| {name} | {version} | {licence} |")
}
