"""What the texts of one language tell: frequent words, names, words that fill the same place, clauses to borrow."""

import collections
import random

from training.texts import fold, words

# A word this frequent is a function word, nearly so in every language of the sets.
FUNCTION_SHARE = 0.0025


class Corpus:
    """Counts over the base texts of one language and part."""

    def __init__(self, lang, texts):
        self.lang, self.texts = lang, sorted(set(texts))
        self.count, self.capital, self.inside = (collections.Counter() for _ in range(3))
        self.surface, self.frames, self.pairs = {}, collections.defaultdict(set), collections.Counter()
        self.names, self.clauses = collections.Counter(), []
        for text in self.texts:
            self._read(text)
        total = sum(self.count.values())
        limit = max(3, total * FUNCTION_SHARE)
        self.function = {word for word, count in self.count.items() if count > limit and not word.isdigit()}
        self.by_ending = collections.defaultdict(list)
        for word in sorted(self.surface):
            if self.content(self.surface[word]):
                self.by_ending[self._shape(self.surface[word])].append(self.surface[word])
        self.name_list = sorted(name for name, count in self.names.items() if self.is_name(name))
        self.clauses.sort()

    def _read(self, text):
        spans = words(text, self.lang)
        shapes = [text[start:end] for start, end in spans]
        folded = [fold(shape) for shape in shapes]
        for i, (shape, word) in enumerate(zip(shapes, folded)):
            self.count[word] += 1
            self.surface.setdefault(word, shape)
            first = i == 0 or any(mark in '.!?:"“„«(' for mark in text[spans[i - 1][1] : spans[i][0]])
            if not first:
                self.inside[word] += 1
                self.surface[word] = shape
                if shape[:1].isupper() and len(shape) > 2 and not shape.isupper():
                    self.names[shape] += 1
            if 0 < i < len(folded) - 1 and _near(text, spans[i - 1], spans[i]) and _near(text, spans[i], spans[i + 1]):
                self.frames[folded[i - 1], folded[i + 1]].add(word)
            if i and _near(text, spans[i - 1], spans[i]):
                self.pairs[folded[i - 1], word] += 1
        for start, end in _clauses(text):
            if 3 <= len(words(text[start:end], self.lang)) <= 9:
                self.clauses.append(text[start:end])

    def is_name(self, shape):
        """Capitalised inside sentences, always; in German that would be every noun."""
        word = fold(shape)
        if self.lang == "de":
            return False
        return shape[:1].isupper() and shape.isalpha() and self.names[shape] >= max(1, 0.9 * self.inside[word])

    def content(self, shape):
        """A word that carries meaning: not frequent, not too short."""
        word = fold(shape)
        least = 2 if self.lang in ("zh", "ja", "th") else 3 if self.lang in ("ko", "he", "ar") else 4
        return len(word) >= least and word not in self.function and not any(char.isdigit() for char in word)

    def _shape(self, shape):
        ending = "" if self.lang in ("zh", "ja", "th", "ko") else fold(shape)[-2:]
        return ending, shape[:1].isupper(), min(3, len(shape) // 4)

    def another(self, shape, chooser):
        """A random word of the same shape, ending and nearly the same frequency, or None."""
        options = self.by_ending.get(self._shape(shape), ())
        count = self.count[fold(shape)]
        for _ in range(12 if options else 0):
            other = chooser.choice(options)
            if fold(other) != fold(shape) and 0.2 <= (self.count[fold(other)] + 1) / (count + 1) <= 5:
                return other
        return None


def _near(text, left, right):
    return right[0] - left[1] <= 1 and not text[left[1] : right[0]].strip()


def _clauses(text):
    """Stretches between commas."""
    start = 0
    for at, char in enumerate(text):
        if char in ",，、;؛।":
            yield (start, at) if not text[start].isspace() else (start + 1, at)
            start = at + 1


class Corpora:
    """A corpus for each language and part: nothing wanders from the training part into the others."""

    def __init__(self, meanings, part_of):
        texts = collections.defaultdict(list)
        for meaning in meanings:
            for lang, text in meaning.variants:
                texts[lang, part_of(meaning.group)].append(text)
        self.parts = {key: Corpus(key[0], found) for key, found in sorted(texts.items())}

    def get(self, lang, part):
        """The corpus of a language in a part."""
        return self.parts[lang, part]


def chooser_of(*key):
    """A random source that depends on its key only."""
    return random.Random(" ".join(str(part) for part in key))
