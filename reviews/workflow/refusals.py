"""Who may, and what is allowed now: one sentence for the button, the answer and the message."""

from collections.abc import Callable

from claims.models import User
from claims.refusals import NotNow, NotYours, Refused
from reviews import visibility
from reviews.enums import DisputeRule
from reviews.models import Review
from reviews.transitions import BY_EVENT
from reviews.workflow.duties import bar
from reviews.workflow.exceptions import may_ask_exception, may_sign_exception
from reviews.workflow.gate import gate
from reviews.workflow.panel import PANEL_SIZE, is_hung, may_vote
from reviews.workflow.replies import may_mark_serious


def refusal(event: str, *, review: Review, by: User) -> Refused | None:
    """Why this person may not do this to this review now; None if he may. Buttons and answers both come from it."""
    if event in STAYS:
        return STAYS[event](review, by)
    transition = BY_EVENT[event]
    if not by.is_active or not by.has_perm(transition.permission):
        return NotYours(f"{by} may not {event.replace('_', ' ')}: it takes the permission “{transition.permission}”.")
    if review.state not in transition.before:
        # While a round is blind its state is told in the words that everybody may hear.
        shown = visibility.shown_state(review).lower()
        return NotNow(f"The review is {shown}; “{event.replace('_', ' ')}” is not possible now.")
    check = CHECKS.get(event)
    return check(review, by) if check else None


def guard(event: str, review: Review, by: User) -> None:
    """Raise what `refusal` says."""
    refused = refusal(event, review=review, by=by)
    if refused:
        raise refused


def _may_assign(review: Review, by: User) -> Refused | None:
    if review.is_stale:
        return NotNow("The claim has been reworded since this round was opened: return it and open a new round.")
    return None


def _is_assigned(review: Review, by: User, act: str) -> Refused | None:
    if review.assignments.filter(reviewer=by, ended_at=None).exists():
        return None
    return NotYours(f"Only a reviewer who is assigned to this claim can {act}.")


def _may_judge(review: Review, by: User) -> Refused | None:
    if refused := _is_assigned(review, by, "submit a verdict on it"):
        return refused
    if visibility.has_judged(by, review):
        return NotNow("You have already submitted your verdict in this round; verdicts are not changed.")
    if review.is_stale:
        return NotNow("The claim has been reworded since this round was opened: the desk must open a new round.")
    return bar(review, by, "judge")


def _may_withdraw(review: Review, by: User) -> Refused | None:
    if not visibility.has_judged(by, review):
        return NotYours("You have no verdict in this round that you could withdraw.")
    return None


def _may_hand_back(review: Review, by: User) -> Refused | None:
    if refused := _is_assigned(review, by, "hand it back"):
        return refused
    if visibility.has_judged(by, review):
        return NotNow("You have already submitted your verdict; it cannot be handed back.")
    return None


def _may_adjudicate(review: Review, by: User) -> Refused | None:
    if review.disputes_go_to == DisputeRule.PANEL and not is_hung(review):
        return NotNow(f"At this desk a panel of {PANEL_SIZE} votes on a disagreement.")
    return bar(review, by, "decide")


def _may_vote(review: Review, by: User) -> Refused | None:
    return may_vote(review, by) or bar(review, by, "vote")


def _may_approve(review: Review, by: User) -> Refused | None:
    return bar(review, by, "approve") or gate(review)


def _may_publish(review: Review, by: User) -> Refused | None:
    return gate(review)


CHECKS: dict[str, Callable[[Review, User], Refused | None]] = {
    "assign": _may_assign,
    "submit_verdict": _may_judge,
    "withdraw_verdict": _may_withdraw,
    "hand_back": _may_hand_back,
    "adjudicate": _may_adjudicate,
    "vote": _may_vote,
    "approve": _may_approve,
    "publish": _may_publish,
}

# What is done to a review and moves it nowhere: no arrow of the table, so a rule of its own.
STAYS: dict[str, Callable[[Review, User], Refused | None]] = {
    "ask_exception": may_ask_exception,
    "sign_exception": may_sign_exception,
    "mark_serious": may_mark_serious,
}
