"""Whom an event in a review concerns, as one table."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from claims.models import User
from reviews.enums import NoticeKind
from reviews.models import Review

BACKEND = "django.contrib.auth.backends.ModelBackend"


def concerned(kind: NoticeKind, review: Review | None) -> QuerySet[User]:
    """The people to tell of this event in this review. Assignments, reminders and mentions name theirs themselves."""
    if kind not in CONCERNED or review is None:
        raise ValueError(f"Who is told of “{kind}” must be said by the caller.")
    return CONCERNED[kind](review)


def _desk(review: Review) -> Q:
    """The editors who have it in hand."""
    return Q(pk=review.opened_by_id) | Q(pk__in=review.assignments.values("assigned_by"))


def _reviewers(review: Review) -> Q:
    return Q(pk__in=review.assignments.values("reviewer")) | Q(pk__in=review.verdicts.values("reviewer"))


def _may(permission: str) -> Callable[[Review], QuerySet[User]]:
    """Whoever holds the permission by his groups, and judged nothing in this round."""

    def holders(review: Review) -> QuerySet[User]:
        people = User.objects.with_perm(permission, include_superusers=False, backend=BACKEND)
        return people.exclude(pk__in=review.verdicts.values("reviewer"))

    return holders


def _everybody_in_it(review: Review) -> QuerySet[User]:
    return User.objects.filter(_desk(review) | _reviewers(review))


CONCERNED: dict[NoticeKind, Callable[[Review], QuerySet[User]]] = {
    NoticeKind.VERDICTS_IN: _everybody_in_it,
    NoticeKind.DISPUTED: _may("reviews.adjudicate_review"),
    NoticeKind.SETTLED: _may("reviews.approve_review"),
    NoticeKind.RETURNED: _everybody_in_it,
    NoticeKind.PUBLISHED: _everybody_in_it,
}
