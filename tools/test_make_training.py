#!/usr/bin/env python3
"""Tests of make_training.py: `python3 tools/test_make_training.py`. Every text in here was written for it."""

import gzip
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import make_second  # noqa: E402
from training import anchors, bench, changes, lists, made, shifts  # noqa: E402
from training.context import Context  # noqa: E402
from training.corpus import Corpora, chooser_of  # noqa: E402
from training.pairs import Meaning, Parts  # noqa: E402
from training.texts import LEXICON, apply_edits, detokenise, difference, fold, near_copy, normal, words  # noqa: E402
from training.wordnet import WordNet  # noqa: E402

NAMES = "Anna Boris Clara Dmitri Elena Farid Greta Hugo Irene Jonas".split()
PLACES = "Riga Lisbon Cork Graz Turin Malmö Bergen Gdansk".split()
THINGS = "baskets ladders violins carpets lanterns kettles saddles mirrors".split()
VERBS = "bought repaired painted borrowed collected".split()


def sentences():
    """English with a German and a Russian translation, all of one pattern."""
    german = dict(zip(THINGS, "Körbe Leitern Geigen Teppiche Laternen Kessel Sättel Spiegel".split()))
    for i, name in enumerate(NAMES):
        for k, thing in enumerate(THINGS):
            place, number = PLACES[(i + k) % len(PLACES)], 12 + 3 * i + k
            verb = VERBS[(i + 2 * k) % len(VERBS)]
            yield (
                f"Yesterday {name} {verb} {number} {thing} near the harbour of {place}, the old market was not open.",
                f"Gestern hat {name} am Hafen von {place} {number} {german[thing]} gekauft, der alte Markt war nicht offen.",
                f"Вчера {name} купил {number} вещей у порта {place}, и старый рынок не был открыт.",
            )


def context_of(meanings):
    parts = Parts()
    for meaning in meanings:
        parts.join(meaning.group, [text for _, text in meaning.variants])
    return Context(lists.load(), Corpora(meanings, lambda group: "train"), None)


class Texts(unittest.TestCase):
    def test_detokenise(self):
        self.assertEqual(detokenise('He said : " no " , did n\'t he ?', "en"), 'He said: "no", didn\'t he?')
        self.assertEqual(detokenise("他 买 了 三 个 篮子 。", "zh"), "他买了三个篮子。")
        self.assertEqual(detokenise("Kosten ( etwa 5 % ) steigen .", "de"), "Kosten (etwa 5 %) steigen.")

    def test_words_of_other_scripts(self):
        text = "वह नहीं आया।"
        self.assertEqual([text[s:e] for s, e in words(text, "hi")], ["वह", "नहीं", "आया"])
        text = "It's 3.5 km, isn't it?"
        self.assertEqual([text[s:e] for s, e in words(text, "en")], ["It's", "3.5", "km", "isn't", "it"])
        LEXICON.words["zh"].add("篮子")
        self.assertEqual(len(words("三个篮子", "zh")), 3)

    def test_difference_knows_moves_and_forms(self):
        lost, new = difference("On Monday the baker sold bread.", "The baker sold cakes on Monday.", "en")
        self.assertEqual([lost[0][:2], new[0][:2]], [(25, 30), (15, 20)])
        self.assertEqual(len(lost), 1)
        lost, new = difference("They were painting walls.", "They were painted walls.", "en")
        self.assertEqual([entry[2] for entry in lost + new], [0.3, 0.3])

    def test_parts_join_groups_that_share_a_text(self):
        parts = Parts()
        for i in range(60):
            parts.join(f"g{i}", (f"text {i}", f"text {i + 1}"))
        self.assertEqual(len({parts.of(f"g{i}") for i in range(60)}), 1)


class Shifts(unittest.TestCase):
    def setUp(self):
        self.meanings = [
            Meaning("own", f"own-{i}", [("en", en), ("de", de), ("ru", ru)])
            for i, (en, de, ru) in enumerate(sentences())
        ]
        # So few sentences would make every word a frequent one.
        with unittest.mock.patch("training.corpus.FUNCTION_SHARE", 0.05):
            self.context = context_of(self.meanings)

    def enter(self, text, lang):
        self.context.enter(
            Meaning("own", "x", [(lang, text), ("de" if lang != "de" else "en", "Körbe hier")]), "train", lang
        )

    def test_spans_are_all_that_changed(self):
        """Without the marked words both sides are the same words."""
        seen = set()
        for meaning in self.meanings:
            for lang, text in meaning.variants:
                self.context.enter(meaning, "train", lang)
                for kind, (shift, _, _) in made.SHIFTS.items():
                    edits = shift(text, lang, self.context, chooser_of(kind, text))
                    if not edits:
                        continue
                    seen.add(kind)
                    b, lost, new = apply_edits(text, edits)
                    self.assertNotEqual(b, text, kind)
                    self.assertTrue(lost or new, kind)
                    left = without(text, anchors.widened(text, lost, lang), lang)
                    right = without(b, anchors.widened(b, new, lang), lang)
                    self.assertEqual(left, right, (kind, text, b))
        for kind in (
            "negation",
            "number",
            "date",
            "name",
            "antonym",
            "word",
            "omission-word",
            "addition-clause",
            "untranslated",
            "cut",
        ):
            self.assertIn(kind, seen)

    def test_negation(self):
        for lang, text, expected in (
            ("en", "The market was not open.", "The market was open."),
            ("fr", "La porte n'est pas ouverte.", "La porte est ouverte."),
            ("cs", "Dům není starý.", "Dům je starý."),
        ):
            self.context.corpora.parts[lang, "train"] = self.context.corpora.parts["en", "train"]
            self.enter(text, lang)
            results = {apply_edits(text, shifts.negation(text, lang, self.context, chooser_of(i)))[0] for i in range(5)}
            self.assertEqual(results, {expected})
        for text in ("Is the market not open?", "Not only the market is open.", "Nobody was not there."):
            self.assertIsNone(shifts.negation(text, "en", self.context, chooser_of(1)), text)

    def test_number_differs_in_value(self):
        for i in range(50):
            text = "In 1987 they counted 1,050 boats and 7 ferries."
            b = apply_edits(text, shifts.number(text, "en", self.context, chooser_of(i)))[0]
            self.assertNotEqual(
                [int(w) for w in b.replace(",", "").replace(".", "").split() if w.isdigit()], [1987, 1050, 7]
            )

    def test_roles_not_within_lists(self):
        text = "Anna and Boris were in Riga."
        self.enter(text, "en")
        for i in range(20):
            edits = changes.roles(text, "en", self.context, chooser_of(i))
            self.assertFalse(edits and {text[s:e] for s, e, _ in edits} == {"Anna", "Boris"})
        self.assertIsNone(changes.roles("Анна видела Бориса в Риге.", "ru", self.context, chooser_of(1)))

    def test_what_the_anchor_cannot_tell_is_no_shift(self):
        across = anchors.allowed_across
        self.assertFalse(across("gender", ("en", "She came."), ("fi", "Hän tuli."), ["He"]))
        self.assertTrue(across("gender", ("en", "She came."), ("de", "Er kam."), ["He"]))
        self.assertTrue(across("gender", ("en", "A woman came."), ("fi", "Mies tuli."), ["man"]))
        self.assertFalse(across("date", ("en", "I go tomorrow."), ("hi", "मैं कल जाऊँगा।"), ["yesterday"]))
        self.assertFalse(across("tense", ("en", "It was cold."), ("zh", "天气冷。"), ["is"]))

    def test_counterparts_in_a_rewording(self):
        text, anchor = "The baker sold 12 loaves on Monday.", "On Monday, 12 loaves were sold by the baker."
        self.assertEqual(anchors.counterparts(["12"], text, anchor, "en"), [(11, 13, 1.0)])
        self.assertIsNone(anchors.counterparts(["cakes"], text, anchor, "en"))
        self.assertEqual(
            anchors.carried("The baker sold 12 loaves.", "Well, the baker sold 12 loaves.", "en", [(4, 9)]), [(10, 15)]
        )

    def test_another_word_is_no_form_of_it(self):
        for meaning in self.meanings[:30]:
            text = meaning.variants[0][1]
            self.context.enter(meaning, "train", "en")
            for i in range(10):
                edits = changes.other_word(text, "en", self.context, chooser_of(i, text))
                if edits:
                    start, end, new = edits[0]
                    self.assertFalse(near_copy(fold(text[start:end]), fold(new)))


class WordForms(unittest.TestCase):
    def test_inflection(self):
        net = WordNet.__new__(WordNet)
        net.inflected = {"v": {"buy": ["bought"]}, "n": {"foot": ["feet"]}}
        for lemma, pos, form, expected in (
            ("buy", "v", "ed", "bought"),
            ("paint", "v", "ed", "painted"),
            ("carry", "v", "ed", "carried"),
            ("bake", "v", "ing", "baking"),
            ("foot", "n", "s", "feet"),
            ("box", "n", "s", "boxes"),
            ("city", "n", "s", "cities"),
        ):
            self.assertEqual(net.inflect(lemma, pos, form), expected)


class Whole(unittest.TestCase):
    """The tool over small sets of our own: what is kept out, parts, the same bytes whatever the hash seed."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        root = pathlib.Path(self.folder.name)
        self.rows = list(sentences())
        write(
            root / "train/tatoeba-equivalent.jsonl.gz",
            [{"a": de, "b": en, "lang_a": "deu", "lang_b": "eng"} for en, de, _ in self.rows],
        )
        paws = [
            {"row": i, "a": en, "b": en.replace("Yesterday ", "") + " Yes.", "lang": "en", "differs": i % 2}
            for i, (en, _, _) in enumerate(self.rows[:20])
        ]
        write(root / "train/paws-x.jsonl.gz", [dict(row, a="Row: " + row["a"]) for row in paws])
        anchors = [f"Anchor {name} walked to {place} in the rain." for name in NAMES for place in PLACES]
        self.demetr = [
            {
                "id": f"{i}/critical_id8_negation",
                "kind": "critical_id8_negation",
                "severity": "critical",
                "lang": "en",
                "anchor_lang": "en",
                "anchor": text,
                "same": text.replace("walked", "went on foot"),
                "changed": text.replace("walked", "did not walk"),
            }
            for i, text in enumerate(anchors)
        ]
        write(root / "bench/minimal/demetr.jsonl", self.demetr)
        self.barred = [self.rows[3][0], self.rows[7][1]]
        # A longer text around a kept-out one is kept out too.
        longer = {"context": "They said so. " + self.barred[0], "target": "said", "offset": 5, "pos": "VERB"}
        write(root / "train/swords-dev.jsonl.gz", [dict(longer, substitutes=[{"word": "claimed", "accepted": 0.9}])])
        # Of PAWS-X only the rows of the half that measures are kept out.
        fitted = lambda row: bench.for_fitting({"id": row}, "pairs/pawsx-en")
        self.measuring = next(str(row) for row in range(20) if not fitted(row))
        self.fitted = next(str(row) for row in range(20) if fitted(row))
        far = [str(row) for row in range(100, 120) if not fitted(row)]
        write(
            root / "bench/pairs/pawsx-en.jsonl",
            [
                {"id": row, "a": "Something else.", "b": "Not this.", "differs": 1}
                for row in (self.measuring, self.fitted)
            ]
            + [{"id": row, "a": text, "b": "Another thing.", "differs": 0} for row, text in zip(far, self.barred)],
        )
        self.root = root

    def run_tool(self, seed, out):
        environment = dict(os.environ, PYTHONHASHSEED=str(seed))
        subprocess.run(
            [
                sys.executable,
                str(HERE / "make_training.py"),
                "--train",
                str(self.root / "train"),
                "--bench",
                str(self.root / "bench"),
                "--limit",
                "4000",
                "--measure",
                str(self.root / "measure"),
                "--out",
                str(out),
            ],
            check=True,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        return out.read_bytes()

    def test_output(self):
        first = self.run_tool(1, self.root / "one.jsonl")
        self.assertEqual(first, self.run_tool(2, self.root / "two.jsonl"))
        lines = [json.loads(line) for line in first.decode("utf-8").splitlines()]
        self.assertGreater(len(lines), 300)
        texts = {normal(text) for line in lines for text in (line["a"], line["b"])}
        for text in self.barred:
            self.assertFalse([other for other in texts if normal(text) in other])
        self.assertFalse([line for line in lines if line["group"] == f"paws-{self.measuring}"])
        self.assertTrue([line for line in lines if line["group"] == f"paws-{self.fitted}"])
        used = [item for item in self.demetr if bench.for_fitting(item)]
        self.assertTrue(0 < len(used) < len(self.demetr))
        for item in self.demetr:
            found = normal(item["anchor"]) in texts or normal(item["changed"]) in texts
            self.assertEqual(found, item in used and found)
            self.assertTrue(found or item not in used)
        left = (self.root / "measure/minimal/demetr.jsonl").read_text(encoding="utf-8").splitlines()
        self.assertEqual(len(left), len(self.demetr) - len(used))
        home = {}
        for line in lines:
            for side in "ab":
                self.assertEqual(home.setdefault(normal(line[side]), line["part"]), line["part"])
                for start, end, weight in line["spans_" + side]:
                    self.assertTrue(0 <= start < end <= len(line[side]) and 0 < weight <= 1)
            if line["label"] == 0:
                self.assertFalse(line["spans_a"] or line["spans_b"])


def without(text, spans, lang):
    """The words of a text outside of the spans; a leading capital may move to the next word."""
    return [
        fold(text[start:end]) for start, end in words(text, lang) if not any(s < end and start < e for s, e in spans)
    ]


def write(path, items):
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items).encode("utf-8")
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


class Written(unittest.TestCase):
    """The sentences written for the scorer, and the pairs made of them."""

    def test_every_source_is_whole(self):
        for name, item in make_second.items():
            wordings = [item[key] for key in ("anchor", "harmless", "harmless2", "changed")]
            self.assertEqual(len(set(wordings)), 4, name)
            self.assertIsNotNone(make_second.places(item["changed"], item["words"]), name)
            self.assertIsNotNone(make_second.places(item["anchor"], item["instead"]), name)
            self.assertTrue(item["words"] or item["instead"], name)

    def test_each_honest_wording_is_beside_the_shifted_one(self):
        item = {
            "lang": "en",
            "english": "Der Bäcker schloss am Montag.",
            "source_lang": "de",
            "anchor": "The baker closed on Monday.",
            "harmless": "The baker shut on Monday.",
            "harmless2": "On Monday the baker closed.",
            "changed": "The baker opened on Monday.",
            "kind": "antonym",
            "words": ["opened"],
            "instead": ["closed"],
        }
        lines = make_second.lines_of("written-x-1", item)
        shifted = [line for line in lines if line["label"] == 1]
        self.assertEqual([line["a"] for line in shifted[:3]], make_second.honest(item))
        self.assertEqual({tuple(line["spans_b"][0]) for line in shifted}, {(10, 16, 1.0)})
        # The words that "shut" stands for are not known, so nothing is said of them.
        self.assertEqual([line["judged_a"] for line in shifted], [True, False, True, False])
        lines = make_second.lines_of("written-x-1", item)
        self.assertEqual(sum(line["label"] == 0 for line in lines), 9)

    def test_made_shifts_stay_in_the_part_of_their_source_and_repeat(self):
        other = {"set": "x", "group": "x-1", "part": "valid", "a": "The harbour was full.", "b": "O porto estava cheio.", "lang_a": "en", "lang_b": "pt"}
        some = list(itertools.islice(make_second.items(), 60))
        with unittest.mock.patch.object(make_second, "items", lambda: some):
            one, two = (list(make_second.made([other], None)) for _ in range(2))
        self.assertEqual(one, two)
        self.assertTrue(all(line["set"] == "made-written" and line["part"] == make_second.part_of(line["group"]) for line in one))
        self.assertEqual({line["part"] for line in one}, {"train", "calibrate", "valid"})
        shifted = sum(line["label"] == 1 for line in one)
        self.assertTrue(0.3 < shifted / len(one) < 0.7, f"{shifted} of {len(one)}")

    def test_whole_words_are_marked_before_parts_of_others(self):
        self.assertEqual(make_second.places("concert, once", ["once"]), [(9, 13, 1.0)])
        self.assertEqual(make_second.places("市議会", ["議会"]), [(1, 3, 1.0)])
        self.assertIsNone(make_second.places("nothing", ["once"]))


if __name__ == "__main__":
    unittest.main()
