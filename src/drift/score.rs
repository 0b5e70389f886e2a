//! One group's score: vectors first, then what is known for certain.

use super::{
    Finding, GroupDrift, GroupView, Head, Member, Place, Severity, VersionDrift, WordDrift, checks,
    checks::{addition, omission},
    consensus::{self, Verdict},
    evidence::either,
    explain,
    finding::touches,
    opinion,
    table::Table,
    units::{Units, silent},
};
use crate::{Span, document::Role};
use std::collections::BTreeMap;

/// Scores one group: how likely its members differ in meaning, which one departs, by which words, and why.
///
/// Members in another order, or two versions swapped, give the same numbers. Members that differ only in Unicode
/// form, quotes, dashes, spacing or case have no drift. A group with one member is an omission or an addition.
///
/// `head` must suit the encoder that made the vectors; without one the untrained evidence speaks alone.
#[must_use]
pub fn score<'a>(group: &GroupView<'a>, head: Option<&'a Head>) -> GroupDrift {
    match group.members.as_slice() {
        [] => GroupDrift { versions: vec![None; group.versions], ..GroupDrift::default() },
        [_] => alone(group),
        members if copies(members) => silent(group),
        _ => together(group, head),
    }
}

/// Whether all members are versions in one language with the same segments, word for word: equal segments share
/// what is known of them. (A version that equals the source, or one in another language, was not translated, and
/// is compared.)
fn copies(members: &[Member<'_>]) -> bool {
    let [first, rest @ ..] = members else { return false };
    let same = |m: &Member<'_>| {
        m.role == Role::Version
            && m.language == first.language
            && m.segments.len() == first.segments.len()
            && m.segments.iter().zip(&first.segments).all(|(x, y)| std::ptr::eq(x.encoded, y.encoded))
    };
    same(first) && rest.iter().all(same)
}

/// How likely a passage that only one version has matters to a reader: most do, many are asides. By hand.
pub(crate) const ALONE: f32 = 0.6;

/// From this confidence on, a check that names a culprit overrules the vectors: more likely right than not.
const CERTAIN: f32 = 0.5;

/// How much a finding without a culprit weighs against each of three or more versions it touches: the fault is at
/// most half of theirs.
const UNDECIDED: f32 = 0.5;

/// How much of the way to its own confidence the most likely finding of the vectors raises a group. By hand, on the tuning
/// sets and the twins of docs/drift.md.
const GUESSED: f32 = 0.25;

/// How much a minor finding of a check bears on drift, as a share of its confidence: by MQM it is an error all the same, and
/// one that changes nothing in what is understood. By hand.
const MINOR: f32 = 0.25;

/// The same of any finding against one of four and more versions of one original, with the head and without. By hand: where a check
/// blames one in TED en-de and WMT23 en-de it has a marked error in four cases of ten.
const AMONG_MANY: f32 = 0.5;

/// What a check's finding says of the chance that the meaning differs, 0..1.
fn bearing(finding: &Finding) -> f32 {
    finding.confidence * if finding.severity == Severity::Minor { MINOR } else { 1.0 }
}

/// What the words of versions of one original say, by their vectors.
struct Wording<'a> {
    table: Table<'a>,
    verdict: Verdict,
    /// The drift of every member, 0..1.
    drifts: Vec<f32>,
    /// That of its words; one list a member.
    words: Vec<Vec<f32>>,
    /// What may be told of them.
    likely: Vec<explain::Likely>,
}

/// What vectors tell a reader.
struct Told {
    guessed: Vec<Finding>,
    whole: Option<Finding>,
    departing: Vec<explain::Departing>,
    /// How far the most striking words speak for a change, where the head has not judged; else 0.
    striking: f32,
}

impl<'a> Wording<'a> {
    fn of(members: &[&Member<'a>], head: Option<&'a Head>) -> Self {
        let table = Table::of(members.iter().map(|m| Units::of(m)).collect(), head);
        let mut verdict = consensus::verdict(&table);
        let words = table.words();
        let mut likely = explain::likely(&table, &verdict, &words);
        let (testified, keeps) =
            (explain::testified(&table, &verdict, &likely), explain::keeps(&table, &verdict, &likely));
        if let Some((member, is_kept)) = testified {
            verdict.hear(&table, member, is_kept);
        } else if let Some(faithful) = keeps {
            verdict.follow(&table, faithful);
        }
        if testified.is_some() || keeps.is_some() {
            likely = explain::likely(&table, &verdict, &words);
        }
        let drifts = verdict.members.clone();
        Self { table, verdict, drifts, words, likely }
    }

    /// What the checks know of the source decides between two texts before anything is told.
    fn hear(&mut self, checked: &[Finding]) {
        let before = self.verdict.clone();
        for finding in checked {
            let at = |version: &usize| self.table.members.iter().position(|m| m.version == *version);
            let denied: Vec<usize> = finding.against_source.iter().filter_map(at).collect();
            self.verdict.hear_check(&self.table, &denied, bearing(finding));
        }
        if self.verdict != before {
            self.likely = explain::likely(&self.table, &self.verdict, &self.words);
            self.drifts.clone_from(&self.verdict.members);
        }
    }

    /// What there is to tell; from here on words share the drift of those beside them.
    fn tell(&mut self, aligned: f32) -> Told {
        let (table, verdict) = (&self.table, &self.verdict);
        let guessed = explain::findings(table, verdict, &self.likely, aligned);
        let whole = explain::whole(table, verdict, &self.likely, &self.words, aligned);
        let striking =
            if table.is_all_judged() { 0.0 } else { explain::strength(table, verdict, &self.words) };
        self.words = self.words.iter().map(|words| beside(words)).collect();
        let departing = explain::departing(table, verdict, &self.words, aligned);
        Told { guessed, whole, departing, striking }
    }

    /// How likely any member departs, by all that is known, 0..1.
    fn raised(&self) -> f32 {
        self.drifts.iter().copied().fold(self.verdict.differ(), f32::max)
    }

    /// The version that stands alone.
    fn odd(&self) -> Option<usize> {
        self.verdict.odd.and_then(|i| self.table.members.get(i)).map(|m| m.version)
    }

    /// The version that stands alone with the source, whatever is looked at.
    fn faithful(&self) -> Option<usize> {
        self.verdict
            .faithful
            .filter(|_| !self.verdict.in_words)
            .and_then(|i| self.table.members.get(i))
            .map(|m| m.version)
    }
}

/// What the checks find; between two texts of one language, as far as the head is of their opinion.
fn checked_findings(group: &GroupView<'_>, parts: &[Wording<'_>]) -> Vec<Finding> {
    let mut found = checks::run(group, parts.iter().filter_map(Wording::faithful).collect());
    let judged = |table: &Table<'_>| table.side(0, 1).is_some() && table.is_all_judged();
    if let ([part], [a, b]) = (parts, group.members.as_slice())
        && a.language == b.language
        && judged(&part.table)
    {
        opinion::reconsider(&mut found, part.raised());
    }
    found
}

/// The members by their originals, in order of the first of each; all together where no two have the same one.
fn by_original<'m, 'a>(members: &'m [Member<'a>]) -> Vec<Vec<&'m Member<'a>>> {
    let mut parts: Vec<Vec<&Member<'a>>> = Vec::new();
    for member in members {
        match parts.iter_mut().find(|p| p.iter().any(|m| m.original == member.original)) {
            Some(part) => part.push(member),
            None => parts.push(vec![member]),
        }
    }
    if parts.len() == members.len() { vec![members.iter().collect()] } else { parts }
}

fn together<'a>(group: &GroupView<'a>, head: Option<&'a Head>) -> GroupDrift {
    let mut parts: Vec<Wording<'a>> =
        by_original(&group.members).iter().map(|m| Wording::of(m, head)).collect();
    let mut checked = checked_findings(group, &parts);
    let faithful = |parts: &[Wording<'_>]| parts.iter().filter_map(Wording::faithful).collect::<Vec<_>>();
    let before = faithful(&parts);
    for part in &mut parts {
        part.hear(&checked);
    }
    // What a source speaks against in one place is not to be believed in another.
    if faithful(&parts) != before {
        checked = checked_findings(group, &parts);
    }
    let mut told: Vec<Told> = parts.iter_mut().map(|part| part.tell(group.confidence)).collect();
    let versions = group.members.iter().filter(|m| m.role == Role::Version).count();
    for finding in &checked {
        for part in &mut parts {
            raise(part, finding, versions);
        }
    }
    let named = checked.iter().filter(|f| bearing(f) >= CERTAIN && f.culprit.is_some()).fold(
        None,
        |best: Option<&Finding>, f| match best {
            Some(b) if b.confidence >= f.confidence => Some(b),
            _ => Some(f),
        },
    );
    let is_known = |f: &Finding| is_told(&checked, &f.places);
    let mut findings: Vec<Finding> =
        told.iter_mut().flat_map(|t| std::mem::take(&mut t.guessed)).filter(|f| !is_known(f)).collect();
    let guess = findings.iter().map(|f| f.confidence).fold(0.0, f32::max);
    let known = checked.iter().map(bearing).fold(0.0, f32::max);
    // Where a check knows what changed, that the texts differ is no news.
    let news = |f: &Finding| known < CERTAIN && f.confidence > guess.max(known) && !is_known(f);
    for whole in told.iter_mut().filter_map(|t| t.whole.take().filter(news)) {
        findings.retain(|f| !touches(&f.places, &whole.places));
        findings.push(whole);
    }
    let mut departing: Vec<explain::Departing> =
        told.iter_mut().flat_map(|t| std::mem::take(&mut t.departing)).collect();
    let is_certain = |f: &Finding| {
        f.culprit.is_some() && checked.iter().any(|c| c.culprit == f.culprit && bearing(c) >= CERTAIN)
    };
    departing
        .retain_mut(|departing| !is_certain(&departing.finding) && !departing.is_joined_with(&mut findings));
    let culprit = named.map(|f| f.culprit);
    findings.extend(checked);
    for departing in departing {
        if !findings.iter().any(|known| departing.is_said_by(known)) {
            findings.push(departing.finding);
        }
    }
    // By what they say at last, so that among equals the order of the versions plays no part.
    findings.sort_by(|x, y| {
        let surer = y.confidence.total_cmp(&x.confidence).then(y.severity.cmp(&x.severity));
        surer.then(x.kind.cmp(y.kind)).then_with(|| x.reason.cmp(&y.reason))
    });
    let mut versions = vec![None; group.versions];
    for part in &parts {
        for ((member, drift), words) in part.table.members.iter().zip(&part.drifts).zip(&part.words) {
            if let Some(slot) = versions.get_mut(member.version) {
                let words = member.list.iter().zip(words);
                let words = words.map(|(unit, drift)| WordDrift { span: unit.span, drift: *drift });
                *slot = Some(VersionDrift { drift: *drift, words: words.collect() });
            }
        }
    }
    let highest = parts.iter().map(Wording::raised).fold(0.0, f32::max);
    let judged = parts.iter().all(|p| p.table.is_all_judged());
    let striking = told.iter().map(|t| t.striking).fold(0.0, f32::max);
    // Of several originals the one whose versions differ most.
    let most = parts.iter().reduce(|most, next| if next.raised() > most.raised() { next } else { most });
    let odd = culprit.unwrap_or_else(|| most.and_then(Wording::odd));
    // What the head says of the texts and how likely one place is the change are two estimates of one thing. By itself
    // the second ranks lone replaced words worse than the first does, and that rewordings (docs/drift.md).
    let guess = if judged { highest + GUESSED * (guess - highest) } else { guess.max(striking) };
    GroupDrift {
        drift: highest.max(guess).max(known).min(1.0),
        versions,
        odd_one_out: odd,
        scattered: odd.is_none() && parts.iter().any(|p| p.verdict.scattered),
        findings,
    }
}

/// What might be a finding in a group, for those who fit the head; nothing in a group of one member.
#[must_use]
pub fn candidates<'a>(group: &GroupView<'a>, head: &'a Head) -> Vec<explain::Candidate> {
    if group.members.len() < 2 || copies(&group.members) {
        return Vec::new();
    }
    let part = Wording::of(&group.members.iter().collect::<Vec<_>>(), Some(head));
    let mut found = explain::candidates(&part.table, &part.verdict, &part.table.words());
    let checked = checked_findings(group, std::slice::from_ref(&part));
    found.retain(|candidate| !is_told(&checked, &candidate.places));
    found
}

/// How much of a word's drift the words next to it share, and those one further: what changes is a phrase, of which one
/// word stands out. By hand, on the tuning sets of docs/drift.md; from half to twice as much measures the same.
const SHARED: [f32; 2] = [0.3, 0.1];

/// The drift of neighbouring words, each raised by those beside it.
fn beside(words: &[f32]) -> Vec<f32> {
    (0..words.len())
        .map(|i| {
            let at = |k: Option<usize>| k.and_then(|k| words.get(k)).copied().unwrap_or_default();
            SHARED.iter().zip(1..).fold(at(Some(i)), |drift, (share, away)| {
                let both = either(share * at(i.checked_sub(away)), share * at(i.checked_add(away)));
                either(drift, both)
            })
        })
        .collect()
}

/// Whether a check has a finding worth showing at these words.
fn is_told(checked: &[Finding], places: &[Place]) -> bool {
    checked.iter().any(|c| c.confidence >= explain::SHOWN && touches(&c.places, places))
}

/// What is known for certain raises the words it marks and the versions it blames; `versions` are in the group.
fn raise(part: &mut Wording<'_>, finding: &Finding, versions: usize) {
    let (beside, faithful) = (part.table.versions(), part.faithful());
    // Where the source speaks against some of those that differ and not against others.
    let is_spared = |m: &Units<'_>| {
        m.role == Role::Version
            && finding.places.iter().any(|p| p.version == m.version)
            && !finding.may_blame(m.version)
    };
    let is_decided = part.table.members.iter().any(is_spared);
    for ((member, words), drift) in part.table.members.iter().zip(&mut part.words).zip(&mut part.drifts) {
        let marked =
            |span: Span| finding.places.iter().any(|p| p.version == member.version && p.span.overlaps(span));
        let touched = finding.places.iter().any(|p| p.version == member.version);
        let weight = match finding.culprit {
            Some(culprit) if culprit == member.version => 1.0,
            None if is_decided && finding.may_blame(member.version) => 1.0,
            None if is_decided => 0.0,
            None if faithful == Some(member.version) => 0.0,
            None if touched && versions > 2 => UNDECIDED,
            None if touched || versions <= 2 => 1.0,
            _ => 0.0,
        };
        let weight = if beside > 3 { AMONG_MANY * weight } else { weight };
        if member.role == Role::Version {
            *drift = either(*drift, weight * bearing(finding));
        }
        for (_, word) in member.list.iter().zip(words).filter(|(unit, _)| marked(unit.span)) {
            *word = either(*word, finding.confidence);
        }
    }
}

/// What one version says and no other: an addition where it stands against two and more, else something that either
/// one left out or the other put in. Furniture is neither.
fn alone(group: &GroupView<'_>) -> GroupDrift {
    let mut out = GroupDrift { versions: vec![None; group.versions], ..GroupDrift::default() };
    let Some(member) = group.members.first() else { return out };
    let units = Units::of(member);
    let drift = if group.versions < 2 || units.list.iter().all(|u| u.mark) {
        0.0
    } else {
        // The less sure the aligner is that nothing answers to it, the less sure the finding.
        ALONE * group.confidence
    };
    if let Some(slot) = out.versions.get_mut(member.version) {
        let words = units.list.iter().map(|u| WordDrift { span: u.span, drift });
        *slot = Some(VersionDrift { drift, words: words.collect() });
    }
    out.drift = drift;
    if drift > 0.0 {
        let source = member.role == Role::Source;
        let most = group.versions > 2;
        let (kind, culprit, reason) = match (source, most) {
            (true, _) => (omission::KIND.name, None, "Only the source says this.".to_owned()),
            (false, true) => (
                addition::KIND.name,
                Some(member.version),
                format!("Only one of {} versions says this.", group.versions),
            ),
            (false, false) => (
                omission::KIND.name,
                None,
                "Only one version says this; the other has nothing like it.".to_owned(),
            ),
        };
        out.odd_one_out = culprit;
        let places =
            member.segments.iter().map(|s| Place { version: member.version, span: s.span }).collect();
        out.findings.push(Finding {
            kind,
            severity: Severity::Major,
            confidence: drift,
            culprit,
            against_source: Vec::new(),
            places,
            reason,
            numbers: BTreeMap::from([("sure that nothing answers to it".to_owned(), group.confidence)]),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Language,
        drift::{Member, MemberSegment},
        encode::Encoding,
        features::{Encoded, Features},
    };

    /// A text with made-up vectors: a word's own direction and a little of its neighbours'.
    fn encoded(text: &str) -> Encoded {
        let language = Language::parse("en").unwrap();
        let features = Features::of(text, language);
        let own: Vec<Vec<f32>> = features.words.iter().map(|w| direction(&w.folded)).collect();
        let mut vectors = Vec::new();
        for i in 0..own.len() {
            for k in 0..DIM {
                let beside =
                    [i.wrapping_sub(1), i + 1].iter().filter_map(|j| own.get(*j)).map(|v| v[k]).sum::<f32>();
                vectors.push(own[i][k] + 0.1 * beside);
            }
        }
        let encoding = Encoding {
            tokens: features.words.iter().map(|w| w.span).collect(),
            rarity: vec![10.0; own.len()],
            middle: vectors.clone(),
            vectors,
            ..Encoding::default()
        };
        Encoded { text: text.to_owned(), encoding, features }
    }

    const DIM: usize = 48;

    fn direction(word: &str) -> Vec<f32> {
        let mut state = word.bytes().fold(7u64, |s, b| s.wrapping_mul(1_099_511_628_211) ^ u64::from(b));
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1u64 << 23) as f32 - 1.0
        };
        (0..DIM).map(|_| next()).collect()
    }

    fn drift(texts: &[&str]) -> GroupDrift {
        let encoded: Vec<Encoded> = texts.iter().map(|t| encoded(t)).collect();
        let members = encoded.iter().enumerate().map(|(version, encoded)| Member {
            version,
            role: Role::Version,
            original: 0,
            language: encoded.features.language,
            text: &encoded.text,
            segments: vec![MemberSegment {
                span: Span::new(0, encoded.text.len()),
                language: encoded.features.language,
                encoded,
            }],
        });
        score(
            &GroupView { members: members.collect(), versions: texts.len(), confidence: 1.0, glossary: None },
            None,
        )
    }

    #[test]
    fn copies_do_not_drift() {
        let text = "The “old” mill – closed in May – burns.";
        for copy in
            [text, "The \"old\" mill - closed in May - burns.", "THE “OLD” MILL – CLOSED IN MAY – BURNS."]
        {
            let found = drift(&[text, copy]);
            assert!(found.drift == 0.0, "{copy}: {}", found.drift);
            for version in found.versions.iter().flatten() {
                assert!(version.drift == 0.0 && version.words.iter().all(|w| w.drift == 0.0), "{copy}");
            }
        }
    }

    #[test]
    fn swapping_versions_swaps_the_answer() {
        let (a, b) =
            ("The baker sold seven loaves to the miller.", "Seven loaves went to a mason, the baker says.");
        let (one, two) = (drift(&[a, b]), drift(&[b, a]));
        assert_eq!(one.drift.to_bits(), two.drift.to_bits());
        assert_eq!(one.versions[0], two.versions[1]);
        assert_eq!(one.versions[1], two.versions[0]);
        assert!(one.drift > 0.0);
    }

    #[test]
    fn the_changed_word_drifts_most_and_its_copy_is_not_blamed() {
        let found = drift(&[
            "Some foreigner bought bread at our old baker last week",
            "Yesterday a stranger got the bread from the baker",
            "Yesterday a stranger got the stone from the baker",
        ]);
        let versions: Vec<f32> = found.versions.iter().flatten().map(|v| v.drift).collect();
        assert!(versions[2] > versions[1] && versions[2] >= versions[0], "{versions:?}");
        let words = &found.versions[2].as_ref().unwrap().words;
        let most = words.iter().max_by(|x, y| x.drift.total_cmp(&y.drift)).unwrap();
        assert_eq!(most.span.of("Yesterday a stranger got the stone from the baker"), "stone");
    }

    #[test]
    fn what_stands_between_the_same_neighbours_is_no_omission() {
        let found = drift(&[
            "The opposition accuses the government of having hidden a report on bridges",
            "The opposition accuses the government of having concealed a report on bridges",
        ]);
        let of_words: Vec<_> = found.findings.iter().filter(|f| f.places.len() == 2).collect();
        assert!(!of_words.is_empty() && of_words.len() == found.findings.len(), "{:#?}", found.findings);
        assert!(of_words.iter().all(|f| f.kind == "lexical-shift"));
    }

    #[test]
    fn words_share_the_drift_of_those_beside_them_and_stand_out_less() {
        let drift = beside(&[0.0, 0.0, 0.8, 0.0, 0.0, 0.0]);
        assert!((drift[2] - 0.8).abs() < 1e-6, "{drift:?}");
        assert!((drift[1] - 0.24).abs() < 1e-6 && (drift[3] - 0.24).abs() < 1e-6, "{drift:?}");
        assert!((drift[0] - 0.08).abs() < 1e-6 && drift[5].abs() < 1e-6, "{drift:?}");
        assert_eq!(beside(&[]), Vec::<f32>::new());
        assert!(beside(&[1.0; 4]).iter().all(|d| (d - 1.0).abs() < 1e-6));
    }

    #[test]
    fn words_and_marks_cover_the_text() {
        let text = "No! He (really) left, 20 % sure…";
        let found = drift(&[text, "He left."]);
        let covered: String =
            found.versions[0].as_ref().unwrap().words.iter().map(|w| w.span.of(text)).collect();
        assert_eq!(covered, text.replace(' ', ""));
    }

    #[test]
    fn what_only_one_says_is_an_addition_among_three_and_undecided_between_two() {
        let encoded = encoded("The mayor resigned on Friday.");
        let group = |versions| GroupView {
            members: vec![Member {
                version: 1,
                role: Role::Version,
                original: 0,
                language: encoded.features.language,
                text: &encoded.text,
                segments: vec![MemberSegment {
                    span: Span::new(0, encoded.text.len()),
                    language: encoded.features.language,
                    encoded: &encoded,
                }],
            }],
            versions,
            confidence: 1.0,
            glossary: None,
        };
        let three = score(&group(3), None);
        assert_eq!((three.odd_one_out, three.findings[0].kind), (Some(1), "addition"));
        let two = score(&group(2), None);
        assert_eq!((two.odd_one_out, two.findings[0].kind), (None, "omission"));
        assert!(two.versions[0].is_none());
    }
}
