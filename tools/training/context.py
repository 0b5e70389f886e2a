"""What a shift may look at besides its text."""

from training.texts import fold, words


class Context:
    """What a shift may look at: lists, corpora, WordNet, the other wordings of the meaning."""

    def __init__(self, languages, corpora, wordnet):
        self.languages, self.corpora, self.wordnet = languages, corpora, wordnet
        self.part, self.meaning, self._marks, self._looked = "train", None, {}, {}
        self.empty = type(next(iter(languages.values())))("none")

    def lists(self, lang):
        """The word lists of a language, empty when there are none."""
        return self.languages.get(lang, self.empty)

    def corpus(self, lang):
        """The corpus of a language in the part at work."""
        return self.corpora.get(lang, self.part)

    def negations(self, lang):
        """Words that negate: the strong list, what may be dropped, and what the longer side of a pair adds."""
        if lang not in self._marks:
            own = self.lists(lang)
            found = {fold(word) for word in own.negations | set(own.drop)}
            for old, new in own.pairs["negation"]:
                short, long = sorted((set(fold(old).split()), set(fold(new).split())), key=len)
                if short and short < long:
                    found |= {word for word in long - short if len(word) < 8}
            self._marks[lang] = found
        return self._marks[lang]

    def unit_family(self, lang, row):
        """Rows of the same sort of unit."""
        names = self.lists(lang).unit_names
        families = (
            "km m cm mm mi ft in yd",
            "kg g mg t lb oz",
            "L mL gal",
            "C F",
            "ha acre",
            "kmh mph",
            "s min h d wk mo yr",
            "USD EUR GBP JPY RUB INR CNY CHF",
        )
        family = next((entry.split() for entry in families if names[row] in entry.split()), [])
        return [i for i, name in enumerate(names) if name in family]

    def foreign_words(self):
        """Content words of the wordings in other languages than the one at work."""
        return self._foreign

    def enter(self, meaning, part, lang):
        """Says which text is being shifted."""
        self.part, self.meaning = part, meaning
        self._foreign = [
            text[start:end]
            for code, text in meaning.variants
            if code != lang
            for start, end in words(text, code)
            if self.corpus(code).content(text[start:end])
        ]

    def _look(self, what, word, lang):
        if lang != "en" or self.wordnet is None or not word.isalpha():
            return []
        key = (what, word.lower())
        if key not in self._looked:
            self._looked[key] = getattr(self.wordnet, what)(word.lower())
        return self._looked[key]

    def synonyms(self, word, lang):
        """Harmless for this word."""
        return self._look("synonyms", word, lang)

    def loose_synonyms(self, word, lang):
        """Mostly harmless for this word."""
        return self._look("loose_synonyms", word, lang)

    def antonyms(self, word, lang):
        """Its opposites."""
        return self._look("antonyms", word, lang)

    def siblings(self, word, lang):
        """Other things of its kind, those that people call by its name left out."""
        near = set(self.synonyms(word, lang)) | set(self._look("above", word, lang))
        return [other for other in self._look("siblings", word, lang) if other not in near]

    def hypernyms(self, word, lang):
        """Vaguer words."""
        return self._look("above", word, lang)

    def is_noun(self, word, lang):
        """A noun by WordNet; in Chinese and Japanese any long word passes."""
        if lang in ("zh", "ja"):
            return len(word) > 1
        if lang != "en" or self.wordnet is None:
            return False
        read = self.wordnet.lemma(word.lower())
        return bool(read and read[1] == "n")

    def carries(self, word):
        """Nouns, verbs and adjectives lose meaning when they go; adverbs often do not."""
        if self.wordnet is None:
            return True
        read = self.wordnet.lemma(word.lower())
        return read is None and word[:1].isupper() or bool(read and read[1] in "nva")
