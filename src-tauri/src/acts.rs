//! What the screens are asked to do from outside the window: by a notice's button, the tray, a link, a key.
//!
//! A window that is closed is made for it; it fetches what is asked when it is ready. All of it shows or opens
//! something, and none of it changes data.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use kith_core::id::ContactId;
use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager, State};

use crate::window;

/// What the screens are asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    /// Open the log form, filled with whom.
    Log { contact_id: Option<ContactId> },
    /// Go to Today.
    Today,
    /// Go to a contact.
    Contact { contact_id: ContactId },
    /// Go to a contact that a link names.
    ContactNamed { who: String },
    /// Search for what a link says.
    Search { text: String },
    /// Show what an import of these files would bring.
    Import { paths: Vec<PathBuf> },
    /// Say that a link or a file is none that Kith opens.
    Refused,
}

/// What was asked and not yet fetched.
#[derive(Default)]
pub struct Acts(Mutex<Vec<Act>>);

/// Has the screens do something as soon as they are ready.
pub fn note(app: &AppHandle, act: Act) {
    app.state::<Acts>().0.lock().unwrap_or_else(PoisonError::into_inner).push(act);
}

/// Asks the screens to do something, in a window that is brought to the front.
pub fn ask(app: &AppHandle, act: Act) {
    note(app, act);
    window::raise(app);
    if let Err(error) = app.emit("acts", ()) {
        tracing::warn!(%error, "the screens could not be told what to do");
    }
}

/// Hands the screens what they were asked to do, once.
#[tauri::command]
pub fn take_acts(acts: State<'_, Acts>) -> Vec<Act> {
    std::mem::take(&mut *acts.0.lock().unwrap_or_else(PoisonError::into_inner))
}
