//! For the build scripts of the programs that show the screens: a sign where the built screens would be.

use std::path::Path;

/// Puts a page that says what to do where the built screens would be, so that a fresh copy can be built without Node.
pub fn screens_or_a_sign(dist: &Path) {
    let page = dist.join("index.html");
    if page.exists() {
        return;
    }
    println!("cargo:warning=the screens are not built: run `cargo xtask run`, or `npm ci && npm run build` in ui/");
    let text = "<!doctype html><meta charset=utf-8><title>Kith</title>\
                <p>The screens are not built. Run <code>cargo xtask run</code>, or <code>npm ci</code> and \
                <code>npm run build</code> in <code>ui/</code>.</p>";
    if let Err(error) = std::fs::create_dir_all(dist).and_then(|()| std::fs::write(&page, text)) {
        println!("cargo:warning={}: {error}", page.display());
    }
}
