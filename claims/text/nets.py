"""A net below the rules: an unnamed source that no rule has caught is still shown, with low confidence.

"Three people with knowledge of the talks described a tense meeting": whoever is left out here would never be flagged.
"""

import re
from collections.abc import Sequence
from functools import cache

from claims.text.drafts import Draft
from claims.text.lexicon import lines, sections
from claims.text.nounphrases import phrase
from claims.text.tokens import Tokens

_HEADS = ("person", "people", "source", "sources", "official", "officials", "aide", "aides", "insider", "insiders")


def caught(tokens: Tokens, drafts: Sequence[Draft], inside: Sequence[bool]) -> list[Draft]:
    """A draft for each sentence with an unnamed source's description that no attribution has."""
    taken = {tokens.sentence[one] for draft in drafts for one in (*draft.source, *draft.cue)}
    found = []
    heads, tail = _heads(), _tail()
    for head, lower in enumerate(tokens.lower):
        if not (lower in heads or lower.removesuffix("s") in heads) or inside[head]:
            continue
        if tokens.sentence[head] in taken or tail.match(tokens.text, tokens.end[head]) is None:
            continue
        taken.add(tokens.sentence[head])
        first, end = tokens.bounds(head)
        source = {one for one in phrase(tokens, head) if first <= one < end}
        content = set(range(first, end)) - source
        if any(not tokens.is_punctuation(one) for one in content):
            found.append(Draft("net", None, set(), content, source, head))
    return found


@cache
def _heads() -> frozenset[str]:
    return frozenset(_HEADS) | {noun for noun in sections("roles")["informant"] if noun.isalpha()}


@cache
def _tail() -> re.Pattern[str]:
    """After the noun: how the informant knows, or why nobody is named."""
    tails = "|".join(line.replace(" ", r"\s+") for line in [*lines("knows"), *lines("anonymity")])
    return re.compile(rf",?\s+(?:{tails})\b", re.I)
