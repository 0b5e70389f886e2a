//! Glossaries: tables and TBX.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(glossary) = transdrift::input::glossary::from_bytes("fuzz", bytes) {
        let english = transdrift::Language::parse("en").expect("English has a code");
        let text = "The tenant pays the rent of the lease.";
        let words = transdrift::features::Features::of(text, english).words;
        for found in glossary.find(text, &words, english, false) {
            assert!(glossary.term(found).is_some() && !found.span.of(text).is_empty());
        }
    }
});
