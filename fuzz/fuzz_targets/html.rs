//! Web pages.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let options = transdrift::input::Options::default();
    let reading = transdrift::input::from_bytes("fuzz", bytes, transdrift::input::Format::Html, &options);
    transdrift_fuzz::check(&reading);
});
