//! The data folder as the browser door sees it: our own, or another process's that answers for it.
//!
//! Who owns it may change: when the window that had it closes, we become the owner at the next call.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use kith_core::api::{self, ApiCode, ApiError, Request};
use kith_core::app::{App, Options};
use kith_core::changes::ChangeSet;
use kith_core::error::{Error, Result};
use kith_core::owner::{Client, Server, serve};
use serde_json::{Value, json};
use tokio::sync::broadcast;

/// How long a folder that another process has and does not share is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
const BETWEEN_TRIES: Duration = Duration::from_millis(30);
/// How soon the watcher notices that the program ends.
const NAP: Duration = Duration::from_millis(500);
/// How often it is looked whether the day is still the same, and a backup due.
const ROUND: Duration = Duration::from_secs(60);
/// How long the end waits for calls that are still running.
const ENDING: Duration = Duration::from_secs(3);

/// What the pages are told.
#[derive(Debug, Clone)]
pub(super) enum Told {
    /// One commit's kinds.
    Changes(ChangeSet),
    /// Something may have been missed.
    Everything,
    /// Another routine day has begun.
    Day,
    /// The program ends.
    End,
}

/// The folder, whoever owns it.
pub(super) struct Folder {
    options: Options,
    /// The moment it was told to live in.
    now: Option<String>,
    own: Mutex<Option<Own>>,
    told: broadcast::Sender<Told>,
    ending: AtomicBool,
}

/// A folder of our own. In this order let go: first those who ask, then the database.
struct Own {
    _server: Option<Server>,
    app: Arc<App>,
}

/// A way to the folder.
enum Way {
    Own(Arc<App>),
    Owner(Client),
}

impl Folder {
    /// Takes the folder, or finds who has it.
    pub(super) fn open(options: Options, now: Option<String>, told: broadcast::Sender<Told>) -> Result<Arc<Self>> {
        let folder = Arc::new(Self { options, now, own: Mutex::new(None), told, ending: AtomicBool::new(false) });
        let began = Instant::now();
        while let Err(error) = folder.way() {
            if !matches!(error, Error::Busy { .. }) || began.elapsed() >= PATIENCE {
                return Err(error);
            }
            thread::sleep(BETWEEN_TRIES);
        }
        let watcher = Arc::clone(&folder);
        // Without it the screens work, and are not told of what others do.
        let _ = thread::Builder::new().name("watch".into()).spawn(move || watcher.watch());
        Ok(folder)
    }

    /// Calls a command, here or there.
    pub(super) fn call(&self, mut request: Request) -> Result<Value, ApiError> {
        let began = Instant::now();
        request.now = Some(self.options.clock.now().to_string());
        loop {
            let answer = match self.way() {
                Ok(Way::Own(app)) => api::call(&app, &request),
                Ok(Way::Owner(mut owner)) => owner.call(&request),
                Err(error) => Err(error.into()),
            };
            match answer {
                // Nothing was done: the owner is closing, or too busy.
                Err(error) if error.code == ApiCode::Busy && began.elapsed() < PATIENCE => thread::sleep(BETWEEN_TRIES),
                answer => return answer,
            }
        }
    }

    /// What the screens ask first.
    pub(super) fn start_state(&self) -> Result<Value, ApiError> {
        let remote = matches!(self.way()?, Way::Owner(_));
        let data_dir = self.options.data_dir.display().to_string();
        Ok(json!({ "state": "ready", "data_dir": data_dir, "demo": false, "now": self.now, "remote": remote }))
    }

    /// Lets go of the folder, after the calls that are still running.
    pub(super) fn close(&self) {
        self.ending.store(true, Ordering::SeqCst);
        let Some(Own { _server: server, app }) = self.own.lock().unwrap_or_else(PoisonError::into_inner).take() else {
            return;
        };
        drop(server);
        let until = Instant::now() + ENDING;
        while Arc::strong_count(&app) > 1 && Instant::now() < until {
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn way(&self) -> Result<Way> {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = own.as_ref() {
            return Ok(Way::Own(Arc::clone(&own.app)));
        }
        if self.ending.load(Ordering::SeqCst) {
            return Err(Error::Busy { message: "Kith is closing.".into() });
        }
        if self.options.data_dir.is_dir()
            && let Some(owner) = Client::connect(&self.options.data_dir)?
        {
            return Ok(Way::Owner(owner));
        }
        let app = Arc::new(App::open(self.options.clone())?);
        // Without the socket others are told that the folder is busy.
        let server = serve(Arc::clone(&app)).ok();
        *own = Some(Own { _server: server, app: Arc::clone(&app) });
        Ok(Way::Own(app))
    }

    /// Tells the pages of every change and every new day until the end, whoever owns the folder.
    fn watch(&self) {
        let mut round = Round { folder: self, day: None, last: None };
        while !self.ending.load(Ordering::SeqCst) {
            match self.way() {
                Ok(Way::Own(app)) => {
                    let changes = app.changes.subscribe();
                    drop(app);
                    while !self.ending.load(Ordering::SeqCst) {
                        match changes.recv_timeout(NAP) {
                            Ok(kinds) => self.tell(Told::Changes(kinds)),
                            Err(RecvTimeoutError::Timeout) => {}
                            Err(RecvTimeoutError::Disconnected) => return,
                        }
                        round.make();
                    }
                }
                // It ends with an error when the owner does; then the folder is ours, or another's.
                Ok(Way::Owner(owner)) => drop(owner.listen(|kinds| {
                    if !kinds.is_empty() {
                        self.tell(Told::Changes(kinds.clone()));
                    }
                    round.make();
                    !self.ending.load(Ordering::SeqCst)
                })),
                Err(_) => thread::sleep(NAP),
            }
            self.tell(Told::Everything);
        }
    }

    fn tell(&self, told: Told) {
        // Fails where no page is open.
        let _ = self.told.send(told);
    }
}

/// What is done once a minute, by the wall clock read anew.
struct Round<'folder> {
    folder: &'folder Folder,
    day: Option<Value>,
    last: Option<Instant>,
}

impl Round<'_> {
    fn make(&mut self) {
        if self.last.is_some_and(|last| last.elapsed() < ROUND) {
            return;
        }
        self.last = Some(Instant::now());
        let request = Request { command: "status".into(), input: json!({}), now: None };
        let day = self.folder.call(request).ok().and_then(|status| status.get("routine_day").cloned());
        if day.is_some() {
            if self.day.is_some() && self.day != day {
                self.folder.tell(Told::Day);
            }
            self.day = day;
        }
        // The owner keeps the day's backup and the calendar file; another owner does it himself.
        if let Ok(Way::Own(app)) = self.folder.way() {
            let request = Request { command: "calendar_get".into(), input: json!({}), now: None };
            let _ = self.folder.call(request);
            let _ = app.backup_if_due(self.folder.options.clock.now());
        }
    }
}
