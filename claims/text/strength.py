"""Does a statement say more than the quote? Hedges and attributions left out, verbs and figures made firmer.

The words are data: `lexicon/strength_*.txt`, by what they do and how strong they are. A finding is a question to a
person, not a refusal: it names the words on both sides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from claims.text.firmness import Entry, entries, found

HEDGES, LADDERS, FIGURES = "strength_hedges", "strength_ladders", "strength_figures"
SAYING = "saying"
SAID = (1, 2)  # the rungs of “saying” that leave it to the speaker; the higher ones vouch for what is said
REPORTED = {"reported", "alleged"}
WEAKER_THAN_REPORTED = REPORTED | {"possible", "uncertain"}

_UNITS = "one two three four five six seven eight nine ten eleven twelve".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred".split()
_VALUES = {
    **{word: str(value) for value, word in enumerate(_UNITS, start=1)},
    **{word: str(10 * value) for value, word in enumerate(_TENS, start=2)},
    "dozen": "12",
    "half": "half",
}
_NUMBER = rf"\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(_VALUES)})\b"


class Firmer(StrEnum):
    """In which way a statement says more than the quote."""

    HEDGE = "hedge"
    ATTRIBUTION = "attribution"
    VERB = "verb"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the quote says, what the statement says in its place (empty: nothing), and the sentence for a person."""

    kind: Firmer
    quoted: str
    stated: str = ""

    @property
    def sentence(self) -> str:
        if self.kind is Firmer.ATTRIBUTION:
            return f"The quote says whose words these are (“{self.quoted}”); the statement says it as a fact."
        if not self.stated:
            return f"The quote says “{self.quoted}”; the statement leaves that out."
        return f"The quote says “{self.quoted}”; the statement says “{self.stated}”, which is firmer."


def firmer(quoted: str, stated: str, *, cues: Sequence[str] = ()) -> tuple[Finding, ...]:
    """In which ways `stated` says more than `quoted`; `cues` are the attribution's verbs outside the quoted words."""
    return (
        *_hedges(quoted, stated),
        *_attribution(quoted, stated),
        *_verbs(quoted, stated, cues),
        *_figures(quoted, stated),
    )


def _hedges(quoted: str, stated: str) -> Iterator[Finding]:
    """Hedges of the quote for which nothing stands in the statement: neither they, nor their like, nor weaker ones."""
    spare = [entry for entry, _ in found(HEDGES, stated)]
    is_attributed = bool(_said(stated))
    for hedge, words in sorted(found(HEDGES, quoted), key=lambda each: each[0] not in spare):
        if is_attributed and hedge.heading in REPORTED:
            continue
        kept = next((each for each in spare if each == hedge), None)
        kept = kept or next((each for each in spare if _stands_for(each, hedge)), None)
        if kept:
            spare.remove(kept)
            continue
        stronger = next((each.base for each in spare if each.degree > hedge.degree > 0), "")
        yield Finding(Firmer.HEDGE, words, stronger)


def _stands_for(kept: Entry, hedge: Entry) -> bool:
    if hedge.heading in REPORTED:
        return kept.heading in WEAKER_THAN_REPORTED
    return kept.heading == hedge.heading or 0 < kept.degree <= hedge.degree


def _attribution(quoted: str, stated: str) -> Iterator[Finding]:
    said = _said(quoted)
    if said and not _said(stated):
        yield Finding(Firmer.ATTRIBUTION, said)


def _said(words: str) -> str:
    """The words that say whose words these are, if any: “according to”, “a person said”."""
    if match := re.search(r"\b(?:according to|in the words of)\b", words, re.IGNORECASE):
        return match.group()
    for entry, spelled in found(LADDERS, words):
        if entry.heading == SAYING and entry.degree in SAID:
            with_subject = re.search(rf"(?:[\w’'-]+\s+){{0,2}}\b{re.escape(spelled)}\b", words)
            return with_subject.group() if with_subject else spelled
    return ""


def _verbs(quoted: str, stated: str, cues: Sequence[str]) -> Iterator[Finding]:
    """A word of a ladder that is new in the statement, where a weaker one of the same ladder is gone."""
    before, after = found(LADDERS, " … ".join([quoted, *cues])), found(LADDERS, stated)
    known = {entry for entry, _ in before}
    kept = {entry for entry, _ in after}
    for entry, words in after:
        if entry in known:
            continue
        for weaker, spelled in before:
            if weaker not in kept and weaker.heading == entry.heading and weaker.degree < entry.degree:
                yield Finding(Firmer.VERB, spelled, words)
                return


def _figures(quoted: str, stated: str) -> Iterator[Finding]:
    """A figure that is about, at least or at most so much in the quote, and exact or bounded otherwise after it."""
    after = {value: (heading, words) for value, heading, words in _measured(stated)}
    for value, heading, words in _measured(quoted):
        if heading and value in after and after[value][0] != heading:
            yield Finding(Firmer.FIGURE, words, after[value][1])


def _measured(words: str) -> Iterator[tuple[str, str, str]]:
    """Each figure, the heading of the words before it ("" for an exact figure), and all of it as spelled."""
    for match in _figure().finditer(words):
        value = match["value"].lower().replace(",", "")
        yield _VALUES.get(value, value), _heading_of(match["near"]), match.group()


def _heading_of(near: str | None) -> str:
    if not near:
        return ""
    return next(entry.heading for entry in entries(FIGURES) if entry.pattern.fullmatch(near))


@cache
def _figure() -> re.Pattern[str]:
    near = "|".join(sorted((entry.pattern.pattern for entry in entries(FIGURES)), key=len, reverse=True))
    return re.compile(rf"(?:(?P<near>{near})\s+)?(?:an?\s+|the\s+)?[$€£]?(?P<value>{_NUMBER})", re.IGNORECASE)
