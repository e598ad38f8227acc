//! Kith in a window: start, and hand everything to the core.
//!
//! The window is shown at once; the folder is opened beside it ([`desk`]), so that whatever is wrong with the folder
//! is said in the window. Screens reach the core by one command ([`rpc`]). Nothing here knows what a contact is.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod acts;
mod ahead;
mod background;
mod demo;
mod desk;
mod display;
mod links;
mod logging;
mod notify;
mod options;
mod owner;
mod rpc;
mod shortcut;
mod timer;
mod tray;
mod window;
mod worker;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use tauri::{Manager, RunEvent};
use tauri_plugin_window_state::StateFlags;

use crate::desk::{Desk, Place};
use crate::options::Options;
use crate::tray::Tray;
use crate::window::Door;

/// A quarter of an import's time was spent in the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let options = Options::parse();
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
    match build(Arc::clone(&desk), options) {
        Ok(app) => {
            app.run(move |app, event| match event {
                // The window was closed and Kith stays: only an exit with a code ends it.
                RunEvent::ExitRequested { code: None, api, .. } if app.state::<Door>().stays() => api.prevent_exit(),
                RunEvent::Exit => {
                    // From here on a further start is not answered by a window that goes: it waits for the folder.
                    tauri_plugin_single_instance::destroy(app);
                    desk.close();
                }
                _ => {}
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
fn build(desk: Arc<Desk>, options: Options) -> tauri::Result<tauri::App> {
    let place = desk.place();
    let mut builder = tauri::Builder::default();
    if may_raise() {
        builder = builder.plugin(one_window_a_folder(&place));
    }
    builder
        .plugin(
            tauri_plugin_window_state::Builder::new().with_state_flags(StateFlags::all() - StateFlags::VISIBLE).build(),
        )
        .plugin(tauri_plugin_autostart::Builder::new().arg("--hidden").build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .invoke_handler(tauri::generate_handler![
            rpc::call,
            rpc::start_state,
            rpc::has_changed,
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
            rpc::put_away,
            acts::take_acts,
            background::background,
            background::set_autostart,
            background::set_timer,
        ])
        .manage(acts::Acts::default())
        .manage(Door::default())
        .manage(Tray::default())
        .manage(Arc::clone(&desk))
        .setup(move |app| {
            let handle = app.handle();
            // Before the window: made after it, a tray and the window wait for each other.
            tray::make(handle);
            if options.hidden {
                app.state::<Door>().stay();
            }
            desk.begin(handle, place);
            display::quit_on_signals(handle);
            if let Some(act) = links::act(&options.what, &std::env::current_dir().unwrap_or_default()) {
                acts::note(handle, act);
            }
            if !options.hidden {
                window::make(handle)?;
            }
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
        .callback(|app, arguments, folder| answer_second_start(app, &arguments, Path::new(&folder)))
        .build()
}

/// Does what a second start asks for: follows its link, else comes to the front, unless it starts hidden.
fn answer_second_start(app: &tauri::AppHandle, arguments: &[String], folder: &Path) {
    let asked = Options::try_parse_from(arguments).ok();
    match asked.as_ref().and_then(|asked| links::act(&asked.what, folder)) {
        Some(act) => acts::ask(app, act),
        None if asked.is_some_and(|asked| asked.hidden) => {}
        None => window::raise(app),
    }
}
