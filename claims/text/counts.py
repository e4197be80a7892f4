"""How many people stand behind a source: at least, at most.

A plural of unknown number counts from one up: in print one source is at times given as several, which Reuters'
handbook forbids for that reason. "Several", "a handful" and "a group" say that they are two or more.
"""

import re

from claims.text.tokens import Tokens

Count = tuple[int, int | None]

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "another": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "twenty": 20, "couple": 2,
    "pair": 2, "duo": 2, "trio": 3, "quartet": 4,
}  # fmt: skip
AT_LEAST = {
    "several": 2, "many": 2, "few": 2, "multiple": 2, "numerous": 2, "various": 2, "most": 2, "handful": 2,
    "number": 2, "group": 2, "majority": 2, "lot": 2, "host": 2, "crowd": 2, "series": 2, "others": 1, "some": 1,
    "people": 1, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "all": 1, "staff": 1,
}  # fmt: skip
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})*\Z|\d+\Z")
_BEFORE = 4  # words between "at least" and the number
_MORE = {("more", "than"): 1, ("at", "least"): 0, ("over",): 1, ("no", "fewer", "than"): 0}
_LESS = frozenset({("fewer", "than"), ("less", "than"), ("nearly",), ("almost",), ("up", "to"), ("at", "most")})
_ABOUT = frozenset({("about",), ("around",), ("roughly",), ("some",), ("approximately",)})


def people_count(tokens: Tokens, source: set[int], head: int) -> Count:
    """(at least, at most) for the noun phrase under `head`; None where no upper bound can be read."""
    found = _number(tokens, head)
    if found is not None:
        number, at = found
        return _bounded(tokens, at, number)
    joined = [kid for kid in tokens.children(head, "conj") if kid in source and tokens.tag[kid].startswith("NN")]
    least = _at_least(tokens, head)
    if joined:
        return (1 + len(joined), 1 + len(joined)) if least is None else (least + len(joined), None)
    return (1, 1) if least is None else (least, None)


def _at_least(tokens: Tokens, head: int) -> int | None:
    """The lower bound that the wording gives; None for a noun in the singular."""
    lower = tokens.lower[head]
    beside = [AT_LEAST[tokens.lower[kid]] for kid in tokens.kids[head] if tokens.lower[kid] in AT_LEAST]
    if lower in AT_LEAST:
        return max([AT_LEAST[lower], *beside])
    if tokens.tag[head] in ("NNS", "NNPS"):
        return max([1, *beside, *_over(tokens, head)])
    return None


def _over(tokens: Tokens, head: int) -> list[int]:
    """ "Dozens" over the people in "dozens of people"."""
    if tokens.dep[head] != "pobj" or tokens.lower[tokens.head[head]] != "of":
        return []
    over = tokens.lower[tokens.head[tokens.head[head]]]
    return [AT_LEAST[over]] if over in AT_LEAST else []


def _number(tokens: Tokens, head: int) -> tuple[int, int] | None:
    """The number that is said of the noun, and its token."""
    for kid in tokens.kids[head]:
        if tokens.dep[kid] == "nummod" or tokens.lower[kid] == "both":
            return _value(tokens, kid)
    if tokens.dep[head] == "pobj" and tokens.lower[tokens.head[head]] == "of":  # "two of the people"
        return _value(tokens, tokens.head[tokens.head[head]])
    counts = tokens.tag[head] == "CD" or any(tokens.lower[kid] == "of" for kid in tokens.children(head, "prep"))
    return _value(tokens, head) if counts else None


def _value(tokens: Tokens, at: int) -> tuple[int, int] | None:
    lower = tokens.lower[at]
    if lower in NUMBERS:
        return NUMBERS[lower], at
    if len(lower) < 7 and _DIGITS.match(lower) and lower.isascii():  # noqa: PLR2004 - nobody counts sources in millions
        return int(lower.replace(",", "")), at
    return None


def _bounded(tokens: Tokens, at: int, number: int) -> Count:
    """The number with what stands before it: "at least three", "nearly a dozen", "three or four"."""
    first = max(tokens.bounds(at)[0], at - _BEFORE)
    before = tokens.lower[first:at]
    while before and before[-1] in ("a", "the", "half"):
        before.pop()
    for words, extra in _MORE.items():
        if tuple(before[-len(words) :]) == words:
            return number + extra, None
    if any(tuple(before[-len(words) :]) == words for words in _LESS):
        return min(2, number), number
    if any(tuple(before[-len(words) :]) == words for words in _ABOUT):
        return min(2, number), None
    other = tokens.child(at, "conj", "quantmod")
    high = NUMBERS.get(tokens.lower[other], number) if other is not None else number  # "three or four"
    return min(number, high), max(number, high)
