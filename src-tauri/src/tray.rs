//! The icon in the tray: what waits today, and the way to the log, the window and the end.
//!
//! It is made only where the library it needs is installed, because Tauri panics without it. Whether anyone shows it is
//! another question ([`host_is_there`]): without a tray host, closing the window must not leave a Kith that nobody sees.

use std::sync::{Mutex, PoisonError};

use kith_core::api::{ApiError, Request, call};
use kith_core::app::App;
use serde_json::{Value, json};
use tauri::menu::{MenuBuilder, MenuItem, MenuItemBuilder};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager, Wry};

use crate::acts::{self, Act};
use crate::window::{self, Leaving};

/// The tray's line that says what waits; none where there is no tray.
#[derive(Default)]
pub struct Tray(Mutex<Option<MenuItem<Wry>>>);

impl Tray {
    /// Whether there is an icon to be shown.
    pub fn is_made(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

/// Makes the icon, where that is possible.
pub fn make(app: &AppHandle) {
    if !library_is_there() {
        tracing::info!("no library for a tray icon");
        return;
    }
    match build(app) {
        Ok(line) => {
            let tray = app.state::<Tray>();
            *tray.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(line);
        }
        Err(error) => tracing::warn!(%error, "no tray icon"),
    }
}

fn build(app: &AppHandle) -> tauri::Result<MenuItem<Wry>> {
    let waiting = MenuItemBuilder::with_id("today", "Kith").build(app)?;
    let menu = MenuBuilder::new(app)
        .item(&waiting)
        .separator()
        .text("log", "Log a conversation")
        .text("open", "Open Kith")
        .separator()
        .text("quit", "Quit")
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
    Ok(waiting)
}

/// Says in the tray what waits today. The day's list is not drawn by it.
pub fn tell(handle: &AppHandle, app: &App, day: &str) {
    if !handle.state::<Tray>().is_made() {
        return;
    }
    let said = waiting(app, day).unwrap_or_else(|error| {
        tracing::warn!(detail = error.detail, "the tray could not be told of the day");
        "Kith".into()
    });
    let tray = handle.clone();
    window::aside_on_main(handle, move || {
        let tray = tray.state::<Tray>();
        let line = tray.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(line) = line.as_ref() else { return };
        if line.text().is_ok_and(|before| before != said)
            && let Err(error) = line.set_text(&said)
        {
            tracing::warn!(%error, "the tray could not be told of the day");
        }
    });
}

/// “5 people wait, 2 promises are due”.
fn waiting(app: &App, day: &str) -> Result<String, ApiError> {
    let request = Request { command: "today_get".into(), input: json!({ "on": day }), now: None };
    let today = call(app, &request)?;
    let count = |field: &str| today.get(field).and_then(Value::as_array).map_or(0, Vec::len);
    let people = match count("reach_outs") {
        0 => None,
        1 => Some("1 person waits".to_owned()),
        n => Some(format!("{n} people wait")),
    };
    let owed = match count("follow_ups") {
        0 => None,
        1 => Some("1 promise is due".to_owned()),
        n => Some(format!("{n} promises are due")),
    };
    let said: Vec<String> = [people, owed].into_iter().flatten().collect();
    Ok(if said.is_empty() { "Nobody waits today".into() } else { said.join(", ") })
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
