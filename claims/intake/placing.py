"""Where words stand in an article: what a person selected or typed, checked against the text letter by letter."""

import re

from claims.models import ArticleRevision
from claims.refusals import NotNow, NotSo

LONGEST = 20_000  # letters of one quote
SHOWN = 5  # places named when words stand in the text more than once


def place(
    *, revision: ArticleRevision, quote: str, start: int | None = None, end: int | None = None
) -> tuple[int, int]:
    """The code points [start, end) at which the article says `quote`; line ends are taken as equal.

    With `start` and `end` the text there must be the quote; without them the quote must stand in the text once, runs
    of white space taken as equal. Raises NotSo, whose sentence names the offset; NotNow for an older text.
    """
    if revision.article.latest.pk != revision.pk:
        raise NotNow("The article has a newer text; open it again and select the words there.")
    if len(quote) > LONGEST:
        raise NotSo(f"The quote has {len(quote):,} letters; at most {LONGEST:,} can be marked.", field="quote")
    if start is None and end is None:
        return _find(revision.text, quote)
    return _checked(revision.text, quote, start, end)


def _checked(text: str, quote: str, start: int | None, end: int | None) -> tuple[int, int]:
    if start is None or end is None:
        missing = "start" if start is None else "end"
        raise NotSo("Give both offsets, or none of them.", field=missing)
    if not 0 <= start < end <= len(text):
        raise NotSo(f"The article has no words from {start} to {end}: it ends at {len(text)}.", field="start")
    stands = text[start:end]
    if _lines(stands) != _lines(quote):
        at = start + next(
            (n for n, (one, other) in enumerate(zip(_lines(stands), _lines(quote), strict=False)) if one != other),
            min(len(stands), len(quote)),
        )
        raise NotSo(f"From {start} to {end} the article does not say this: it differs at offset {at}.", field="quote")
    if not stands.strip():
        raise NotSo(f"From {start} to {end} there is only white space.", field="quote")
    return start, end


def _find(text: str, quote: str) -> tuple[int, int]:
    words = quote.split()
    if not words:
        raise NotSo("Give the words as the article prints them.", field="quote")
    found = [each.span() for each in re.finditer(r"\s+".join(map(re.escape, words)), text)]
    if not found:
        raise NotSo("The article does not say these words; copy them as they are printed.", field="quote")
    if len(found) > 1:
        places = ", ".join(str(start) for start, _ in found[:SHOWN])
        raise NotSo(
            f"These words stand in the article {len(found)} times, at offset {places}"
            f"{' …' if len(found) > SHOWN else ''}: give the offsets of the ones you mean.",
            field="start",
        )
    return found[0]


def _lines(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")
