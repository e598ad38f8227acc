//! Makes Tauri's context, and keeps SQLite's symbols inside the program.

use std::path::Path;

fn main() {
    // WebKit's libsoup looks for SQLite by symbol: an exported bundled copy would be taken instead of its own.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    println!("cargo:rerun-if-changed=../ui/dist");
    println!("cargo:rerun-if-changed=../assets/icons");
    screens_or_a_sign("../ui/dist".as_ref());
    tauri_build::build();
}

/// Puts a page that says what to do where the built screens would be, so that `cargo check` works on a fresh copy.
fn screens_or_a_sign(dist: &Path) {
    let page = dist.join("index.html");
    if page.exists() {
        return;
    }
    println!("cargo:warning=the screens are not built: run `cargo xtask run`, or `npm ci && npm run build` in ui/");
    let text = "<!doctype html><meta charset=utf-8><title>Kith</title>\
                <p>The screens are not built. Run <code>cargo xtask run</code>.</p>";
    if let Err(error) = std::fs::create_dir_all(dist).and_then(|()| std::fs::write(&page, text)) {
        println!("cargo:warning={}: {error}", page.display());
    }
}
