//! What must hold of everything that was read, whatever the bytes were.

// The same checks run on random and mutated input in the ordinary tests.
include!("../../tests/readers/check.rs");
