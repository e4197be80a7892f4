"""From drafts to claims: spans, mode, and of every source what it is."""

from bisect import bisect_left

from claims.text.anonymity import anonymity_phrases
from claims.text.certainty import confidence
from claims.text.counts import people_count
from claims.text.drafts import Draft
from claims.text.knowing import knowledge
from claims.text.nounphrases import phrase
from claims.text.people import people
from claims.text.records import (
    ExtractedClaim,
    Form,
    Knowledge,
    Mode,
    Naming,
    SourceMention,
    Span,
)
from claims.text.references import PLURAL, PRONOUNS, References, Referent
from claims.text.spanning import content_spans
from claims.text.tokens import Tokens

UNSURE = 0.5  # confidence in the words; below it more is wrong than right
BESIDE = 3  # words between a phrase such as "on condition of anonymity" and the cue or source it speaks of


def _is_worth_showing(claim: ExtractedClaim) -> bool:
    """Whether it is more likely right than wrong, or speaks of somebody unnamed, whom a desk must not overlook."""
    unnamed = claim.source is not None and claim.source.naming is Naming.UNNAMED
    return claim.confidence.content >= UNSURE or claim.parent is not None or unnamed


class Claims:
    """Turns the drafts of one text into claims."""

    def __init__(self, text: str, tokens: Tokens, inside: list[bool]) -> None:
        self._text = text
        self._tokens = tokens
        self._inside = inside
        self._references = References(tokens, people(tokens), inside)
        self._numbers: dict[int, str] = {}
        self._relaying: set[int] = set()  # drafts that only pass on what another said
        self._anonymous = anonymity_phrases(tokens.text)

    def of(self, drafts: list[Draft]) -> tuple[ExtractedClaim, ...]:
        found = []
        for draft in sorted(drafts, key=lambda one: (min(one.content), one.head or 0)):
            content = content_spans(self._tokens, draft.content, quoted=draft.quoted > 0)
            if content:
                found.append((draft, content))
        number = {id(draft): f"c{place}" for place, (draft, _) in enumerate(found, start=1)}
        self._numbers = number
        self._relaying = {id(draft.parent) for draft, _ in found if draft.parent is not None}
        claims = [self._claim(number[id(draft)], draft, content) for draft, content in found]
        links = {claim.parent for claim in claims}
        return tuple(claim for claim in claims if claim.id in links or _is_worth_showing(claim))

    def _cue(self, draft: Draft) -> tuple[Span, ...]:
        """The cue with a phrase such as "on condition of anonymity" that follows it at once."""
        tokens = self._tokens
        cue = set(draft.cue)
        granted = self._anonymity(draft)
        if granted is None or draft.head is None:
            return tokens.spans(cue)
        within = {one for one in range(*tokens.bounds(draft.head)) if granted.start <= tokens.start[one] < granted.end}
        if within and min(within) == max(cue) + 1:
            cue |= within - draft.content - draft.source
        return tokens.spans(cue)

    def _claim(self, name: str, draft: Draft, content: tuple[Span, ...]) -> ExtractedClaim:
        source = self._source(draft)
        kind = (source.form, source.naming) if source is not None else None
        pronoun = draft.speaker is not None and self._tokens.lower[draft.speaker] in PRONOUNS
        return ExtractedClaim(
            id=name,
            content=content,
            cue=self._cue(draft),
            source=source,
            mode=self._mode(draft),
            knowledge=self._knowledge(draft, source),
            own_voice=False,
            statement=" ".join(" ".join(span.of(self._text).split()) for span in content),
            confidence=confidence(self._tokens, draft, kind, pronoun=pronoun),
            parent=self._numbers.get(id(draft.parent)) if draft.parent else None,
        )

    def _knowledge(self, draft: Draft, source: SourceMention | None) -> Knowledge:
        if source is None:
            return Knowledge.UNKNOWN
        wording = " ".join(span.of(self._text) for span in self._tokens.spans(draft.source))
        relays = draft.parent is not None or id(draft) in self._relaying
        return knowledge(wording, source.form, relays=relays)

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
        spans = self._tokens.spans(self._printed(draft))
        granted = self._anonymity(draft)
        if granted is not None and form in (Form.ORGANISATION, Form.CROWD, Form.OTHER):
            form, naming = Form.GROUP, Naming.UNNAMED
        return SourceMention(
            spans=spans,
            form=form,
            naming=naming,
            ref=referent.name,
            people=self._people(draft.source, draft.speaker, referent),
            anonymity_phrase=granted,
        )

    def _printed(self, draft: Draft) -> set[int]:
        """The words of the source; of "Jane Roe, the mayor of Otley, who" only "who", as of "he" only "he"."""
        last = max(draft.source)
        return {last} if self._tokens.tag[last] in ("WP", "WDT") else draft.source

    def _people(self, source: set[int], speaker: int, referent: Referent) -> tuple[int, int | None]:
        lower = self._tokens.lower[speaker]
        if lower in PLURAL:
            head = referent.head
            return people_count(self._tokens, phrase(self._tokens, head), head) if head is not None else (1, None)
        return people_count(self._tokens, source, speaker)

    def _anonymity(self, draft: Draft) -> Span | None:
        """The phrase that stands beside the cue or the source, outside the claimed words."""
        tokens = self._tokens
        anchors = [one for one in (*draft.cue, *draft.source) if one not in draft.content]
        if not anchors or not self._anonymous:
            return None
        first, end = tokens.bounds(draft.head if draft.head is not None else anchors[0])
        at = bisect_left(self._anonymous, Span(tokens.start[first], 0))
        for found in self._anonymous[at:]:
            if found.start >= tokens.end[end - 1]:
                return None
            within = [one for one in range(first, end) if found.start <= tokens.start[one] < found.end]
            if within and min(abs(one - anchor) for one in within for anchor in anchors) <= BESIDE:
                return None if draft.content.issuperset(within) else found
        return None
