"""Paragraphs of a text as spans, none longer than the parser should be given at once."""

import re
from collections.abc import Iterator

from claims.text.records import Span

LONGEST = 2500  # code points; a longer paragraph is cut after a sentence, or a space, or hard
_LINE = re.compile(r"[^\n]*\n?")
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*\s")


def paragraphs(text: str) -> list[Span]:
    """Spans of the paragraphs of a normalised text: lines, except that a hard-wrapped line joins the next.

    A line is taken as hard wrapped if it does not end a sentence and the next one goes on in lower case.
    """
    found: list[Span] = []
    for start, end in _joined_lines(text):
        found.extend(_cut(text, start, end))
    return found


def _joined_lines(text: str) -> Iterator[tuple[int, int]]:
    start = end = -1
    for match in _LINE.finditer(text):
        line = match.group()
        body = line.strip()
        if not body:
            if start >= 0:
                yield start, end
            start = -1
            continue
        if start >= 0 and not _goes_on(text, end, body):
            yield start, end
            start = -1
        if start < 0:
            start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
    if start >= 0:
        yield start, end


def _goes_on(text: str, end: int, body: str) -> bool:
    return body[0].islower() and (text[end - 1].isalnum() or text[end - 1] in ",-")


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        at = _cutting_point(text, start, start + LONGEST)
        yield Span(start, at)
        start = at
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Span(start, end)


def _cutting_point(text: str, start: int, limit: int) -> int:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start + LONGEST // 2, limit)]
    if ends:
        return ends[-1] - 1
    space = text.rfind(" ", start + LONGEST // 2, limit)
    return space if space > start else limit
