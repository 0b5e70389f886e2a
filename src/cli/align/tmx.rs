//! TMX 1.4b: a translation unit a group, a variant a version.

use super::{Alignment, said, xml::Xml};
use std::io::{self, Write};
use transdrift::document::Role;

/// Writes the groups; says how many characters XML could not hold.
pub fn write(out: &mut impl Write, alignment: &Alignment<'_>) -> io::Result<usize> {
    let mut xml = Xml::new(out)?;
    let source = alignment.versions.iter().find(|v| v.document.role == Role::Source);
    let source_language = source.map_or("*all*", |v| v.document.language.code());
    xml.open("tmx", &[("version", "1.4")])?;
    xml.open(
        "header",
        &[
            ("creationtool", env!("CARGO_PKG_NAME")),
            ("creationtoolversion", env!("CARGO_PKG_VERSION")),
            ("segtype", "sentence"),
            ("o-tmf", "transdrift"),
            ("adminlang", "en"),
            ("srclang", source_language),
            ("datatype", "plaintext"),
        ],
    )?;
    xml.close("header")?;
    xml.open("body", &[])?;
    for (id, group) in alignment.groups.iter().enumerate() {
        xml.open("tu", &[("tuid", &id.to_string())])?;
        xml.text("prop", &[("type", "x-confidence")], &format!("{:.4}", group.confidence))?;
        xml.text("prop", &[("type", "x-moved")], if group.moved { "true" } else { "false" })?;
        for (version, members) in alignment.versions.iter().zip(&group.members).filter(|(_, m)| !m.is_empty())
        {
            xml.open("tuv", &[("xml:lang", version.document.language.code())])?;
            xml.text("prop", &[("type", "x-version")], &version.document.id)?;
            let numbers: Vec<String> = members.iter().map(ToString::to_string).collect();
            xml.text("prop", &[("type", "x-segments")], &numbers.join(" "))?;
            xml.text("seg", &[], &said(version, members))?;
            xml.close("tuv")?;
        }
        xml.close("tu")?;
    }
    xml.close("body")?;
    xml.close("tmx")?;
    writeln!(xml.writer.get_mut())?;
    Ok(xml.replaced)
}
