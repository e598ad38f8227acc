//! Any bytes are an archive or refused, and none stops the program.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    kith_core::transfer::fuzzing::archive(bytes);
});
