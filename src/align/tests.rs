//! Small texts written for the purpose, and properties that hold for any input.

use super::*;
use crate::Language;
use proptest::prelude::*;

/// A version made of lines, with vectors that stand in for an encoder's: the sum of a random direction a word,
/// on top of a large part that all sentences share.
struct Text {
    lines: Vec<(String, BlockKind)>,
    vectors: Vec<Vec<f32>>,
    features: Vec<Features>,
}

const DIM: usize = 64;

fn direction(word: &str) -> Vec<f32> {
    let mut state =
        word.bytes().fold(0x9e37_79b9_7f4a_7c15_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    (0..DIM)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 40) as f32 / (1_u32 << 23) as f32 - 1.0
        })
        .collect()
}

impl Text {
    fn new(lines: &[&str]) -> Self {
        Self::kinds(&lines.iter().map(|l| (*l, BlockKind::Paragraph)).collect::<Vec<_>>())
    }

    fn kinds(lines: &[(&str, BlockKind)]) -> Self {
        let features: Vec<Features> = lines.iter().map(|(l, _)| Features::of(l, Language::UNKNOWN)).collect();
        let vectors = features.iter().map(sentence).collect();
        Self { lines: lines.iter().map(|(l, k)| ((*l).to_owned(), *k)).collect(), vectors, features }
    }

    fn side(&self) -> Side<'_> {
        let segments = self
            .lines
            .iter()
            .zip(&self.vectors)
            .zip(&self.features)
            .enumerate()
            .map(|(block, (((text, kind), vector), features))| SegmentView {
                text,
                vector,
                features,
                kind: *kind,
                block,
            })
            .collect();
        Side { segments }
    }
}

fn sentence(features: &Features) -> Vec<f32> {
    let mut sum: Vec<f32> = direction("what all sentences share").iter().map(|x| x * 3.0).collect();
    let n = (features.words.len() as f32).sqrt().max(1.0);
    for word in &features.words {
        for (to, x) in sum.iter_mut().zip(direction(&word.folded)) {
            *to += x / n * 1.5;
        }
    }
    let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
    sum.iter().map(|x| x / length).collect()
}

fn align_texts(texts: &[Text]) -> Vec<Group> {
    let sides: Vec<Side<'_>> = texts.iter().map(Text::side).collect();
    align(&sides, &Settings::default())
}

fn members(groups: &[Group]) -> Vec<Vec<Vec<usize>>> {
    groups.iter().map(|g| g.members.clone()).collect()
}

#[test]
fn a_moved_block_is_found_and_marked() {
    let one = Text::new(&[
        "The harbour of Lindesund was closed on Monday.",
        "Storm Agda had torn two ferries from their moorings.",
        "Nobody was hurt, the coast guard reported.",
        "The mayor asked the fishermen to stay ashore.",
        "Repairs will cost about 40 million crowns.",
        "The council decides on the money in March.",
        "Schools in the old town reopen on Thursday.",
    ]);
    let two = Text::new(&[
        "Lindesund harbour was shut on Monday.",
        "Repairs are going to cost some 40 million crowns.",
        "The council will decide on the money in March.",
        "Two ferries were torn from their moorings by storm Agda.",
        "The coast guard reported that nobody was hurt.",
        "Fishermen were asked by the mayor to stay ashore.",
        "Schools in the old town will reopen on Thursday.",
    ]);
    let groups = align_texts(&[one, two]);
    let expected = [(0, 0), (1, 3), (2, 4), (3, 5), (4, 1), (5, 2), (6, 6)];
    assert_eq!(members(&groups), expected.map(|(i, j)| vec![vec![i], vec![j]]));
    let moved: Vec<bool> = groups.iter().map(|g| g.moved).collect();
    assert_eq!(moved, [false, false, false, false, true, true, false]);
}

#[test]
fn furniture_and_headings_are_not_swallowed() {
    let one = Text::kinds(&[
        ("New bridge opens", BlockKind::Heading),
        ("The new bridge over the Tarn opened to traffic on Friday.", BlockKind::Paragraph),
        ("It replaces a ferry that had run since 1911.", BlockKind::Paragraph),
    ]);
    let two = Text::kinds(&[
        ("Bridge opens", BlockKind::Heading),
        ("Share with friends", BlockKind::Furniture),
        ("On Friday the new bridge over the Tarn was opened to traffic.", BlockKind::Paragraph),
        ("Advertisement", BlockKind::Furniture),
        ("It replaces the ferry which had run since 1911.", BlockKind::Paragraph),
    ]);
    let groups = align_texts(&[one, two]);
    let together: Vec<_> =
        members(&groups).into_iter().filter(|m| m.iter().all(|list| !list.is_empty())).collect();
    assert_eq!(together, [vec![vec![0], vec![0]], vec![vec![1], vec![2]], vec![vec![2], vec![4]]]);
    assert_eq!(groups.len(), 5);
}

#[test]
fn a_split_in_one_of_three_versions_is_held_by_one_group() {
    let texts = [
        Text::new(&[
            "The clinic in Arvik closes its maternity ward in June.",
            "Midwives protested for three weeks, and the minister promised a new study before winter.",
            "The nearest hospital is 90 kilometres away.",
        ]),
        Text::new(&[
            "Arvik's clinic will close its maternity ward in June.",
            "Midwives protested for three weeks.",
            "The minister promised a new study before winter.",
            "The nearest hospital lies 90 kilometres away.",
        ]),
        Text::new(&[
            "In June the clinic in Arvik closes the maternity ward.",
            "For three weeks midwives protested, and a new study before winter was promised by the minister.",
            "It is 90 kilometres to the nearest hospital.",
        ]),
    ];
    let groups = align_texts(&texts);
    assert_eq!(
        members(&groups),
        [
            vec![vec![0], vec![0], vec![0]],
            vec![vec![1], vec![1, 2], vec![1]],
            vec![vec![2], vec![3], vec![2]]
        ]
    );
}

/// Reads stretches as the lines were read, and remembers what it was asked for.
struct Reader<'a> {
    texts: &'a [Text],
    asked: std::sync::Mutex<Vec<Stretch>>,
    fails: bool,
}

impl<'a> Reader<'a> {
    fn new(texts: &'a [Text], fails: bool) -> Self {
        Self { texts, asked: std::sync::Mutex::default(), fails }
    }

    fn align(&self) -> crate::Result<Vec<Group>> {
        let sides: Vec<Side<'_>> = self.texts.iter().map(Text::side).collect();
        align_joined(&sides, &Settings::default(), self)
    }
}

impl Joiner for Reader<'_> {
    fn join(&self, stretches: &[Stretch]) -> crate::Result<Vec<Vec<f32>>> {
        if self.fails {
            return Err(crate::Error::Usage { problem: "no encoder".into(), remedy: "none".into() });
        }
        self.asked.lock().unwrap().extend_from_slice(stretches);
        let read = |stretch: &Stretch| {
            let lines = &self.texts[stretch.version].lines[stretch.segments.clone()];
            let text = lines.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join(" ");
            sentence(&Features::of(&text, Language::UNKNOWN))
        };
        Ok(stretches.iter().map(read).collect())
    }
}

fn split_in_one() -> [Text; 2] {
    [
        Text::new(&[
            "The clinic in Arvik closes its maternity ward in June.",
            "Midwives protested for three weeks, and the minister promised a new study before winter.",
            "The nearest hospital is 90 kilometres away.",
        ]),
        Text::new(&[
            "Arvik's clinic will close its maternity ward in June.",
            "For three weeks midwives protested;",
            "before winter, the minister promised, there would be a study.",
            "The nearest hospital lies 90 kilometres away.",
        ]),
    ]
}

#[test]
fn neighbours_that_compete_are_read_as_one_text() {
    let texts = split_in_one();
    let merged = [vec![vec![0], vec![0]], vec![vec![1], vec![1, 2]], vec![vec![2], vec![3]]];
    let pair = Stretch { version: 1, segments: 1..3 };
    // From merging that costs nothing to merging that costs more than it gains.
    let prices = (0..20_u8).map(|tenths| f32::from(tenths) / 10.0);
    let answers: Vec<(bool, bool)> = prices
        .map(|attach| {
            let reader = Reader::new(&texts, false);
            let sides: Vec<Side<'_>> = texts.iter().map(Text::side).collect();
            let groups = align_joined(&sides, &Settings { attach, ..Settings::default() }, &reader).unwrap();
            let asked = reader.asked.into_inner().unwrap();
            for (k, stretch) in asked.iter().enumerate() {
                assert!((2..=Settings::default().longest).contains(&stretch.segments.len()), "{stretch:?}");
                assert!(stretch.segments.end <= texts[stretch.version].lines.len(), "{stretch:?}");
                assert!(!asked[..k].contains(stretch), "{stretch:?} was asked for twice");
            }
            (members(&groups) == merged, asked.contains(&pair))
        })
        .collect();
    assert_eq!(answers.first(), Some(&(true, false)), "what is certain is not read again");
    assert!(answers.iter().any(|(_, asked)| *asked), "what is in doubt is");
    assert!(answers.last().is_some_and(|(merged, _)| !merged));
}

#[test]
fn a_reader_without_vectors_changes_nothing_and_its_error_is_passed_on() {
    struct Silent;
    impl Joiner for Silent {
        fn join(&self, stretches: &[Stretch]) -> crate::Result<Vec<Vec<f32>>> {
            Ok(vec![Vec::new(); stretches.len()])
        }
    }
    let texts = split_in_one();
    let sides: Vec<Side<'_>> = texts.iter().map(Text::side).collect();
    let settings = Settings::default();
    assert_eq!(align_joined(&sides, &settings, &Silent).unwrap(), align(&sides, &settings));
    assert!(Reader::new(&texts, true).align().is_err());
}

#[test]
fn what_only_one_version_says_is_alone() {
    let texts = [
        Text::new(&[
            "The vote was held in secret.",
            "Each party received 12 seats.",
            "A recount is not planned.",
        ]),
        Text::new(&[
            "The vote took place in secret.",
            "Snow fell all night over the mountains of Gudbrand.",
            "Every party received 12 seats.",
            "No recount is planned.",
        ]),
    ];
    let groups = align_texts(&texts);
    assert!(groups.iter().any(|g| g.members == [vec![], vec![1]]));
    assert!(groups.iter().any(|g| g.members == [vec![1], vec![2]]));
}

#[test]
fn degenerate_input_ends_well() {
    let settings = Settings::default();
    assert!(align(&[], &settings).is_empty());
    let empty = Text::new(&[]);
    let some = Text::new(&["One line.", "Another line."]);
    assert_eq!(align(&[empty.side(), some.side()], &settings).len(), 2);
    assert!(align(&[empty.side(), empty.side()], &settings).is_empty());
    let equal = Text::new(&["Thank you."; 60]);
    let fewer = Text::new(&["Thank you."; 7]);
    let groups = align(&[equal.side(), fewer.side()], &settings);
    assert_eq!(groups.iter().map(|g| g.members[0].len()).sum::<usize>(), 60);
    let mut broken = Text::new(&["One line.", "Another line.", "A third one, longer."]);
    broken.vectors = vec![vec![f32::NAN; DIM], vec![0.0; DIM], vec![1.0; 3]];
    assert!(align(&[broken.side(), some.side()], &settings).iter().all(|g| g.confidence.is_finite()));
}

#[test]
fn a_version_a_hundred_times_longer_ends_well() {
    let short = Text::new(&["The ferry to Arvik stays in port.", "Snow fell all night."]);
    let lines: Vec<String> =
        (0..200).map(|k| format!("Notice {k} of the harbour office, which nobody reads.")).collect();
    let long = Text::new(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let groups = align(&[short.side(), long.side()], &Settings::default());
    assert!(covers(&groups, &[&short, &long]));
    assert!(groups.len() >= 200, "nothing swallows a text that says something else");
}

#[test]
fn reasons_are_given_for_every_bead_and_change_nothing() {
    let texts = split_in_one();
    let reader = Reader::new(&texts, false);
    let sides: Vec<Side<'_>> = texts.iter().map(Text::side).collect();
    let explained = explain(&sides, &Settings::default(), &reader).unwrap();
    assert_eq!(explained.groups, reader.align().unwrap());
    let pair = &explained.pairs[0];
    let joined = |bead: &&Bead| !bead.first.is_empty() && !bead.second.is_empty();
    assert_eq!(pair.beads.iter().filter(joined).count(), 3);
    for bead in pair.beads.iter().filter(joined) {
        let why = bead.why.as_ref().unwrap();
        assert!(why.meaning + why.writing + why.length > why.needed && why.length <= 0.0, "{why:?}");
        assert_eq!(why.apart.is_some(), bead.first.len() + bead.second.len() > 2);
        if let Some(apart) = &why.apart {
            assert!(apart.less > 0.0, "what is worth more apart is not merged");
            let firsts: Vec<usize> = apart.parts.iter().flat_map(|(first, _)| first.clone()).collect();
            let seconds: Vec<usize> = apart.parts.iter().flat_map(|(_, second)| second.clone()).collect();
            assert_eq!((&firsts, &seconds), (&bead.first, &bead.second));
        }
        let rival = why.rival.as_ref().unwrap();
        assert!(bead.first.contains(&rival.first) != bead.second.contains(&rival.second));
    }
}

#[test]
fn reasons_name_the_versions_in_the_order_given() {
    let [there, mut back] = [false, true].map(|turned| {
        let mut texts = split_in_one();
        if turned {
            texts.reverse();
        }
        let sides: Vec<Side<'_>> = texts.iter().map(Text::side).collect();
        explain(&sides, &Settings::default(), &Reader::new(&texts, false)).unwrap().pairs
    });
    for pairs in [&there, &back] {
        assert_eq!(pairs.iter().map(|p| (p.first, p.second)).collect::<Vec<_>>(), [(0, 1)]);
        let firsts: Vec<usize> = pairs[0].beads.iter().flat_map(|bead| bead.first.clone()).collect();
        assert!(firsts.is_sorted(), "{firsts:?}");
    }
    assert!(there[0].beads.iter().any(|bead| bead.second == [1, 2]));
    assert!(back[0].beads.iter().any(|bead| bead.first == [1, 2]));
    back[0].turn();
    assert_eq!(there[0].beads, back[0].beads);
}

#[test]
fn fifty_versions_end_well() {
    let texts: Vec<Text> = (0..50)
        .map(|v| {
            let lines: Vec<String> =
                (0..6).map(|s| format!("topic{s} subject{s} object{s} place{s} version{v}")).collect();
            Text::new(&lines.iter().map(String::as_str).collect::<Vec<_>>())
        })
        .collect();
    let groups = align_texts(&texts);
    assert_eq!(groups.len(), 6);
    assert!(groups.iter().all(|g| g.members.iter().all(|m| m.len() == 1)));
}

const WORDS: [&str; 12] =
    ["river", "bridge", "vote", "12", "not", "Arvik", "snow", "clinic", "said", "the", "minister", "ferry"];

prop_compose! {
    fn any_line()(words in prop::collection::vec(0..WORDS.len(), 0..6)) -> String {
        words.iter().map(|w| WORDS[*w]).collect::<Vec<_>>().join(" ")
    }
}

prop_compose! {
    fn any_text()(lines in prop::collection::vec((any_line(), 0..8_u8), 0..12)) -> Text {
        let kind = |k| match k { 0 => BlockKind::Heading, 1 => BlockKind::Furniture, _ => BlockKind::Paragraph };
        Text::kinds(&lines.iter().map(|(l, k)| (l.as_str(), kind(*k))).collect::<Vec<_>>())
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.lines.fmt(f)
    }
}

fn covers(groups: &[Group], texts: &[&Text]) -> bool {
    texts.iter().enumerate().all(|(version, text)| {
        let mut seen: Vec<usize> = groups.iter().flat_map(|g| g.members[version].clone()).collect();
        seen.sort_unstable();
        seen == (0..text.lines.len()).collect::<Vec<_>>()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_segment_is_in_one_group(texts in prop::collection::vec(any_text(), 0..5)) {
        let groups = align_texts(&texts);
        prop_assert!(covers(&groups, &texts.iter().collect::<Vec<_>>()));
        prop_assert!(groups.iter().all(|g| (0.0..=1.0).contains(&g.confidence)));
    }

    #[test]
    fn a_text_against_itself_is_one_to_one(text in any_text()) {
        let groups = align(&[text.side(), text.side()], &Settings::default());
        for (k, group) in groups.iter().enumerate() {
            prop_assert_eq!(&group.members, &vec![vec![k]; 2]);
            prop_assert!((group.confidence - 1.0).abs() < 1e-6 && !group.moved);
        }
        prop_assert_eq!(groups.len(), text.lines.len());
    }

    #[test]
    fn swapping_swaps(one in any_text(), two in any_text()) {
        let settings = Settings::default();
        let mut there = pair(&one.side(), &two.side(), &settings);
        let mut back = pair(&two.side(), &one.side(), &settings);
        for bead in &mut back {
            std::mem::swap(&mut bead.first, &mut bead.second);
        }
        there.sort_by(|x, y| (&x.first, &x.second).cmp(&(&y.first, &y.second)));
        back.sort_by(|x, y| (&x.first, &x.second).cmp(&(&y.first, &y.second)));
        prop_assert_eq!(there, back);
    }

    #[test]
    fn the_order_of_files_does_not_matter(texts in prop::collection::vec(any_text(), 3..5)) {
        let straight = align_texts(&texts);
        let turned: Vec<Side<'_>> = texts.iter().skip(1).chain(texts.first()).map(Text::side).collect();
        let mut turned = align(&turned, &Settings::default());
        for group in &mut turned {
            group.members.rotate_right(1);
        }
        let sorted = |mut groups: Vec<Group>| {
            groups.sort_by(|x, y| x.members.cmp(&y.members));
            groups
        };
        prop_assert_eq!(sorted(straight), sorted(turned));
    }

    #[test]
    fn threads_do_not_matter(texts in prop::collection::vec(any_text(), 2..5)) {
        let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let one = pool(1).install(|| Reader::new(&texts, false).align().unwrap());
        let seven = pool(7).install(|| Reader::new(&texts, false).align().unwrap());
        prop_assert!(covers(&one, &texts.iter().collect::<Vec<_>>()));
        prop_assert_eq!(one, seven);
    }
}
