//! The only handle outsiders hold.

use std::path::PathBuf;
use std::sync::Arc;

use crate::changes::Changes;
use crate::clock::{Clock, Now};
use crate::error::Result;
use crate::jobs::Jobs;
use crate::notices::Leases;
use crate::owner::Lock;
use crate::paths::Paths;
use crate::search::Index;
use crate::store::Store;
use crate::today::Memo;
use crate::transfer::ics::keep::Keeper;

/// What an [`App`] is opened with.
#[derive(Clone)]
pub struct Options {
    /// The folder that holds everything.
    pub data_dir: PathBuf,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
}

/// One open data folder: its lock, database and index.
pub struct App {
    /// The database.
    pub store: Store,
    /// The search index.
    pub index: Index,
    /// Long work that runs.
    pub jobs: Jobs,
    /// Where things stand.
    pub paths: Paths,
    /// The stream of changes.
    pub changes: Arc<Changes>,
    /// The last reading of the day.
    pub(crate) days: Memo,
    /// Notices that someone is showing right now.
    pub(crate) leases: Leases,
    /// What the last look at the calendar file found.
    pub(crate) calendar: Keeper,
    clock: Arc<dyn Clock>,
    // Last, so that the folder is let go after everything in it is closed.
    _lock: Lock,
}

impl App {
    /// Takes the folder's lock and opens the database and the index.
    pub fn open(options: Options) -> Result<Self> {
        let paths = Paths::make(&options.data_dir)?;
        let lock = Lock::take(&paths)?;
        let changes = Arc::new(Changes::default());
        let store = Store::open(&paths, Arc::clone(&changes))?;
        let index = Index::open(&paths, &store)?;
        Ok(Self {
            store,
            index,
            jobs: Jobs::default(),
            paths,
            changes,
            days: Memo::default(),
            leases: Leases::default(),
            calendar: Keeper::default(),
            clock: options.clock,
            _lock: lock,
        })
    }

    /// Gives back the memory that serves speed alone, while nobody is looking: the next question reads the
    /// day once more.
    pub fn rest(&self) {
        self.days.forget();
        self.store.rest();
    }

    /// The moment it is for a caller that brings none of its own.
    pub fn now(&self) -> Now {
        self.clock.now()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.store.close();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use serde_json::json;

    use crate::testing::TestApp;

    #[test]
    fn after_a_rest_every_answer_is_as_before_and_the_end_leaves_no_log() {
        let app = TestApp::new().unwrap();
        app.call("contact_add", json!({ "name": "Dana Moreau", "every": "1w" })).unwrap();
        let today = app.call("today_get", json!({})).unwrap();
        app.app().rest();
        assert_eq!(app.call("today_get", json!({})).unwrap(), today);
        assert_eq!(app.call("search_people", json!({ "query": "dana" })).unwrap()["total_people"], 1);
        app.call("undo", json!({})).unwrap();
        // Someone still reads while Kith goes to rest.
        let resting = app.app().store.read(|_| {
            app.app().rest();
            Ok(())
        });
        resting.unwrap();
        app.app().store.close();
        assert!(!app.folder().join("kith.db-wal").exists());
    }
}
