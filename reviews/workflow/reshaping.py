"""Splitting, merging and re-anchoring claims, as far as their reviews allow it.

A verdict is given on certain words, which do not change under it: once a round is with reviewers it is returned to the
desk first. Whether a verdict is in already makes no difference, since the refusal would tell. A claim that is in a
round, or on a page of its own, is not merged away.
"""

from typing import Any

from django.db import transaction

from claims import intake
from claims.models import Claim, User
from claims.refusals import NotNow
from reviews.enums import OPEN_STATES, State
from reviews.models import Review

BEFORE_REVIEWERS = (State.QUEUED,)


@transaction.atomic
def reanchor_claim(*, claim: Claim, by: User, **given: Any) -> Claim:
    """As `claims.intake.reanchor_claim`; raises NotNow while the present words are being judged."""
    _refuse_under_review(claim)
    return intake.reanchor_claim(claim=claim, by=by, **given)


@transaction.atomic
def split_claim(*, claim: Claim, by: User, **given: Any) -> tuple[Claim, Claim]:
    """As `claims.intake.split_claim`; raises NotNow while the present words are being judged."""
    _refuse_under_review(claim)
    return intake.split_claim(claim=claim, by=by, **given)


@transaction.atomic
def merge_claims(*, kept: Claim, dropped: Claim, by: User, **given: Any) -> Claim:
    """As `claims.intake.merge_claims`; raises NotNow while either is being judged or the dropped one is published."""
    for each in sorted((kept, dropped), key=lambda claim: claim.pk):
        _refuse_under_review(each)
    rounds = Review.objects.filter(claim=dropped)
    if rounds.filter(state__in=OPEN_STATES).exists():
        raise NotNow(f"Claim {dropped.pk} is in the queue: return its round to the desk, or keep that claim.")
    if rounds.filter(publications__isnull=False).exists():
        raise NotNow(f"A page about claim {dropped.pk} is public or was: keep that claim and merge the other into it.")
    return intake.merge_claims(kept=kept, dropped=dropped, by=by, **given)


def _refuse_under_review(claim: Claim) -> None:
    """Locks the claim first, as whoever opens a round does, then its open round, as whoever moves it does."""
    Claim.objects.select_for_update(of=("self",)).filter(pk=claim.pk).first()
    open_round = Review.objects.filter(claim=claim, state__in=OPEN_STATES).select_for_update(of=("self",)).first()
    if open_round is not None and open_round.state not in BEFORE_REVIEWERS:
        raise NotNow(f"Claim {claim.pk} is being reviewed in these words: return the round to the desk first.")
