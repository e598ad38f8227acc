//! Kith in a window: start, and hand everything to the core.
//!
//! The window is shown at once; the folder is opened beside it ([`desk`]), so that whatever is wrong with the folder
//! is said in the window. Screens reach the core by one command ([`rpc`]). Nothing here knows what a contact is.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod acts;
mod demo;
mod desk;
mod display;
mod logging;
mod notify;
mod options;
mod owner;
mod rpc;
mod window;
mod worker;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use tauri::RunEvent;
use tauri_plugin_window_state::StateFlags;

use crate::desk::{Desk, Place};

fn main() -> ExitCode {
    let options = options::Options::parse();
    kith_core::paths::keep_private();
    let log = logging::Log::start();
    let ready = Desk::new(&options, log).and_then(|desk| display::prepare().map(|()| Arc::new(desk)));
    let desk = match ready {
        Ok(desk) => desk,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    };
    match build(Arc::clone(&desk)) {
        Ok(app) => {
            app.run(move |_, event| {
                if let RunEvent::Exit = event {
                    desk.close();
                }
            });
            ExitCode::SUCCESS
        }
        Err(tauri::Error::PluginInitialization(plugin, detail)) if plugin == "single-instance" && may_raise() => {
            tracing::warn!(detail, "the window that has the name on the bus does not answer");
            start_without_raising()
        }
        Err(error) => {
            tracing::error!(%error, "the window could not be made");
            eprintln!("Kith's window could not be made: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The app, with its plugins, its commands and its window.
fn build(desk: Arc<Desk>) -> tauri::Result<tauri::App> {
    let place = desk.place();
    let mut builder = tauri::Builder::default();
    if may_raise() {
        builder = builder.plugin(one_window_a_folder(&place));
    }
    builder
        .plugin(
            tauri_plugin_window_state::Builder::new().with_state_flags(StateFlags::all() - StateFlags::VISIBLE).build(),
        )
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .invoke_handler(tauri::generate_handler![
            rpc::call,
            rpc::start_state,
            rpc::start_retry,
            rpc::recover,
            rpc::open_demo,
            rpc::close_demo,
            rpc::change_data_dir,
            rpc::pick_files,
            rpc::pick_folder,
            rpc::save_file,
            rpc::reveal,
            rpc::open_external,
            rpc::quit,
            acts::take_acts,
        ])
        .manage(acts::Acts::default())
        .manage(Arc::clone(&desk))
        .setup(move |app| {
            desk.begin(app.handle(), place);
            display::quit_on_signals(app.handle());
            window::make(app.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!())
}

/// Set in a process that shall not ask another window to come to the front.
const NO_RAISE: &str = "KITH_NO_RAISE";

/// Whether another window of the folder is looked for.
fn may_raise() -> bool {
    std::env::var_os(NO_RAISE).is_none()
}

/// Starts this program anew in its own place, without looking for another window: one that hangs or is just ending
/// must not keep the person out, and the folder's lock still decides.
fn start_without_raising() -> ExitCode {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap_or_else(|_| "kith-desktop".into()));
    command.args(std::env::args_os().skip(1)).env(NO_RAISE, "1");
    #[cfg(unix)]
    let error = std::os::unix::process::CommandExt::exec(&mut command);
    #[cfg(not(unix))]
    let error = match command.spawn() {
        Ok(_) => return ExitCode::SUCCESS,
        Err(error) => error,
    };
    eprintln!("Kith could not start again: {error}");
    ExitCode::FAILURE
}

/// Raises the window that shows the folder already, and ends this process.
///
/// A name on the session bus, and only a courtesy: which process owns a folder is decided by the folder's lock.
fn one_window_a_folder(place: &Place) -> tauri::plugin::TauriPlugin<tauri::Wry> {
    let mut hasher = DefaultHasher::new();
    place.folder.canonicalize().unwrap_or_else(|_| place.folder.clone()).hash(&mut hasher);
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(format!("app.kith.desktop.f{:016x}", hasher.finish()))
        .callback(|app, _, _| window::raise(app))
        .build()
}
