//! Any note is shown, and nothing in it becomes a script or an address that is opened by itself.

#![no_main]

use kith_core::markdown::{html, plain_line};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let shown = html(text).to_lowercase();
    for tag in ["<script", "<img", "<iframe", "<style", "<svg"] {
        assert!(!shown.contains(tag), "{tag} in {shown}");
    }
    assert!(!plain_line(text).contains('\n'));
});
