"""The labelled sets that also measure: what of them may be fitted to, and what may not occur at all.

Some of them may be used, one half each: a group (same anchor, source or page) belongs to the half for fitting when
its hash is even. Four are read here; of two others the texts come with the sets for fitting, which overlap with them.
Every other text is kept out of the output, and so is any text of the sets for fitting that equals or contains one of
these.
"""

import collections
import json
import pathlib

from training.anchors import counterparts
from training.pairs import Meaning, number_of, pair, whole
from training.texts import difference, normal, words
from training.versions import marked_versions

USED = (
    "minimal/demetr",
    "pairs/nmt-hallucinations-de-en",
    "versions/ted-en-de",
    "tokens/swissgov-en-de",
    "tokens/swissgov-en-fr",
    "tokens/swissgov-en-it",
)
# Sets whose texts are among those for fitting: SWORDS with its judgements, and rows of PAWS-X.
OVERLAPPING = ("minimal/swords", "pairs/pawsx-de", "pairs/pawsx-en", "pairs/pawsx-fr")
# Letters and digits in a row that two texts share only when one was made from the other: whole contexts of SWORDS and
# near copies within PAWS overlap in parts of sentences. 40 found them all in a reading of the shared texts.
PROBE = 40
# Pages longer than this are not used: an encoder sees a window of them only.
LONGEST_PAGE = 260


def key_of(item, name=""):
    """What decides the half: the anchor, the source, the English page or the first text, without case and spaces; of
    PAWS-X the row, which is the same in all languages."""
    if name.startswith("pairs/pawsx"):
        return f"row {item['id']}"
    text = item.get("anchor") or item.get("source") or item["a"]
    return normal(" ".join(text) if isinstance(text, list) else text)


def for_fitting(item, name=""):
    """Is this item of a used set in the half that may be fitted to?"""
    return number_of(key_of(item, name)) % 2 == 0


def texts_of(item):
    """Every text of an item, whatever its set."""
    for key in ("anchor", "same", "changed", "a", "b", "source"):
        if key in item:
            yield " ".join(item[key]) if isinstance(item[key], list) else item[key]
    for version in item.get("versions", ()):
        yield version["text"]


def items(folder):
    """(set name, item) of every labelled set; alignment gold has no such items."""
    for path in sorted(pathlib.Path(folder).glob("*/*.jsonl")):
        name = f"{path.parent.name}/{path.stem}"
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield name, json.loads(line)


class KeptOut:
    """Texts that must not occur, whole or in part, and the rows of PAWS-X that must not (parallel in all languages)."""

    def __init__(self, folder=None):
        self.texts, self.paws_rows, self.probes = set(), set(), set()
        for name, item in items(folder) if folder else ():
            if name in USED + OVERLAPPING and for_fitting(item, name):
                continue
            if name.startswith("pairs/pawsx"):
                self.paws_rows.add(str(item["id"]))
            for text in texts_of(item):
                flat = normal(text)
                self.texts.add(flat)
                last = len(flat) - PROBE
                if last >= 0:
                    # One after the other, and the last: a text of two probes that shares a sentence shares one.
                    self.probes.update(flat[at : at + PROBE] for at in [*range(0, last, PROBE), last])
        self.texts.discard("")

    def has(self, *texts):
        """Is one of these texts a kept-out one, or does it hold a piece of one? One word alone is no text."""
        for text in texts:
            flat = normal(text)
            if flat in self.texts and len(text.split()) + len(text) // 12 > 2:
                return True
            if any(flat[at : at + PROBE] in self.probes for at in range(len(flat) - PROBE + 1)):
                return True
        return False


def read(folder):
    """(lines, meanings) from the halves that may be fitted to."""
    lines, meanings = [], []
    for name, item in items(folder):
        if name not in USED or not for_fitting(item):
            continue
        if name.startswith("minimal"):
            lines += demetr(item)
            meanings.append(Meaning("demetr", _group(item), [("en", item["anchor"]), ("en", item["same"])]))
        elif name.startswith("pairs"):
            lines.append(hallucination(item))
        elif name.startswith("versions"):
            more, meaning = marked_versions("ted-en-de", _group(item), item, single=True)
            lines += more
            meanings += meaning
        else:
            lines += page(item)
    return lines, _once(meanings)


def measuring(folder, out):
    """Writes the other halves of the used sets, in the same layout: what still measures after fitting."""
    found = collections.defaultdict(list)
    for name, item in items(folder):
        if name in USED + OVERLAPPING and not for_fitting(item, name):
            found[name].append(json.dumps(item, ensure_ascii=False) + "\n")
    for name, kept in found.items():
        path = pathlib.Path(out) / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(kept), encoding="utf-8")


def _group(item):
    return f"bench-{number_of(key_of(item)):x}"


def _once(meanings):
    seen, out = set(), []
    for meaning in meanings:
        if meaning.group not in seen:
            seen.add(meaning.group)
            out.append(meaning)
    return out


def demetr(item):
    """DEMETR: one altered word in a good translation, and how grave it is. Minor alterations leave the meaning.

    The difference between the altered and the unaltered translation shows exactly which words were altered; the
    anchor is another translation of the same sentence, so its words are known only where it has the lost words too.
    """
    group, lang = _group(item), item["lang"]
    anchor, same, changed = item["anchor"], item["same"], item["changed"]
    kind = item["kind"].split("_", 2)[2]
    yield pair("demetr", group, "same", anchor, same, lang, lang, 0, 0)
    if item["severity"] == "minor":
        yield pair("demetr", group, "minor-" + kind, anchor, changed, lang, lang, 0, 1)
        return
    severity = 3 if item["severity"] == "critical" else 2
    lost, new = difference(same, changed, lang)
    if kind == "shuffled":
        new = whole(words(changed, lang))
    if kind == "question" and changed.rstrip().endswith("?"):
        new = [(len(changed.rstrip()) - 1, len(changed.rstrip()), 1.0)]
    found = counterparts([same[start:end] for start, end, _ in lost], same, anchor, lang)
    new = [(start, end, 1.0) for start, end, _ in new]
    yield pair(
        "demetr",
        group,
        kind,
        anchor,
        changed,
        lang,
        lang,
        1,
        severity,
        spans_a=found or (),
        spans_b=new,
        judged_a=found is not None and (bool(lost) or kind == "addition"),
        judged_b=True,
    )
    if number_of(item["id"]) % 4 == 0:
        yield pair(
            "demetr",
            group,
            kind,
            same,
            changed,
            lang,
            lang,
            1,
            severity,
            spans_a=[(start, end, 1.0) for start, end, _ in lost],
            spans_b=new,
        )


def hallucination(item):
    """Machine translations judged as made up or sound: the label of the whole pair, no words."""
    differs = item["differs"]
    return pair(
        "nmt-hallucinations",
        _group(item),
        "hallucination" if differs else "same",
        item["a"],
        item["b"],
        item["lang_a"],
        item["lang_b"],
        differs,
        3 if differs else 0,
        judged_a=False,
        judged_b=False,
    )


def page(item):
    """A public page in two languages with a judged share a word; marks without a judgement are punctuation."""
    if max(len(item["a"]), len(item["b"])) > LONGEST_PAGE:
        return
    sides = {}
    for side in "ab":
        text, spans = "", []
        for token, label in zip(item[side], item["labels_" + side]):
            text += (" " if text else "") + token
            if label > 0:
                spans.append((len(text) - len(token), len(text), float(label)))
        sides[side] = (text, spans)
    yield pair(
        "swissgov",
        _group(item),
        "page",
        sides["a"][0],
        sides["b"][0],
        item["lang_a"],
        item["lang_b"],
        None,
        None,
        spans_a=sides["a"][1],
        spans_b=sides["b"][1],
    )
