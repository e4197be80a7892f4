"""An article's text in pieces, with the claims marked in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from claims.models import Claim


@dataclass(frozen=True)
class Piece:
    """A stretch of the text, and the claim whose words it is, if any."""

    text: str
    claim: Claim | None = None
    is_first: bool = False

    @property
    def html(self) -> SafeString:
        """The text as markup; a browser reads a bare CR LF as one letter, and offsets count two."""
        return format_html_join(SafeString("&#13;"), "{}", ((line,) for line in self.text.split("\r")))


def marked(text: str, claims: Iterable[Claim]) -> list[Piece]:
    """Cut the text at the claims' segments. Where two overlap, the later one has the words from where it begins."""
    starts = sorted((start, end, claim.pk, claim) for claim in claims for start, end in claim.segments)
    pieces: list[Piece] = []
    seen: set[int] = set()
    at = 0
    for number, (begins, stops, pk, claim) in enumerate(starts):
        following = starts[number + 1][0] if number + 1 < len(starts) else len(text)
        start, end = max(begins, at), min(stops, max(following, at))
        if start >= end:
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], claim, is_first=pk not in seen))
        seen.add(pk)
        at = end
    return [*pieces, Piece(text[at:])]
