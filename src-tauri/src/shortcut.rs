//! The key that opens the log form from anywhere, where the desktop allows it.
//!
//! On X11 alone: Wayland gives no program another's keys, and Settings says so.

use tauri::{AppHandle, Manager};
use tauri_plugin_global_shortcut::{GlobalShortcut, GlobalShortcutExt, ShortcutState};

use crate::acts::{self, Act};

/// The key, as Settings names it.
pub const KEY: &str = "Ctrl+Alt+L";

/// Whether a key can be heard outside the window.
pub fn is_possible() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || (set("DISPLAY") && !set("WAYLAND_DISPLAY"))
}

/// Listens for the key, or no longer; on the main thread.
pub fn listen(app: &AppHandle, wanted: bool) {
    if !is_possible() || (!wanted && app.try_state::<GlobalShortcut<tauri::Wry>>().is_none()) {
        return;
    }
    let done = begin(app).and_then(|()| {
        let keys = app.global_shortcut();
        match (wanted, keys.is_registered(KEY)) {
            (true, false) => keys.on_shortcut(KEY, |app, _, event| {
                if event.state == ShortcutState::Pressed {
                    acts::ask(app, Act::Log { contact_id: None });
                }
            }),
            (false, true) => keys.unregister(KEY),
            (true, true) | (false, false) => Ok(()),
        }
        .map_err(|error| error.to_string())
    });
    if let Err(error) = done {
        tracing::info!(error, "the key for logging is another program's");
    }
}

/// Begins to hear keys; not before someone wants it.
fn begin(app: &AppHandle) -> Result<(), String> {
    if app.try_state::<GlobalShortcut<tauri::Wry>>().is_some() {
        return Ok(());
    }
    app.plugin(tauri_plugin_global_shortcut::Builder::new().build()).map_err(|error| error.to_string())
}
