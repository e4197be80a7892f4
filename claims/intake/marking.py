"""Who says it, marked by a person in the article: the words that name the source, and the words of saying."""

from typing import Any

from django.db import transaction

from claims import anonymity, identity
from claims.enums import Naming, SourceKind
from claims.intake.changing import locked_to_change
from claims.intake.placing import place
from claims.models import AnonymityGrant, Attribution, Claim, Event, Source, User
from claims.refusals import NotSo

MOST_PRINTED = 500
MOST_CUE = 300


@transaction.atomic
def mark_source(
    *,
    claim: Claim,
    by: User,
    quote: str,
    start: int | None = None,
    end: int | None = None,
    attribution: Attribution | None = None,
    source: Source | None = None,
    kind: str = SourceKind.PERSON,
    naming: str = Naming.NAMED,
    expected_version: int | None = None,
) -> Attribution:
    """Mark the words that name who says it.

    With `attribution` its words are set anew and its source stays; else the claim is attributed to `source`, or to
    the one that these words name (`kind`, `naming`). The words stand in `printed`, their offsets in `spans`.
    """
    claim = locked_to_change(claim, by=by, expected_version=expected_version)
    span = place(revision=claim.revision, quote=quote, start=start, end=end)
    words = _short(claim.revision.text[slice(*span)], MOST_PRINTED)
    if attribution is None:
        attribution = Attribution(
            claim=claim, source=source or _named_by(claim, words, kind, naming), mode=claim.mode, certainty=1
        )
        before = ""
        claim.own_voice = False
    else:
        attribution = _own(claim, attribution)
        before = attribution.printed
    attribution.printed = words
    attribution.spans = {**attribution.spans, "source": [list(span)]}
    attribution.save()
    _changed(claim, by, "mark_source", attribution, before=before, after=words, span=list(span))
    return attribution


@transaction.atomic
def mark_cue(
    *,
    claim: Claim,
    attribution: Attribution,
    by: User,
    quote: str,
    start: int | None = None,
    end: int | None = None,
    expected_version: int | None = None,
) -> Attribution:
    """Mark the words of saying (“said on condition of anonymity”) of one attribution."""
    claim = locked_to_change(claim, by=by, expected_version=expected_version)
    attribution = _own(claim, attribution)
    span = place(revision=claim.revision, quote=quote, start=start, end=end)
    before, attribution.cue = attribution.cue, _short(claim.revision.text[slice(*span)], MOST_CUE)
    attribution.spans = {**attribution.spans, "cue": [list(span)]}
    attribution.save(update_fields=["cue", "spans"])
    _changed(claim, by, "mark_cue", attribution, before=before, after=attribution.cue, span=list(span))
    return attribution


def _own(claim: Claim, attribution: Attribution) -> Attribution:
    own = claim.attributions.filter(pk=attribution.pk).first()
    if own is None:
        raise NotSo("Choose a source of this claim.", field="attribution")
    return own


def _named_by(claim: Claim, words: str, kind: str, naming: str) -> Source:
    if kind not in SourceKind.values:
        raise NotSo(f"“{kind}” is no kind of source.", field="kind")
    if naming not in Naming.values:
        raise NotSo(f"“{naming}” is no way of naming a source.", field="naming")
    return identity.find_or_make_source(kind=kind, naming=naming, name=words, article=claim.revision.article)


def _short(words: str, most: int) -> str:
    if len(words) > most:
        raise NotSo(f"These are {len(words)} letters; at most {most} can be marked here.", field="quote")
    return words


def _changed(claim: Claim, by: User, what: str, attribution: Attribution, **details: Any) -> None:
    claim.version += 1
    claim.save(update_fields=["version", "own_voice"])
    anonymity.regrade(AnonymityGrant.objects.filter(attribution=attribution))
    Event.record(subject=claim, what=what, by=by, attribution=attribution.pk, source=attribution.source_id, **details)
