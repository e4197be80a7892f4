"""The transition table of the review: what happens, from where, to where, and the permission that it takes.

Workflow, database trigger, drawing and tests all read this one table.
"""

from typing import NamedTuple

from reviews.enums import OPEN_STATES, State

ASSIGN, JUDGE, ADJUDICATE = "reviews.assign_review", "reviews.judge_review", "reviews.adjudicate_review"
APPROVE, PUBLISH = "reviews.approve_review", "reviews.publish_review"


class Transition(NamedTuple):
    """One arrow of the review."""

    event: str
    before: tuple[State, ...]
    after: State
    permission: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition("assign", (State.QUEUED, State.ASSIGNED, State.IN_REVIEW), State.ASSIGNED, ASSIGN),
    Transition("take_off", (State.ASSIGNED, State.IN_REVIEW), State.QUEUED, ASSIGN),
    Transition("hand_back", (State.ASSIGNED, State.IN_REVIEW), State.QUEUED, JUDGE),
    Transition("submit_verdict", (State.ASSIGNED, State.IN_REVIEW), State.IN_REVIEW, JUDGE),
    Transition("withdraw_verdict", (State.ASSIGNED, State.IN_REVIEW), State.ASSIGNED, JUDGE),
    Transition("agree", (State.IN_REVIEW,), State.AGREED, JUDGE),
    Transition("dispute", (State.IN_REVIEW,), State.DISPUTED, JUDGE),
    Transition("settle", (State.AGREED,), State.SETTLED, JUDGE),
    Transition("adjudicate", (State.DISPUTED,), State.SETTLED, ADJUDICATE),
    Transition("vote", (State.DISPUTED,), State.DISPUTED, ADJUDICATE),
    Transition("settle_by_vote", (State.DISPUTED,), State.SETTLED, ADJUDICATE),
    Transition("rewrite_explanation", (State.SETTLED,), State.SETTLED, PUBLISH),
    Transition("approve", (State.SETTLED,), State.APPROVED, APPROVE),
    Transition("publish", (State.APPROVED,), State.PUBLISHED, PUBLISH),
    Transition("correct", (State.PUBLISHED, State.CORRECTED), State.CORRECTED, PUBLISH),
    Transition("retract", (State.PUBLISHED, State.CORRECTED), State.RETRACTED, PUBLISH),
    Transition("return_to_desk", OPEN_STATES, State.RETURNED, ASSIGN),
)
BY_EVENT = {transition.event: transition for transition in TRANSITIONS}

# The pairs of states that one arrow joins; staying where one is is no move.
MOVES = sorted(
    {(before.value, each.after.value) for each in TRANSITIONS for before in each.before if before != each.after}
)
