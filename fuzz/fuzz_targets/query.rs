//! Any text can be searched for, while it is typed and after, and prints as what it was understood as.

#![no_main]

use chrono::NaiveDate;
use kith_core::search::query::{Reading, parse};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let today = NaiveDate::default();
    parse(text, Reading { typing: true, today });
    let reading = Reading { typing: false, today };
    let once = parse(text, reading);
    assert_eq!(parse(&once.to_string(), reading), once);
});
