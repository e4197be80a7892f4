"""Reading an article: every claim, who says it, and what it rests on.

The order of work: parse; find cues; give quotations to their cues; adopt what lost its marks; then say of every
source what it is.
"""

import datetime as dt

from claims.text.anonymity import anonymity_phrases
from claims.text.counts import people_count
from claims.text.drafts import Draft
from claims.text.finishing import finish
from claims.text.language import is_english
from claims.text.names import name_variants
from claims.text.orphans import adopt
from claims.text.namelines import name_drafts
from claims.text.nesting import nest, untangle
from claims.text.parsing import parse
from claims.text.people import people
from claims.text.phrasecues import phrase_drafts
from claims.text.quoting import attach, inside_quotation, quoted_ranges
from claims.text.records import (
    Confidence,
    ExtractedClaim,
    Form,
    Knowledge,
    Mode,
    Naming,
    Reading,
    SourceMention,
    Span,
)
from claims.text.references import References
from claims.text.spanning import content_spans
from claims.text.tokens import Tokens
from claims.text.verbcues import verb_drafts


def extract(text: str, *, published_on: dt.date | None = None) -> Reading:
    """Every claim of an article, in the order of the text. Never raises on any string.

    A text that is not English is read without attribution, and `notes` says so.
    """
    tokens = parse(text)
    if not is_english(tokens):
        note = "The text does not look English: it was read without attribution."
        return Reading(claims=(), language="und", notes=(note,))
    ranges = quoted_ranges(tokens)
    inside = inside_quotation(tokens, ranges)
    drafts = sorted(
        [*verb_drafts(tokens, inside), *phrase_drafts(tokens, inside), *name_drafts(tokens)],
        key=lambda draft: draft.head or 0,
    )
    drafts = attach(tokens, ranges, untangle(tokens, drafts))
    drafts = nest(tokens, adopt(tokens, drafts, inside))
    claims = Claims(text, tokens, inside).of(drafts)
    claims = finish(tokens, text, claims, published_on=published_on)
    return Reading(claims=claims, names=name_variants(tokens))


class Claims:
    """Turns the drafts of one text into claims."""

    def __init__(self, text: str, tokens: Tokens, inside: list[bool]) -> None:
        self._text = text
        self._tokens = tokens
        self._inside = inside
        self._references = References(tokens, people(tokens), inside)
        self._numbers: dict[int, str] = {}
        self._anonymous = anonymity_phrases(tokens.text)

    def of(self, drafts: list[Draft]) -> tuple[ExtractedClaim, ...]:
        found = []
        for draft in sorted(drafts, key=lambda one: (min(one.content), one.head or 0)):
            content = content_spans(self._tokens, draft.content, quoted=draft.quoted > 0)
            if content:
                found.append((draft, content))
        number = {id(draft): f"c{place}" for place, (draft, _) in enumerate(found, start=1)}
        self._numbers = number
        return tuple(self._claim(number[id(draft)], draft, content) for draft, content in found)

    def _cue(self, draft: Draft) -> tuple[Span, ...]:
        """The cue with a phrase such as "on condition of anonymity" that follows it at once."""
        tokens = self._tokens
        cue = set(draft.cue)
        phrase = self._anonymity(draft)
        if phrase is None or draft.head is None:
            return tokens.spans(cue)
        within = {one for one in range(*tokens.bounds(draft.head)) if phrase.start <= tokens.start[one] < phrase.end}
        if within and min(within) == max(cue) + 1:
            cue |= within - draft.content - draft.source
        return tokens.spans(cue)

    def _claim(self, name: str, draft: Draft, content: tuple[Span, ...]) -> ExtractedClaim:
        source = self._source(draft)
        return ExtractedClaim(
            id=name,
            content=content,
            cue=self._cue(draft),
            source=source,
            mode=self._mode(draft),
            knowledge=Knowledge.UNKNOWN,
            own_voice=False,
            statement=" ".join(" ".join(span.of(self._text).split()) for span in content),
            confidence=Confidence(0.5, 0.5, 0.5, 0.5),
            parent=self._numbers.get(id(draft.parent)) if draft.parent else None,
        )

    def _mode(self, draft: Draft) -> Mode:
        words = sum(not self._tokens.is_punctuation(one) for one in draft.content)
        quoted = sum(self._inside[one] and not self._tokens.is_punctuation(one) for one in draft.content)
        quoted = max(quoted, draft.quoted)
        if not quoted:
            return Mode.INDIRECT
        return Mode.DIRECT if quoted >= 0.9 * words else Mode.MIXED

    def _source(self, draft: Draft) -> SourceMention | None:
        if draft.speaker is None or not draft.source:
            return None
        referent = self._references.describe(draft.speaker)
        form, naming = referent.kind
        spans = self._tokens.spans(draft.source)
        phrase = self._anonymity(draft)
        if phrase is not None and form in (Form.ORGANISATION, Form.CROWD, Form.OTHER):
            form, naming = Form.GROUP, Naming.UNNAMED
        return SourceMention(
            spans=spans,
            form=form,
            naming=naming,
            ref=referent.name,
            people=people_count(self._tokens, draft.source, draft.speaker),
            anonymity_phrase=phrase,
        )

    def _anonymity(self, draft: Draft) -> Span | None:
        """The phrase that stands in the sentence of the cue, outside the claimed words."""
        anchor = draft.head if draft.head is not None else draft.speaker
        if anchor is None:
            return None
        first, end = self._tokens.bounds(anchor)
        start, stop = self._tokens.start[first], self._tokens.end[end - 1]
        for phrase in self._anonymous:
            if start <= phrase.start and phrase.end <= stop:
                return phrase
        return None
