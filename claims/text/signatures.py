"""Quotations signed by who says them: a paragraph that is one quotation, a dash and a name."""

from claims.text.drafts import Draft
from claims.text.quotes import DASHES
from claims.text.tokens import Tokens

_LONGEST = 12  # words of a name with its description
_SHORTEST = 4  # words of a quotation


def signed_drafts(tokens: Tokens, ranges: list[tuple[int, int]]) -> list[Draft]:
    """One draft for each paragraph like "“We leave.” — Jane Roe, baker": the dash is its cue."""
    found = []
    for opened, closed in ranges:
        first, end = tokens.paragraph(opened)
        dash = closed if closed < end and tokens.word[closed] in DASHES else None
        if opened != first or dash is None or closed - opened < _SHORTEST or not 1 < end - dash <= _LONGEST:
            continue
        source = {one for one in range(dash + 1, end) if not tokens.is_punctuation(one) or one < end - 1}
        if not source or not tokens.word[dash + 1][:1].isupper() or any(tokens.is_verb(one) for one in source):
            continue
        content = set(range(opened, closed))
        head = _name_ends(tokens, dash + 1, end)
        found.append(
            Draft("signed", dash, {dash}, content, source, head, frozenset({"that", "aside"}), None, len(content))
        )
    return found


def _name_ends(tokens: Tokens, first: int, end: int) -> int:
    """The last word of the name before a comma or bracket: its head."""
    at = first
    while at + 1 < end and not tokens.is_punctuation(at + 1):
        at += 1
    return at
