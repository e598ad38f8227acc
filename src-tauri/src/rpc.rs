//! What the screens can ask: the core's table through `call`, and the few things only a window has.
//!
//! Everything here runs beside the window's thread, so that the window never stalls.

use std::path::PathBuf;
use std::sync::Arc;

use kith_core::api::{ApiCode, ApiError};
use kith_core::paths;
use serde_json::Value;
use tauri::{AppHandle, Emitter, State, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tauri_plugin_opener::OpenerExt;

use crate::desk::{Desk, Place, StartState, unexpected};
use crate::window;

type Answer<T> = Result<T, ApiError>;

/// Answers one command of the core's table.
#[tauri::command]
pub async fn call(desk: State<'_, Arc<Desk>>, command: String, input: Value) -> Answer<Value> {
    let desk = Arc::clone(&desk);
    aside(move || desk.call(command, input)).await?
}

/// How the program stands; waits while the folder is being opened.
#[tauri::command]
pub async fn start_state(desk: State<'_, Arc<Desk>>) -> Answer<StartState> {
    let desk = Arc::clone(&desk);
    aside(move || desk.start_state()).await
}

/// Whether the screens, which hear of changes from now on, have missed one since they were told how things stand.
#[tauri::command]
pub async fn has_changed(desk: State<'_, Arc<Desk>>) -> Answer<bool> {
    Ok(desk.has_changed())
}

/// Tries again to open the folder, if that failed.
#[tauri::command]
pub async fn start_retry(app: AppHandle, desk: State<'_, Arc<Desk>>) -> Answer<StartState> {
    let desk = Arc::clone(&desk);
    aside(move || {
        if desk.has_failed() {
            desk.begin(&app, desk.place());
        }
        desk.start_state()
    })
    .await
}

/// Puts a backup in the place of a database that cannot be opened, and opens the folder.
#[tauri::command]
pub async fn recover(app: AppHandle, desk: State<'_, Arc<Desk>>, file: String) -> Answer<StartState> {
    let desk = Arc::clone(&desk);
    aside(move || {
        desk.recover(&file)?;
        desk.begin(&app, desk.place());
        Ok(desk.start_state())
    })
    .await?
}

/// Opens the made-up life, in a folder of its own.
#[tauri::command]
pub async fn open_demo(app: AppHandle, desk: State<'_, Arc<Desk>>) -> Answer<StartState> {
    let folder = paths::demo_folder();
    let folder = folder.ok_or_else(|| unexpected("The system names no place for the demo's folder.", &"no home"))?;
    move_to(app, Arc::clone(&desk), Place { folder, demo: true }).await
}

/// Goes back to the user's own folder.
#[tauri::command]
pub async fn close_demo(app: AppHandle, desk: State<'_, Arc<Desk>>) -> Answer<StartState> {
    let home = desk.home();
    move_to(app, Arc::clone(&desk), home).await
}

/// Opens another folder, and remembers it.
#[tauri::command]
pub async fn change_data_dir(app: AppHandle, desk: State<'_, Arc<Desk>>, path: PathBuf) -> Answer<StartState> {
    let desk = Arc::clone(&desk);
    let state = move_to(app, Arc::clone(&desk), Place { folder: path.clone(), demo: false }).await?;
    if matches!(state, StartState::Ready { .. }) {
        desk.set_home(path.clone());
        paths::choose_folder(&path)?;
    }
    Ok(state)
}

/// Opens another folder and tells the screens, which start again.
async fn move_to(app: AppHandle, desk: Arc<Desk>, place: Place) -> Answer<StartState> {
    aside(move || {
        if desk.place() != place || desk.has_failed() {
            desk.begin(&app, place);
        }
        let state = desk.start_state();
        if let Err(error) = app.emit("start", &state) {
            tracing::warn!(%error, "the screens could not be told of the folder");
        }
        state
    })
    .await
}

/// Asks for files; none when the person thought better of it.
#[tauri::command]
pub async fn pick_files(
    window: WebviewWindow,
    title: String,
    extensions: Vec<String>,
    multiple: bool,
) -> Answer<Vec<PathBuf>> {
    let dialog = dialog(&window, title);
    let names: Vec<&str> = extensions.iter().map(String::as_str).collect();
    let dialog = if names.is_empty() { dialog } else { dialog.add_filter(names.join(", "), &names) };
    let picked =
        aside(
            move || {
                if multiple { dialog.blocking_pick_files() } else { dialog.blocking_pick_file().map(|file| vec![file]) }
            },
        );
    Ok(picked.await?.unwrap_or_default().into_iter().filter_map(path_of).collect())
}

/// Asks for a folder.
#[tauri::command]
pub async fn pick_folder(window: WebviewWindow, title: String) -> Answer<Option<PathBuf>> {
    let dialog = dialog(&window, title);
    Ok(aside(move || dialog.blocking_pick_folder()).await?.and_then(path_of))
}

/// Asks where to write a file.
#[tauri::command]
pub async fn save_file(window: WebviewWindow, title: String, name: String) -> Answer<Option<PathBuf>> {
    let dialog = dialog(&window, title).set_file_name(name);
    Ok(aside(move || dialog.blocking_save_file()).await?.and_then(path_of))
}

/// Shows a file or folder in the system's file manager.
#[tauri::command]
pub async fn reveal(app: AppHandle, path: PathBuf) -> Answer<()> {
    let shown = aside(move || app.opener().reveal_item_in_dir(path)).await?;
    shown.map_err(|error| unexpected("The file manager could not be opened.", &error))
}

/// Opens an address with the system's program for it, once the screens have shown it.
#[tauri::command]
pub async fn open_external(app: AppHandle, url: String) -> Answer<()> {
    let Some(url) = checked_address(&url) else {
        return Err(ApiError {
            code: ApiCode::Invalid,
            message: "Kith opens web, mail and telephone addresses only.".into(),
            field: Some("url".into()),
            hint: None,
            said: None,
            said_hint: None,
            detail: None,
        });
    };
    let opened = aside(move || app.opener().open_url(url, None::<&str>)).await?;
    opened.map_err(|error| unexpected("There is no program here that opens this address.", &error))
}

/// What was typed is put away: the window can go, if it is to go.
#[tauri::command]
pub async fn put_away(app: AppHandle) -> Answer<()> {
    aside(move || window::leave(&app)).await
}

/// Ends the program.
#[tauri::command]
pub async fn quit(app: AppHandle) {
    app.exit(0);
}

/// An address of a kind that may be opened, without anything that a shell or a log could stumble over.
fn checked_address(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once(':')?;
    let is_open = ["http", "https", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let is_clean = !rest.is_empty() && !url.trim().chars().any(|c| c.is_control() || c.is_whitespace());
    (is_open && is_clean).then(|| url.trim().to_owned())
}

/// A file dialog over the window.
fn dialog(window: &WebviewWindow, title: String) -> FileDialogBuilder<tauri::Wry> {
    window.dialog().file().set_parent(window).set_title(title)
}

/// The path a dialog answered.
fn path_of(file: FilePath) -> Option<PathBuf> {
    file.into_path().ok()
}

/// Runs what may take long beside the window's thread.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    done.map_err(|error| unexpected("Something went wrong inside Kith. What was saved before is safe.", &error))
}

#[cfg(test)]
mod tests {
    use super::checked_address;

    #[test]
    fn only_web_mail_and_telephone_addresses_are_opened() {
        for url in ["https://kith.example/a?b#c", "HTTP://x", "mailto:a@b.example", "tel:+33123"] {
            assert!(checked_address(url).is_some(), "{url}");
        }
        for url in ["file:///etc/passwd", "javascript:1", "/usr/bin/true", "https:", "tel:1\n2", "smb://x", "", "-e"] {
            assert!(checked_address(url).is_none(), "{url}");
        }
    }
}
