"""The second person's signature."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claims.models import User
from reviews.models import Approval, Review
from reviews.workflow.refusals import guard
from reviews.workflow.transitions import locked, move


@transaction.atomic
def approve(*, review: Review, by: User, digest: str, at: datetime | None = None) -> Approval:
    """Sign exactly what is to be published; `digest` is of the content that the approver was shown."""
    review = locked(review)
    guard("approve", review, by)
    approval = Approval.objects.create(review=review, approver=by, digest=digest, approved_at=at or timezone.now())
    move(review, "approve", by=by, digest=digest)
    return approval
