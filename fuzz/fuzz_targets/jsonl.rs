//! Articles, one JSON object a line.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let options = transdrift::input::Options::default();
    let reading = transdrift::input::from_bytes("fuzz", bytes, transdrift::input::Format::Jsonl, &options);
    transdrift_fuzz::check(&reading);
});
