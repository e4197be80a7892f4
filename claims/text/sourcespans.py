"""Of a marked stretch of text that is a source: its head, its kind, and whom it names.

The marking may come from a person or a gold file; nothing but the span and the article around it is looked at.
"""

from bisect import bisect_left
from collections.abc import Iterable

from claims.text.kinds import OTHER
from claims.text.lexicon import words
from claims.text.people import people
from claims.text.quoting import inside_quotation, quoted_ranges
from claims.text.records import Span
from claims.text.references import References, Referent
from claims.text.tokens import Tokens

_NOMINAL = ("NN", "PR", "CD", "WP", "WD")
_THOSE = frozenset({"those", "these", "others", "such"})
_MODIFIERS = frozenset({"compound", "poss", "nummod", "amod", "nmod", "quantmod"})
_PLAIN = frozenset({"DT", "PDT", "JJ", "JJS", "JJR", "EX"})  # "some", "many": a source if nothing better stands there


class SourceSpans:
    """Answers for the sources of one text."""

    def __init__(self, tokens: Tokens) -> None:
        inside = inside_quotation(tokens, quoted_ranges(tokens))
        self._tokens = tokens
        self._references = References(tokens, people(tokens), inside)

    def of(self, spans: Iterable[Span]) -> Referent:
        """Kind and name; `OTHER` where no noun or pronoun stands in the spans."""
        members = [token for span in spans for token in self._within(span)]
        head = head_of(self._tokens, _without_brackets(self._tokens, members))
        if head is None:
            return Referent(OTHER, " ".join(self._tokens.word[token] for token in members))
        return self._references.describe(head, set(members))

    def _within(self, span: Span) -> range:
        return range(bisect_left(self._tokens.end, span.start + 1), bisect_left(self._tokens.start, span.end))


def head_of(tokens: Tokens, members: list[int]) -> int | None:
    """The noun or pronoun on which the rest of the words hang."""
    within = set(members)
    tops = [one for one in members if tokens.head[one] not in within or tokens.head[one] == one]
    nominal = [one for one in members if tokens.tag[one].startswith(_NOMINAL)]
    free = [one for one in nominal if tokens.dep[one] not in _MODIFIERS or tokens.head[one] not in within]
    plain = [one for one in tops if tokens.tag[one] in _PLAIN]
    many = [one for one in plain if tokens.lower[one] in words("measures") | _THOSE]  # "many in the room"
    capitals = [one for one in members if tokens.word[one][:1].isupper()]  # "Trump", which the tagger took for a verb
    for found in ([one for one in tops if one in nominal], many, free, plain, nominal, capitals):
        if found:
            return found[0]
    return None


def _without_brackets(tokens: Tokens, members: list[int]) -> list[int]:
    """ "Ann Lee (D-Newport News)" without what stands in brackets, unless nothing else does."""
    depth, kept = 0, []
    for one in members:
        depth += tokens.word[one] in ("(", "[")
        if depth <= 0:
            kept.append(one)
        depth -= tokens.word[one] in (")", "]")
    return kept or members
