//! The command line: one case a file in `tests/cmd/`, and here what a case file cannot say.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

#[test]
fn commands() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}

/// The program, with nothing in its surroundings that changes what it does.
fn transdrift(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_transdrift"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    for name in ["TRANSDRIFT_MODEL", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    transdrift(arguments).output().unwrap()
}

const REPORT: [&str; 3] = ["report", "tests/fixtures/pool-a.txt", "tests/fixtures/pool-b.txt"];

#[test]
fn reports_are_written_by_extension_and_leave_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let names = ["r.html", "r.json", "r.md", "r.txt"].map(path);
    let mut arguments = REPORT.to_vec();
    for name in &names {
        arguments.extend(["-o", name.as_str()]);
    }
    let output = run(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let [html, json, markdown, text] = names.map(|name| fs::read_to_string(name).unwrap());
    assert!(html.starts_with("<!doctype html>") || html.starts_with("<!DOCTYPE html>"), "{html:.100}");
    assert!(!html.to_lowercase().contains("<script"));
    assert!(html.contains("number-mismatch") && html.contains("signatures against the new fees"));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["schema"], "transdrift-report/1");
    assert_eq!(json["versions"].as_array().map(Vec::len), Some(2));
    assert!(markdown.starts_with('#') && markdown.contains("number\\-mismatch"), "{markdown}");
    assert!(text.contains("number-mismatch") && !text.contains('\u{1b}'), "{text}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "a half-written file was left");
}

#[test]
fn script_in_a_text_is_text_in_the_html_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let attack = "The <script>alert(30)</script> costs 30 euros.\n";
    fs::write(path("a.txt"), attack).unwrap();
    fs::write(path("b.txt"), attack.replace("30 euros", "13 euros")).unwrap();
    let output = run(&["report", &path("a.txt"), &path("b.txt"), "-o", &path("r.html")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let html = fs::read_to_string(path("r.html")).unwrap();
    assert!(!html.to_lowercase().contains("<script"), "{html}");
    assert!(html.contains("&lt;script") && html.contains("number-mismatch"), "{html}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for arguments in [&REPORT[..], &["score", "tests/fixtures/good.jsonl"], &["kinds"], &["man"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = transdrift(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), said.as_ref()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn colour_is_used_only_where_it_is_wanted() {
    let coloured = |mut command: Command| {
        let output = command.output().unwrap();
        assert!(output.status.success() && !output.stdout.is_empty());
        output.stdout.contains(&0x1b)
    };
    let report = |extra: &[&str]| transdrift(&[&REPORT[..], extra].concat());
    assert!(!coloured(report(&[])), "a pipe is no terminal");
    assert!(coloured(report(&["--color", "always"])));
    assert!(!coloured(report(&["--color", "never"])));
    let mut forced = report(&[]);
    forced.env("CLICOLOR_FORCE", "1");
    assert!(coloured(forced));
    let mut unwanted = report(&[]);
    unwanted.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1");
    assert!(!coloured(unwanted), "NO_COLOR weighs more");
}

#[test]
fn the_order_of_answers_and_their_bytes_do_not_depend_on_threads() {
    let answers =
        ["1", "3"].map(|n| run(&["--threads", n, "score", "--tokens", "tests/fixtures/scripts.jsonl"]));
    assert!(answers.iter().all(|a| a.status.success()));
    assert_eq!(answers[0].stdout, answers[1].stdout);
    assert_eq!(answers[0].stdout.split(|b| *b == b'\n').count(), 5, "four lines, each ended");
}

#[test]
fn every_case_says_how_the_program_ends() {
    let cases = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd")).unwrap();
    for case in cases {
        let path = case.unwrap().path();
        // A case's input may lie beside it.
        if path.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("status.code = ") && text.contains("stderr = "), "{}", path.display());
    }
}
