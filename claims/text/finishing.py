"""The last step of reading: wordings that stand on their own, and the claims of the article's own voice."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from claims.text.antecedents import Antecedents, Speaker
from claims.text.boilerplate import boilerplate
from claims.text.checkworthy import own_voice, score
from claims.text.people import people
from claims.text.records import Confidence, ExtractedClaim, Form, Knowledge, Mode, Naming, Span
from claims.text.statements import self_contained
from claims.text.tokens import Tokens

_YEAR = re.compile(r"(?:19|20)\d\d")
LONG_ENOUGH = 6  # words of a "to" clause that says something


def finish(
    tokens: Tokens, text: str, claims: Iterable[ExtractedClaim], *, published_on: date | None
) -> tuple[ExtractedClaim, ...]:
    """Attributed claims with their statements, then those in the article's own voice, in the order of the text."""
    antecedents = Antecedents(tokens, people(tokens))
    surroundings = boilerplate(tokens)
    said = [claim for claim in claims if _paragraph(claim, tokens) not in surroundings]
    attributed = [_stated(claim, tokens, text, antecedents, published_on) for claim in said]
    taken = [span for claim in attributed for span in _all_spans(claim)]
    own = []
    last = max((int(claim.id[1:]) for claim in attributed), default=0)
    for number, (span, worth, grounds) in enumerate(own_voice(tokens, taken), start=last + 1):
        statement, changes = self_contained(text, [span], published_on=published_on, resolve=antecedents.of)
        own.append(
            ExtractedClaim(
                id=f"c{number}",
                content=(span,),
                cue=(),
                source=None,
                mode=Mode.INDIRECT,
                knowledge=Knowledge.UNKNOWN,
                own_voice=True,
                statement=statement,
                changes=changes,
                confidence=Confidence(content=worth, cue=1.0, source=1.0, naming=1.0),
                checkworthy=worth,
                checkworthy_grounds=grounds,
            )
        )
    return tuple(sorted([*attributed, *own], key=lambda claim: (claim.start, claim.end)))


def _paragraph(claim: ExtractedClaim, tokens: Tokens) -> int:
    at = min(bisect_left(tokens.start, claim.start), len(tokens) - 1)
    return tokens.paragraph_of[tokens.sentence[at]]


def _stated(
    claim: ExtractedClaim, tokens: Tokens, text: str, antecedents: Antecedents, published_on: date | None
) -> ExtractedClaim:
    source = claim.source
    speaks_as_body = source is not None and source.form in (Form.ORGANISATION, Form.SPOKESPERSON)
    statement, changes = self_contained(
        text,
        claim.content,
        speaker=_speaker(claim),
        speaks_as_body=speaks_as_body,
        published_on=None if _is_of_another_day(claim, tokens) else published_on,
        resolve=antecedents.of,
    )
    worth, grounds = _worth(claim, tokens)
    return replace(
        claim,
        statement=statement,
        changes=changes,
        is_statement=_is_statement(claim, tokens),
        checkworthy=worth,
        checkworthy_grounds=grounds,
    )


def _speaker(claim: ExtractedClaim) -> Speaker | None:
    """The one named person, or the organisation, that says it."""
    source = claim.source
    if source is None or source.naming is not Naming.NAMED:
        return None
    is_one = source.form is Form.PERSON and source.people == (1, 1)
    if not is_one and source.form is not Form.ORGANISATION:
        return None
    evidence = source.spans[0] if source.spans else None
    return Speaker(source.ref, evidence, is_quoted=claim.mode is not Mode.INDIRECT)


def _is_of_another_day(claim: ExtractedClaim, tokens: Tokens) -> bool:
    """Whether the sentence dates the saying itself: "in 2016 he said: “Last year …”"."""
    if not claim.cue or claim.mode is Mode.INDIRECT:
        return False
    first, end = tokens.bounds(bisect_left(tokens.start, claim.cue[0].start))
    outside = (
        tokens.word[at]
        for at in range(first, end)
        if not any(span.start <= tokens.start[at] < span.end for span in claim.content)
    )
    return any(_YEAR.fullmatch(word) for word in outside)


def _is_statement(claim: ExtractedClaim, tokens: Tokens) -> bool:
    """Whether the claimed words hold a clause: a finite verb, or a longer "to" clause (a threat, a promise)."""
    inside = [at for span in claim.content for at in _tokens_in(tokens, span)]
    if any(tokens.is_verb(at) and tokens.is_finite(at) for at in inside):
        return True
    return len(inside) >= LONG_ENOUGH and tokens.lower[inside[0]] == "to"


def _tokens_in(tokens: Tokens, span: Span) -> range:
    return range(bisect_left(tokens.start, span.start), bisect_left(tokens.start, span.end))


def _worth(claim: ExtractedClaim, tokens: Tokens) -> tuple[float, tuple[str, ...]]:
    """Of the sentence in which the claimed words begin."""
    at = bisect_left(tokens.start, claim.start)
    return score(tokens, tokens.sentence[at]) if at < len(tokens) else (0.0, ())


def _all_spans(claim: ExtractedClaim) -> list[Span]:
    source = claim.source.spans if claim.source else ()
    return [*claim.content, *claim.cue, *source]
