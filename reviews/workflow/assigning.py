"""Who is asked to judge, and who gives it back."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from claims.models import Event, User
from claims.refusals import NotSo
from reviews.enums import NoticeKind, State
from reviews.models import Assignment, Review
from reviews.notices import notify
from reviews.workflow.refusals import VERDICTS_NEEDED, bar, guard
from reviews.workflow.transitions import locked, move


@transaction.atomic
def assign(*, review: Review, reviewers: Iterable[User], by: User, due_on: date | None = None) -> Review:
    """Ask reviewers to judge. Assigning one twice is refused by name; the number may not pass two."""
    review = locked(review)
    guard("assign", review, by)
    reviewers = list(reviewers)
    if not reviewers:
        raise NotSo("Choose at least one reviewer.", field="reviewers")
    held = set(review.assignments.filter(ended_at=None).values_list("reviewer_id", flat=True))
    for person in reviewers:
        if not person.is_active or not person.has_perm("reviews.judge_review"):
            raise NotSo(f"{person} is not a reviewer.", field="reviewers")
        if person.pk in held:
            raise NotSo(f"{person} is assigned already.", field="reviewers")
        refused = bar(review.claim, person)
        if refused:
            raise NotSo(refused.sentence, field="reviewers")
        held.add(person.pk)
    if len(held) > VERDICTS_NEEDED:
        raise NotSo(f"A claim is judged by {VERDICTS_NEEDED} reviewers.", field="reviewers")
    Assignment.objects.bulk_create(Assignment(review=review, reviewer=person, assigned_by=by) for person in reviewers)
    if due_on:
        review.due_on = due_on
        review.save(update_fields=["due_on"])
    if review.state == State.QUEUED:
        move(review, "assign", by=by, reviewers=[person.pk for person in reviewers])
    else:
        Event.record(
            subject=review.claim,
            what="assign",
            by=by,
            review=review.pk,
            reviewers=[person.pk for person in reviewers],
        )
    notify(NoticeKind.ASSIGNED, review=review, by=by, to=reviewers)
    return review


@transaction.atomic
def hand_back(*, review: Review, by: User, why: str = "") -> Review:
    """A reviewer gives his assignment back; with nobody left and nothing judged the claim is queued again."""
    review = locked(review)
    guard("hand_back", review, by)
    review.assignments.filter(reviewer=by, ended_at=None).update(ended_at=timezone.now())
    if review.assignments.filter(ended_at=None).exists() or review.verdicts.exists():
        Event.record(subject=review.claim, what="hand_back", by=by, why=why, review=review.pk)
    else:
        move(review, "hand_back", by=by, why=why)
    return review
