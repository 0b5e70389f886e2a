"""Readers of the openly licensed sets: each gives lines of the output and meanings to make shifts from.

A reader takes the items of its file and what must be kept out, and returns (lines, meanings).
"""

import collections
import difflib
import gzip
import itertools
import json
import pathlib
import random
import re

from training.pairs import Meaning, number_of, pair
from training.texts import (
    LEXICON,
    TWO_LETTERS,
    detokenise,
    difference,
    fold,
    normal,
    numbers,
    sequence,
)
from training.versions import marked_versions


def load(path):
    """The objects of a .jsonl.gz file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def learn_words(folder):
    """Chinese and Japanese words of the sets that come tokenised."""
    for name, keys in (("mlqe-pe", ("mt", "pe")), ("critical-errors-wmt21", ("mt",))):
        path = pathlib.Path(folder) / f"{name}.jsonl.gz"
        for item in load(path) if path.exists() else ():
            for key in keys:
                LEXICON.learn(item["lang"], item[key])


def mlqe(items, kept_out):
    """Post-edits show what a translator had to change, the direct assessment how much that mattered.

    Little changed and judged good: two harmless wordings. Much changed and judged bad: the changed words are lost or
    wrong. In between the share of judged loss is a soft label. The post-edit is the anchor, being what was meant.
    """
    lines, meanings = [], []
    for item in items:
        lang, from_lang = item["lang"], item["src_lang"]
        src, mt, pe = (detokenise(item[key], code) for key, code in (("src", from_lang), ("mt", lang), ("pe", lang)))
        if kept_out.has(src, mt, pe) or not (src and mt and pe):
            continue
        group, hter, score = f"mlqe-{number_of(normal(src)):x}", item["hter"], item["da"]
        lost, wrong = difference(pe, mt, lang)
        same = normal(mt) == normal(pe)
        # A content word exchanged may be the very mistake: then only the best judged count as harmless.
        exchanged = any(weight == 1 and not _short(mt[start:end]) for start, end, weight in wrong)
        sound = hter <= 0.1 and (score or 0) >= (92 if exchanged else 80) and numbers(mt) == numbers(pe)
        bad = hter >= 0.3 and score is not None and score <= 40
        if not (hter == 0 and score is not None and score < 60):
            # An unedited translation that was judged bad: the editor overlooked it.
            lines.append(pair("mlqe-src-pe", group, "same", src, pe, from_lang, lang, 0, 0))
            variants = [(from_lang, src), (lang, pe)] + ([(lang, mt)] if sound and not same else [])
            meanings.append(Meaning("mlqe", group, variants))
        if not same:
            lines += _edited("mlqe-mt-pe", group, (pe, mt), (lang, lang), lost, wrong, (sound, bad, score, hter))
        if sound and not same:
            lines.append(pair("mlqe-src-mt", group, "same", src, mt, from_lang, lang, 0, 0))
        elif not same:
            lines += _edited("mlqe-src-mt", group, (src, mt), (from_lang, lang), None, wrong, (sound, bad, score, hter))
    return lines, meanings


def _edited(set_, group, texts, langs, lost, wrong, judged):
    """A translation against its post-edit or its source. `lost` None: the words of the other side are unknown."""
    sound, bad, score, hter = judged
    known = lost is not None
    if sound:
        yield pair(set_, group, "edit-small", *texts, *langs, 0, 1)
    elif bad:
        severity = 3 if score <= 20 else 2
        spans = {"spans_a": _faded(lost, texts[0], 0.9) if known else (), "spans_b": _faded(wrong, texts[1], 0.9)}
        yield pair(set_, group, "edit-large", *texts, *langs, 1, severity, judged_a=known, judged_b=True, **spans)
    elif score is not None:
        # Half lost at 60 of 100, none at 95, all at 25; never more than was edited can explain.
        soft = min(max((95 - score) / 70, 0.0), 1.0) * min(1.0, hter / 0.3)
        if 0.02 < soft < 0.95:
            spans = {"spans_a": _faded(lost, texts[0], soft) if known else (), "spans_b": _faded(wrong, texts[1], soft)}
            yield pair(set_, group, "edit-graded", *texts, *langs, None, None, soft=soft, judged_a=known, **spans)


def _faded(spans, text, weight):
    """Weights times a factor; short words (articles, endings) say little and count for a third."""
    out = []
    for start, end, own in spans:
        out.append((start, end, max(0.05, own * weight * (0.35 if _short(text[start:end]) else 1.0))))
    return out


def _short(word):
    return word.isascii() and len(word) <= 3 and not word.isdigit()


def critical(items, kept_out):
    """Three voters said whether a translation has a critical error (toxicity, safety, name, sentiment, number)."""
    lines, meanings = [], []
    for item in items:
        src, mt = detokenise(item["src"], "en"), detokenise(item["mt"], item["lang"])
        if kept_out.has(src, mt) or len(mt) < 8:
            continue
        group = f"critical-{number_of(normal(src)):x}"
        votes = sum(vote > 0 for vote in item["votes"])
        label, severity, soft = ((0, 0, None), (None, None, 0.4), (1, 3, None), (1, 3, None))[min(votes, 3)]
        lines.append(
            pair(
                "critical-errors",
                group,
                ("same", "critical-one-vote", "critical", "critical")[votes],
                src,
                mt,
                "en",
                item["lang"],
                label,
                severity,
                soft=soft,
                judged_a=False,
                judged_b=False,
            )
        )
        if votes == 0:
            meanings.append(Meaning("critical-errors", group, [("en", src), (item["lang"], mt)], trusted=False))
    return lines, meanings


def tatoeba(items, kept_out):
    """Sentences people wrote as translations of each other: no drift across 49 languages, English in the middle."""
    by_english = collections.OrderedDict()
    for item in items:
        if not kept_out.has(item["a"], item["b"]):
            variants = by_english.setdefault(normal(item["b"]), [("en", item["b"])])
            variants.append((TWO_LETTERS[item["lang_a"]], item["a"]))
    lines, meanings = [], []
    for key, variants in by_english.items():
        group = f"tatoeba-{number_of(key):x}"
        for (lang_a, a), (lang_b, b) in itertools.islice(itertools.combinations(variants, 2), 12):
            if normal(a) != normal(b):
                if number_of(a + b) % 2:
                    lang_a, a, lang_b, b = lang_b, b, lang_a, a
                through = "" if "en" in (lang_a, lang_b) else "-through-en"
                lines.append(pair("tatoeba", group, "same" + through, a, b, lang_a, lang_b, 0, 0))
        meanings.append(Meaning("tatoeba", group, variants))
    return lines, meanings


def paws(items, kept_out):
    """High overlap, same or different meaning: roles and order. Rows are parallel, so languages can be crossed."""
    rows = collections.defaultdict(dict)
    barred = set(kept_out.paws_rows)
    for item in items:
        item = dict(item, a=detokenise(item["a"], item["lang"]), b=detokenise(item["b"], item["lang"]))
        if kept_out.has(item["a"], item["b"]):
            barred.add(str(item["row"]))
        if len(item["a"]) > 5 and len(item["b"]) > 5:
            rows[item["row"]][item["lang"]] = item
    lines, meanings = [], []
    for row, by_lang in sorted(rows.items()):
        if str(row) in barred:
            continue
        group = f"paws-{row}"
        chooser = random.Random(f"paws {row}")
        langs = sorted(by_lang)
        crosses = [(one, other) for one in langs for other in langs if one != other]
        for one, other in [(lang, lang) for lang in langs] + chooser.sample(crosses, min(6, len(crosses))):
            a, b, differs = by_lang[one]["a"], by_lang[other]["b"], by_lang[one]["differs"]
            if by_lang[other]["differs"] != differs or (one == other and normal(a) == normal(b)):
                continue
            lines.append(
                pair(
                    "paws",
                    group,
                    "order" if differs else "same",
                    a,
                    b,
                    one,
                    other,
                    differs,
                    2 if differs else 0,
                    judged_a=not differs,
                    judged_b=not differs,
                )
            )
        for side in "ab":
            variants = [(lang, item[side]) for lang, item in by_lang.items()]
            if side == "a" and len({item["differs"] for item in by_lang.values()} | {0}) == 1:
                variants += [(lang, item["b"]) for lang, item in by_lang.items()]
            if side == "a" or len({item["differs"] for item in by_lang.values()} & {1}):
                meanings.append(Meaning("paws", group, variants))
    return lines, meanings


def mucow(items, kept_out):
    """One word rendered in the wrong one of its senses: what similarity of words cannot see."""
    lines, meanings = [], []
    for item in items:
        src, right, lang = item["src"], item["right"], item["src_lang"]
        wrongs = [wrong for wrong in item["wrong"] if not kept_out.has(wrong)]
        # Subtitles: a translation half or twice as long is of another sentence.
        if kept_out.has(src, right) or not wrongs or not 0.6 <= len(src) / max(1, len(right)) <= 1.6:
            continue
        group = f"mucow-{number_of(normal(src)):x}"
        at = fold(src).find(fold(item["word"]))
        span = [(at, at + len(item["word"]), 1.0)] if at >= 0 and len(fold(src)) == len(src) else []
        lines.append(pair("mucow", group, "same", src, right, lang, "en", 0, 0, judged_a=False))
        for wrong in wrongs:
            lost, new = difference(right, wrong, "en")
            if new and len(new) <= 3:
                lost = [(start, end, 1.0) for start, end, _ in lost]
                new = [(start, end, 1.0) for start, end, _ in new]
                lines.append(
                    pair(
                        "mucow",
                        group,
                        "word-sense",
                        src,
                        wrong,
                        lang,
                        "en",
                        1,
                        2,
                        spans_a=span,
                        judged_a=bool(span),
                        spans_b=new,
                    )
                )
                lines.append(
                    pair("mucow-en", group, "word-sense", right, wrong, "en", "en", 1, 2, spans_a=lost, spans_b=new)
                )
        meanings.append(Meaning("mucow", group, [(lang, src), ("en", right)], trusted=False))
    return lines, meanings


def swords(items, kept_out, wordnet=None):
    """Substitutes in context that people accepted, or that nobody did: where a synonym ends.

    Substitutes are base forms; with WordNet they take the form of the word they replace, without it only words in
    their base form are replaced.
    """
    lines, meanings = [], []
    for item in items:
        context, start = item["context"], item["offset"]
        end = start + len(item["target"])
        if kept_out.has(context) or context[start:end] != item["target"]:
            continue
        group = f"swords-{number_of(normal(context) + str(start)):x}"
        chooser = random.Random(group)
        left = max(context.rfind(mark, 0, start) + len(mark) for mark in (". ", "\n\n", "? ", "! ", '" ') if True)
        left = max(0, left if left >= 2 else 0)
        stops = [at for at in (context.find(mark, end) for mark in (". ", ".\n", "\n\n", "? ", "! ")) if at >= 0]
        right = min(stops) + 1 if stops else len(context)
        meanings.append(Meaning("swords", group, [("en", " ".join(context[left:right].split()))]))
        entries = [
            dict(entry, word=_formed(item["target"], entry["word"], item["pos"], wordnet))
            for entry in item["substitutes"]
        ]
        entries = [entry for entry in entries if entry["word"] and fold(entry["word"]) != fold(item["target"])]
        good = [entry for entry in entries if entry["accepted"] >= 0.5]
        bad = [entry for entry in entries if entry["accepted"] == 0]
        middle = [entry for entry in entries if 0 < entry["accepted"] < 0.5]
        wanted = max(3, len(good))
        chosen = good + chooser.sample(bad, min(len(bad), wanted)) + chooser.sample(middle, min(len(middle), 3))
        for entry in chosen:
            wide = chooser.random() < 0.3
            lines.append(
                _substituted(group, context, (0, len(context)) if wide else (left, right), (start, end), entry)
            )
    return [line for line in lines if line["a"] != line["b"]], meanings


def _formed(target, word, pos, wordnet):
    """The substitute in the form of the target, or None: a wrong form would be wrong for its form alone."""
    if word.count(" ") > 1:
        return None
    kind = {"VERB": "v", "NOUN": "n"}.get(pos)
    if kind is None:
        return word
    if wordnet is None:
        return None if target.endswith(("ed", "ing", "s")) else word
    form = wordnet.form(fold(target), kind)
    if not form:
        return word if form == "" else None
    return wordnet.inflect(word, kind, form) if word.isalpha() else None


def _substituted(group, context, window, place, entry):
    left, right = window
    before, after = " ".join(context[left : place[0]].split()), " ".join(context[place[1] : right].split())
    head = before + (" " if before and context[place[0] - 1].isspace() else "")
    tail = (" " if after and context[place[1] : place[1] + 1].isspace() else "") + after
    target = context[place[0] : place[1]]
    word = entry["word"][:1].upper() + entry["word"][1:] if target[:1].isupper() else entry["word"]
    a, b = head + target + tail, head + word + tail
    accepted = entry["accepted"]
    label, severity = (0, 0) if accepted >= 0.5 else (1, 2) if accepted == 0 else (None, None)
    soft = None if label is not None else 1 - accepted / 0.5 * 0.75
    weight = 1.0 if label == 1 else soft
    spans_a = [(len(head), len(head) + len(target), weight)] if label != 0 else []
    spans_b = [(len(head), len(head) + len(word), weight)] if label != 0 else []
    kind = ("substitute", "wrong-substitute")[label] if label is not None else "doubtful-substitute"
    return pair("swords", group, kind, a, b, "en", "en", label, severity, soft=soft, spans_a=spans_a, spans_b=spans_b)


def wmt(items, kept_out):
    """Ten to seventeen translations of one Chinese segment, errors marked by three raters."""
    lines, meanings = [], []
    for item in items:
        if not kept_out.has(item["source"], *(version["text"] for version in item["versions"])):
            more, meaning = marked_versions("wmt23-mqm", f"wmt-{number_of(normal(item['source'])):x}", item)
            lines += more
            meanings += meaning
    return lines, meanings


NEGATIONS = re.compile(r"\b(?:no|not|never|none|nobody|nothing|without|cannot|neither|nor|não|nem|sem|nunca)\b|n['’]t\b", re.IGNORECASE)
# The engine goes wrong now and then: of 40 round trips that were read, four had lost or changed something.
ROUND_TRIP = 0.12


def round_trips(items, kept_out):
    """Sentences translated to and fro: harmless rewordings by an engine that knows the context.

    Beside the whole rewording stands one with a single exchange taken from it, because one word put differently must
    not look like an error for being alone.
    """
    lines, meanings = [], []
    for item in items:
        text, there, back, again = item["text"], item["there"], item["back"], item["again"]
        doubtful = (
            numbers(text) != numbers(back)
            or len(NEGATIONS.findall(text)) != len(NEGATIONS.findall(back))
            or len(NEGATIONS.findall(there)) != len(NEGATIONS.findall(again))
            or not 0.75 <= len(back) / len(text) <= 1.33
            or not 0.6 <= len(there) / len(text) <= 1.8
        )
        if doubtful or kept_out.has(text, there, back, again):
            continue
        group = f"trip-{number_of(normal(text)):x}"
        variants = [("en", text), ("pt", there)]
        for lang, one, other in (("en", text, back), ("pt", there, again)):
            if normal(other) == normal(one):
                continue
            variants.append((lang, other))
            lines.append(_harmless(group, "round-trip", one, other, lang, lang))
            single = _single_exchange(one, other)
            if single and normal(single) not in (normal(one), normal(other)):
                lines.append(_harmless(group, "round-trip-word", one, single, lang, lang))
        lines.append(_harmless(group, "round-trip", text, there, "en", "pt"))
        meanings.append(Meaning("round-trip", group, variants))
    return lines, meanings


def _harmless(group, kind, a, b, lang_a, lang_b):
    return pair("round-trip", group, kind, a, b, lang_a, lang_b, 0, 0, soft=ROUND_TRIP)


def _single_exchange(text, other):
    """The text with one of its exchanges (at most three words for three), the longest word's; None if it is the only change."""
    (left, places), (right, theirs) = sequence(text, "en"), sequence(other, "en")
    found, changes = [], 0
    for tag, i, j, k, m in difflib.SequenceMatcher(None, left, right, False).get_opcodes():
        changes += tag != "equal"
        if tag == "replace" and j - i <= 3 and m - k <= 3:
            old, new = (places[i][0], places[j - 1][1]), other[theirs[k][0] : theirs[m - 1][1]]
            if new.islower() and text[slice(*old)].islower():  # names exchanged are errors of the engine
                found.append((max(len(word) for word in left[i:j]), old, new))
    if not found or changes < 2:
        return None
    _, (start, end), new = max(found)
    return text[:start] + new + text[end:]


SETS = {
    "mlqe-pe": mlqe,
    "critical-errors-wmt21": critical,
    "tatoeba-equivalent": tatoeba,
    "paws-x": paws,
    "mucow-word-sense": mucow,
    "swords-dev": swords,
    "wmt23-mqm-zh-en": wmt,
}
