"""Two passages of one article that count one thing differently: proposed, for a person to look at.

What is compared are bare counts that do or suffer something ("five people resigned", "seven people were …"): the
same noun, no other word that sets the two apart, and different numbers. Money, time, shares and ages are left alone.
"""

import re
from dataclasses import dataclass
from itertools import combinations

from claims.text.lexicon import words
from claims.text.records import Contradiction, Span
from claims.text.tokens import SUBJECTS, Tokens

NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "dozen": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
}  # fmt: skip
_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})*|\d+")
MOST = 20  # counts of one noun in one article; beyond that it is a table, not a story


@dataclass(frozen=True)
class Count:
    """So many of these, in this sentence."""

    number: int
    noun: str
    passage: Span
    sentence: int


def find(tokens: Tokens) -> tuple[Contradiction, ...]:
    """Proposed contradictions, in the order of the text."""
    by_noun: dict[str, list[Count]] = {}
    for count in _counts(tokens):
        by_noun.setdefault(count.noun, []).append(count)
    found = []
    for noun, counts in by_noun.items():
        if len({count.number for count in counts}) != 2 or len(counts) > MOST:  # noqa: PLR2004 - a pair
            continue
        for one, other in combinations(counts, 2):
            if one.number != other.number and one.sentence != other.sentence:
                grounds = f"The article counts {one.number} {noun} here and {other.number} there."
                found.append(Contradiction(one.passage, other.passage, "number", grounds))
                break
    return tuple(sorted(found, key=lambda pair: pair.first.start))


def _counts(tokens: Tokens) -> list[Count]:
    found = []
    for at in range(len(tokens) - 1):
        number = _number(tokens.word[at])
        noun = tokens.lower[at + 1]
        if number is None or noun not in words("contradictions_counted") or not _is_bare_subject(tokens, at):
            continue
        first, end = tokens.bounds(at)
        passage = Span(tokens.start[first], tokens.end[end - 1])
        found.append(Count(number, noun, passage, tokens.sentence[at]))
    return found


def _is_bare_subject(tokens: Tokens, at: int) -> bool:
    """Whether the counted noun does something itself, with nothing between that narrows it down."""
    noun = at + 1
    if tokens.dep[noun] not in SUBJECTS:
        return False
    before = tokens.lower[at - 1] if at else ""
    if before in {"other", "another", "more", "these", "those", "first", "last", "of", "than", "nearly", "over"}:
        return False
    narrowing = {"prep", "relcl", "acl", "appos", "amod", "compound", "poss"}
    return not any(tokens.dep[kid] in narrowing for kid in tokens.kids[noun])


def _number(word: str) -> int | None:
    if _PLAIN.fullmatch(word):
        number = int(word.replace(",", ""))
        return number if number > 1 else None
    return NUMBERS.get(word.lower())
