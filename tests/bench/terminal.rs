//! `kith` from start to answer, beside `sqlite3` answering a like query from the same file:
//! `cargo xtask bench terminal`.
//!
//! With 10,000 people and 100,000 conversations; once alone (it opens the folder itself), once beside an owner (as
//! the window is one), which answers on its socket. Each run is a process of its own, all in turns.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use kith_bench::ask::read;
use kith_bench::measure::{Times, ratio};
use kith_bench::{folder, life};
use kith_core::app::{App, Options};
use kith_core::clock::{Now, TestClock};
use kith_core::owner;

const NOW: &str = "2026-11-21T10:00:00+01:00[Europe/Paris]";

/// Who was not spoken with for longest: what a list of whom to reach comes down to.
const LIKE_TODAY: &str = "SELECT c.id, c.name, max(v.day) AS last FROM contacts AS c
    LEFT JOIN conversation_people AS p ON p.contact_id = c.id
    LEFT JOIN conversations AS v ON v.id = p.conversation_id AND v.day <= '2026-11-21'
    WHERE c.archived_on IS NULL GROUP BY c.id ORDER BY last LIMIT 5";

/// Who said the word: people, with the notes that hold it.
const LIKE_SEARCH: &str = "SELECT c.name, v.day, v.note FROM conversations AS v
    JOIN conversation_people AS p ON p.conversation_id = v.id JOIN contacts AS c ON c.id = p.contact_id
    WHERE v.note LIKE '%sailing%' ORDER BY v.day DESC LIMIT 100";

fn main() -> Result<()> {
    let size = life::Size { people: read("--people", 10_000)?, talks: read("--talks", 100_000)? };
    let rounds: usize = read("--rounds", 30)?;
    let kith = PathBuf::from(std::env::var_os("KITH_TERMINAL").context("KITH_TERMINAL names no program")?);
    let place = tempfile::tempdir()?;
    let folder = place.path().join("kith");
    folder::make(&folder, size, NOW)?;
    println!("{} people, {} conversations; {rounds} runs each, in turns", size.people, size.talks);
    for owned in [false, true] {
        let runtime = place.path().join(format!("run-{owned}"));
        std::fs::create_dir(&runtime)?;
        let server = match owned {
            true => Some(owner::serve_in(Arc::new(open(&folder)?), &runtime.join("kith"))?),
            false => None,
        };
        let terminal = |args: &[&str]| {
            let mut command = Command::new(&kith);
            command.arg("--data").arg(&folder).args(["--now", NOW]).args(args).env("XDG_RUNTIME_DIR", &runtime);
            command
        };
        let sqlite = |query: &str| {
            let mut command = Command::new("sqlite3");
            command.args(["-readonly", "-batch"]).arg(folder.join("kith.db")).arg(query);
            command
        };
        println!("{}", if owned { "beside the window (an owner that answers)" } else { "alone" });
        for (name, args, query) in
            [("today", &["today"][..], LIKE_TODAY), ("search", &["search", "sailing"][..], LIKE_SEARCH)]
        {
            let (mut ours, mut baseline) = (Times::default(), Times::default());
            for round in 0..=rounds {
                let times = [timed(sqlite(query))?, timed(terminal(args))?];
                // The first of each warms the caches.
                if let ([theirs, our], true) = (times, round > 0) {
                    baseline.push(theirs);
                    ours.push(our);
                }
            }
            println!("{}", baseline.line(&format!("  sqlite3, a query like {name} (baseline)")));
            println!("{}", ours.line(&format!("  kith {name}")));
            println!("  {name} ÷ baseline: {}   (goal: at most 3)", ratio(&ours, &baseline));
        }
        drop(server);
    }
    Ok(())
}

fn open(folder: &Path) -> Result<App> {
    let now = Now::parse(NOW, chrono_tz::UTC)?;
    Ok(App::open(Options { data_dir: folder.to_path_buf(), clock: Arc::new(TestClock::new(now)) })?)
}

/// From the start of a process to its end; it must have answered something.
fn timed(mut command: Command) -> Result<Duration> {
    let began = Instant::now();
    let output = command.stdin(Stdio::null()).output()?;
    let took = began.elapsed();
    ensure!(output.status.success() && !output.stdout.is_empty(), "{command:?}: {output:?}");
    Ok(took)
}
