"""A text whose attributions cannot be read: its sentences as they stand."""

import re

from claims.text.normalise import normalise
from claims.text.paragraphs import paragraphs
from claims.text.records import Confidence, ExtractedClaim, Knowledge, Mode, Span

_SENTENCE = re.compile(r"\S(?:.*?[.!?…。！？]+[\"')\]]*(?=\s|$)|.*$)", re.DOTALL)
UNREAD = Confidence(content=0.0, cue=0.0, source=0.0, naming=0.0)


def unattributed(text: str) -> tuple[ExtractedClaim, ...]:
    """Every sentence as a claim in the article's own voice, of which nothing is known."""
    spans = [span for paragraph in paragraphs(normalise(text)) for span in _sentences(text, paragraph)]
    return tuple(
        ExtractedClaim(
            id=f"c{number}",
            content=(span,),
            cue=(),
            source=None,
            mode=Mode.INDIRECT,
            knowledge=Knowledge.UNKNOWN,
            own_voice=True,
            statement=" ".join(span.of(text).split()),
            confidence=UNREAD,
        )
        for number, span in enumerate(spans, start=1)
    )


def _sentences(text: str, paragraph: Span) -> list[Span]:
    found = [Span(*match.span()) for match in _SENTENCE.finditer(text, paragraph.start, paragraph.end)]
    spoken = [span for span in found if any(map(str.isalnum, span.of(text)))]
    return [Span(span.start, span.start + len(span.of(text).rstrip())) for span in spoken]
