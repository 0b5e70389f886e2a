"""Princeton WordNet (dict files): synonyms, antonyms, hypernyms and siblings of English words, in their inflected form.

Only words with one clear reading are used: the part of speech that carries nine tenths of the tagged uses, and its
first sense, which must carry most of them. Everything else would make wrong labels.
"""

import collections
import pathlib

POS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}


class WordNet:
    """Look-ups by inflected word; every answer is inflected the same way."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.synsets, self.first, self.uses = {}, {}, collections.Counter()
        self.shares = {}
        self.irregular = {pos: {} for pos in POS}
        self.inflected = {pos: collections.defaultdict(list) for pos in POS}
        for pos, name in POS.items():
            self._read_exceptions(folder / f"{name}.exc", pos)
            self._read_data(folder / f"data.{name}", pos)
            self._read_index(folder / f"index.{name}", pos)
        self._read_counts(folder / "cntlist.rev")

    def _read_exceptions(self, path, pos):
        for line in path.read_text(encoding="latin-1").splitlines():
            form, *bases = line.split()
            self.irregular[pos].setdefault(form, bases[0])
            self.inflected[pos][bases[0]].append(form)

    def _read_data(self, path, pos):
        for line in path.read_text(encoding="latin-1").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            lemmas = [fields[4 + 2 * i].split("(")[0].lower() for i in range(count)]
            at = 4 + 2 * count
            links = []
            for i in range(int(fields[at])):
                sign, offset, target, which = fields[at + 1 + 4 * i : at + 5 + 4 * i]
                links.append((sign, target.replace("s", "a"), offset, int(which[:2], 16), int(which[2:], 16)))
            self.synsets[pos, fields[0]] = (lemmas, links)

    def _read_index(self, path, pos):
        for line in path.read_text(encoding="latin-1").splitlines():
            if not line.startswith("  "):
                fields = line.split()
                self.first[fields[0], pos] = fields[-int(fields[2])]

    def _read_counts(self, path):
        by_sense = collections.defaultdict(dict)
        for line in path.read_text(encoding="latin-1").splitlines():
            key, sense, count = line.split()
            lemma, _, rest = key.partition("%")
            pos = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}[rest[0]]
            by_sense[lemma, pos][int(sense)] = by_sense[lemma, pos].get(int(sense), 0) + int(count)
        for key, senses in by_sense.items():
            self.uses[key] = sum(senses.values())
            self.shares[key] = senses.get(1, 0) / max(1, self.uses[key])

    def lemma(self, word):
        """(lemma, part of speech, form) of a word with one clear part of speech, or None."""
        found = {}
        for pos in POS:
            for lemma, form in self._lemmas(word, pos):
                if (lemma, pos) in self.first and pos not in found:
                    found[pos] = (lemma, form)
        if not found:
            return None
        total = sum(self.uses[lemma, pos] for pos, (lemma, _) in found.items())
        pos = max(sorted(found), key=lambda p: self.uses[found[p][0], p])
        lemma, form = found[pos]
        if len(found) > 1 and self.uses[lemma, pos] < 0.9 * total:
            return None
        if total == 0 and len(found) > 1:
            return None
        return lemma, pos, form

    def form(self, word, pos):
        """ "" for a base form, "s", "ed" or "ing"; None where that is not certain."""
        forms = {form for lemma, form in self._lemmas(word, pos) if (lemma, pos) in self.first}
        if "" in forms and len(forms) == 1:
            return ""
        forms.discard("")
        form = forms.pop() if len(forms) == 1 else None
        return "ed" if form == "irregular" else form

    def _lemmas(self, word, pos):
        if word in self.irregular[pos]:
            base = self.irregular[pos][word]
            forms = self.inflected[pos][base]
            if pos == "n":
                yield base, "s"
            elif pos == "v":
                ing = word.endswith("ing")
                distinct = [form for form in forms if not form.endswith("ing") and not form.endswith("s")]
                yield base, "ing" if ing else ("ed" if len(set(distinct)) == 1 else "irregular")
            return
        yield word, ""
        if pos == "n" and word.endswith("s") and not word.endswith("ss"):
            for base in _bases(word, (("ies", "y"), ("es", ""), ("s", ""))):
                yield base, "s"
        if pos == "v":
            for base in _bases(word, (("ies", "y"), ("es", "e"), ("es", ""), ("s", ""))):
                yield base, "s"
            for base in _bases(word, (("ied", "y"), ("ed", "e"), ("ed", ""))):
                yield base, "ed"
            for base in _bases(word, (("ing", "e"), ("ing", ""))):
                yield base, "ing"

    def inflect(self, lemma, pos, form):
        """The form of a lemma, or None where the rules do not know it for certain."""
        if form == "" or "_" in lemma or "-" in lemma:
            return lemma.replace("_", " ") if form == "" else None
        forms = self.inflected[pos].get(lemma, [])
        if pos == "n" and form == "s":
            return forms[0] if forms else _plural(lemma)
        if pos != "v" or form == "irregular":
            return None
        if form == "s":
            return _plural(lemma)
        past = [entry for entry in forms if not entry.endswith("ing") and not entry.endswith("s")]
        if form == "ed" and past:
            return past[0] if len(set(past)) == 1 else None
        ing = [entry for entry in forms if entry.endswith("ing")]
        if form == "ing" and ing:
            return ing[0]
        stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) else lemma
        if form == "ed":
            if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
                return lemma[:-1] + "ied"
            return stem + "ed"
        if lemma.endswith("ie"):
            return lemma[:-2] + "ying"
        return stem + "ing"

    def _sense(self, word, share):
        read = self.lemma(word)
        if read is None:
            return None
        lemma, pos, form = read
        key = (pos, self.first[lemma, pos])
        if self.shares.get((lemma, pos), 0 if self.uses[lemma, pos] else 1) < share or key not in self.synsets:
            return None
        return lemma, pos, form, key

    def _words(self, key, pos, form, besides, uses=2, share=0.6):
        out = []
        for lemma in self.synsets[key][0]:
            if lemma in besides or not lemma.replace("_", "").isalpha() or lemma.count("_") > 1:
                continue
            if self.first.get((lemma, pos)) != key[1] or self.uses[lemma, pos] < uses:
                continue
            if self.shares.get((lemma, pos), 0) < share:
                continue
            shape = self.inflect(lemma, pos, form)
            if shape:
                out.append(shape)
        return out

    def synonyms(self, word, share=0.75, uses=5):
        """Words whose usual sense is the usual sense of this one. `share`: how much of the uses that sense has."""
        read = self._sense(word, share)
        if read is None or read[1] == "r" and not word.endswith("ly"):
            return []
        lemma, pos, form, key = read
        if self.uses[lemma, pos] < uses:
            return []
        return self._words(key, pos, form, {lemma}, uses, share)

    def loose_synonyms(self, word):
        """Words that share a sense which is each one's usual one, if by little: some do not fit."""
        sure = self.synonyms(word)
        return [other for other in self.synonyms(word, 0.5, 2) if other not in sure]

    def antonyms(self, word):
        """Direct antonyms of the usual sense."""
        read = self._sense(word, 0.4)
        if read is None:
            return []
        lemma, pos, form, key = read
        lemmas, links = self.synsets[key]
        out = []
        for sign, target, offset, source, which in links:
            if sign == "!" and (target, offset) in self.synsets and lemmas[source - 1] == lemma:
                other = self.synsets[target, offset][0][which - 1]
                shape = self.inflect(other, pos, form)
                if shape and self.uses[other, pos] > 0 and "_" not in other:
                    out.append(shape)
        return out

    def above(self, word):
        """Hypernyms of the usual sense of a noun or verb: vaguer, not wrong."""
        read = self._sense(word, 0.7)
        if read is None or read[1] not in "nv":
            return []
        lemma, pos, form, key = read
        return [
            shape
            for sign, target, offset, _, _ in self.synsets[key][1]
            if sign == "@" and (target, offset) in self.synsets
            for shape in self._words((target, offset), pos, form, {lemma})
        ]

    def siblings(self, word):
        """Co-hyponyms in use: the same kind of thing, another one."""
        read = self._sense(word, 0.6)
        if read is None or read[1] not in "nv":
            return []
        lemma, pos, form, key = read
        own = set(self.synsets[key][0])
        out = []
        for sign, target, offset, _, _ in self.synsets[key][1]:
            parent = self.synsets.get((target, offset))
            if sign != "@" or parent is None or len(parent[1]) > 120:
                continue
            for down, pos_, child, _, _ in parent[1]:
                if down == "~" and child != key[1] and (pos_, child) in self.synsets:
                    out += self._words((pos_, child), pos, form, own)
        return out


def _bases(word, rules):
    for ending, base in rules:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            yield stem + base
            if ending in ("ed", "ing") and not base and len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]


def _plural(lemma):
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"
