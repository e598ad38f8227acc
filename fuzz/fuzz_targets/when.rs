//! Any text is a date or refused; what is read as a day is written and read again as the same.

#![no_main]

use std::sync::LazyLock;

use chrono_tz::Tz;
use kith_core::clock::Now;
use kith_core::when;

static NOW: LazyLock<Now> =
    LazyLock::new(|| Now::parse("2026-11-21T10:00:00+10:30[Australia/Lord_Howe]", Tz::UTC).unwrap());

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = when::past(text, &NOW);
    if let Ok(day) = when::future(text, &NOW) {
        assert_eq!(when::future(&day.to_string(), &NOW).ok(), Some(day), "{text:?}");
    }
});
