"""Word lists: the pairs of words.txt here, months, weekdays, numbers and units from src/features/data."""

import collections
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
FEATURES = HERE.parent.parent / "src" / "features" / "data"


def read_toml(path):
    """The subset the word lists use: [section], key = "text". Python 3.9 has no reader of its own."""
    tables, section = collections.defaultdict(dict), ""
    for line in path.read_text(encoding="utf-8").splitlines():
        head = re.fullmatch(r"\[\[?([\w.]+)\]?\]", line.strip())
        entry = re.fullmatch(r'"?([^"=]+?)"?\s*=\s*"(.*)"', line.strip())
        if head:
            section = head.group(1)
        elif entry:
            tables[section][entry.group(1)] = entry.group(2)
    return tables


class Language:
    """The lists of one language; every list may be empty."""

    def __init__(self, code):
        self.code = code
        self.pairs = collections.defaultdict(list)
        self.drop, self.stay = [], []
        self.cycles = collections.defaultdict(list)
        self.negations = set()

    def add_features(self, tables):
        """Months, weekdays, number words and units of src/features/data."""
        plain = tables[""]
        for key in ("months", "weekdays"):
            self.cycles[key] = [entry.split("/") for entry in plain.get(key, "").split()]
        numbers = tables["numbers.cardinals"]
        values = [(value, forms.split()) for value, forms in numbers.items() if value not in ("0", "1")]
        self.cycles["numbers"] = [forms for _, forms in values]
        self.cycles["units"] = [forms.split() for forms in tables["units"].values()]
        self.unit_names = list(tables["units"])
        self.stay += [entry.replace("_", " ") for entry in tables["negation"].get("not", "").split()]
        self.negations = {
            word for word in tables["negation"].get("strong", "").split() if not re.search(r"[*_…]", word)
        }


def _pairs(text):
    for item in text.split(";"):
        both = re.fullmatch(r"\s*(.*?)\s*(<>|>)\s*(.*?)\s*", item)
        if both:
            yield both.group(1), both.group(3)
            if both.group(2) == "<>":
                yield both.group(3), both.group(1)


def load(words=HERE / "words.txt", features=FEATURES):
    """Every language that has a list, by code."""
    languages = collections.OrderedDict()
    current = None
    for line in words.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        head = re.fullmatch(r"\[(\w+)\]", line)
        if head:
            current = languages.setdefault(head.group(1), Language(head.group(1)))
            continue
        kind, _, rest = line.partition(":")
        if kind in ("drop", "stay"):
            getattr(current, kind).extend(entry.strip() for entry in rest.split(";") if entry.strip())
        else:
            current.pairs[kind].extend(_pairs(rest))
    for path in sorted(features.glob("*.toml")) if features.is_dir() else ():
        if path.stem in languages:
            languages[path.stem].add_features(read_toml(path))
    return languages
