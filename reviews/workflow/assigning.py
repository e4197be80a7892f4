"""Who is asked to judge, by hand or by the desk's rules; who gives it back, and who is taken off."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from claims.models import Event, Source, User
from claims.refusals import NotNow, NotSo, NotYours
from reviews.enums import OPEN_STATES, NoticeKind, State
from reviews.models import Assignment, ConflictOfInterest, DeskRules, Review, Withdrawal
from reviews.notices import notify
from reviews.workflow.duties import bar
from reviews.workflow.refusals import guard
from reviews.workflow.suggesting import Suggestion, suggest
from reviews.workflow.transitions import locked, move


@transaction.atomic
def assign(*, review: Review, reviewers: Iterable[User], by: User, due_on: date | None = None) -> Review:
    """Ask reviewers to judge. Assigning one twice is refused by name; the number may not pass what the round needs."""
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
        if refused := bar(review, person, "judge"):
            raise NotSo(refused.sentence, field="reviewers")
        held.add(person.pk)
    if len(held) > review.reviewers_needed:
        raise NotSo(f"A claim is judged by {_number(review.reviewers_needed)}.", field="reviewers")
    return _ask(review, [Suggestion(person, 0, []) for person in reviewers], by=by, due_on=due_on)


def _number(needed: int) -> str:
    return "one reviewer" if needed == 1 else f"{needed} reviewers"


@transaction.atomic
def assign_by_rule(*, review: Review, by: User, due_on: date | None = None) -> Review:
    """Fill the round with the reviewers whom the desk's rules suggest first; refused when too few are free."""
    review = locked(review)
    guard("assign", review, by)
    wanted = review.reviewers_needed - review.assignments.filter(ended_at=None).count()
    if wanted < 1:
        raise NotNow("Everybody whom this round needs has been asked.")
    found = suggest(review)[:wanted]
    if len(found) < wanted:
        raise NotNow(f"The rules find {len(found)} of {_number(wanted)}: assign by hand, or change the rules.")
    return _ask(review, found, by=by, due_on=due_on)


def _ask(review: Review, chosen: list[Suggestion], *, by: User, due_on: date | None) -> Review:
    due_on = due_on or timezone.now().date() + timedelta(days=DeskRules.current().days_to_judge)
    Assignment.objects.bulk_create(
        Assignment(review=review, reviewer=each.person, assigned_by=by, due_on=due_on, by_rule=each.grounds)
        for each in chosen
    )
    review.due_on = due_on
    review.save(update_fields=["due_on"])
    people = [each.person for each in chosen]
    if review.state == State.QUEUED:
        move(review, "assign", by=by, reviewers=[person.pk for person in people])
    else:
        _note(review, "assign", by=by, reviewers=[person.pk for person in people])
    notify(NoticeKind.ASSIGNED, review=review, by=by, to=people)
    return review


def _note(review: Review, what: str, *, by: User, why: str = "", **details: object) -> None:
    Event.record(subject=review.claim, what=what, by=by, why=why, review=review.pk, **details)


@transaction.atomic
def hand_back(*, review: Review, by: User, why: str = "") -> Review:
    """A reviewer gives his assignment back; with nobody left and nothing judged the claim is queued again."""
    review = locked(review)
    guard("hand_back", review, by)
    _end(review, by)
    _fall_back(review, "hand_back", by=by, why=why)
    return review


@transaction.atomic
def take_off(*, review: Review, reviewer: User, by: User, why: str, at: datetime | None = None) -> Review:
    """Take a reviewer off a claim. Whether he had judged is not told: a verdict of his is set aside unread."""
    review = locked(review)
    guard("take_off", review, by)
    if not why.strip():
        raise NotSo("Say why somebody is taken off.", field="why")
    if not _end(review, reviewer):
        raise NotSo(f"{reviewer} is not assigned to this claim.", field="reviewer")
    _set_aside(review, reviewer, by=by, why=why.strip(), at=at)
    _fall_back(review, "take_off", by=by, why=why.strip(), reviewer=reviewer.pk)
    return review


@transaction.atomic
def reassign(*, review: Review, reviewer: User, to: User, by: User, why: str, due_on: date | None = None) -> Review:
    """Somebody else judges in a reviewer's place."""
    review = take_off(review=review, reviewer=reviewer, by=by, why=why)
    return assign(review=review, reviewers=[to], by=by, due_on=due_on)


def conflicts_visible_to(person: User) -> QuerySet[ConflictOfInterest]:
    """His own; everybody's for those who assign reviewers."""
    ties = ConflictOfInterest.objects.select_related("person", "source")
    return ties if person.has_perm("reviews.assign_review") else ties.filter(person=person)


@transaction.atomic
def declare_conflict(*, source: Source, by: User, reason: str) -> ConflictOfInterest:
    """A tie of one's own to a source. It ends what one was asked to judge of that source and bars from it for good."""
    if not by.has_perm("reviews.add_conflictofinterest"):
        raise NotYours(f"{by} may not declare a conflict of interest.")
    if not reason.strip():
        raise NotSo("Say what ties you to the source.", field="reason")
    tie, is_new = ConflictOfInterest.objects.get_or_create(
        person=by, source=source, defaults={"reason": reason.strip()}
    )
    if not is_new:
        raise NotNow("You have declared this already.")
    Event.record(subject=source, what="declare_conflict", by=by)
    asked = Review.objects.filter(assignments__reviewer=by, assignments__ended_at=None, state__in=OPEN_STATES)
    for review in asked.order_by("pk"):
        _give_up_if_tied(review, by)
    return tie


def _give_up_if_tied(review: Review, by: User) -> None:
    review = locked(review)
    if review.state not in (State.ASSIGNED, State.IN_REVIEW) or not bar(review, by, "judge"):
        return
    why = "A conflict of interest was declared."
    _end(review, by)
    _set_aside(review, by, by=by, why=why)
    _fall_back(review, "hand_back", by=by, why=why)


def _end(review: Review, reviewer: User) -> int:
    return review.assignments.filter(reviewer=reviewer, ended_at=None).update(ended_at=timezone.now())


def _set_aside(review: Review, reviewer: User, *, by: User, why: str, at: datetime | None = None) -> None:
    for verdict in review.verdicts.standing().filter(reviewer=reviewer):
        Withdrawal.objects.create(verdict=verdict, by=by, why=why, at=at or timezone.now())


def _fall_back(review: Review, event: str, *, by: User, why: str, **details: object) -> None:
    """Back to the state that the verdicts and assignments left stand for."""
    if review.verdicts.standing().exists():
        _note(review, event, by=by, why=why, **details)
    elif not review.assignments.filter(ended_at=None).exists():
        move(review, event, by=by, why=why, **details)
    else:
        _note(review, event, by=by, why=why, **details)
        if review.state == State.IN_REVIEW:
            move(review, "withdraw_verdict", by=by, why=why)
