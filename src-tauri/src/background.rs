//! Kith without a window: whether it stays when the window is closed, and what Settings says and sets of it.

use std::sync::Arc;

use kith_core::api::ApiError;
use serde::Serialize;
use serde_json::{Value, json};
use tauri::{AppHandle, Manager, State};
use tauri_plugin_autostart::ManagerExt;

use crate::desk::{Desk, unexpected};
use crate::timer::{self, Timer};
use crate::tray::{self, Tray};
use crate::{rpc, shortcut};

/// How Kith stands in the background.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Background {
    /// Whether Kith starts, hidden, when the person logs in.
    autostart: bool,
    /// Whether an icon in the tray is made and shown by someone.
    tray: bool,
    /// Whether a key can be heard outside the window.
    shortcut_possible: bool,
    /// That key.
    shortcut: &'static str,
    /// The timer that reminds without Kith running.
    timer: Option<Timer>,
}

/// Whether Kith stays when its window is closed: where the person said so, else where a tray shows that it is there.
pub fn stays(app: &AppHandle) -> bool {
    let settings = app.state::<Arc<Desk>>().call("settings_get".into(), json!({}));
    let wish =
        settings.ok().and_then(|settings| settings.get("keep_running").and_then(Value::as_str).map(str::to_owned));
    match wish.as_deref() {
        Some("always") => true,
        Some("never") | None => false,
        Some(_) => app.state::<Tray>().is_made() && tray::host_is_there(),
    }
}

/// How Kith stands in the background.
#[tauri::command]
pub async fn background(app: AppHandle, desk: State<'_, Arc<Desk>>) -> Result<Background, ApiError> {
    let desk = Arc::clone(&desk);
    rpc::aside(move || state(&app, &desk)).await
}

fn state(app: &AppHandle, desk: &Desk) -> Background {
    Background {
        autostart: app.autolaunch().is_enabled().unwrap_or(false),
        tray: app.state::<Tray>().is_made() && tray::host_is_there(),
        shortcut_possible: shortcut::is_possible(),
        shortcut: shortcut::KEY,
        timer: timer::of(&desk.home().folder),
    }
}

/// Has Kith start when the person logs in, or no longer.
#[tauri::command]
pub async fn set_autostart(app: AppHandle, desk: State<'_, Arc<Desk>>, on: bool) -> Result<Background, ApiError> {
    let desk = Arc::clone(&desk);
    rpc::aside(move || {
        let starter = app.autolaunch();
        let done = if on { starter.enable() } else { starter.disable() };
        done.map_err(|error| unexpected("The start with the system could not be changed.", &error))?;
        Ok(state(&app, &desk))
    })
    .await?
}

/// Writes the timer that reminds without Kith running and switches it on, or takes it away.
#[tauri::command]
pub async fn set_timer(app: AppHandle, desk: State<'_, Arc<Desk>>, on: bool) -> Result<Background, ApiError> {
    let desk = Arc::clone(&desk);
    rpc::aside(move || {
        if let Some(timer) = timer::of(&desk.home().folder) {
            if on { timer.write() } else { timer.remove() }?;
        }
        Ok(state(&app, &desk))
    })
    .await?
}
