//! The one window: made here, and kept from going anywhere else.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tauri::webview::{Color, NewWindowResponse};
use tauri::{AppHandle, Emitter, Manager, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

/// The window's name, as in `capabilities/main.json`.
pub const LABEL: &str = "main";

/// How long the screens have to put a draft away before the window closes.
const GRACE: Duration = Duration::from_millis(700);

/// The paper of `tokens.css`, light and dark, so that nothing flashes before the first picture.
const PAPER: (Color, Color) = (Color(0xfa, 0xf8, 0xf4, 0xff), Color(0x17, 0x16, 0x13, 0xff));

/// Makes the window.
pub fn make(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Kith")
        .inner_size(1240.0, 800.0)
        .min_inner_size(480.0, 400.0)
        .background_color(PAPER.0)
        .zoom_hotkeys_enabled(true)
        // Addresses are opened by the system's programs, after the screens have shown them.
        .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    if matches!(window.theme(), Ok(Theme::Dark)) {
        window.set_background_color(Some(PAPER.1))?;
    }
    let (closing, handle) = (Arc::new(AtomicBool::new(false)), app.clone());
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            if !closing.swap(true, Ordering::Relaxed) {
                end(&handle);
            }
        }
    });
    Ok(window)
}

/// Ends the program, after the screens had a moment to put a draft away; they may call `quit` sooner.
pub fn end(app: &AppHandle) {
    if let Err(error) = app.emit("closing", ()) {
        tracing::warn!(%error, "the screens could not be told of the end");
    }
    let handle = app.clone();
    let waiting = std::thread::Builder::new().name("end".into()).spawn(move || {
        std::thread::sleep(GRACE);
        handle.exit(0);
    });
    if waiting.is_err() {
        app.exit(0);
    }
}

/// Brings the window to the front.
pub fn raise(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let raised = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::warn!(%error, "the window could not be raised");
    }
}
