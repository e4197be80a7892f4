"""What an article says that it can only say in one way: how many, how old, when, and by whom.

Each fact has a key (what it is about) and a value; two values under one key are worth a look.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claims.text.dates import MONTHS, WEEKDAYS
from claims.text.lexicon import words
from claims.text.people import SUFFIXES, names
from claims.text.records import Span
from claims.text.tokens import SUBJECTS, Tokens

NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "dozen": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
}  # fmt: skip
_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})*|\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_AGE = re.compile(r"\d\d")
_BEFORE = frozenset(
    ["other", "another", "more", "these", "those", "first", "last", "of", "than", "nearly", "over", "about", "least"]
)
_NARROWING = frozenset({"prep", "relcl", "acl", "appos", "amod", "compound", "poss"})


@dataclass(frozen=True, slots=True)
class Fact:
    """`key` begins with what may differ: "number", "date" or "name"; `told`, for a person, ends in the value."""

    key: tuple[str, ...]
    value: str
    told: str
    passage: Span
    sentence: int


def facts(tokens: Tokens) -> Iterator[Fact]:
    """Every such fact, kind by kind, in the order of the text."""
    yield from _counts(tokens)
    yield from _ages(tokens)
    yield from _events(tokens)


def _fact(tokens: Tokens, at: int, key: tuple[str, ...], value: str, told: str) -> Fact:
    first, end = tokens.bounds(at)
    passage = Span(tokens.start[first], tokens.end[end - 1])
    return Fact(key, value, told, passage, tokens.sentence[at])


# --- how many ---


def _counts(tokens: Tokens) -> Iterator[Fact]:
    """Bare counts that do or suffer something: "five people resigned", "fired five people"."""
    for at in range(len(tokens) - 1):
        noun = tokens.lower[at + 1]
        if noun not in words("contradictions_counted"):
            continue
        number = _number(tokens.word[at])
        if number is None or not _is_bare(tokens, at):
            continue
        if (fate := _fate(tokens, at + 1)) is not None:
            told = f"has the number of {noun} {fate} as {number}"
            yield _fact(tokens, at, ("number", fate, noun), str(number), told)
        if tokens.dep[at + 1] in SUBJECTS:
            yield _fact(tokens, at, ("number", "count", noun), str(number), f"counts {number} {noun}")


def _is_bare(tokens: Tokens, at: int) -> bool:
    """Whether nothing around the counted noun narrows it down."""
    if at and tokens.lower[at - 1] in _BEFORE:
        return False
    return not any(tokens.dep[kid] in _NARROWING for kid in tokens.kids[at + 1])


def _fate(tokens: Tokens, noun: int) -> str | None:
    """What was done to them: "fired" in "fired five people" and "five people were fired"."""
    verb = tokens.head[noun]
    suffers = tokens.dep[noun] in ("dobj", "nsubjpass")
    done = suffers and tokens.lower[verb] in words("contradictions_once") and _is_done(tokens, verb)
    return tokens.lower[verb] if done else None


def _number(word: str) -> int | None:
    if _PLAIN.fullmatch(word):
        number = int(word.replace(",", ""))
        return number if number > 1 else None
    return NUMBERS.get(word.lower())


# --- how old ---


def _ages(tokens: Tokens) -> Iterator[Fact]:
    """Ages between commas behind a whole name: "Anna Miller, 34, said"."""
    for name in names(tokens):
        at = name.end + 1
        whole = [word for word in name.words(tokens) if word.lower() not in SUFFIXES]
        if len(whole) < 2 or at + 1 >= len(tokens) or tokens.word[at - 1] != ",":  # noqa: PLR2004 - first and last name
            continue
        if _AGE.fullmatch(tokens.word[at]) and tokens.word[at + 1] in (",", "."):
            age, who = tokens.word[at], " ".join(whole)
            yield _fact(tokens, at, ("number", "age", who), age, f"gives the age of {who} as {age}")


# --- when, and by whom ---


def _events(tokens: Tokens) -> Iterator[Fact]:
    """When somebody did what is done once, and who did it to something: "founded in 1990 by Ann Lee"."""
    once = words("contradictions_once")
    for verb, lower in enumerate(tokens.lower):
        if lower not in once or not tokens.is_verb(verb) or tokens.is_endless(verb):
            continue
        subject = tokens.child(verb, *SUBJECTS)
        if subject is None or tokens.tag[subject] != "NNP" or not _is_done(tokens, verb):
            continue
        who = tokens.word[subject]
        what = _object(tokens, verb)
        event = f"{who} {lower}{' ' + what if what else ''}"
        if (day := _day(tokens, verb)) is not None:
            form, value = day
            yield _fact(tokens, verb, ("date", form, who, lower, what.lower()), value, f"says “{event}” of {value}")
        if (doer := _doer(tokens, verb)) is not None:
            yield _fact(tokens, verb, ("name", who, lower), doer, f"says “{event}” by {doer}")


def _is_done(tokens: Tokens, verb: int) -> bool:
    """Not "may have left", "did not leave", "if he left"."""
    kids = {tokens.lower[kid] for kid in tokens.kids[verb]}
    return not kids & {
        "not",
        "n't",
        "never",
        "may",
        "might",
        "could",
        "would",
        "will",
        "if",
        "should",
        "again",
        "almost",
    }


def _object(tokens: Tokens, verb: int) -> str:
    found = tokens.child(verb, "dobj", "oprd", "attr")
    if found is None:
        of = next((kid for kid in tokens.children(verb, "prep") if tokens.lower[kid] in ("from", "as", "at")), None)
        found = tokens.child(of, "pobj") if of is not None else None
    return tokens.word[found] if found is not None else ""


def _day(tokens: Tokens, verb: int) -> tuple[str, str] | None:
    """The year or weekday that is said of a verb."""
    beside = list(tokens.children(verb, "npadvmod"))
    for preposition in tokens.children(verb, "prep"):
        if tokens.lower[preposition] in ("in", "on"):
            beside += tokens.children(preposition, "pobj")
    for at in beside:
        if _YEAR.fullmatch(tokens.word[at]):
            return "year", tokens.word[at]
        if tokens.lower[at] in MONTHS and (year := _year_of(tokens, at)):
            return "year", year
        if tokens.lower[at] in WEEKDAYS and not tokens.kids[at]:
            return "weekday", tokens.word[at]
    return None


def _year_of(tokens: Tokens, month: int) -> str:
    return next((tokens.word[kid] for kid in tokens.kids[month] if _YEAR.fullmatch(tokens.word[kid])), "")


def _doer(tokens: Tokens, verb: int) -> str | None:
    agent = tokens.child(verb, "agent")
    by = tokens.child(agent, "pobj") if agent is not None else None
    if by is None or tokens.tag[by] != "NNP" or tokens.child(by, "conj") is not None:
        return None
    return tokens.word[by]
