//! Hostile input through the built program: a clear error or a finding, never a panic, a hang, or script in a
//! report.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::{
    fmt::Write,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Far more than any of these tests takes, on a slow machine that does other things as well; a hang is longer.
const PATIENCE: Duration = Duration::from_mins(3);

/// How a run ended.
struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// Runs the program in a folder; it must end by itself, with one of its three codes.
fn run(folder: &Path, arguments: &[&str]) -> Ended {
    let outputs = tempfile::tempdir().unwrap();
    let [out, err] = ["out", "err"].map(|name| outputs.path().join(name));
    let mut child = Command::new(env!("CARGO_BIN_EXE_transdrift"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("TRANSDRIFT_MODEL")
        .stdin(Stdio::null())
        .stdout(fs::File::create(&out).unwrap())
        .stderr(fs::File::create(&err).unwrap())
        .spawn()
        .unwrap();
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{arguments:?} did not end in {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let read = |path| String::from_utf8(fs::read(path).unwrap()).unwrap();
    let ended = Ended { code: status.code().unwrap_or(-1), stdout: read(out), stderr: read(err) };
    assert!(matches!(ended.code, 0..=2), "{arguments:?}: {status}: {}", ended.stderr);
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
    ended
}

const SOUND: &[u8] = b"The ferry leaves at nine.\n\nBring warm clothes.\n";

/// What the program says of a file beside a sound one.
fn beside_a_sound_one(name: &str, bytes: &[u8]) -> Ended {
    let folder = folder(&[("sound.txt", SOUND), (name, bytes)]);
    run(folder.path(), &["report", "sound.txt", name])
}

#[test]
fn thousands_of_tiny_lines_are_all_aligned() {
    let fifty: Vec<String> = (0..50).map(|i| format!("Boat {i}\n")).collect();
    let lines = fifty.concat().repeat(1_000);
    let folder = folder(&[("a.txt", lines.as_bytes()), ("b.txt", lines.as_bytes())]);
    let ended = run(folder.path(), &["align", "a.txt", "b.txt", "--split", "lines", "--format", "ladder"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert_eq!(ended.stdout.lines().count(), 50_000);
    assert!(ended.stdout.lines().enumerate().all(|(i, line)| line.starts_with(&format!("[{i}]:[{i}]:"))));
}

#[test]
fn one_line_of_many_different_words_is_refused_with_a_remedy() {
    let mut line = String::new();
    let mut state = 1_u64;
    while line.len() < 20_000_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        write!(line, "w{:x} ", state >> 24).unwrap();
    }
    let ended = beside_a_sound_one("long.txt", line.as_bytes());
    assert_eq!((ended.code, ended.stdout.as_str()), (2, ""));
    assert!(ended.stderr.contains("of different text") && ended.stderr.contains("split"), "{}", ended.stderr);
}

#[test]
fn one_line_of_the_same_words_is_read_in_pieces() {
    let line = "the ferry leaves at nine ".repeat(4_000);
    let ended = beside_a_sound_one("long.txt", line.as_bytes());
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert!(ended.stdout.starts_with("2 versions"), "{}", ended.stdout);
}

#[test]
fn a_book_as_one_item_is_answered_in_its_place() {
    let text = "word ".repeat(1_500_000);
    let small = r#"{"id": 2, "versions": [{"text": "a"}, {"text": "a"}]}"#;
    let items =
        format!("{{\"id\": 1, \"versions\": [{{\"text\": \"{text}\"}}, {{\"text\": \"a\"}}]}}\n{small}\n");
    let folder = folder(&[("items.jsonl", items.as_bytes())]);
    let ended = run(folder.path(), &["score", "items.jsonl"]);
    let lines: Vec<serde_json::Value> =
        ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((ended.code, ended.stderr.as_str(), lines.len()), (2, "", 2));
    assert!(lines[0]["error"].as_str().unwrap().contains("split the item"), "{}", lines[0]);
    assert_eq!((&lines[1]["id"], &lines[1]["drift"]), (&2.into(), &0.0.into()));
}

#[test]
fn deep_html_with_script_ends_and_runs_nothing() {
    let deep = 100_000;
    let page = format!(
        "<title>Ferry</title><script>alert(1)</script>{}<p onclick=\"alert(2)\">The ferry leaves at nine.</p>\
         <svg onload=alert(3)></svg>{}<script>alert(4)",
        "<div>".repeat(deep),
        "</div>".repeat(deep)
    );
    let folder = folder(&[("sound.txt", SOUND), ("deep.html", page.as_bytes())]);
    let ended = run(folder.path(), &["report", "sound.txt", "deep.html", "-o", "report.html"]);
    if ended.code == 0 {
        assert!(ended.stdout.contains("deep"), "{}", ended.stdout);
        let report = fs::read_to_string(folder.path().join("report.html")).unwrap();
        let report = report.to_lowercase();
        assert!(["<script", "alert(", "onclick=", "onload="].iter().all(|bad| !report.contains(bad)));
    } else {
        assert!(ended.stderr.contains("deep.html: "), "{}", ended.stderr);
    }
}

#[test]
fn damaged_text_is_read_with_a_notice() {
    // 0xE9 alone is é in Latin-1 and no UTF-8.
    let ended =
        beside_a_sound_one("latin.txt", b"Le caf\xE9 ferme \xE0 neuf heures. La for\xEAt est ferm\xE9e.\n");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stdout.contains("notice: ") && ended.stdout.contains("is not UTF-8"), "{}", ended.stdout);
}

#[test]
fn utf_16_is_the_same_text() {
    let text = "The ferry leaves at nine.\n\nBring warm clothes.\n";
    let marked: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let bare: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [marked, bare] {
        let ended = beside_a_sound_one("wide.txt", &bytes);
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
        assert!(ended.stdout.starts_with("2 versions: no passage drifts"), "{}", ended.stdout);
    }
}

#[test]
fn what_is_no_text_is_named_and_refused() {
    let zip = b"PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x21\x00\xAA\xBB\xCC\xDD\x10\x00\x00\x00word/document.xml";
    let zeros = [0_u8; 4096];
    let mut holes = b"The ferry leaves at nine.".to_vec();
    holes.extend([0; 64]);
    for bytes in [&zip[..], &zeros, &holes, b"\xFF\xFE", b"\xEF\xBB\xBF", b" \n\t\n"] {
        let ended = beside_a_sound_one("noise.txt", bytes);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{bytes:?}");
        assert!(ended.stderr.starts_with("transdrift: noise.txt: "), "{}", ended.stderr);
        assert!(ended.stderr.lines().next().unwrap().contains("; "), "no remedy: {}", ended.stderr);
    }
}

#[test]
fn one_zero_byte_is_told_or_refused() {
    let ended = beside_a_sound_one("zero.txt", b"The ferry\0 leaves at nine.\n\nBring warm clothes.\n");
    assert!(ended.code == 0 || ended.stderr.contains("zero.txt: "), "{}", ended.stderr);
    assert!(!ended.stdout.contains('\0'));
}

#[test]
fn terminal_commands_in_a_text_are_not_passed_on() {
    let text = b"The ferry leaves at nine.\n\nBring \x1b]0;owned\x07 30 \x1b[2Jwarm\x1b[31m clothes and more warm clothes.\n";
    let folder = folder(&[("sound.txt", SOUND), ("escape.txt", &text[..])]);
    for arguments in [["report", "sound.txt", "escape.txt"], ["align", "sound.txt", "escape.txt"]] {
        let ended = run(folder.path(), &[&arguments[..], &["--color", "always"]].concat());
        assert!(!ended.stdout.contains("\x1b]") && !ended.stdout.contains("\x1b[2J"), "{:?}", ended.stdout);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_holds_itself_is_read_once() {
    let folder = folder(&[("feed/a.txt", SOUND), ("feed/b.txt", SOUND)]);
    std::os::unix::fs::symlink(folder.path().join("feed"), folder.path().join("feed/again")).unwrap();
    let ended = run(folder.path(), &["report", "feed"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert!(ended.stdout.starts_with("2 versions: no passage drifts"), "{}", ended.stdout);
    assert!(ended.stdout.contains("notice: ") && ended.stdout.contains("feed/again"), "{}", ended.stdout);
}

#[test]
fn equal_names_in_two_folders_stay_apart() {
    let folder = folder(&[("x/news.txt", SOUND), ("y/news.txt", SOUND), ("y/news.md", SOUND)]);
    let ended = run(folder.path(), &["align", "x/news.txt", "y/news.txt", "y/news.md", "--format", "jsonl"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    for line in ended.stdout.lines() {
        let group: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(group["members"].as_object().unwrap().len(), 3, "{line}");
    }
}

#[test]
fn bad_lines_of_a_feed_are_named_one_by_one() {
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let feed = format!(
        "{{\"id\": \"a\", \"text\": \"The ferry leaves.\"}}\nnonsense\n{nested}\n{{\"id\": \"b\", \"text\": 7}}\n\
         {{\"id\": \"../../c\", \"text\": \"The ferry leaves.\"}}\n"
    );
    let folder = folder(&[("feed.jsonl", feed.as_bytes()), ("items.jsonl", nested.as_bytes())]);
    let ended = run(folder.path(), &["report", "feed.jsonl"]);
    assert_eq!(ended.code, 2);
    assert!(ended.stdout.starts_with("2 versions: no passage drifts"), "{}", ended.stdout);
    for (line, number) in ended.stderr.lines().zip(["2:2", "3:128", "4:21"]) {
        assert!(line.starts_with(&format!("transdrift: feed.jsonl:{number}: is no article: ")), "{line}");
    }
    assert_eq!(ended.stderr.lines().count(), 3, "{}", ended.stderr);
    let ended = run(folder.path(), &["score", "items.jsonl"]);
    assert_eq!(ended.code, 2);
    assert!(ended.stdout.starts_with("{\"id\":null,\"error\":\"not JSON: "), "{}", ended.stdout);
}
