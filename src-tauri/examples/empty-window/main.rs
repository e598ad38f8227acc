//! An empty Tauri window that is painted and has made one call: the baseline of the start benchmark.

#[tauri::command]
fn ready() -> bool {
    true
}

fn main() {
    let app = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![ready])
        .run(tauri::generate_context!("examples/empty-window/tauri.conf.json"));
    if let Err(error) = app {
        eprintln!("{error}");
    }
}
