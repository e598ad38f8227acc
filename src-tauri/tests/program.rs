//! The window program from outside: what it shows to the libraries beside it, and what it says without a display.
#![allow(clippy::expect_used, reason = "a test may stop at what it did not expect")]

use std::process::Command;

#[test]
fn webkit_cannot_bind_to_the_bundled_sqlite() {
    let output = Command::new("nm")
        .args(["--dynamic", "--defined-only", env!("CARGO_BIN_EXE_kith-desktop")])
        .output()
        .expect("nm, from build-essential, starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let symbols = String::from_utf8_lossy(&output.stdout);
    let exported: Vec<&str> = symbols.lines().filter(|line| line.contains("sqlite3_")).collect();
    assert!(exported.is_empty(), "exported: {exported:?}");
}

#[test]
fn without_a_display_a_sentence_is_said_and_nothing_panics() {
    let output = Command::new(env!("CARGO_BIN_EXE_kith-desktop"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("the window program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("no display") && !said.contains("panicked"), "{said}");
}
