"""From drafts to claims: spans, mode, and of every source what it is."""

from claims.text.anonymity import anonymity_phrases
from claims.text.counts import people_count
from claims.text.drafts import Draft
from claims.text.people import people
from claims.text.records import (
    Confidence,
    ExtractedClaim,
    Form,
    Knowledge,
    Mode,
    Naming,
    SourceMention,
    Span,
)
from claims.text.references import References
from claims.text.spanning import content_spans
from claims.text.tokens import Tokens


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
