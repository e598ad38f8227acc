//! Makes Tauri's context, and keeps SQLite's symbols inside the program.

#[path = "sign.rs"]
mod sign;

fn main() {
    // WebKit's libsoup looks for SQLite by symbol: an exported bundled copy would be taken instead of its own.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
        // What the loader has to fix is listed in short: 2 MB less of memory. What rustc links with there knows it.
        if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("x86_64") {
            println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
        }
    }
    println!("cargo:rerun-if-changed=../ui/dist");
    println!("cargo:rerun-if-changed=../assets/icons");
    sign::screens_or_a_sign("../ui/dist".as_ref());
    tauri_build::build();
}
