"""The transition table of the review, and the one function that follows its arrows."""

from typing import NamedTuple

from claims.models import Event, User
from claims.refusals import NotNow
from reviews.enums import OPEN_STATES, State
from reviews.models import Review


class Transition(NamedTuple):
    """One arrow of the review: what happens, from where, to where, and the permission that it takes."""

    event: str
    before: tuple[State, ...]
    after: State
    permission: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition("assign", (State.QUEUED, State.ASSIGNED, State.IN_REVIEW), State.ASSIGNED, "reviews.assign_review"),
    Transition("hand_back", (State.ASSIGNED, State.IN_REVIEW), State.QUEUED, "reviews.judge_review"),
    Transition("submit_verdict", (State.ASSIGNED, State.IN_REVIEW), State.IN_REVIEW, "reviews.judge_review"),
    Transition("agree", (State.IN_REVIEW,), State.AGREED, "reviews.judge_review"),
    Transition("dispute", (State.IN_REVIEW,), State.DISPUTED, "reviews.judge_review"),
    Transition("settle", (State.AGREED,), State.SETTLED, "reviews.judge_review"),
    Transition("adjudicate", (State.DISPUTED,), State.SETTLED, "reviews.adjudicate_review"),
    Transition("rewrite_explanation", (State.SETTLED,), State.SETTLED, "reviews.publish_review"),
    Transition("approve", (State.SETTLED,), State.APPROVED, "reviews.approve_review"),
    Transition("publish", (State.APPROVED,), State.PUBLISHED, "reviews.publish_review"),
    Transition("correct", (State.PUBLISHED, State.CORRECTED), State.CORRECTED, "reviews.publish_review"),
    Transition("retract", (State.PUBLISHED, State.CORRECTED), State.RETRACTED, "reviews.publish_review"),
    Transition("return_to_desk", OPEN_STATES, State.RETURNED, "reviews.assign_review"),
)
BY_EVENT = {transition.event: transition for transition in TRANSITIONS}


def locked(review: Review) -> Review:
    """The review as it is now, locked until the transaction ends."""
    return Review.objects.select_for_update(of=("self",)).select_related("claim").get(pk=review.pk)


def move(review: Review, event: str, *, by: User, why: str = "", **details: object) -> None:
    """Follow one arrow of the table and write it into the claim's history; part of the caller's transaction."""
    before, after = State(review.state), BY_EVENT[event].after
    if before not in BY_EVENT[event].before:
        raise NotNow(f"The review is {before.label.lower()}; “{event.replace('_', ' ')}” is not possible now.")
    review.state = after
    review.version += 1
    review.save(update_fields=["state", "version"])
    Event.record(
        subject=review.claim,
        what=event,
        by=by,
        why=why,
        review=review.pk,
        before=before.value,
        after=after.value,
        **details,
    )
