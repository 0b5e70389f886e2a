//! Files, folders and standard input.

use super::{Format, MAX_BYTES, Options, Reading, STANDARD_INPUT, encoding, format::ByName, ids, read_bytes};
use crate::{
    Document, Error, Result,
    notice::{Notice, NoticeKind},
};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

/// Folders within folders are followed this far: deeper than any feed or corpus, and a bound on the stack.
const MAX_DEPTH: usize = 32;

/// Reads one path as [`read_all`] does, but the first thing that cannot be read is the error.
pub fn read(path: &Path, options: &Options) -> Result<Vec<Document>> {
    let mut reading = read_all(&[path.to_path_buf()], options);
    if reading.errors.is_empty() { Ok(reading.documents) } else { Err(reading.errors.swap_remove(0)) }
}

/// Reads every path, in order: a file, `-` for standard input (once), or a folder with all that is in it,
/// in order of names, however deep.
///
/// In folders, hidden entries are left alone, and files that are no texts by name or content are passed
/// over with a notice, as are those that tell about the texts beside them (a read-me, a licence, a card) and
/// JSONL that holds no articles; a path that the user names is read whatever its name, or is an error.
#[must_use]
pub fn read_all(paths: &[PathBuf], options: &Options) -> Reading {
    let mut reading = Reading::default();
    let mut input_read = false;
    for path in paths {
        if path.as_os_str() == STANDARD_INPUT {
            if std::mem::replace(&mut input_read, true) {
                reading.errors.push(Error::Usage {
                    problem: "`-` (standard input) is given twice".to_owned(),
                    remedy: "it can be read once only; give one of the versions as a file".to_owned(),
                });
                continue;
            }
            let bytes = within_limit(io::stdin().lock());
            take(path, bytes, *options, &mut reading);
        } else if path.is_dir() {
            let before = (reading.documents.len(), reading.errors.len());
            let told = reading.notices.len();
            let mut walk = Walk { options: *options, seen: BTreeSet::new(), reading: &mut reading };
            walk.folder(path, 0);
            if before == (reading.documents.len(), reading.errors.len()) {
                let problem = match reading.notices.len() - told {
                    0 => "is a folder without texts".to_owned(),
                    passed => format!("is a folder without texts ({passed} passed over by name or content)"),
                };
                reading.errors.push(super::content_error(
                    &path.to_string_lossy(),
                    problem,
                    "give a folder with .txt, .md, .html or .jsonl files, or name the files one by one",
                ));
            }
        } else {
            take(path, File::open(path).and_then(within_limit), *options, &mut reading);
        }
    }
    ids::finish(&mut reading.documents);
    reading
}

/// All bytes; `FileTooLarge` past [`MAX_BYTES`], whatever the file's size claims to be.
fn within_limit(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("larger than {} MiB; split it into several files", MAX_BYTES >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

fn take(path: &Path, bytes: io::Result<Vec<u8>>, options: Options, reading: &mut Reading) {
    match bytes {
        Ok(bytes) => {
            let format = options.format.unwrap_or_else(|| match Format::by_name(path) {
                ByName::Known(format) => format,
                ByName::NotProse | ByName::Unknown => Format::by_content(&bytes),
            });
            read_bytes(&path.to_string_lossy(), &bytes, format, options, reading);
        }
        Err(source) => {
            let path = super::named(&path.to_string_lossy()).as_ref().into();
            reading.errors.push(Error::Read { path, source });
        }
    }
}

/// A walk through a folder.
struct Walk<'a> {
    options: Options,
    /// Folders already entered, by their real paths: links may lead back.
    seen: BTreeSet<PathBuf>,
    reading: &'a mut Reading,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, depth: usize) {
        if depth > MAX_DEPTH {
            self.skip(folder, "lies too deep");
            return;
        }
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        if !self.seen.insert(real) {
            self.skip(folder, "was read already under another name");
            return;
        }
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(source) => {
                self.reading.errors.push(Error::Read { path: folder.to_path_buf(), source });
                return;
            }
        };
        let mut names: Vec<_> = entries.into_iter().map(|entry| entry.file_name()).collect();
        names.sort();
        for name in names.into_iter().filter(|name| !name.to_string_lossy().starts_with('.')) {
            let path = folder.join(name);
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => self.folder(&path, depth + 1),
                Ok(metadata) if metadata.is_file() => self.file(&path),
                Ok(_) => self.skip(&path, "is neither file nor folder"),
                Err(source) => self.reading.errors.push(Error::Read { path, source }),
            }
        }
    }

    fn file(&mut self, path: &Path) {
        if tells_about_texts(path) {
            return self.skip(path, "tells about the texts beside it, by its name,");
        }
        match Format::by_name(path) {
            ByName::NotProse => return self.skip(path, "is no prose, by its name"),
            ByName::Known(Format::Jsonl) => {
                let bytes = File::open(path).and_then(within_limit);
                if bytes.as_ref().is_ok_and(|bytes| super::jsonl::is_other_data(bytes)) {
                    return self.skip(path, "holds no articles (objects with `text` or `html`)");
                }
                return take(path, bytes, self.options, self.reading);
            }
            ByName::Known(_) => {}
            ByName::Unknown => {
                // The first part is enough to tell a picture from a text.
                let mut head = Vec::new();
                let sniffed = File::open(path).and_then(|file| file.take(1 << 16).read_to_end(&mut head));
                if sniffed.is_ok() && encoding::decode(&head, None, None).is_err() {
                    return self.skip(path, "is no text");
                }
            }
        }
        take(path, File::open(path).and_then(within_limit), self.options, self.reading);
    }

    fn skip(&mut self, path: &Path, why: &str) {
        let message = format!("{} {why} and was passed over", path.display());
        self.reading.notices.push(Notice { kind: NoticeKind::Skipped, version: None, message });
    }
}

/// Whether a file in a folder is there to tell about the texts beside it, as its name without extension says:
/// what code repositories, data sets and package registries keep under these names is hardly ever a version.
/// `README.de.md` is one, beside its like, and so are `notice.txt` and `license-agreement.txt`.
fn tells_about_texts(path: &Path) -> bool {
    const NAMES: [&str; 9] = [
        "readme",
        "license",
        "licence",
        "copying",
        "changelog",
        "contributing",
        "authors",
        "card",
        "dataset_card",
    ];
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    // NOTICE, LICENSE-MIT
    let bare = path.extension().is_none()
        && (stem == "notice" || stem.starts_with("license-") || stem.starts_with("licence-"));
    bare || NAMES.contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    fn ids(reading: &Reading) -> Vec<&str> {
        reading.documents.iter().map(|d| d.id.as_str()).collect()
    }

    #[test]
    fn one_bad_file_does_not_stop_the_others() {
        let folder = folder(&[
            ("a.txt", b"The first text."),
            ("b.txt", b"  \n"),
            ("c.txt", b"%PDF-1.4"),
            ("d.txt", b"The last text."),
        ]);
        let paths: Vec<PathBuf> = ["a.txt", "b.txt", "missing.txt", "c.txt", "d.txt"]
            .iter()
            .map(|n| folder.path().join(n))
            .collect();
        let reading = read_all(&paths, &Options::default());
        assert_eq!(ids(&reading), ["a", "d"]);
        assert_eq!(reading.errors.len(), 3);
        assert!(matches!(&reading.errors[1], Error::Read { path, .. } if path.ends_with("missing.txt")));
        assert!(read(&paths[2], &Options::default()).is_err());
        assert_eq!(read(&paths[0], &Options::default()).unwrap().len(), 1);
    }

    #[test]
    fn a_folder_is_read_in_order_of_names_and_skips_are_told() {
        let folder = folder(&[
            ("b/article.txt", b"Second."),
            ("a/article.txt", b"First."),
            ("notes.toml", b"a = 1"),
            ("picture.bin", b"\x89PNG\r\n\x1A\n0000"),
            ("z.en", b"Third."),
            (".hidden.txt", b"Not read."),
        ]);
        let reading = read_all(&[folder.path().to_path_buf()], &Options::default());
        assert!(reading.errors.is_empty(), "{:?}", reading.errors);
        assert_eq!(ids(&reading), ["a", "b", "z"]);
        assert_eq!(reading.notices.len(), 2, "{:?}", reading.notices);
        let empty = tempfile::tempdir().unwrap();
        assert_eq!(read_all(&[empty.path().to_path_buf()], &Options::default()).errors.len(), 1);
    }

    #[test]
    fn names_that_tell_about_texts_are_passed_over_and_translations_of_them_are_read() {
        let folder = folder(&[
            ("README.md", b"About."),
            ("LICENSE-MIT", b"Terms."),
            ("NOTICE", b"Terms."),
            ("card.md", b"About."),
            ("labels.jsonl", b"{\"label\": 1}\n\n{\"label\": 2}\n"),
            (
                "feed.jsonl",
                b"{\"id\": \"head\", \"text\": null}\n{\"id\": \"in-feed\", \"text\": \"One.\"}\n",
            ),
            ("gold.txt", b"The reference."),
            ("license-agreement.txt", b"Terms to be compared."),
            ("notice.txt", b"The library is closed."),
            ("readme.de.md", b"Anleitung."),
        ]);
        let reading = read_all(&[folder.path().to_path_buf()], &Options::default());
        assert_eq!(ids(&reading), ["in-feed", "gold", "license-agreement", "notice", "readme.de"]);
        assert_eq!((reading.notices.len(), reading.errors.len()), (5, 1), "{reading:?}");
        assert!(reading.errors[0].to_string().contains("feed.jsonl:1: has neither"), "{:?}", reading.errors);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_back_end_the_walk() {
        let folder = folder(&[("x/a.txt", b"Text.")]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("x/loop")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("nowhere"), folder.path().join("x/broken.txt"))
            .unwrap();
        let reading = read_all(&[folder.path().to_path_buf()], &Options::default());
        assert_eq!((ids(&reading), reading.errors.len(), reading.notices.len()), (vec!["a"], 1, 1));
    }

    #[test]
    fn a_stream_past_the_limit_is_an_error_not_a_full_memory() {
        let error = within_limit(io::repeat(b'a')).unwrap_err();
        assert!(error.to_string().contains("256 MiB"), "{error}");
    }
}
