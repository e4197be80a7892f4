"""Which sentences in the article's own voice are factual statements worth checking, and why.

Grounds for: a name, a number, a date, something that happened. Against: questions, opinions and hedges of the author,
idioms, conditions, predictions, commands. The weights are few and stand here to be read.
"""

import re
from collections.abc import Sequence
from functools import cache

from claims.text.boilerplate import boilerplate
from claims.text.lexicon import lines, phrases, words
from claims.text.records import Span
from claims.text.tokens import Tokens

WORTH_CHECKING = 0.5
SHORTEST = 5  # words

_NUMBER = re.compile(
    r"\b\d[\d,.]*\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion)\b", re.I
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:Jan|Febr)uary\b|\b(?:March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:last|this) (?:week|month|year|\w+day)\b|\b(?:weeks?|months?|years?|days?) ago\b"
)
PAST = frozenset({"VBD", "VBN"})
NAMES = frozenset({"NNP", "NNPS"})


def score(tokens: Tokens, sentence: int) -> tuple[float, tuple[str, ...]]:
    """How worth checking one sentence is, 0 to 1, with the grounds in words."""
    first, end = tokens.sentences[sentence]
    said = tokens.text[tokens.start[first] : tokens.end[end - 1]]
    if _is_no_statement(tokens, first, end, said):
        return 0.0, ()
    worth, grounds = 0.2, []
    for points, ground, holds in (
        (0.2, "names a person, place or organisation", _names_somebody(tokens, first, end)),
        (0.2, "has a number", bool(_NUMBER.search(said))),
        (0.15, "has a date", bool(_DATE.search(said))),
        (0.2, "tells what happened", any(tokens.tag[at] in PAST for at in range(first, end))),
    ):
        if holds:
            worth += points
            grounds.append(ground)
    against = _opinions(said)
    if against:
        worth -= 0.3 if len(against) == 1 else 0.5
        grounds.append(f"but reads as opinion or guess (“{against[0]}”)")
    if "i" in tokens.lower[first:end]:
        worth -= 0.2
        grounds.append("but is told in the first person")
    return round(max(0.0, min(1.0, worth)), 2), tuple(grounds)


def _opinions(said: str) -> list[str]:
    """The words in a sentence with which its author judges or guesses, in their order."""
    begun_small = said[:1].lower() + said[1:] if said[:2] != "I " else said  # "may" is a guess, "May" a month
    return [match.group() for match in _opinion().finditer(begun_small)]


@cache
def _opinion() -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{line})\b" for line in lines("checkworthy_opinion")))


def own_voice(tokens: Tokens, taken: Sequence[Span]) -> list[tuple[Span, float, tuple[str, ...]]]:
    """The article's own factual statements: sentences that nothing attributed overlaps, scored at least 0.5."""
    found = []
    spans = sorted(taken)
    surroundings = boilerplate(tokens)
    at = 0
    for number, (first, end) in enumerate(tokens.sentences):
        start, stop = tokens.start[first], tokens.end[end - 1]
        while at < len(spans) and spans[at].end <= start:
            at += 1
        if tokens.paragraph_of[number] in surroundings:
            continue
        if any(span.start < stop and start < span.end for span in spans[at : at + 50]):
            continue
        worth, grounds = score(tokens, number)
        if worth >= WORTH_CHECKING:
            found.append((Span(start, stop), worth, grounds))
    return found


def _is_no_statement(tokens: Tokens, first: int, end: int, said: str) -> bool:
    """Questions, commands, conditions, fragments, headings, and sentences about “you”."""
    lower = tokens.lower[first:end]
    real = [at for at in range(first, end) if not tokens.is_punctuation(at)]
    if len(real) < SHORTEST or said.rstrip('"”’) ').endswith(("?", ":")):
        return True
    if lower[0] in words("checkworthy_openers") or "you" in lower or _is_command(tokens, real[0]):
        return True
    if any(idiom in said.lower().replace("’", "'") for idiom in phrases("idioms")):
        return True
    return not any(tokens.is_verb(at) and tokens.is_finite(at) for at in real)


def _is_command(tokens: Tokens, first: int) -> bool:
    """ "Look out, …": a bare verb at the front without anybody who does it."""
    return tokens.tag[first] == "VB" and tokens.child(first, "nsubj", "aux") is None


def _names_somebody(tokens: Tokens, first: int, end: int) -> bool:
    return any(tokens.tag[at] in NAMES for at in range(first, end))
