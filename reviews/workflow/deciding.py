"""What happens when the reviewers differ, and the words for readers until they are signed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claims.models import User
from claims.refusals import NotSo
from reviews.enums import NoticeKind, SettledBy
from reviews.models import PanelVote, Rating, Review, Settlement
from reviews.notices import notify
from reviews.workflow.panel import record_vote
from reviews.workflow.refusals import guard
from reviews.workflow.settling import record_settlement
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
    settlement = record_settlement(
        review,
        rating=rating,
        explanation=explanation.strip(),
        adjudicator=by,
        settled_by=SettledBy.ADJUDICATOR,
        at=at or timezone.now(),
    )
    move(review, "adjudicate", by=by)
    notify(NoticeKind.SETTLED, review=review, by=by)
    return settlement


@transaction.atomic
def vote(*, review: Review, by: User, rating: Rating, reasons: str, at: datetime | None = None) -> PanelVote:
    """One panel member's vote between the verdicts, with reasons; two of three settle it."""
    review = locked(review)
    guard("vote", review, by)
    return record_vote(review, by=by, rating=rating, reasons=reasons, at=at)


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
