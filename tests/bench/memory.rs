//! Memory of the window and of Kith in the background, with 10,000 people and 100,000 conversations, beside an empty
//! Tauri window and a program that has an icon in the tray and nothing else: `cargo xtask bench memory`.
//!
//! Told is the proportional share (PSS) of the program and all processes it started, so that libraries in common are
//! counted once: some seconds after the start, when everything that is put off has been done.

#[path = "../window/harness.rs"]
#[allow(dead_code, reason = "a benchmark needs less of it than the tests")]
mod harness;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context, Result};
use harness::{NOW, Window};
use kith_bench::ask::read;
use kith_bench::folder::{self, copy};
use kith_bench::life;

const SIZE: life::Size = life::Size { people: 10_000, talks: 100_000 };

fn main() -> Result<()> {
    let runs: usize = read("--runs", 3)?;
    let settle = Duration::from_secs(read("--settle", 12)?);
    let [kith, empty, tray] = ["KITH_DESKTOP", "KITH_EMPTY_WINDOW", "KITH_TRAY_ONLY"].map(program);
    let (kith, empty, tray) = (kith?, empty?, tray?);
    let life = tempfile::tempdir()?;
    folder::make(&life.path().join("kith"), SIZE, NOW)?;
    println!("{runs} starts each, in turns; {} people, {} conversations; MB after {settle:?}", SIZE.people, SIZE.talks);
    for (name, program, options, baseline) in [
        ("the window", &kith, &["--now", NOW][..], &empty),
        ("in the background", &kith, &["--now", NOW, "--hidden"], &tray),
    ] {
        let ours = Window::prepare(program, options)?;
        copy(&life.path().join("kith"), &ours.folder())?;
        let theirs = Window::prepare(baseline, &[])?;
        let (mut with_life, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..runs {
            bare.push(measured(theirs.beside(baseline)?, settle)?);
            with_life.push(measured(ours.another(&[])?, settle)?);
        }
        let [with_life, bare] = [with_life, bare].map(middle);
        let ratio = with_life / bare;
        println!("{name:<20} Kith {with_life:6.1}   baseline {bare:6.1}   ratio {ratio:.2}   (goal: at most 1.3)");
    }
    Ok(())
}

fn program(variable: &str) -> Result<PathBuf> {
    let named = std::env::var_os(variable).with_context(|| format!("{variable} names no program"))?;
    Ok(PathBuf::from(named).canonicalize()?)
}

fn middle(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Starts the program, and says what it and its own take, in MB, after a while.
fn measured(mut command: Command, settle: Duration) -> Result<f64> {
    let mut program = Running(command.spawn().context("cannot start the program")?);
    std::thread::sleep(settle);
    anyhow::ensure!(program.0.try_wait()?.is_none(), "the program has ended");
    let shares: Vec<f64> = family(program.0.id())?.into_iter().filter_map(share).collect();
    Ok(shares.iter().sum())
}

/// Ended however the measuring ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // In order, so that the folder can be opened again.
        drop(Command::new("kill").arg(self.0.id().to_string()).status());
        drop(self.0.wait());
    }
}

/// A process and all that came of it.
fn family(first: u32) -> Result<Vec<u32>> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in std::fs::read_dir("/proc")?.flatten() {
        let pid: Option<u32> = entry.file_name().to_str().and_then(|name| name.parse().ok());
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok());
        if let (Some(pid), Some(parent)) = (pid, parent) {
            children.entry(parent).or_default().push(pid);
        }
    }
    let mut all = vec![first];
    let mut at = 0;
    while let Some(pid) = all.get(at).copied() {
        all.extend(children.remove(&pid).unwrap_or_default());
        at += 1;
    }
    Ok(all)
}

/// The proportional share of a process, in MB.
fn share(pid: u32) -> Option<f64> {
    let all = std::fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("smaps_rollup")).ok()?;
    let line = all.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}
