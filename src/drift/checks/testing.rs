//! Groups from plain sentences, and the two assertions that every kind's tests use.

use super::{CHECKS, KINDS, run};
use crate::{
    Language, Span,
    document::Role,
    drift::{Check, Comparison, Finding, GroupView, Member, view::MemberSegment},
    encode::Encoding,
    features::{Encoded, Features},
    glossary::Glossary,
};
use std::sync::OnceLock;

/// What the examples and tests of `terminology` are read with; no other kind looks at it.
fn glossary() -> &'static Glossary {
    static GLOSSARY: OnceLock<Glossary> = OnceLock::new();
    GLOSSARY.get_or_init(|| {
        let table = "en,en forbidden,de,de forbidden,ru,ru forbidden,zh,zh forbidden\n\
            tenant,renter|lodger,Mieter,Insasse,арендатор,съёмщик,承租人,租客\n\
            rent|rental fee,,,,,,,\n";
        crate::input::glossary::from_bytes("test.csv", table.as_bytes()).unwrap()
    })
}

/// Versions of one sentence, each a document of its own.
pub(super) struct Versions {
    documents: Vec<(Language, Role, Encoded)>,
}

impl Versions {
    /// One version a pair of language and text; `source:` before the language makes it the source.
    pub(super) fn of(texts: &[(&str, &str)]) -> Self {
        let documents = texts
            .iter()
            .map(|(tag, text)| {
                let (role, code) = match tag.strip_prefix("source:") {
                    Some(code) => (Role::Source, code),
                    None => (Role::Version, *tag),
                };
                let language = Language::parse(code).unwrap();
                let features = Features::of(text, language);
                (
                    language,
                    role,
                    Encoded { text: (*text).to_owned(), encoding: Encoding::default(), features },
                )
            })
            .collect();
        Self { documents }
    }

    /// The group of all versions.
    pub(super) fn group(&self) -> GroupView<'_> {
        let members = self
            .documents
            .iter()
            .enumerate()
            .map(|(version, (language, role, encoded))| Member {
                version,
                role: *role,
                original: 0,
                language: *language,
                text: &encoded.text,
                segments: vec![MemberSegment {
                    span: Span::new(0, encoded.text.len()),
                    language: *language,
                    encoded,
                }],
            })
            .collect();
        GroupView { members, versions: self.documents.len(), confidence: 1.0, glossary: Some(glossary()) }
    }
}

/// What a check finds in these versions; checks on the way that the members' order plays no part.
pub(super) fn findings(check: &dyn Check, texts: &[(&str, &str)]) -> Vec<Finding> {
    let versions = Versions::of(texts);
    let mut group = versions.group();
    let found = check.check(&Comparison::of(&group));
    group.members.reverse();
    assert_eq!(found, check.check(&Comparison::of(&group)), "the members' order plays a part: {texts:?}");
    found
}

fn in_one<'a>(language: &'a str, texts: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    texts.iter().map(|text| (language, *text)).collect()
}

/// The check finds something in these versions of one language.
pub(super) fn assert_drift(check: &dyn Check, language: &str, texts: &[&str]) -> Vec<Finding> {
    assert_drift_across(check, &in_one(language, texts))
}

/// The check finds something in these versions.
pub(super) fn assert_drift_across(check: &dyn Check, texts: &[(&str, &str)]) -> Vec<Finding> {
    let found = findings(check, texts);
    assert!(!found.is_empty(), "{} finds nothing in {texts:?}", check.kind().name);
    found
}

/// The check finds nothing in these versions of one language.
pub(super) fn assert_clean(check: &dyn Check, language: &str, texts: &[&str]) {
    assert_clean_across(check, &in_one(language, texts));
}

/// The check finds nothing in these versions.
pub(super) fn assert_clean_across(check: &dyn Check, texts: &[(&str, &str)]) {
    let found = findings(check, texts);
    assert!(found.is_empty(), "{} finds in {texts:?}: {found:#?}", check.kind().name);
}

#[test]
fn every_check_has_a_kind_and_names_are_in_order() {
    let names: Vec<&str> = KINDS.iter().map(|k| k.name).collect();
    assert!(names.is_sorted_by(|x, y| x < y), "{names:?}");
    for check in CHECKS {
        assert!(KINDS.iter().any(|k| std::ptr::eq(*k, check.kind()) || *k == check.kind()));
    }
}

#[test]
fn every_documented_example_is_found_where_it_is_marked() {
    for check in CHECKS {
        for example in check.kind().examples {
            let (says, drifts) = example.plain();
            let found = findings(*check, &[(example.language, &says), (example.language, &drifts)]);
            assert!(!found.is_empty(), "{}: {example:?}", check.kind().name);
            for (version, marked) in [(0, example.says), (1, example.drifts)] {
                let (Some(open), Some(close)) = (marked.find('['), marked.find(']')) else { continue };
                let span = Span::new(open, close - 1);
                let hit = found
                    .iter()
                    .flat_map(|f| &f.places)
                    .any(|p| p.version == version && p.span.overlaps(span));
                assert!(hit, "{}: {marked} but {found:#?}", check.kind().name);
            }
        }
    }
}

#[test]
fn documented_examples_are_not_taken_for_other_kinds_with_confidence() {
    for check in CHECKS {
        for example in check.kind().examples {
            let (says, drifts) = example.plain();
            let versions = Versions::of(&[(example.language, &says), (example.language, &drifts)]);
            let found = run(&versions.group(), Vec::new());
            let own = found
                .iter()
                .filter(|f| f.kind == check.kind().name)
                .map(|f| f.confidence)
                .fold(0.0, f32::max);
            for other in found.iter().filter(|f| f.kind != check.kind().name) {
                assert!(other.confidence <= own, "{example:?} is taken for {other:#?}");
            }
        }
    }
}

#[test]
fn every_kind_has_examples_in_three_languages() {
    for kind in KINDS {
        let languages: std::collections::BTreeSet<_> = kind.examples.iter().map(|e| e.language).collect();
        assert!(languages.len() >= 3, "{}: {languages:?}", kind.name);
    }
}

#[test]
fn a_version_against_itself_is_clean() {
    for kind in KINDS {
        for example in kind.examples {
            let (says, _) = example.plain();
            let versions = Versions::of(&[(example.language, &says), (example.language, &says)]);
            assert_eq!(run(&versions.group(), Vec::new()), [], "{says}");
        }
    }
}

#[test]
fn the_manual_is_fresh() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/drift-kinds.md");
    let manual = crate::drift::kind::manual(KINDS);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &manual).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == manual, "{} is stale: run the tests once with UPDATE_DOCS=1", path.display());
}
