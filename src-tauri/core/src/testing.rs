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
use crate::store::{Db, undo};

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

    /// Sets the pace of all seven days.
    pub fn set_pace(&self, people: u32) -> Result<(), ApiError> {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let per_day: serde_json::Map<String, Value> =
            days.map(|day| (day.to_owned(), people.into())).into_iter().collect();
        self.call("settings_set", serde_json::json!({ "pace": { "per_day": per_day, "minutes": 30 } })).map(drop)
    }

    /// The names on today's list, which is drawn by it as by any look.
    pub fn listed(&self) -> Result<Vec<String>, ApiError> {
        let day = self.call("today_get", serde_json::json!({}))?;
        let name = |one: &Value| one.pointer("/contact/name").and_then(Value::as_str).map(str::to_owned);
        Ok(day.get("reach_outs").and_then(Value::as_array).into_iter().flatten().filter_map(name).collect())
    }

    /// Calls a command.
    pub fn call(&self, command: &str, input: Value) -> Result<Value, ApiError> {
        call(self.app(), &Request { command: command.to_owned(), input, now: None })
    }
}

/// Numbers by chance (xorshift64*), so that a seed means the same everywhere.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Chance from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `bound`, which is at most 2³¹.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % bound.max(1)
    }
}

/// Every row of the user's truth as text, table by table: two dumps are equal when nothing changed.
pub fn dump(db: &Db) -> Result<String> {
    let mut text = String::new();
    for table in undo::ATTACHED {
        let mut statement = db.prepare(&format!("SELECT * FROM {table}")).during("dumping a table")?;
        let columns = statement.column_count();
        let mut rows = statement.query([]).during("dumping a table")?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next().during("dumping a table")? {
            let cells: Vec<String> =
                (0..columns).map(|at| row.get_ref(at).map(cell)).collect::<Result<_, _>>().during("dumping a row")?;
            lines.push(format!("  {}\n", cells.join(" | ")));
        }
        lines.sort();
        text.push_str(&format!("{table}\n{}", lines.concat()));
    }
    Ok(text)
}

fn cell(value: rusqlite::types::ValueRef<'_>) -> String {
    use rusqlite::types::ValueRef as Value;
    match value {
        Value::Null => "-".into(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
        Value::Blob(bytes) => format!("{bytes:?}"),
    }
}
