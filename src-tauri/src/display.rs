//! What the window system needs before a window can be made.

/// Prepares the window system; says in a sentence why no window can be shown.
#[cfg(target_os = "linux")]
pub fn prepare() -> Result<(), String> {
    use gtk::glib;

    // With some graphics drivers WebKit's DMA-BUF renderer shows an empty window.
    let mut wanted = vec![("WEBKIT_DISABLE_DMABUF_RENDERER", "1")];
    // Without a graphics card, one would be imitated by the processor: by WebKit for every frame, by GTK for nothing,
    // which loads a compiler of 30 MB.
    if !has_graphics_card() {
        wanted.extend([("WEBKIT_DISABLE_COMPOSITING_MODE", "1"), ("GDK_GL", "disable")]);
    }
    // What the user set stays.
    for (variable, value) in wanted {
        if let Err(error) = glib::setenv(variable, value, false) {
            tracing::warn!(%error, variable, "could not be set");
        }
    }
    gtk::init().map_err(|_| {
        "Kith has no display to show its window on (neither DISPLAY nor WAYLAND_DISPLAY leads to one). \
         Start it in a desktop session, try `cargo xtask run`, which brings a virtual display, \
         or use `kith` in the terminal."
            .to_string()
    })
}

/// Whether the kernel offers a card that draws.
#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    let is_card = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().starts_with("renderD");
    std::fs::read_dir("/dev/dri").is_ok_and(|entries| entries.flatten().any(is_card))
}

/// Prepares the window system; elsewhere than on Linux there is nothing to do.
#[cfg(not(target_os = "linux"))]
pub fn prepare() -> Result<(), String> {
    Ok(())
}

/// Ends the app in order when it is told to by a signal.
#[cfg(target_os = "linux")]
pub fn quit_on_signals(app: &tauri::AppHandle) {
    use gtk::glib;

    const SIGHUP: i32 = 1;
    const SIGINT: i32 = 2;
    const SIGTERM: i32 = 15;
    for signal in [SIGHUP, SIGINT, SIGTERM] {
        let app = app.clone();
        glib::unix_signal_add(signal, move || {
            tracing::info!(signal, "told to end");
            crate::window::end(&app, crate::window::Leaving::Quit);
            glib::ControlFlow::Continue
        });
    }
}

/// Ends the app in order when it is told to by a signal; elsewhere the system closes the window.
#[cfg(not(target_os = "linux"))]
pub fn quit_on_signals(_app: &tauri::AppHandle) {}
