//! Any bytes are a file of vCards, of which some can be read and none stops the program.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    kith_core::transfer::fuzzing::cards(bytes);
});
