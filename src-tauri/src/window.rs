//! The one window: made here, and kept from going anywhere else.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tauri::webview::{Color, NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Emitter, Manager, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use crate::background;
use crate::desk::Desk;

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
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Started {
                tell_start(&window);
            }
        })
        // Addresses are opened by the system's programs, after the screens have shown them.
        .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    if matches!(window.theme(), Ok(Theme::Dark)) {
        window.set_background_color(Some(PAPER.1))?;
    }
    app.state::<Door>().stays.store(false, Ordering::Relaxed);
    let handle = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            end(&handle, Leaving::Close);
        }
    });
    Ok(window)
}

/// Tells a page that is being loaded how things stand, if that is known: so its scripts, which come later, need not
/// ask and wait. `host/tauri.ts` takes it.
fn tell_start(window: &WebviewWindow) {
    let Some(state) = window.state::<Arc<Desk>>().known_start_state() else { return };
    // Twice JSON: a text that is parsed, so that no key or letter in it means anything to the script.
    let text = serde_json::to_string(&state).and_then(|json| serde_json::to_string(&json));
    let told = text
        .map_err(tauri::Error::from)
        .and_then(|text| window.eval(format!("window.__KITH_START__ = JSON.parse({text})")));
    if let Err(error) = told {
        tracing::warn!(%error, "the page could not be told how things stand: it will ask");
    }
}

/// Why the window goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaving {
    /// It was closed: Kith may stay in the background.
    Close,
    /// Kith is told to end.
    Quit,
}

/// Whether the window is going, and whether Kith stays without one.
#[derive(Default)]
pub struct Door {
    leaving: Mutex<Option<Leaving>>,
    stays: AtomicBool,
}

impl Door {
    /// Whether Kith stays without a window.
    pub fn stays(&self) -> bool {
        self.stays.load(Ordering::Relaxed)
    }

    /// Has Kith stay without a window until one is made.
    pub fn stay(&self) {
        self.stays.store(true, Ordering::Relaxed);
    }

    fn leaving(&self) -> MutexGuard<'_, Option<Leaving>> {
        self.leaving.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets the window go, after the screens had a moment to put a draft away; they may call `put_away` sooner.
pub fn end(app: &AppHandle, why: Leaving) {
    if app.get_webview_window(LABEL).is_none() {
        app.exit(0);
        return;
    }
    let before = {
        let door = app.state::<Door>();
        let mut leaving = door.leaving();
        let before = *leaving;
        *leaving = before.max(Some(why));
        before
    };
    if before.is_some() {
        return;
    }
    if let Err(error) = app.emit("closing", ()) {
        tracing::warn!(%error, "the screens could not be told of the end");
    }
    let handle = app.clone();
    let waiting = std::thread::Builder::new().name("end".into()).spawn(move || {
        std::thread::sleep(GRACE);
        leave(&handle);
    });
    if waiting.is_err() {
        app.exit(0);
    }
}

/// Goes, if the window is still to go: into the background, or altogether.
pub fn leave(app: &AppHandle) {
    let why = app.state::<Door>().leaving().take();
    let Some(why) = why else { return };
    let window = app.get_webview_window(LABEL).filter(|_| why == Leaving::Close && background::stays(app));
    let Some(window) = window else {
        app.exit(0);
        return;
    };
    tracing::info!("in the background");
    app.state::<Door>().stay();
    // The page and all its memory go with the window.
    if let Err(error) = window.destroy() {
        tracing::warn!(%error, "the window could not be closed");
    }
}

/// Brings the window to the front; makes it anew where it was closed.
pub fn raise(app: &AppHandle) {
    // One that was about to be closed is wanted after all.
    app.state::<Door>().leaving().take_if(|why| *why == Leaving::Close);
    let raised = match app.get_webview_window(LABEL) {
        Some(window) => window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus()),
        None => make(app).map(drop),
    };
    if let Err(error) = raised {
        tracing::warn!(%error, "the window could not be raised");
    }
}

/// Has the main thread do something, without waiting for it: while the program ends, it waits for those who would.
pub fn aside_on_main(app: &AppHandle, work: impl FnOnce() + Send + 'static) {
    if let Err(error) = app.run_on_main_thread(work) {
        tracing::warn!(%error, "the main thread takes nothing any more");
    }
}
