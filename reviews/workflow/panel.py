"""A panel votes on a disagreement, where the desk says so: two of three decide (as at PolitiFact)."""

from datetime import datetime

from django.utils import timezone

from claims.models import User
from claims.refusals import NotNow, NotSo, Refused
from reviews.enums import DisputeRule, NoticeKind, SettledBy
from reviews.models import PanelVote, Rating, Review
from reviews.notices import notify
from reviews.workflow.settling import record_settlement
from reviews.workflow.transitions import move

PANEL_SIZE = 3
MAJORITY = 2


def is_hung(review: Review) -> bool:
    """All have voted and no rating has a majority; then a third person decides."""
    return review.votes.count() >= PANEL_SIZE


def may_vote(review: Review, by: User) -> Refused | None:
    """What the vote itself asks, beside permission and separation of duties."""
    if review.disputes_go_to != DisputeRule.PANEL:
        return NotNow("At this desk a third person decides a disagreement; no panel votes.")
    if is_hung(review):
        return NotNow("The panel has voted and has no majority: a third person must decide.")
    if review.votes.filter(voter=by).exists():
        return NotNow("You have voted already.")
    return None


def record_vote(review: Review, *, by: User, rating: Rating, reasons: str, at: datetime | None = None) -> PanelVote:
    """Write the vote of somebody who may; the second one for a rating settles. Part of the caller's transaction."""
    if not reasons.strip():
        raise NotSo("Give the reasons for your vote.", field="reasons")
    cast = PanelVote.objects.create(
        review=review, voter=by, rating=rating, reasons=reasons.strip(), voted_at=at or timezone.now()
    )
    move(review, "vote", by=by)
    alike = list(review.votes.filter(rating=rating).order_by("pk"))
    if len(alike) >= MAJORITY:
        record_settlement(
            review,
            rating=rating,
            explanation="\n\n".join(vote.reasons for vote in alike),
            settled_by=SettledBy.PANEL,
            at=cast.voted_at,
        )
        move(review, "settle_by_vote", by=by)
        notify(NoticeKind.SETTLED, review=review, by=by)
    return cast
