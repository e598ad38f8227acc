//! A throw-away app with a clock that stands still, for the tests of this and other crates.

use std::path::Path;
use std::sync::Arc;

use chrono_tz::Tz;
use serde_json::Value;
use tempfile::TempDir;

use crate::api::{ApiError, Request, call};
use crate::app::{App, Options};
use crate::clock::{Clock, Now, TestClock};
use crate::error::{During, Result};

/// An app in a folder of its own that goes away with it.
pub struct TestApp {
    app: Option<App>,
    clock: Arc<TestClock>,
    folder: TempDir,
}

impl TestApp {
    /// Opens an empty Kith on Saturday, 21 November 2026, 10:00 in Paris.
    pub fn new() -> Result<Self> {
        Self::at("2026-11-21T10:00:00+01:00[Europe/Paris]")
    }

    /// Opens an empty Kith at that moment.
    pub fn at(moment: &str) -> Result<Self> {
        let folder = tempfile::tempdir().during("making a folder for a test")?;
        let clock = Arc::new(TestClock::new(Now::parse(moment, Tz::UTC)?));
        let mut app = Self { app: None, clock, folder };
        app.open()?;
        Ok(app)
    }

    fn open(&mut self) -> Result<()> {
        let clock: Arc<dyn Clock> = Arc::clone(&self.clock) as Arc<dyn Clock>;
        self.app = Some(App::open(Options { data_dir: self.folder.path().join("kith"), clock })?);
        Ok(())
    }

    /// Closes and opens it again, as a restart does.
    pub fn restart(&mut self) -> Result<()> {
        self.app = None;
        self.open()
    }

    /// The app.
    #[allow(clippy::expect_used, reason = "a test that failed to restart stops here")]
    pub fn app(&self) -> &App {
        self.app.as_ref().expect("the app is open")
    }

    /// Its clock.
    pub fn clock(&self) -> &TestClock {
        &self.clock
    }

    /// Sets the clock, as in `2026-11-22T10:00:00+01:00[Europe/Paris]`.
    pub fn set_clock(&self, moment: &str) -> Result<()> {
        self.clock.set(Now::parse(moment, self.clock.now().zone)?);
        Ok(())
    }

    /// Its data folder.
    pub fn folder(&self) -> std::path::PathBuf {
        Path::new(self.folder.path()).join("kith")
    }

    /// Calls a command.
    pub fn call(&self, command: &str, input: Value) -> Result<Value, ApiError> {
        call(self.app(), &Request { command: command.to_owned(), input, now: None })
    }
}
