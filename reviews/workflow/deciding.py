"""What happens when the reviewers differ, and the words for readers until they are signed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claims.models import User
from claims.refusals import NotSo
from reviews.enums import NoticeKind
from reviews.models import Rating, Review, Settlement
from reviews.notices import notify
from reviews.workflow.refusals import guard
from reviews.workflow.transitions import locked, move


@transaction.atomic
def adjudicate(
    *, review: Review, by: User, rating: Rating, explanation: str, at: datetime | None = None
) -> Settlement:
    """A third person decides between two verdicts that differ, with reasons."""
    review = locked(review)
    guard("adjudicate", review, by)
    if not explanation.strip():
        raise NotSo("Give the reasons for the decision.", field="explanation")
    settlement = Settlement.objects.create(
        review=review,
        rating=rating,
        explanation=explanation.strip(),
        adjudicator=by,
        settled_at=at or timezone.now(),
    )
    move(review, "adjudicate", by=by)
    notify(NoticeKind.SETTLED, review=review, by=by)
    return settlement


@transaction.atomic
def rewrite_explanation(*, review: Review, by: User, explanation: str) -> Settlement:
    """Edit the words for readers, until they are signed."""
    review = locked(review)
    guard("rewrite_explanation", review, by)
    if not explanation.strip():
        raise NotSo("Readers need an explanation.", field="explanation")
    settlement = review.settlement
    settlement.explanation = explanation.strip()
    settlement.save(update_fields=["explanation"])
    move(review, "rewrite_explanation", by=by)
    return settlement
