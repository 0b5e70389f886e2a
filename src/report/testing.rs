//! Reports built by hand, for the tests of this folder.

use super::{Report, ReportGroup, ReportVersion, Signature};
use crate::{
    Config, Document, Language, Span,
    align::Group,
    document::{Block, BlockKind, Role, Segment},
    drift::{Finding, GroupDrift, Place, Severity},
};

/// Puts a report together, a version and a group at a time.
#[derive(Default)]
pub(super) struct Builder {
    pub versions: Vec<ReportVersion>,
    pub groups: Vec<ReportGroup>,
}

impl Builder {
    /// A version with one segment a line. A line that begins with `#` is page furniture.
    pub fn version(mut self, id: &str, language: &str, lines: &[&str]) -> Self {
        let language = Language::parse(language).unwrap();
        let mut text = String::new();
        let (mut blocks, mut segments) = (Vec::new(), Vec::new());
        for line in lines {
            let kind = if line.starts_with('#') { BlockKind::Furniture } else { BlockKind::Paragraph };
            let span = Span::new(text.len(), text.len() + line.len());
            segments.push(Segment { span, block: blocks.len(), kind, language });
            blocks.push(Block { span, kind });
            text.push_str(line);
            text.push_str("\n\n");
        }
        let document = Document {
            id: id.to_owned(),
            origin: format!("{id}.txt"),
            text,
            language,
            blocks,
            ..Document::default()
        };
        self.versions.push(ReportVersion { document, segments });
        self
    }

    /// Makes the last version the source.
    pub fn source(mut self) -> Self {
        self.versions.last_mut().unwrap().document.role = Role::Source;
        self
    }

    /// A group that does not drift.
    pub fn group(mut self, members: &[&[usize]]) -> Self {
        let members = members.iter().map(|m| m.to_vec()).collect();
        let drift = GroupDrift { versions: vec![None; self.versions.len()], ..GroupDrift::default() };
        self.groups.push(ReportGroup { group: Group { members, confidence: 0.95, moved: false }, drift });
        self
    }

    /// Marks the last group as moved.
    pub fn moved(mut self) -> Self {
        self.groups.last_mut().unwrap().group.moved = true;
        self
    }

    /// A finding in the last group; its words are looked up in the group's segments.
    pub fn finding(
        mut self,
        kind: &'static str,
        severity: Severity,
        confidence: f32,
        culprit: Option<usize>,
        words: &[(usize, &str)],
    ) -> Self {
        let group = self.groups.last_mut().unwrap();
        let places = words
            .iter()
            .map(|(version, words)| {
                let shown = &self.versions[*version];
                let first = shown.segments[group.group.members[*version][0]].span.start;
                let rest = shown.document.text.get(first..).unwrap();
                let start = first + rest.find(words).expect("the words are there");
                Place { version: *version, span: Span::new(start, start + words.len()) }
            })
            .collect();
        let said: Vec<&str> = words.iter().map(|(_, words)| *words).collect();
        group.drift.drift = group.drift.drift.max(confidence);
        group.drift.odd_one_out = group.drift.odd_one_out.or(culprit);
        group.drift.findings.push(Finding {
            kind,
            severity,
            confidence,
            culprit,
            against_source: Vec::new(),
            places,
            reason: format!("these do not say the same: {}", said.join(" / ")),
            numbers: [("pair".to_owned(), 0.25)].into(),
        });
        self
    }

    pub fn report(self) -> Report {
        let signature = Signature {
            version: "0.0.0-test".to_owned(),
            model: "toy/0123abcd".to_owned(),
            config: Config::default(),
        };
        Report::assemble(signature, Vec::new(), self.versions, self.groups)
    }
}

/// Four versions in three scripts, with hostile strings: script, attributes, escape sequences, overrides.
pub(super) fn mixed() -> Report {
    Builder::default()
        .version(
            "a",
            "en",
            &[
                "The council obtained 13 votes on Tuesday.",
                "It did not close the harbour <script>alert(1)</script> for good.",
                "\u{1b}[2J\u{9b}31mWorkers \"onmouseover=alert(1)\" & 'friends' cheered | `loudly`.",
                "The mayor thanked all of the volunteers for their patience during the long winter months.",
                "She said that the ferry would return in spring.",
                "#Share to friends",
            ],
        )
        .version(
            "b\u{202e}\"><img src=x>",
            "en",
            &[
                "The council conquered 30 votes on Tuesday.",
                "It did close the harbour <script>alert(1)</script> for good.",
                "Workers cheered @everyone #1 loudly.",
            ],
        )
        .version(
            "ar",
            "ar",
            &[
                "حصل المجلس على 13 صوتا يوم الثلاثاء.",
                "لم يغلق الميناء (A/B) نهائيا.",
                "هتف العمال \u{202e}بصوت عال.",
                "شكر العمدة جميع المتطوعين على صبرهم خلال أشهر الشتاء الطويلة.",
                "وقالت إن العبارة ستعود في الربيع.",
            ],
        )
        .version(
            "zh",
            "zh",
            &[
                "市议会周二获得13票。",
                "它没有永久关闭港口。",
                "工人们大声欢呼。",
                "市长感谢所有志愿者在漫长冬季里的耐心。",
                "她说渡轮将在春天恢复。",
            ],
        )
        .group(&[&[0], &[0], &[0], &[0]])
        .finding(
            "number-mismatch",
            Severity::Critical,
            0.97,
            Some(1),
            &[(0, "13"), (1, "30"), (2, "13"), (3, "13")],
        )
        .finding(
            "lexical-shift",
            Severity::Major,
            0.814_29,
            Some(1),
            &[(0, "obtained"), (1, "conquered"), (2, "حصل"), (3, "获得")],
        )
        .group(&[&[1], &[1], &[1], &[1]])
        .finding("lost-negation", Severity::Critical, 0.9, Some(1), &[(0, "did not close"), (1, "did close")])
        .group(&[&[2], &[2], &[2], &[2]])
        .group(&[&[3], &[], &[3], &[3]])
        .group(&[&[4], &[], &[4], &[4]])
        .moved()
        .group(&[&[5], &[], &[], &[]])
        .report()
}
