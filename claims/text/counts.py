"""How many people stand behind a source: at least, at most.

A plural of unknown number counts from one up: in print one source is at times given as several, which Reuters'
handbook forbids for that reason.
"""

import re

from claims.text.tokens import Tokens

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "another": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "couple": 2,
}  # fmt: skip
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})*\Z|\d+\Z")
_LOWER_BOUND = {("more", "than"): 1, ("at", "least"): 0, ("over",): 1}


def people_count(tokens: Tokens, source: set[int], head: int) -> tuple[int, int | None]:
    """(at least, at most) for the noun phrase under `head`; None where no upper bound can be read."""
    number = _number(tokens, head)
    if number is not None:
        more = _more(tokens, head)
        return (number + more, None) if more is not None else (number, number)
    if tokens.lower[head] in ("many", "several", "some", "most", "people", "all") or tokens.tag[head] in (
        "NNS",
        "NNPS",
    ):
        return _plural(tokens, head)
    joined = [kid for kid in tokens.children(head, "conj") if kid in source and tokens.tag[kid].startswith("NN")]
    if joined:
        return (1 + len(joined), 1 + len(joined))
    return (1, 1)


def _number(tokens: Tokens, head: int) -> int | None:
    for kid in tokens.kids[head]:
        if tokens.dep[kid] == "nummod" or tokens.lower[kid] == "both":
            return _value(tokens.word[kid])
    if tokens.dep[head] == "pobj":  # "two of the people"
        over = tokens.head[tokens.head[head]]
        if tokens.lower[tokens.head[head]] == "of":
            return _value(tokens.word[over])
    of = next((kid for kid in tokens.children(head, "prep") if tokens.lower[kid] == "of"), None)
    return _value(tokens.word[head]) if of is not None else None


def _value(word: str) -> int | None:
    lower = word.lower()
    if lower in NUMBERS:
        return NUMBERS[lower]
    return int(lower.replace(",", "")) if len(lower) < 7 and _DIGITS.match(lower) and lower.isascii() else None  # noqa: PLR2004


def _more(tokens: Tokens, head: int) -> int | None:
    first = max(0, head - 6)
    lower = tokens.lower[first:head]
    for words, extra in _LOWER_BOUND.items():
        width = len(words)
        if any(tuple(lower[at : at + width]) == words for at in range(len(lower))):
            return extra
    return None


def _plural(tokens: Tokens, head: int) -> tuple[int, int | None]:
    several = {tokens.lower[kid] for kid in tokens.kids[head]} & {"several", "many", "few", "multiple", "numerous"}
    return (2 if several or tokens.lower[head] in ("several", "many") else 1, None)
