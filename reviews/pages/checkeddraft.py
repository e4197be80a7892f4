"""The checked draft as a page: the article's text in paragraphs, every claim marked, and notes in the margin.

A claim is marked by what it rests on and by whether it was checked. What was published about it comes from its own
publication, so a correction or a retraction shows here too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from claims.enums import BasisKind
from reviews.models import CheckedDraft, Publication
from reviews.pages import content, reading

SIGNS = {
    BasisKind.DOCUMENTARY: "▤", BasisKind.NAMED: "●", BasisKind.MIXED: "◐", BasisKind.ONLY_ANONYMOUS: "○",
    BasisKind.UNATTRIBUTED: "◇", BasisKind.UNSUPPORTED: "✕",
}  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """One claim in the text. `publication` is None while it has not been checked."""

    number: int
    segments: list[tuple[int, int]]
    basis: str
    sources: list[str]
    publication: Publication | None

    @property
    def label(self) -> str:
        return content.basis_words(self.basis)

    @property
    def sign(self) -> str:
        return SIGNS[BasisKind(self.basis)]


class Piece(NamedTuple):
    """A run of text; `mark` is the innermost claim that it belongs to, `ends` the claims whose last words it holds."""

    text: str
    mark: Mark | None
    ends: list[Mark]


class Paragraph(NamedTuple):
    pieces: list[Piece]
    marks: list[Mark]


class Coverage(NamedTuple):
    """How much of the article has been looked at."""

    claims: int
    checked: int

    @property
    def percent(self) -> int:
        return round(100 * self.checked / self.claims) if self.claims else 0


def shown(slug: str) -> CheckedDraft | None:
    return CheckedDraft.objects.filter(slug=slug, shown_until=None).first()


def context(draft: CheckedDraft) -> dict[str, Any]:
    """What the template shows."""
    marks = _marks(draft.shown["claims"])
    kinds = [kind for kind in BasisKind if any(mark.basis == kind for mark in marks)]
    return {
        "draft": draft,
        "article": draft.shown["article"],
        "paragraphs": list(_paragraphs(draft.shown["text"], marks)),
        "coverage": Coverage(len(marks), sum(mark.publication is not None for mark in marks)),
        "bases": [
            (kind.value, content.basis_words(kind), SIGNS[kind], sum(mark.basis == kind for mark in marks))
            for kind in kinds
        ],
    }


def _marks(claims: list[dict[str, Any]]) -> list[Mark]:
    published = {
        publication.review.claim_id: publication
        for publication in reading.shown_now()
        .filter(review__claim__in=[each["claim"] for each in claims])
        .select_related("review")
    }
    return [
        Mark(
            number=number,
            segments=[(start, end) for start, end in each["segments"]],
            basis=_basis(published.get(each["claim"]), each["basis"]),
            sources=each["sources"],
            publication=published.get(each["claim"]),
        )
        for number, each in enumerate(claims, start=1)
    ]


def _basis(publication: Publication | None, printed: str) -> str:
    return (publication.shown["basis"]["kind"] if publication else None) or printed


def _paragraphs(text: str, marks: list[Mark]) -> Iterator[Paragraph]:
    """The lines of the text that are not empty, each cut where a claim begins or ends."""
    at = 0
    for line in text.splitlines(keepends=True):
        start, end, at = at, at + len(line.rstrip()), at + len(line)
        if start == end:
            continue
        within = [mark for mark in marks if any(left < end and right > start for left, right in mark.segments)]
        ending = [mark for mark in within if start < mark.segments[-1][1] <= at]
        yield Paragraph(list(_pieces(text, start, end, within, ending)), ending)


def _pieces(text: str, start: int, end: int, marks: list[Mark], ending: list[Mark]) -> Iterator[Piece]:
    cuts = sorted({start, end, *(at for at in _edges(marks) if start < at < end)})
    for left, right in pairwise(cuts):
        over = [mark for mark in marks if any(begin <= left and right <= close for begin, close in mark.segments)]
        innermost = min(over, key=lambda mark: sum(close - begin for begin, close in mark.segments), default=None)
        yield Piece(text[left:right], innermost, [mark for mark in ending if min(mark.segments[-1][1], end) == right])


def _edges(marks: Iterable[Mark]) -> Iterator[int]:
    for mark in marks:
        for begin, close in mark.segments:
            yield begin
            yield close
