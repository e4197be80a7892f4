"""The lists of `claims.text.strength`: words and phrases by heading and degree, and where they stand in a text."""

import re
from dataclasses import dataclass
from functools import cache

from claims.text import lexicon

_HEADING = re.compile(r"\[([a-z ]+?)(?: (\d))?\]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or phrase of a list. `degree` is its rung under the heading, 0 where the heading has none."""

    heading: str
    degree: int
    base: str
    pattern: re.Pattern[str]


def found(name: str, words: str) -> list[tuple[Entry, str]]:
    """The entries of `lexicon/<name>.txt` in these words, in their order, as spelled; the longest at each place.

    A word may stand under several headings: “questioned” denies and accuses.
    """
    hits = [(match.span(), entry, match.group()) for entry in entries(name) for match in entry.pattern.finditer(words)]
    hits.sort(key=lambda hit: (hit[0][0], -hit[0][1]))
    kept: list[tuple[Entry, str]] = []
    last = (-1, -1)
    for span, entry, spelled in hits:
        if span[0] >= last[1] or span == last:
            kept.append((entry, spelled))
            last = span
    return kept


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """Every entry of a list."""
    heading, degree, read = "", 0, []
    for line in lexicon.lines(name):
        if match := _HEADING.fullmatch(line):
            heading, degree = match.group(1), int(match.group(2) or 0)
        else:
            read += [_entry(heading, degree, phrase.strip()) for phrase in line.split(",")]
    return tuple(read)


def _entry(heading: str, degree: int, phrase: str) -> Entry:
    exact = phrase.startswith("=")
    bare, _, particle = phrase.removeprefix("=").partition("+")
    base, *others = bare.split("/")
    spelled = {base} if exact or " " in base else {*lexicon.forms(base), *others}
    words = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(spelled))
    after = rf"\s+{particle}" if particle else ""
    expression = rf"\b(?:{words}){after}(?![\w’'-])"
    return Entry(heading, degree, base, re.compile(expression, 0 if exact else re.IGNORECASE))
