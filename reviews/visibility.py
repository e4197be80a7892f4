"""What a person may see of a review. Reviewers are blind to each other until both verdicts are in."""

from django.db.models import Q, QuerySet

from claims.models import User
from reviews.enums import State
from reviews.models import Review, Verdict

BLIND_STATES = (State.QUEUED, State.ASSIGNED, State.IN_REVIEW)


def verdicts_visible_to(user: User, review: Review) -> QuerySet[Verdict]:
    """The verdicts that this person may see now: while the round is blind, his own alone, superusers too."""
    verdicts = Verdict.objects.filter(review=review).select_related("rating", "reviewer")
    return visible(verdicts, user).order_by("id")


def visible(verdicts: QuerySet[Verdict], user: User) -> QuerySet[Verdict]:
    """Of any verdicts those that this person may see; every list, count and filter starts from here."""
    return verdicts.exclude(Q(review__state__in=BLIND_STATES) & ~Q(reviewer=user)).exclude(
        Q(review__state=State.RETURNED) & ~Q(reviewer=user)
    )


def shown_state(review: Review) -> str:
    """The state in words. “Assigned” and “in review” read alike, since the difference tells that a verdict is in."""
    if review.state in (State.ASSIGNED, State.IN_REVIEW):
        return "With reviewers"
    return State(review.state).label


def has_judged(user: User, review: Review) -> bool:
    return Verdict.objects.filter(review=review, reviewer=user).exists()
