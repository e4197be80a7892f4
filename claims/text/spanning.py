"""From token numbers to the spans that are stored: edges trimmed, marks kept beside their words."""

from claims.text.records import Span
from claims.text.tokens import Tokens

_LEADING = frozenset({",", ";", ":", ".", "-", "--", "—", "–", "!", "?", ")", "]", "and", "but", "that", "…"})
_TRAILING = frozenset({",", ";", ":", "-", "--", "—", "–", "(", "[", "and", "but"})


def content_spans(tokens: Tokens, members: set[int], *, quoted: bool) -> tuple[Span, ...]:
    """Spans of claimed words: without commas at the edges, "that" before, or the full stop of the sentence."""
    left = _cut_front(tokens, sorted(members))
    while left and (tokens.lower[left[-1]] in _TRAILING or (tokens.lower[left[-1]] == "." and not quoted)):
        left.pop()
    spans = [span for span in tokens.spans(left) if any(map(str.isalnum, span.of(tokens.text)))]
    return tuple(spans)


def _cut_front(tokens: Tokens, ordered: list[int]) -> list[int]:
    at = 0
    while at < len(ordered) and tokens.lower[ordered[at]] in _LEADING:
        at += 1
    return ordered[at:] or ordered
