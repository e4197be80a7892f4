"""What a description of an unnamed source tells of it: each attribute with its kind, in the order of reading.

By word lists alone: `lexicon/narrowing.txt` for groups, access, standing, rank, person, time, place and organisation,
`lexicon/roles.txt` for what somebody does. A person of no described kind (“a person”, “two people”) tells nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from claims.text.lexicon import lines, sections
from claims.text.lexicon import words as listed

ROLE = "role"
HOLLOW = "hollow"
_HEADING = re.compile(r"\[(\w+)( Case)?\]")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_NOBODY = frozenset(
    "person people personnel source somebody someone anyone member members man men woman women insider staff regular "
    "relative none-of-them couple trio duo quartet several some many one two three four five both "
    "his her their our its".split()
)
_ARTICLES = re.compile(r"^(?:the|a|an|its|his|her|their|our|some|several|two|three|four|five|of|on|to)\s+", re.I)
_LAST = re.compile(r"\s+(?:who|said|says|that|and|or|of|in|at)$", re.I)


@dataclass(frozen=True)
class Attribute:
    """One thing that the words tell: {kind} is a heading of the list, or “role”."""

    kind: str
    words: str


def attributes(description: str) -> list[Attribute]:
    """What the words tell, without repeating themselves."""
    found: dict[tuple[str, str], Attribute] = {}
    left = " ".join(description.split())
    for kind, expression in _expressions().items():
        for match in expression.finditer(left):
            words = _trimmed(match.group())
            if (
                kind != HOLLOW
                and len(words) > 1
                and not (kind == "organisation" and _is_no_name(words, found.values()))
            ):
                found.setdefault((kind, words.casefold()), Attribute(kind, words))
        if kind not in ("access", "organisation", "place"):
            left = expression.sub(lambda match: " " * len(match.group()), left)
    for word in _roles(left):
        found.setdefault((ROLE, word), Attribute(ROLE, word))
    return list(found.values())


def _is_no_name(words: str, before: Iterable[Attribute]) -> bool:
    """A title, a plain word that begins the description, or the name of a place that was read already."""
    lower = words.casefold()
    known = _NOBODY | sections("roles")["informant"] | _titles()
    if {lower, lower.removesuffix("s"), lower.rstrip(".")} & known:
        return True
    return any(one.kind in ("place", "access") and words in one.words for one in before)


@cache
def _titles() -> frozenset[str]:
    return frozenset(word.rstrip(".") for word in listed("titles"))


def _trimmed(words: str) -> str:
    before = ""
    while words != before:
        before, words = words, _LAST.sub("", _ARTICLES.sub("", words.strip(" ,.;")))
    return words


def _roles(text: str) -> list[str]:
    informants = sections("roles")["informant"]
    singular = ((word, word.removesuffix("s")) for word in _WORD.findall(text.lower()))
    return [one for word, one in singular if (word in informants or one in informants) and one not in _NOBODY]


@cache
def _expressions() -> dict[str, re.Pattern[str]]:
    found: dict[str, list[str]] = {}
    flags: dict[str, int] = {}
    heading = ""
    for line in lines("narrowing"):
        if match := _HEADING.fullmatch(line):
            heading = match.group(1)
            flags[heading] = 0 if match.group(2) else re.IGNORECASE
        else:
            found.setdefault(heading, []).append(line.replace(" ", r"\s+"))
    return {
        name: re.compile("|".join(rf"(?<![\w-])(?:{part})" for part in parts), flags[name])
        for name, parts in found.items()
    }
