//! The icon in the tray: what waits today, and the way to the log, the window and the end.
//!
//! It is made only where the library it needs is installed, because Tauri panics without it. Whether anyone shows it is
//! another question ([`host_is_there`]): without a tray host, closing the window must not leave a Kith that nobody sees.

use std::sync::{Mutex, MutexGuard, PoisonError};

use kith_core::api::{ApiError, Request, call};
use kith_core::app::App;
use kith_core::notices;
use kith_core::said;
use kith_core::said::Said;
use kith_core::settings::Language;
use kith_core::tongue::Tongue;
use serde_json::{Value, json};
use tauri::menu::{MenuBuilder, MenuItem, MenuItemBuilder};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager, Wry};

use crate::acts::{self, Act};
use crate::window::{self, Leaving};

/// The tray's lines; none where there is no tray.
#[derive(Default)]
pub struct Tray(Mutex<Option<Lines>>);

impl Tray {
    /// Whether there is an icon to be shown.
    pub fn is_made(&self) -> bool {
        self.lines().is_some()
    }

    fn lines(&self) -> MutexGuard<'_, Option<Lines>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What can be chosen in the tray; the first line says what waits.
struct Lines {
    today: MenuItem<Wry>,
    log: MenuItem<Wry>,
    open: MenuItem<Wry>,
    quit: MenuItem<Wry>,
}

impl Lines {
    fn new(app: &AppHandle) -> tauri::Result<Self> {
        let line = |id: &str, said: Said| {
            let text = Tongue::of(Language::System).say(&said);
            MenuItemBuilder::with_id(id, text).build(app)
        };
        let today = MenuItemBuilder::with_id("today", "Kith").build(app)?;
        Ok(Self { today, log: line("log", log())?, open: line("open", open())?, quit: line("quit", quit())? })
    }

    fn say(&self, waits: &Said, tongue: Tongue) {
        let said = [(&self.today, waits), (&self.log, &log()), (&self.open, &open()), (&self.quit, &quit())];
        for (line, said) in said {
            let text = tongue.say(said);
            if line.text().is_ok_and(|before| before != text)
                && let Err(error) = line.set_text(&text)
            {
                tracing::warn!(%error, "the tray could not be told of the day");
            }
        }
    }
}

fn log() -> Said {
    said!("Log a conversation")
}

fn open() -> Said {
    said!("Open Kith")
}

fn quit() -> Said {
    said!("Quit")
}

/// Makes the icon, where that is possible.
pub fn make(app: &AppHandle) {
    if !library_is_there() {
        tracing::info!("no library for a tray icon");
        return;
    }
    match build(app) {
        Ok(lines) => *app.state::<Tray>().lines() = Some(lines),
        Err(error) => tracing::warn!(%error, "no tray icon"),
    }
}

fn build(app: &AppHandle) -> tauri::Result<Lines> {
    let lines = Lines::new(app)?;
    let menu = MenuBuilder::new(app)
        .item(&lines.today)
        .separator()
        .items(&[&lines.log, &lines.open])
        .separator()
        .item(&lines.quit)
        .build()?;
    let mut tray = TrayIconBuilder::with_id("kith").tooltip("Kith").menu(&menu).on_menu_event(|app, event| match event
        .id()
        .as_ref()
    {
        "today" => acts::ask(app, Act::Today),
        "log" => acts::ask(app, Act::Log { contact_id: None }),
        "open" => window::raise(app),
        "quit" => window::end(app, Leaving::Quit),
        _ => {}
    });
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(app)?;
    Ok(lines)
}

/// Says in the tray what waits today. The day's list is not drawn by it.
pub fn tell(handle: &AppHandle, app: &App, day: &str, language: Language) {
    if !handle.state::<Tray>().is_made() {
        return;
    }
    let said = waiting(app, day).unwrap_or_else(|error| {
        tracing::warn!(detail = error.detail, "the tray could not be told of the day");
        "Kith".into()
    });
    let tray = handle.clone();
    window::aside_on_main(handle, move || {
        if let Some(lines) = tray.state::<Tray>().lines().as_ref() {
            lines.say(&said, Tongue::of(language));
        }
    });
}

/// “5 people wait, 2 promises are due”
fn waiting(app: &App, day: &str) -> Result<Said, ApiError> {
    let request = Request { command: "today_get".into(), input: json!({ "on": day }), now: None };
    let today = call(app, &request)?;
    let count = |field: &str| today.get(field).and_then(Value::as_array).map_or(0, Vec::len);
    Ok(match (count("reach_outs"), count("follow_ups")) {
        (0, 0) => said!("Nobody waits today"),
        (people, 0) => notices::waiting(people),
        (0, promises) => notices::owed(promises),
        (people, promises) => {
            said!("{people}, {promises}", people = notices::waiting(people), promises = notices::owed(promises))
        }
    })
}

/// Whether the library that shows tray icons is installed.
#[cfg(target_os = "linux")]
fn library_is_there() -> bool {
    const NAMES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
    let arch = std::env::consts::ARCH;
    let given = std::env::var_os("LD_LIBRARY_PATH");
    let given = given.iter().flat_map(std::env::split_paths);
    let usual = ["/usr/lib", "/lib", "/usr/lib64", "/lib64", "/usr/local/lib", "/app/lib"];
    let debian = ["/usr/lib", "/lib"].map(|lib| format!("{lib}/{arch}-linux-gnu").into());
    let mut folders = given.chain(usual.map(Into::into)).chain(debian);
    folders.any(|folder| NAMES.iter().any(|name| folder.join(name).exists()))
}

#[cfg(not(target_os = "linux"))]
fn library_is_there() -> bool {
    true
}

/// Whether something shows tray icons: on Linux a StatusNotifierWatcher that has a host.
#[cfg(target_os = "linux")]
pub fn host_is_there() -> bool {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    /// How long the bus may take: a watcher that hangs shows nothing.
    const LIMIT: Duration = Duration::from_secs(1);
    let ask = || -> zbus::Result<bool> {
        let bus = zbus::blocking::Connection::session()?;
        let watcher = "org.kde.StatusNotifierWatcher";
        let watcher = zbus::blocking::Proxy::new(&bus, watcher, "/StatusNotifierWatcher", watcher)?;
        watcher.get_property::<bool>("IsStatusNotifierHostRegistered")
    };
    let (answer, answered) = channel();
    let asking =
        std::thread::Builder::new().name("tray-host".into()).spawn(move || answer.send(ask().unwrap_or(false)));
    asking.is_ok() && answered.recv_timeout(LIMIT).unwrap_or(false)
}

#[cfg(not(target_os = "linux"))]
pub fn host_is_there() -> bool {
    true
}
