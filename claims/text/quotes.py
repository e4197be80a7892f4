"""Where quotation marks open and close.

A quotation that is not closed in its paragraph runs to the end of it: that is how a quotation over several
paragraphs is printed, each paragraph opening anew and only the last one closing.
"""

import re

from claims.text.records import Span

DASHES = frozenset({"-", "--", "—", "–"})
_MARK = re.compile('"')
_SINGLE = re.compile(r"(?:(?<=^)|(?<=[\s(\[—–-]))'(?=[\w“\"$])(?!\d0s\b)|(?<=[\w.,!?;…])'(?=$|[\s,.;:!?)\]—–])")
_OPENS_AFTER = " \n([-—–/"


def quotations(text: str, paragraph: Span) -> list[Span]:
    """Spans of the quotations in a paragraph of a normalised text, marks included, left to right."""
    found = _paired(text, paragraph)
    return found or _single(text, paragraph)


def _paired(text: str, paragraph: Span) -> list[Span]:
    found: list[Span] = []
    opened = -1
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        at = match.start()
        if opened < 0:
            if _can_open(text, at, paragraph):
                opened = at
        elif not _can_open(text, at, paragraph) or at - opened == 1 or _closes_anyway(text, at, paragraph):
            found.append(Span(opened, at + 1))
            opened = -1
        else:  # a second opening mark: the first was never closed
            opened = at
    if opened >= 0 and (not found or opened >= found[-1].end) and paragraph.end - opened > 1:
        found.append(Span(opened, paragraph.end))
    return found


def _can_open(text: str, at: int, paragraph: Span) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return not after.isspace() and (before in _OPENS_AFTER or not before.isalnum()) and before not in ".,!?;"


def _closes_anyway(text: str, at: int, paragraph: Span) -> bool:
    """A mark between space and word after an open one is a new opening, unless a closing one is further off."""
    following = text.find('"', at + 1, paragraph.end)
    return following < 0


def _single(text: str, paragraph: Span) -> list[Span]:
    """Quotations in single marks, for a paragraph that has no double ones; apostrophes are passed over."""
    found: list[Span] = []
    opened = -1
    piece = text[paragraph.start : paragraph.end]
    for match in _SINGLE.finditer(piece):
        at = match.start()
        opens = at == 0 or piece[at - 1] in " \n([—–-"
        if opens and opened < 0:
            opened = at
        elif not opens and opened >= 0 and at - opened > 2:  # noqa: PLR2004 - a letter between marks is no quotation
            found.append(Span(paragraph.start + opened, paragraph.start + at + 1))
            opened = -1
    return found
