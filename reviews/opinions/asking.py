"""The link: made by an editor for one claim, shown once, good until it expires, is revoked or was answered."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from claims.models import Claim, Event, Evidence, User
from claims.refusals import NotNow, NotSo, NotYours
from reviews.models import OpinionRequest

PREFIX = "fco_"
LONGEST_DAYS = 60
USUAL_DAYS = 14


@transaction.atomic
def ask(
    *,
    claim: Claim,
    by: User,
    to: str,
    evidence: Iterable[Evidence] = (),
    days: int = USUAL_DAYS,
    at: datetime | None = None,
) -> tuple[OpinionRequest, str]:
    """A link to ask somebody by, and its key, which cannot be read again. `to` is for the desk alone."""
    if not by.has_perm("reviews.ask_expert"):
        raise NotYours(f"{by} may not ask experts: it takes the permission “reviews.ask_expert”.")
    if claim.discarded_at:
        raise NotNow("The claim has been discarded.")
    if not to.strip():
        raise NotSo("Say whom you ask; only the desk sees it.", field="to")
    if not 1 <= days <= LONGEST_DAYS:
        raise NotSo(f"The link is good for 1 to {LONGEST_DAYS} days.", field="days")
    evidence = list(evidence)
    _check(evidence, claim)
    key = PREFIX + secrets.token_urlsafe(32)
    at = at or timezone.now()
    request = OpinionRequest.objects.create(
        claim=claim,
        statement=claim.statement,
        to=to.strip()[:200],
        key_digest=OpinionRequest.digest_of(key),
        asked_by=by,
        asked_at=at,
        expires_at=at + timedelta(days=days),
    )
    request.evidence.set(evidence)
    Event.record(
        subject=claim, what="ask_expert", by=by, request=request.pk, evidence=[piece.pk for piece in evidence]
    )
    return request, key


def _check(evidence: list[Evidence], claim: Claim) -> None:
    linked = set(claim.evidence_links.values_list("evidence_id", flat=True))
    for piece in evidence:
        if piece.pk not in linked:
            raise NotSo("Only evidence that was brought to this claim can be shown.", field="evidence")
        if piece.is_withheld:
            raise NotSo(f"“{piece}” comes from an unnamed source and is not shown outside.", field="evidence")


@transaction.atomic
def revoke(*, request: OpinionRequest, by: User, at: datetime | None = None) -> OpinionRequest:
    """From now on the link leads nowhere."""
    request = OpinionRequest.objects.select_for_update(of=("self",)).select_related("claim").get(pk=request.pk)
    if not by.has_perm("reviews.ask_expert"):
        raise NotYours(f"{by} may not revoke links: it takes the permission “reviews.ask_expert”.")
    if request.revoked_at:
        raise NotNow("The link has been revoked already.")
    if hasattr(request, "opinion"):
        raise NotNow("The link has been answered; there is nothing to revoke.")
    request.revoked_at, request.revoked_by = at or timezone.now(), by
    request.save(update_fields=["revoked_at", "revoked_by"])
    Event.record(subject=request.claim, what="revoke_link", by=by, request=request.pk)
    return request


def opened(key: str, *, at: datetime | None = None) -> OpinionRequest | None:
    """What a key leads to; None if nobody was given it. Raises NotNow for one that is good no more."""
    found = OpinionRequest.objects.select_related("claim").filter(key_digest=OpinionRequest.digest_of(key)).first()
    if found is None:
        return None
    if found.revoked_at or found.claim.discarded_at:
        raise NotNow("The desk has taken this link back.")
    if hasattr(found, "opinion"):
        raise NotNow("This link has been answered. Thank you; it cannot be used again.")
    if found.expires_at <= (at or timezone.now()):
        raise NotNow("This link has expired. Please ask the desk for a new one.")
    return found
