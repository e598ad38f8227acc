//! Kith in a window: start, and hand everything to the core.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod display;
mod options;

use clap::Parser;

fn main() {
    let options = options::Options::parse();
    if let Err(message) = display::prepare() {
        eprintln!("{message}");
        std::process::exit(1);
    }
    let _ = options;
    let app = tauri::Builder::default()
        .setup(|app| {
            display::quit_on_signals(app.handle());
            tauri::WebviewWindowBuilder::new(app, "main", tauri::WebviewUrl::default()).title("Kith").build()?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => app.run(|_, _| ()),
        Err(error) => eprintln!("{error}"),
    }
}
