//! Which folder is open, and how it stands: opened beside the window, so that the window is there at once and can
//! say what is wrong.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use kith_core::api::{ApiCode, ApiError, Request};
use kith_core::app::{App, Options as AppOptions};
use kith_core::clock::{Clock, Now, ShiftedClock, SystemClock, system_zone};
use kith_core::owner::Server;
use kith_core::paths::{self, Paths};
use kith_core::store::backup::{self, Backup};
use kith_core::store::restore;
use serde::Serialize;
use serde_json::Value;
use tauri::{AppHandle, Emitter, Manager};

use crate::ahead::{Ahead, Answer};
use crate::demo;
use crate::logging::Log;
use crate::options::Options;
use crate::owner;
use crate::window::Door;
use crate::worker::Worker;

/// How long the end waits for calls that are still running.
const PATIENCE: Duration = Duration::from_secs(3);

/// A data folder to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder.
    pub folder: PathBuf,
    /// Whether it holds the made-up life.
    pub demo: bool,
}

/// An open folder, with what runs beside it.
pub struct Session {
    // In this order let go: who works with the app, then the app, which closes the database.
    _worker: Worker,
    _server: Option<Server>,
    ahead: Mutex<Option<Ahead>>,
    /// The count of changes when the screens were last told how things stand.
    told: AtomicU64,
    app: Arc<App>,
}

/// How the folder stands.
#[derive(Clone)]
enum State {
    Opening,
    Ready(Arc<Session>),
    Failed(ApiError),
    Closed,
}

/// What the screens are told when they ask how things stand.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StartState {
    /// Commands are answered.
    Ready {
        data_dir: PathBuf,
        demo: bool,
        now: Option<String>,
        remote: bool,
        /// What the first screen will ask; given once.
        ahead: Vec<Answer>,
    },
    /// The folder could not be opened.
    Failed {
        data_dir: PathBuf,
        demo: bool,
        error: ApiError,
        /// The newest sound backup, where the database is damaged or missing.
        backup: Option<Backup>,
    },
}

/// The window's one state: which folder, and how it stands.
pub struct Desk {
    now: Option<String>,
    clock: Arc<dyn Clock>,
    log: Log,
    home: Mutex<Place>,
    inner: Mutex<Inner>,
    changed: Condvar,
}

struct Inner {
    place: Place,
    /// Counts the openings, so that one that was overtaken does not count.
    turn: u64,
    state: State,
}

impl Desk {
    /// A desk on which nothing is open yet. Fails with a sentence when an option does not fit.
    pub fn new(options: &Options, log: Log) -> Result<Self, String> {
        let clock: Arc<dyn Clock> = match &options.now {
            None => Arc::new(SystemClock),
            Some(text) => {
                let start = Now::parse(text, system_zone()).map_err(|error| error.to_string())?;
                Arc::new(ShiftedClock::new(start))
            }
        };
        let homeless = "The system names no home folder: say with --data DIR where Kith's folder is.";
        let named = options.data.clone().map(|folder| std::path::absolute(&folder).unwrap_or(folder));
        let folder = named.clone().or_else(paths::default_folder).ok_or(homeless)?;
        let home = Place { folder, demo: false };
        let place = if options.demo {
            // A folder that is named as well is the one to put the made-up life in.
            Place { folder: named.or_else(paths::demo_folder).ok_or(homeless)?, demo: true }
        } else {
            home.clone()
        };
        let inner = Mutex::new(Inner { place, turn: 0, state: State::Closed });
        let home = Mutex::new(home);
        Ok(Self { now: options.now.clone(), clock, log, home, inner, changed: Condvar::new() })
    }

    /// The folder that is or shall be open.
    pub fn place(&self) -> Place {
        self.inner().place.clone()
    }

    /// The user's own folder, to which the way leads back from the demo.
    pub fn home(&self) -> Place {
        self.home.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes a folder the user's own.
    pub fn set_home(&self, folder: PathBuf) {
        self.home.lock().unwrap_or_else(PoisonError::into_inner).folder = folder;
    }

    /// Begins to open a folder; what was open is closed as soon as the calls in it have ended.
    pub fn begin(self: &Arc<Self>, handle: &AppHandle, place: Place) {
        let turn = {
            let mut inner = self.inner();
            inner.turn += 1;
            inner.place = place.clone();
            self.release(inner)
        };
        let (desk, handle) = (Arc::clone(self), handle.clone());
        let opener = std::thread::Builder::new().name("open".into());
        let opening = opener.spawn(move || {
            let opened = desk.open(&handle, &place);
            let mut inner = desk.inner();
            if inner.turn == turn {
                inner.state = match opened {
                    Ok(session) => State::Ready(Arc::new(session)),
                    Err(error) => State::Failed(error),
                };
                desk.changed.notify_all();
            }
        });
        if let Err(error) = opening {
            self.inner().state = State::Failed(unexpected("Kith could not start its work.", &error));
        }
    }

    /// Lets go of what is open, outside the lock; returns the turn.
    fn release(&self, mut inner: MutexGuard<'_, Inner>) -> u64 {
        let before = std::mem::replace(&mut inner.state, State::Opening);
        let turn = inner.turn;
        drop(inner);
        if let State::Ready(session) = before {
            close(session);
        }
        turn
    }

    /// Opens a folder and starts what runs beside it.
    fn open(&self, handle: &AppHandle, place: &Place) -> Result<Session, ApiError> {
        let begun = Instant::now();
        let options = AppOptions { data_dir: place.folder.clone(), clock: Arc::clone(&self.clock) };
        let app = Arc::new(App::open(options).inspect_err(|_| self.log.move_to(None))?);
        self.log.move_to(Some(&app.paths.logs()));
        if place.demo {
            demo::fill(&app)?;
        }
        // A look at Today draws the day's list: nobody looks where there is no window.
        let is_wanted = !handle.state::<Door>().stays();
        let ahead = Mutex::new(is_wanted.then(|| Ahead::ask(&app)));
        let told = handle.clone();
        app.changes.listen(move |kinds| {
            if let Err(error) = told.emit("changes", serde_json::json!({ "kinds": kinds })) {
                tracing::warn!(%error, "the screens could not be told of a change");
            }
        });
        let worker = Worker::start(&app, handle.clone(), place.demo);
        let server = owner::attend(&app);
        tracing::info!(millis = begun.elapsed().as_millis(), demo = place.demo, "opened");
        Ok(Session { _worker: worker, _server: server, ahead, told: AtomicU64::new(0), app })
    }

    /// How things stand, once that is known.
    pub fn start_state(&self) -> StartState {
        let (place, session) = self.settled();
        let Place { folder: data_dir, demo } = place;
        match session {
            Ok(session) => {
                session.told.store(session.app.changes.generation(), Ordering::Relaxed);
                let ahead = session.ahead.lock().unwrap_or_else(PoisonError::into_inner).take();
                let ahead = ahead.map(|ahead| ahead.answers(&session.app)).unwrap_or_default();
                StartState::Ready { data_dir, demo, now: self.now.clone(), remote: false, ahead }
            }
            Err(error) => {
                let is_damaged = error.code == ApiCode::Damaged;
                let paths = is_damaged.then(|| Paths::make(&data_dir).ok()).flatten();
                let backup = paths.and_then(|paths| backup::newest_sound(&paths));
                StartState::Failed { data_dir, demo, error, backup }
            }
        }
    }

    /// How things stand, if no waiting is needed to know.
    pub fn known_start_state(&self) -> Option<StartState> {
        let is_known = matches!(self.inner().state, State::Ready(_));
        is_known.then(|| self.start_state())
    }

    /// Whether something changed since the screens were last told how things stand.
    pub fn has_changed(&self) -> bool {
        match &self.inner().state {
            State::Ready(session) => session.app.changes.generation() != session.told.load(Ordering::Relaxed),
            State::Opening | State::Failed(_) | State::Closed => false,
        }
    }

    /// Whether the folder could not be opened.
    pub fn has_failed(&self) -> bool {
        matches!(self.inner().state, State::Failed(_))
    }

    /// Sets a damaged database aside and puts a backup in its place; the folder is to be opened anew then.
    pub fn recover(&self, file: &str) -> Result<(), ApiError> {
        let options = AppOptions { data_dir: self.place().folder, clock: Arc::clone(&self.clock) };
        let report = restore::recover(&options, Some(file))?;
        tracing::info!(set_aside = report.set_aside.is_some(), "restored a backup");
        Ok(())
    }

    /// Answers one command of the core's table.
    pub fn call(&self, command: String, input: Value) -> Result<Value, ApiError> {
        let (_, session) = self.settled();
        let begun = Instant::now();
        let request = Request { command, input, now: None };
        let answer = kith_core::api::call(&session?.app, &request);
        let (command, millis) = (&request.command, begun.elapsed().as_millis());
        match &answer {
            Ok(_) => tracing::debug!(command, millis, "answered"),
            Err(error) => tracing::info!(command, millis, code = ?error.code, detail = error.detail, "refused"),
        }
        answer
    }

    /// Closes what is open and stays closed.
    pub fn close(&self) {
        let mut inner = self.inner();
        inner.turn += 1;
        let before = std::mem::replace(&mut inner.state, State::Closed);
        drop(inner);
        self.changed.notify_all();
        if let State::Ready(session) = before {
            close(session);
        }
        tracing::info!("closed");
    }

    /// Waits until the folder is open or is known not to open.
    fn settled(&self) -> (Place, Result<Arc<Session>, ApiError>) {
        let waiting = |inner: &mut Inner| matches!(inner.state, State::Opening);
        let inner = self.changed.wait_while(self.inner(), waiting).unwrap_or_else(PoisonError::into_inner);
        let session = match &inner.state {
            State::Ready(session) => Ok(Arc::clone(session)),
            State::Failed(error) => Err(error.clone()),
            State::Opening | State::Closed => Err(unexpected("Kith is closing.", &"closed")),
        };
        (inner.place.clone(), session)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes a session once the calls in it have ended, or after a while without waiting for them.
fn close(session: Arc<Session>) {
    let until = Instant::now() + PATIENCE;
    while Arc::strong_count(&session) > 1 && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(10));
    }
    if Arc::strong_count(&session) > 1 {
        tracing::warn!("a call is still running: the database is closed when it ends");
    }
}

/// An error that no code stands for.
pub fn unexpected(message: &str, detail: &dyn std::fmt::Display) -> ApiError {
    ApiError {
        code: ApiCode::Unexpected,
        message: message.to_owned(),
        field: None,
        hint: None,
        said: None,
        said_hint: None,
        detail: Some(detail.to_string()),
    }
}
