"""Phrases that say that a source is not named: "on condition of anonymity", "not authorized to speak"."""

import re

from claims.text.lexicon import pattern
from claims.text.records import Span


def anonymity_phrases(text: str) -> list[Span]:
    """Every such phrase in a normalised text, left to right."""
    return [Span(*match.span()) for match in pattern("anonymity").finditer(text)]


def says_how_it_knows(phrase: str) -> re.Match[str] | None:
    """ "familiar with", "briefed on", "close to" in the wording of a source."""
    return pattern("knows").search(phrase)
