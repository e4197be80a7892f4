"""Two passages of one article that cannot both be so: proposed, for a person to look at.

What an article counts, how old it says somebody is, when it says that something happened, and by whom
(`claims.text.facts`). Where three different values stand, it is a list, not a contradiction.
"""

from itertools import combinations

from claims.text.facts import Fact, facts
from claims.text.likeness import likeness
from claims.text.records import Contradiction, Span
from claims.text.tokens import Tokens

MOST = 20  # facts under one key in one article; beyond that it is a table, not a story
PAIR = 2


def find(tokens: Tokens) -> tuple[Contradiction, ...]:
    """Proposed contradictions, in the order of the text; two passages are proposed once."""
    by_key: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts(tokens):
        by_key.setdefault(fact.key, []).append(fact)
    found: dict[tuple[Span, Span], Contradiction] = {}
    for told in by_key.values():
        if len(told) <= MOST and (pair := _pair(told)) is not None:
            one, other = pair
            grounds = f"The article {one.told} here and {other.value} there."
            passages = (one.passage, other.passage)
            found.setdefault(passages, Contradiction(*passages, one.key[0], grounds))
    return tuple(found[passages] for passages in sorted(found))


def _pair(told: list[Fact]) -> tuple[Fact, Fact] | None:
    """The first two facts that differ, in different sentences; None if all agree or there are more than two values."""
    if len({fact.value for fact in told}) != PAIR:
        return None
    for one, other in combinations(told, PAIR):
        if one.value != other.value and one.sentence != other.sentence and not _is_spelling(one, other):
            return one, other
    return None


def _is_spelling(one: Fact, other: Fact) -> bool:
    """Two spellings of one name are no two names."""
    return one.key[0] == "name" and likeness(one.value, other.value).is_strong
