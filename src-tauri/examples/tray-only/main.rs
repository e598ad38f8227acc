//! An icon in the tray and nothing else: what memory in the background is measured against.

use tauri::RunEvent;
use tauri::menu::MenuBuilder;
use tauri::tray::TrayIconBuilder;

fn main() {
    let app = tauri::Builder::default()
        .setup(|app| {
            let menu = MenuBuilder::new(app).text("quit", "Quit").build()?;
            let mut tray = TrayIconBuilder::new().tooltip("Tray").menu(&menu);
            if let Some(icon) = app.default_window_icon() {
                tray = tray.icon(icon.clone());
            }
            tray.build(app)?;
            Ok(())
        })
        .build(tauri::generate_context!("examples/tray-only/tauri.conf.json"));
    match app {
        Ok(app) => app.run(|_, event| {
            if let RunEvent::ExitRequested { code: None, api, .. } = event {
                api.prevent_exit();
            }
        }),
        Err(error) => eprintln!("{error}"),
    }
}
