//! Search in the process, people grouped, with passages, beside SQLite FTS5 on the same rows in the same run; how both
//! are built, and how all of it grows: `cargo xtask bench search`.
//!
//! Each step of each size is a process of its own, so that memory is that step's alone: `fill` makes the life and
//! chooses what is asked, `build` builds both indexes, `ask` asks both in turns, `load` measures memory while searching
//! and how soon what is saved is found while another thread searches. README.md lists the options.

mod asked;
mod chart;
mod compare;
mod figures;
mod full_text;
mod table;
mod upkeep;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use kith_bench::ask::{option, path, read};
use kith_bench::judged::Judged;
use kith_bench::{life, persona};
use kith_core::app::{App, Options};
use kith_core::clock::{Now, TestClock};

use figures::{Built, Figures};

/// The moment in which all of it is asked.
const NOW: &str = "2026-11-21T10:00:00+01:00[Europe/Paris]";
/// What is done for each size, in order.
const STEPS: [&str; 4] = ["fill", "build", "ask", "load"];

fn main() -> Result<()> {
    match option("--step") {
        Some(step) => {
            let place = Place { folder: path("--place").context("--place is missing")? };
            place.step(&step, &path("--answer").context("--answer is missing")?)
        }
        None => all(),
    }
}

/// Measures each size, then tells.
fn all() -> Result<()> {
    let text = path("--text")
        .map_or("made up".into(), |file| file.file_name().unwrap_or_default().to_string_lossy().into_owned());
    let wanted = option("--steps").unwrap_or_else(|| STEPS.join(","));
    let temporary = tempfile::tempdir_in(path("--dir").unwrap_or_else(std::env::temp_dir))?;
    let home = path("--keep").unwrap_or_else(|| temporary.path().to_path_buf());
    let file = path("--results").unwrap_or_else(|| home.join("results.json"));
    std::fs::create_dir_all(&home)?;
    let mut figures = Figures::read(&file, &text)?;
    for size in sizes()? {
        println!("\n{} people, {} conversations", size.people, size.talks);
        let name = format!("{}-{}-{}-{}", text.replace(' ', "-"), size.people, size.talks, read("--seed", 1)?);
        let place = Place { folder: home.join(name) };
        let kept = figures.sizes.entry(size.talks).or_default();
        kept.people = size.people;
        for step in STEPS.into_iter().filter(|step| *step == "fill" || wanted.split(',').any(|other| other == *step)) {
            let answer = place.run(step, size)?;
            match step {
                "build" => kept.build = Some(serde_json::from_value(answer)?),
                "ask" => kept.queries = serde_json::from_value(answer)?,
                "load" => (kept.searching, kept.findable) = serde_json::from_value(answer)?,
                _ => {}
            }
        }
        figures.write(&file)?;
        if option("--keep").is_none() {
            std::fs::remove_dir_all(&place.folder)?;
        }
    }
    println!("\n{}", table::markdown(&figures));
    println!("\nrelevance: judged queries over made-up people\n\n{}", Judged::ask()?.tables());
    if let Some(file) = path("--chart") {
        std::fs::write(&file, chart::svg(&figures)).with_context(|| format!("writing {}", file.display()))?;
    }
    Ok(())
}

/// `--talks` with `--people`, else all of `--sizes`, with ten conversations a person.
fn sizes() -> Result<Vec<life::Size>> {
    if option("--talks").is_some() || option("--people").is_some() {
        let talks = read("--talks", 100_000)?;
        return Ok(vec![life::Size { talks, people: read("--people", talks / 10)? }]);
    }
    let sizes: String = read("--sizes", "10000,100000".into())?;
    let size = |talks: &str| {
        let talks = talks.trim().parse().with_context(|| format!("--sizes cannot hold {talks}"))?;
        Ok(life::Size { talks, people: talks / 10 })
    };
    sizes.split(',').map(size).collect()
}

/// Where one size is.
struct Place {
    folder: PathBuf,
}

impl Place {
    fn data(&self) -> PathBuf {
        self.folder.join("kith")
    }

    fn database(&self) -> PathBuf {
        self.data().join("kith.db")
    }

    fn full_text(&self) -> PathBuf {
        self.folder.join("fts.db")
    }

    fn queries(&self) -> PathBuf {
        self.folder.join("queries.json")
    }

    /// Does a step in a process of its own, with all the options of this one.
    fn run(&self, step: &str, size: life::Size) -> Result<serde_json::Value> {
        let answer = self.folder.join("answer.json");
        let given = std::env::args().skip(1);
        let mut command = Command::new(std::env::current_exe()?);
        // The first of two options of one name is read.
        command.args(["--step", step, "--people", &size.people.to_string(), "--talks", &size.talks.to_string()]);
        command.arg("--place").arg(&self.folder).arg("--answer").arg(&answer).args(given);
        std::fs::create_dir_all(&self.folder)?;
        ensure!(command.status()?.success(), "{step} failed");
        Ok(serde_json::from_slice(&std::fs::read(&answer)?)?)
    }

    fn step(&self, step: &str, answer: &Path) -> Result<()> {
        let answered = match step {
            "fill" => serde_json::to_value(self.fill()?)?,
            "build" => serde_json::to_value(self.build()?)?,
            "ask" => serde_json::to_value(compare::all(self)?)?,
            "load" => serde_json::to_value(upkeep::under_load(self)?)?,
            other => anyhow::bail!("there is no step {other}"),
        };
        Ok(std::fs::write(answer, serde_json::to_vec(&answered)?)?)
    }

    /// Makes the life, unless it was kept, and chooses what is asked.
    fn fill(&self) -> Result<()> {
        if self.queries().is_file() {
            return Ok(());
        }
        let began = Instant::now();
        let size = life::Size { people: read("--people", 0)?, talks: read("--talks", 0)? };
        {
            let app = open(&self.data())?;
            let today = Now::parse(NOW, chrono_tz::UTC)?.civil_day();
            let mut text: Box<dyn life::Text> = match path("--text") {
                Some(file) => Box::new(persona::Recombined::read(&file)?),
                None => Box::new(life::MadeUp),
            };
            life::fill_with(&app, &mut *text, read("--seed", 1)?, size, today)?;
        }
        let chosen = asked::choose(&self.database())?;
        std::fs::write(self.queries(), serde_json::to_vec_pretty(&chosen)?)?;
        println!("filled in {:.0} s", began.elapsed().as_secs_f64());
        Ok(())
    }

    /// Builds both indexes.
    fn build(&self) -> Result<[Built; 2]> {
        let built = [upkeep::build_ours(self)?, upkeep::build_full_text(self)?];
        for (name, built) in ["index", "FTS5"].into_iter().zip(&built) {
            let Built { seconds, megabytes, memory: (all, own) } = built;
            println!("{name} built in {seconds:.1} s, {megabytes:.1} MB; memory {all:.0} MB more, {own:.0} its own");
        }
        Ok(built)
    }
}

/// Opens a Kith at the moment of the benchmark.
fn open(data_dir: &Path) -> Result<App> {
    let clock = Arc::new(TestClock::new(Now::parse(NOW, chrono_tz::UTC)?));
    Ok(App::open(Options { data_dir: data_dir.to_path_buf(), clock })?)
}
