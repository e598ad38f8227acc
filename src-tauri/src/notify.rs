//! Reminders of the open folder, and what their buttons do in the window. Showing them is [`kith_notify`]'s.

use std::sync::Arc;

use kith_core::app::App;
use kith_core::notices::{Notice, NoticeKind};
use kith_notify::{Button, Reminders};
use tauri::AppHandle;

use crate::acts::{self, Act};

/// Begins to tell what is due in an open folder.
pub fn start(app: &Arc<App>, handle: AppHandle) -> Reminders {
    Reminders::start(app, move |notice, button| acts::ask(&handle, act(notice, button)))
}

fn act(notice: &Notice, button: Button) -> Act {
    match (button, notice.kind, notice.contact_id) {
        (Button::Log, _, contact_id) => Act::Log { contact_id },
        (_, NoticeKind::Occasion | NoticeKind::Lead | NoticeKind::Planned, Some(contact_id)) => {
            Act::Contact { contact_id }
        }
        (_, _, _) => Act::Today,
    }
}
