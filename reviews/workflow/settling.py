"""How every round ends: its settlement, the grounds at that moment, and the day of the next look."""

from datetime import datetime, timedelta

from claims.models import User
from reviews.enums import SettledBy
from reviews.models import DeskRules, Rating, Review, Settlement
from reviews.workflow.grounds import grounds_of


def record_settlement(
    review: Review,
    *,
    rating: Rating,
    explanation: str,
    settled_by: SettledBy,
    at: datetime,
    adjudicator: User | None = None,
) -> Settlement:
    """Write how the round ended; part of the caller's transaction.

    By the desk's rules it also gets the day on which it is checked again. That day is set before anybody signs, so
    that it is among what is signed and readers are told of it.
    """
    days = DeskRules.current().recheck_after_days
    if review.recheck_on is None and days:
        review.recheck_on = at.date() + timedelta(days=days)
        review.save(update_fields=["recheck_on"])
    return Settlement.objects.create(
        review=review,
        rating=rating,
        explanation=explanation,
        adjudicator=adjudicator,
        settled_by=settled_by,
        grounds=grounds_of(review.claim),
        settled_at=at,
    )
