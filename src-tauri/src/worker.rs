//! The background thread: wakes at least once a minute, reads the wall clock anew, and does what is due.
//!
//! A machine that slept, or whose clock was set, is caught up with at the next wake: nothing waits for an exact
//! minute.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use kith_core::api::{Request, call};
use kith_core::app::App;
use kith_core::settings::{Language, Settings};
use kith_notify::Reminders;
use serde::Deserialize;
use serde_json::{Value, json};
use tauri::{AppHandle, Emitter, Manager};

use crate::{notify, shortcut, tray, window};

/// The longest sleep.
const NAP: Duration = Duration::from_secs(60);

/// How long a burst of changes is waited for before it is indexed.
const BREATH: Duration = Duration::from_millis(300);

/// How long after the start the first round comes, unless something changes before.
const SETTLING: Duration = Duration::from_secs(2);

/// What the thread is woken for.
enum Wake {
    Changed,
    Stop,
}

/// The running thread; ended and waited for when dropped.
pub struct Worker {
    wake: Sender<Wake>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts working for an open folder. A made-up life reminds nobody.
    pub fn start(app: &Arc<App>, handle: AppHandle, made_up: bool) -> Self {
        let (wake, woken) = channel();
        let changed = wake.clone();
        app.changes.listen(move |_| {
            // Nobody listens any more while the folder is being closed.
            let _ = changed.send(Wake::Changed);
        });
        let reminders = (!made_up).then(|| notify::start(app, handle.clone()));
        let app = Arc::clone(app);
        let work = move || Round { app, handle, reminders, day: None, calendar_problem: None }.repeat(&woken);
        let thread = std::thread::Builder::new().name("worker".into()).spawn(work);
        let thread = thread.map_err(|error| tracing::error!(%error, "no background thread")).ok();
        Self { wake, thread }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Fails only when the thread has ended already.
        let _ = self.wake.send(Wake::Stop);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the background thread ended badly");
        }
    }
}

/// What the thread knows from one wake to the next.
struct Round {
    app: Arc<App>,
    handle: AppHandle,
    reminders: Option<Reminders>,
    day: Option<String>,
    /// Why the calendar file is not up to date.
    calendar_problem: Option<String>,
}

impl Round {
    /// Works until told to stop.
    fn repeat(mut self, woken: &Receiver<Wake>) {
        self.look_at_the_day();
        // The window is being painted: what can wait leaves it the processor.
        if matches!(woken.recv_timeout(SETTLING), Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected)) {
            return;
        }
        let mut changed = false;
        loop {
            self.look_at_the_day();
            self.remind();
            self.tell_the_desktop();
            if changed || self.is_looked_at() {
                self.keep_the_index();
            }
            self.keep_the_calendar();
            self.keep_a_backup();
            if !self.is_looked_at() {
                self.app.rest();
                kith_memory::give_back();
            }
            match woken.recv_timeout(NAP) {
                Err(RecvTimeoutError::Timeout) => changed = false,
                Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Wake::Changed) => {
                    changed = true;
                    std::thread::sleep(BREATH);
                    if woken.try_iter().any(|wake| matches!(wake, Wake::Stop)) {
                        return;
                    }
                }
            }
        }
    }

    /// Whether there is a window.
    fn is_looked_at(&self) -> bool {
        self.handle.get_webview_window(window::LABEL).is_some()
    }

    /// Has told what is due.
    fn remind(&self) {
        if let Some(reminders) = &self.reminders {
            reminders.round();
        }
    }

    /// Says in the tray what waits, and listens for the key, as things stand now.
    fn tell_the_desktop(&self) {
        match call(&self.app, &Request { command: "settings_get".into(), input: json!({}), now: None }) {
            Ok(settings) => {
                if let Some(day) = &self.day {
                    let language = settings.get("language").and_then(|text| Language::deserialize(text).ok());
                    tray::tell(&self.handle, &self.app, day, language.unwrap_or_default());
                }
                let wanted = settings.get("log_shortcut").and_then(Value::as_bool).unwrap_or(false);
                let handle = self.handle.clone();
                window::aside_on_main(&self.handle, move || shortcut::listen(&handle, wanted));
            }
            Err(error) => tracing::warn!(detail = error.detail, "the settings could not be read"),
        }
    }

    /// Brings what was saved into the index, so that the next search need not.
    fn keep_the_index(&self) {
        if let Err(error) = self.app.index.catch_up(&self.app.store) {
            tracing::warn!(%error, "the index is behind");
        }
    }

    /// Brings the calendar file up to date, where one is kept; a problem is noted when it is another than before.
    fn keep_the_calendar(&mut self) {
        let stands = call(&self.app, &Request { command: "calendar_get".into(), input: json!({}), now: None });
        let problem = match stands {
            // The pattern only: what stands in it names folders.
            Ok(file) => file.pointer("/said/pattern").and_then(Value::as_str).map(str::to_owned),
            Err(error) => Some(error.detail.unwrap_or(error.message)),
        };
        if let Some(problem) = problem.as_ref().filter(|_| self.calendar_problem != problem) {
            tracing::warn!(problem, "the calendar file is not up to date");
        }
        self.calendar_problem = problem;
    }

    /// Makes the day's backup, when something changed since the last.
    fn keep_a_backup(&self) {
        match self.app.backup_if_due(self.app.now()) {
            Ok(Some(_)) => tracing::info!("backed up"),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "no backup was made"),
        }
    }

    /// Tells the screens when another routine day has begun.
    fn look_at_the_day(&mut self) {
        let settings = call(&self.app, &Request { command: "settings_get".into(), input: json!({}), now: None });
        let rollover = match settings.map(Settings::deserialize) {
            Ok(Ok(settings)) => settings.rollover_time(),
            Ok(Err(error)) => return tracing::warn!(%error, "the settings could not be read"),
            Err(error) => return tracing::warn!(detail = error.detail, "the settings could not be read"),
        };
        let day = Some(self.app.now().routine_day(rollover).to_string());
        if self.day.is_some() && self.day != day {
            tracing::info!("another day has begun");
            if let Err(error) = self.handle.emit("day", json!({ "day": day })) {
                tracing::warn!(%error, "the screens could not be told of the day");
            }
        }
        self.day = day;
    }
}
