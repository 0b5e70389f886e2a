//! Names for documents: short, unique, and the same for the same paths.

use crate::{Document, place::SourceMap};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// The id a file asks for: its name without extension.
pub(super) fn stem(name: &str) -> String {
    if name == super::STANDARD_INPUT {
        return "stdin".to_owned();
    }
    let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    stem.filter(|stem| !stem.is_empty()).unwrap_or_else(|| name.to_owned())
}

/// Makes the ids unique and writes them into the notices.
///
/// Files that share a stem are told apart by what distinguishes their paths: the extension (`a.txt`,
/// `a.md`), else the nearest folder whose name differs (`engine-a/news.txt` is `engine-a`). Whatever is
/// still the same, such as a file named twice or an article repeated in a feed, is numbered: `a`, `a-2`.
pub(super) fn finish(documents: &mut [Document]) {
    let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        by_id.entry(document.id.clone()).or_default().push(index);
    }
    let mut taken: BTreeSet<String> =
        by_id.iter().filter(|(_, same)| same.len() == 1).map(|(id, _)| id.clone()).collect();
    for (id, same) in by_id.iter().filter(|(_, same)| same.len() > 1) {
        // An article's origin is its line: two articles of one feed are no two files.
        let of_files = same
            .iter()
            .filter_map(|i| documents.get(*i))
            .all(|d| !matches!(d.source_map, SourceMap::Line(_)));
        let origins: Vec<&str> =
            same.iter().filter_map(|i| documents.get(*i)).map(|d| d.origin.as_str()).collect();
        let names = telling_parts(&origins)
            .filter(|names| of_files && names.iter().all(|name| !taken.contains(name)));
        // Where the last search for a free number ended: a feed may repeat one id a million times.
        let mut number = 2;
        for (place, index) in same.iter().enumerate() {
            let wanted = names.as_ref().and_then(|names| names.get(place)).unwrap_or(id);
            let mut name = wanted.clone();
            while !taken.insert(name.clone()) {
                name = format!("{wanted}-{number}");
                number += 1;
            }
            if let Some(document) = documents.get_mut(*index) {
                document.id = name;
            }
        }
    }
    for document in documents {
        for notice in &mut document.notices {
            notice.version = Some(document.id.clone());
        }
    }
}

/// One part of each path that differs from the same part of every other: the file name, or a folder.
fn telling_parts(origins: &[&str]) -> Option<Vec<String>> {
    let paths: Vec<Vec<String>> = origins
        .iter()
        .map(|origin| {
            Path::new(origin)
                .components()
                .rev()
                .map(|c| c.as_os_str().to_string_lossy().into_owned())
                .collect()
        })
        .collect();
    let depth = paths.iter().map(Vec::len).min()?;
    (0..depth).find_map(|level| {
        let parts: Vec<&String> = paths.iter().filter_map(|path| path.get(level)).collect();
        let distinct: BTreeSet<&&String> = parts.iter().collect();
        let telling =
            distinct.len() == paths.len() && parts.iter().all(|part| part.chars().any(char::is_alphanumeric));
        telling.then(|| parts.into_iter().cloned().collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(origins: &[&str]) -> Vec<String> {
        let mut documents: Vec<Document> = origins
            .iter()
            .map(|origin| Document { id: stem(origin), origin: (*origin).to_owned(), ..Document::default() })
            .collect();
        finish(&mut documents);
        documents.into_iter().map(|d| d.id).collect()
    }

    #[test]
    fn stems_are_ids_until_they_collide() {
        assert_eq!(ids(&["x/a.txt", "y/b.txt", "-"]), ["a", "b", "stdin"]);
        assert_eq!(ids(&["a.txt", "a.md"]), ["a.txt", "a.md"]);
        assert_eq!(ids(&["in/engineA/article.txt", "in/engineB/article.txt"]), ["engineA", "engineB"]);
        assert_eq!(ids(&["p/en/x/news.txt", "p/de/x/news.txt"]), ["en", "de"]);
        assert_eq!(ids(&["a.txt", "a.txt", "a.txt"]), ["a", "a-2", "a-3"]);
    }

    #[test]
    fn a_telling_part_never_takes_the_id_of_another_file() {
        assert_eq!(ids(&["en/news.txt", "de/news.txt", "x/en.txt"]), ["news", "news-2", "en"]);
        assert_eq!(ids(&["a.txt", "a.txt", "a-2.txt"]), ["a", "a-3", "a-2"]);
    }

    #[test]
    fn an_id_repeated_over_and_over_is_numbered_in_proportion() {
        let mut documents: Vec<Document> = (1..=100_000)
            .map(|line| Document { id: "a".into(), source_map: SourceMap::Line(line), ..Document::default() })
            .collect();
        let begun = std::time::Instant::now();
        finish(&mut documents);
        assert!(begun.elapsed().as_secs() < 20, "the search for a free number starts over each time");
        assert_eq!(documents.last().map(|d| d.id.as_str()), Some("a-100000"));
    }
}
