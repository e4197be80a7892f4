"""A person brings evidence for or against a claim, and says where it comes from."""

import hashlib
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from claims.enums import EvidenceKind, Knowledge, Stance
from claims.models import (
    Article,
    Citation,
    Claim,
    ClaimEvidence,
    Event,
    Evidence,
    EvidenceOrigin,
    Source,
    User,
)
from claims.refusals import NotNow, NotSo, NotYours


@transaction.atomic
def add_evidence(
    *,
    claim: Claim,
    by: User,
    kind: str,
    title: str,
    stance: str,
    url: str = "",
    text: str = "",
    excerpt: str = "",
    locator: str = "",
    is_primary: bool = False,
    published_on: date | None = None,
    origin: Source | None = None,
    origin_knowledge: str = Knowledge.UNKNOWN,
    cites_evidence: Evidence | None = None,
    cites_claim: Claim | None = None,
    cites_article: Article | None = None,
    at: datetime | None = None,
) -> ClaimEvidence:
    """Record a piece of evidence and bring it to the claim.

    It must say where it comes from: a primary document that can be shown (link or captured text), an origin, or
    what it cites. A captured text is digested (sha256) with its time. Raises Refused, naming the field.
    """
    if not by.has_perm("claims.add_evidence"):
        raise NotYours(f"{by} may not add evidence.")
    if claim.discarded_at:
        raise NotNow("The claim has been discarded.")
    _one_of("kind", kind, EvidenceKind.values)
    _one_of("stance", stance, Stance.values)
    _one_of("origin_knowledge", origin_knowledge, Knowledge.values)
    cited = [each for each in (cites_evidence, cites_claim, cites_article) if each is not None]
    _check(title=title, url=url, text=text, is_primary=is_primary, comes_from=origin is not None or bool(cited))
    at = at or timezone.now()
    evidence = Evidence.objects.create(
        kind=kind,
        title=title.strip(),
        url=url,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest() if text else "",
        captured_at=at if text else None,
        published_on=published_on,
        is_primary=is_primary,
        added_by=by,
        added_at=at,
    )
    if origin is not None:
        EvidenceOrigin.objects.create(evidence=evidence, source=origin, knowledge=origin_knowledge)
    if cites_evidence is not None:
        Citation.objects.create(evidence=evidence, cited_evidence=cites_evidence)
    if cites_claim is not None:
        Citation.objects.create(evidence=evidence, cited_claim=cites_claim)
    if cites_article is not None:
        Citation.objects.create(evidence=evidence, cited_article=cites_article)
    link = ClaimEvidence.objects.create(
        claim=claim,
        evidence=evidence,
        stance=stance,
        excerpt=excerpt,
        locator=locator,
        added_by=by,
        added_at=at,
    )
    Event.record(subject=claim, what="add_evidence", by=by, evidence=evidence.pk, stance=stance)
    return link


def _check(*, title: str, url: str, text: str, is_primary: bool, comes_from: bool) -> None:
    if not title.strip():
        raise NotSo("Give the evidence a title.", field="title")
    if len(title) > 300:  # noqa: PLR2004 - the width of the column
        raise NotSo("The title is longer than 300 characters.", field="title")
    if url:
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError:
            raise NotSo("The link is not an address that starts with http:// or https://.", field="url") from None
    if is_primary and not (url or text):
        raise NotSo("A primary document must be one that can be shown: give its link or its text.", field="is_primary")
    if not is_primary and not comes_from:
        raise NotSo(
            "Say where it comes from: an origin, what it cites, or that it is a primary document.",
            field="origin",
        )


def _one_of(field: str, value: str, choices: list[str]) -> None:
    if value not in choices:
        raise NotSo(f"“{value}” is not one of: {', '.join(choices)}.", field=field)
