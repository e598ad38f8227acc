//! Any text can be searched for, while it is typed and after.

#![no_main]

use kith_core::search::query::parse;

libfuzzer_sys::fuzz_target!(|text: &str| {
    parse(text, true);
    assert_eq!(parse(text, false), parse(text, false));
});
