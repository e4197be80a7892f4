"""Who may, and what is allowed now: one sentence for the button, the answer and the message."""

from collections.abc import Callable

from claims.models import Claim, User
from claims.refusals import NotNow, NotYours, Refused
from reviews import visibility
from reviews.models import ConflictOfInterest, Review, Verdict
from reviews.workflow.gate import gate
from reviews.workflow.transitions import BY_EVENT

VERDICTS_NEEDED = 2


def refusal(event: str, *, review: Review, by: User) -> Refused | None:
    """Why this person may not do this to this review now; None if he may. Buttons and answers both come from it."""
    transition = BY_EVENT[event]
    if not by.is_active or not by.has_perm(transition.permission):
        return NotYours(f"{by} may not {event.replace('_', ' ')}: it takes the permission “{transition.permission}”.")
    if review.state not in transition.before:
        # While a round is blind its state is told in the words that everybody may hear.
        shown = visibility.shown_state(review).lower()
        return NotNow(f"The review is {shown}; “{event.replace('_', ' ')}” is not possible now.")
    check = CHECKS.get(event)
    return check(review, by) if check else None


def _may_judge(review: Review, by: User) -> Refused | None:
    if not review.assignments.filter(reviewer=by, ended_at=None).exists():
        return NotYours("Only a reviewer who is assigned to this claim can submit a verdict on it.")
    if visibility.has_judged(by, review):
        return NotNow("You have already submitted your verdict in this round; verdicts are not changed.")
    if review.is_stale:
        return NotNow("The claim has been reworded since this round was opened: the desk must open a new round.")
    return bar(review.claim, by)


def bar(claim: Claim, person: User) -> Refused | None:
    """What bars a person from judging a claim in any round: he proposed it, or declared a conflict of interest."""
    if claim.added_by_id == person.pk:
        return NotYours(f"{person} added this claim, and nobody reviews what he proposed.")
    sources = claim.attributions.values("source_id")
    if ConflictOfInterest.objects.filter(person=person, source__in=sources).exists():
        return NotYours(f"{person} has declared a conflict of interest with a source of this claim.")
    return None


def _may_hand_back(review: Review, by: User) -> Refused | None:
    if not review.assignments.filter(reviewer=by, ended_at=None).exists():
        return NotYours("Only a reviewer who is assigned to this claim can hand it back.")
    if visibility.has_judged(by, review):
        return NotNow("You have already submitted your verdict; it cannot be handed back.")
    return None


def _may_adjudicate(review: Review, by: User) -> Refused | None:
    if visibility.has_judged(by, review):
        return NotYours("You judged this claim; a third person must decide between the verdicts.")
    return bar(review.claim, by)


def _may_approve(review: Review, by: User) -> Refused | None:
    if visibility.has_judged(by, review):
        return NotYours("You judged this claim, and nobody approves his own verdict.")
    settlement = review.settlement
    if settlement.adjudicator_id == by.pk:
        return NotYours("You decided this review, and nobody approves his own decision.")
    if review.claim.added_by_id == by.pk:
        return NotYours("You added this claim, and nobody approves what he proposed.")
    return gate(review)


def _may_publish(review: Review, by: User) -> Refused | None:
    return gate(review)


def _may_assign(review: Review, by: User) -> Refused | None:
    if Verdict.objects.filter(review=review).count() >= VERDICTS_NEEDED:
        return NotNow("Both verdicts are in.")
    if review.is_stale:
        return NotNow("The claim has been reworded since this round was opened: return it and open a new round.")
    return None


CHECKS: dict[str, Callable[[Review, User], Refused | None]] = {
    "assign": _may_assign,
    "submit_verdict": _may_judge,
    "hand_back": _may_hand_back,
    "adjudicate": _may_adjudicate,
    "approve": _may_approve,
    "publish": _may_publish,
}


def guard(event: str, review: Review, by: User) -> None:
    refused = refusal(event, review=review, by=by)
    if refused:
        raise refused
