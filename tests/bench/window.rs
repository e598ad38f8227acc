//! From the start of the program to Today painted, with 10,000 people and 100,000 conversations, beside an
//! empty Tauri window: `cargo xtask bench window`.
//!
//! Both are started in turns on the same display by the same driver. A run is the time from the birth of the
//! process, as the kernel has it (to 10 ms), to the second frame after the content is there.

#[path = "../window/harness.rs"]
#[allow(dead_code, reason = "a benchmark needs less of it than the tests")]
mod harness;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use harness::{NOW, Window, until};
use kith_bench::folder::{self, copy};
use kith_bench::life;
use kith_bench::measure::{Times, ratio};

const SIZE: life::Size = life::Size { people: 10_000, talks: 100_000 };

fn main() -> Result<()> {
    let runs: usize = std::env::var("KITH_BENCH_RUNS").map_or(Ok(20), |n| n.parse()).context("KITH_BENCH_RUNS")?;
    let [kith, empty] = ["KITH_DESKTOP", "KITH_EMPTY_WINDOW"].map(program);
    let (kith, empty) = (kith?, empty?);
    let life = tempfile::tempdir()?;
    folder::make(&life.path().join("kith"), SIZE, NOW)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut full = Window::open_program(&kith, &["--now", NOW]).await?;
        let mut bare = Window::open_program(&empty, &[]).await?;
        full.close().await;
        bare.close().await;
        std::fs::remove_dir_all(full.folder())?;
        copy(&life.path().join("kith"), &full.folder())?;
        let (mut with_life, mut baseline) = (Steps::default(), Steps::default());
        for run in 0..=runs {
            let times = [painted(&mut bare, &empty).await?, painted(&mut full, &kith).await?];
            // The first of each warms the caches.
            if let ([before, ours], true) = (times, run > 0) {
                baseline.push(before);
                with_life.push(ours);
            }
        }
        println!("{runs} starts each, in turns; {} people, {} conversations", SIZE.people, SIZE.talks);
        baseline.print("empty Tauri window (baseline)");
        with_life.print("Kith");
        println!("Kith ÷ empty: {}   (goal: at most 1.25)", ratio(&with_life.painted, &baseline.painted));
        anyhow::Ok(())
    })
}

fn program(variable: &str) -> Result<PathBuf> {
    let named = std::env::var_os(variable).with_context(|| format!("{variable} names no program"))?;
    Ok(PathBuf::from(named).canonicalize()?)
}

/// The times of one program, from its birth until something stands.
#[derive(Default)]
struct Steps {
    page: Times,
    contentful: Times,
    painted: Times,
}

impl Steps {
    fn push(&mut self, [page, contentful, painted]: [Duration; 3]) {
        self.page.push(page);
        self.contentful.push(contentful);
        self.painted.push(painted);
    }

    fn print(&mut self, name: &str) {
        println!("{name}");
        println!("{}", self.page.line("  the page begins"));
        println!("{}", self.contentful.line("  first content painted"));
        println!("{}", self.painted.line("  all painted"));
    }
}

/// Starts the program and says how long it took until its page began, had its first content and was painted.
async fn painted(window: &mut Window, program: &Path) -> Result<[Duration; 3]> {
    window.start().await?;
    let asked = || async {
        let script = "const named = (name) => performance.getEntriesByName(name)[0]?.startTime;
            const painted = named('today-painted');
            return painted ? [0, named('first-contentful-paint'), painted].map((at) => performance.timeOrigin + at) : null;";
        let times: Option<[f64; 3]> = serde_json::from_value(window.script(script, vec![]).await?)?;
        Ok(times)
    };
    let times = until("the window is painted", asked).await?;
    let born = born(program)?;
    window.close().await;
    Ok(times.map(|at| Duration::from_secs_f64((at / 1000.0 - born).max(0.0))))
}

/// When the youngest process of this program was born, in seconds since 1970.
fn born(program: &Path) -> Result<f64> {
    let mut youngest = None;
    for entry in std::fs::read_dir("/proc")? {
        let folder = entry?.path();
        if std::fs::read_link(folder.join("exe")).is_ok_and(|exe| exe == program) {
            let stat = std::fs::read_to_string(folder.join("stat"))?;
            let ticks = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(19)?.parse::<f64>().ok());
            youngest = youngest.max(ticks.map(|ticks| (ticks * 100.0) as u64));
        }
    }
    let ticks = youngest.context("the program is not running")? as f64 / 100.0;
    let uptime = std::fs::read_to_string("/proc/uptime")?;
    let uptime: f64 = uptime.split_whitespace().next().context("no uptime")?.parse()?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64();
    Ok(now - uptime + ticks / 100.0)
}
