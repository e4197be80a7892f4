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
    starts = {start: place for place, start in enumerate(tokens.start)}
    found = []
    for match in _expression().finditer(tokens.text):
        head = starts.get(match.start())
        if head is None or inside[head] or tokens.sentence[head] in taken:
            continue
        taken.add(tokens.sentence[head])
        first, end = tokens.bounds(head)
        source = {one for one in phrase(tokens, head) if first <= one < end}
        content = set(range(first, end)) - source
        if any(not tokens.is_punctuation(one) for one in content):
            found.append(Draft("net", None, set(), content, source, head))
    return found


@cache
def _expression() -> re.Pattern[str]:
    """An informant and, within two words, how it knows or why it is unnamed."""
    nouns = sorted(
        {*_HEADS, *(noun for noun in sections("roles")["informant"] if noun.isalpha())}, key=len, reverse=True
    )
    tails = "|".join(line.replace(" ", r"\s+") for line in [*lines("knows"), *lines("anonymity")])
    return re.compile(rf"\b(?:{'|'.join(nouns)})s?\b(?=,?\s+(?:{tails})\b)", re.I)
