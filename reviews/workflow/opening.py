"""A round begins, and is taken back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claims.models import Claim, Event, User
from claims.refusals import NotNow, NotSo, NotYours
from reviews.enums import OPEN_STATES, NoticeKind
from reviews.models import DeskRules, Review
from reviews.notices import notify
from reviews.workflow.refusals import guard
from reviews.workflow.transitions import locked, move


@transaction.atomic
def open_review(*, claim: Claim, by: User | None, why: str = "", at: datetime | None = None) -> Review:
    """Put a claim into the queue; after an ended round this opens the next one.

    `by` is None for the desk's own tasks.
    """
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if by is not None and not by.has_perm("reviews.assign_review"):
        raise NotYours(f"{by} may not open a review: it takes the permission “reviews.assign_review”.")
    if claim.discarded_at:
        raise NotNow("The claim has been discarded.")
    if Review.objects.filter(claim=claim, state__in=OPEN_STATES).exists():
        raise NotNow("The claim is under review already.")
    last = Review.objects.filter(claim=claim).order_by("-round").first()
    rules = DeskRules.current()
    review = Review.objects.create(
        claim=claim,
        round=last.round + 1 if last else 1,
        serious=last.serious if last else False,
        reviewers_needed=rules.reviewers_needed,
        disputes_go_to=rules.disputes_go_to,
        statement=claim.statement,
        statement_digest=claim.statement_digest,
        opened_by=by,
        opened_at=at or timezone.now(),
    )
    Event.record(subject=claim, what="open_review", by=by, why=why, review=review.pk, round=review.round)
    return review


@transaction.atomic
def return_to_desk(*, review: Review, by: User, why: str) -> Review:
    """Take a claim out of the round, with the reason. Verdicts given stay on record; a new round starts afresh."""
    review = locked(review)
    guard("return_to_desk", review, by)
    if not why.strip():
        raise NotSo("Say why it is returned.", field="why")
    review.assignments.filter(ended_at=None).update(ended_at=timezone.now())
    move(review, "return_to_desk", by=by, why=why.strip())
    notify(NoticeKind.RETURNED, review=review, by=by)
    return review
