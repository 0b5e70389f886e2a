//! The command line, one case a file in `tests/cmd/`.

#![cfg(feature = "cli")]

#[test]
fn commands() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}
