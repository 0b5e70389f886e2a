//! XLIFF 2.1: the source, or the first version, as source; a file for each other version.

use super::{Alignment, said, xml::Xml};
use anyhow::{Result, bail};
use std::io::{self, Write};
use transdrift::{Document, document::Role};

/// The version that is XLIFF's source.
fn source(documents: &[&Document]) -> usize {
    documents.iter().position(|d| d.role == Role::Source).unwrap_or(0)
}

/// XLIFF knows one target language.
pub fn check(documents: &[Document]) -> Result<()> {
    let all: Vec<&Document> = documents.iter().collect();
    let source = source(&all);
    let mut languages: Vec<&str> =
        all.iter().enumerate().filter(|(k, _)| *k != source).map(|(_, d)| d.language.code()).collect();
    languages.sort_unstable();
    languages.dedup();
    if languages.len() > 1 {
        bail!(
            "XLIFF holds one target language, and there are {}; use --format tmx, or one run a language",
            languages.join(", ")
        );
    }
    Ok(())
}

/// Writes the groups; says how many characters XML could not hold.
pub fn write(out: &mut impl Write, alignment: &Alignment<'_>) -> io::Result<usize> {
    let documents: Vec<&Document> = alignment.versions.iter().map(|v| &v.document).collect();
    let source = source(&documents);
    let language = |version: usize| documents.get(version).map_or("und", |d| d.language.code());
    let mut xml = Xml::new(out)?;
    xml.open(
        "xliff",
        &[
            ("xmlns", "urn:oasis:names:tc:xliff:document:2.0"),
            ("version", "2.1"),
            ("srcLang", language(source)),
            ("trgLang", language(usize::from(source == 0))),
        ],
    )?;
    for (target, document) in documents.iter().enumerate().filter(|(target, _)| *target != source) {
        xml.open("file", &[("id", &format!("f{target}")), ("original", &document.id)])?;
        for id in 0..alignment.groups.len() {
            unit(&mut xml, alignment, id, source, target)?;
        }
        xml.close("file")?;
    }
    xml.close("xliff")?;
    writeln!(xml.writer.get_mut())?;
    Ok(xml.replaced)
}

/// One group between the source and a target; nothing where neither has a segment.
fn unit<W: Write>(
    xml: &mut Xml<W>,
    alignment: &Alignment<'_>,
    id: usize,
    source: usize,
    target: usize,
) -> io::Result<()> {
    let Some(group) = alignment.groups.get(id) else { return Ok(()) };
    let text = |version: usize| {
        let members = group.members.get(version).filter(|members| !members.is_empty())?;
        Some(said(alignment.versions.get(version)?, members))
    };
    let (from, to) = (text(source), text(target));
    if from.is_none() && to.is_none() {
        return Ok(());
    }
    xml.open("unit", &[("id", &format!("u{id}"))])?;
    xml.open("notes", &[])?;
    xml.text("note", &[("category", "confidence")], &format!("{:.4}", group.confidence))?;
    if group.moved {
        xml.text("note", &[("category", "moved")], "stands in another order")?;
    }
    xml.close("notes")?;
    xml.open("segment", &[])?;
    xml.text_with_code_points("source", from.as_deref().unwrap_or_default())?;
    if let Some(to) = to {
        xml.text_with_code_points("target", &to)?;
    }
    xml.close("segment")?;
    xml.close("unit")
}
