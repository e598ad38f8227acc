//! Long work that can be watched and stopped: an import, a rebuild, an export.
//!
//! The caller names its job; while it runs, other calls ask for its progress or stop it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::Call;
use crate::error::{Error, Result};

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
pub struct Progress {
    /// Whether it runs at present.
    pub running: bool,
    /// Things done.
    #[ts(type = "number")]
    pub done: u64,
    /// Things in all; 0 while not known.
    #[ts(type = "number")]
    pub total: u64,
}

/// A running job, for the one who does the work.
#[derive(Debug, Default)]
pub struct Job {
    done: AtomicU64,
    total: AtomicU64,
    stop: AtomicBool,
}

impl Job {
    /// Says how much there is to do.
    pub fn expect(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// Says that one more is done; fails with [`Error::Cancelled`] when the user stopped it.
    pub fn step(&self) -> Result<()> {
        self.steps(1)
    }

    /// Says that so many more are done; fails as [`Job::step`] does.
    pub fn steps(&self, done: u64) -> Result<()> {
        self.done.fetch_add(done, Ordering::Relaxed);
        self.check()
    }

    /// Fails with [`Error::Cancelled`] when the user stopped it.
    pub fn check(&self) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) { Err(Error::Cancelled) } else { Ok(()) }
    }
}

/// The jobs that run, by the name the caller gave.
#[derive(Debug, Default)]
pub struct Jobs(Mutex<BTreeMap<String, Arc<Job>>>);

impl Jobs {
    /// Runs `work` as the job `name` (an unnamed one cannot be watched).
    pub fn run<T>(&self, name: Option<&str>, work: impl FnOnce(&Job) -> Result<T>) -> Result<T> {
        let job = Arc::new(Job::default());
        if let Some(name) = name {
            self.lock().insert(name.to_owned(), Arc::clone(&job));
        }
        let outcome = work(&job);
        if let Some(name) = name {
            self.lock().remove(name);
        }
        outcome
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<Job>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Which job.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct JobName {
    /// The name the caller gave it.
    pub job: String,
}

/// How far a job is; one that is not known does not run.
pub fn job_status(call: &Call<'_>, input: JobName) -> Result<Progress> {
    Ok(call.app.jobs.lock().get(&input.job).map_or_else(Progress::default, |job| Progress {
        running: true,
        done: job.done.load(Ordering::Relaxed),
        total: job.total.load(Ordering::Relaxed),
    }))
}

/// Asks a job to stop; it rolls back what it had done and ends as cancelled.
pub fn job_cancel(call: &Call<'_>, input: JobName) -> Result<Progress> {
    if let Some(job) = call.app.jobs.lock().get(&input.job) {
        job.stop.store(true, Ordering::Relaxed);
    }
    job_status(call, input)
}
