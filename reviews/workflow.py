"""The review: one transition table, and one guarded function per business event.

Each function locks the review, asks `refusal` who may and what is allowed now, writes the rows, moves the state and
writes the history, in one transaction. Admin, API, commands and tasks all call these functions; nothing else moves
a state. A refusal is a `claims.refusals.Refused` with the sentence to show.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from claims.enums import BasisKind
from claims.models import Basis, Claim, Event, Evidence, StaleClaim, User
from claims.refusals import NotNow, NotSo, NotYours, Refused
from reviews import visibility
from reviews.enums import OPEN_STATES, Confidence, NoticeKind, State
from reviews.models import Approval, Assignment, ConflictOfInterest, Rating, Review, Settlement, Verdict
from reviews.notices import notify

VERDICTS_NEEDED = 2


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


# --- who may, and what is allowed now ---------------------------------------------------------------------


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


def gate(review: Review) -> Refused | None:
    """What stands between a settled review and the public: its wording, its basis, and how they fit the rating."""
    claim = review.claim
    if review.is_stale:
        return NotNow("The claim has been reworded since it was judged: a new round is needed.")
    if StaleClaim.objects.filter(claim=claim).exists():
        return NotNow("On what the claim rests is being decided again; try again in a moment.")
    basis = Basis.objects.filter(claim=claim).first()
    if basis is None:
        return NotNow("On what the claim rests has not been decided yet; try again in a moment.")
    rating = review.settlement.rating
    if basis.kind == BasisKind.ONLY_ANONYMOUS and rating.on_line:
        return NotNow(
            f"The claim rests only on anonymous sources, so it cannot be rated “{rating.name}”, which lies on the "
            "true–false line. Missing: a named person or organisation speaking from its own knowledge, or a primary "
            "document that a reader can be shown. Add such evidence, or settle it with a rating off the line."
        )
    return None


# --- the events -------------------------------------------------------------------------------------------


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


def _guard(event: str, review: Review, by: User) -> None:
    refused = refusal(event, review=review, by=by)
    if refused:
        raise refused


@transaction.atomic
def open_review(*, claim: Claim, by: User, at: datetime | None = None) -> Review:
    """Put a claim into the queue; after an ended round this opens the next one."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if not by.has_perm("reviews.assign_review"):
        raise NotYours(f"{by} may not open a review: it takes the permission “reviews.assign_review”.")
    if claim.discarded_at:
        raise NotNow("The claim has been discarded.")
    if Review.objects.filter(claim=claim, state__in=OPEN_STATES).exists():
        raise NotNow("The claim is under review already.")
    last = Review.objects.filter(claim=claim).aggregate(last=Max("round"))["last"] or 0
    review = Review.objects.create(
        claim=claim,
        round=last + 1,
        statement=claim.statement,
        statement_digest=claim.statement_digest,
        opened_by=by,
        opened_at=at or timezone.now(),
    )
    Event.record(subject=claim, what="open_review", by=by, review=review.pk, round=review.round)
    return review


@transaction.atomic
def assign(*, review: Review, reviewers: Iterable[User], by: User, due_on: date | None = None) -> Review:
    """Ask reviewers to judge. Assigning one twice is refused by name; the number may not pass two."""
    review = locked(review)
    _guard("assign", review, by)
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
    _guard("hand_back", review, by)
    review.assignments.filter(reviewer=by, ended_at=None).update(ended_at=timezone.now())
    if review.assignments.filter(ended_at=None).exists() or review.verdicts.exists():
        Event.record(subject=review.claim, what="hand_back", by=by, why=why, review=review.pk)
    else:
        move(review, "hand_back", by=by, why=why)
    return review


@transaction.atomic
def submit_verdict(
    *,
    review: Review,
    by: User,
    rating: Rating,
    rationale: str,
    confidence: str = Confidence.MEDIUM,
    evidence: Iterable[Evidence] = (),
    no_evidence: bool = False,
    at: datetime | None = None,
) -> Verdict:
    """One reviewer's verdict on the wording under review. The second one settles the claim or makes it disputed."""
    review = locked(review)
    _guard("submit_verdict", review, by)
    evidence = list(evidence)
    rationale = rationale.strip()
    if not rationale:
        raise NotSo("Give the reasons for the rating.", field="rationale")
    if bool(evidence) == no_evidence:
        raise NotSo("Cite evidence, or state that there is none.", field="evidence")
    linked = set(review.claim.evidence_links.values_list("evidence_id", flat=True))
    if any(piece.pk not in linked for piece in evidence):
        raise NotSo("Only evidence that was brought to this claim can be cited.", field="evidence")
    verdict = Verdict.objects.create(
        review=review,
        reviewer=by,
        rating=rating,
        rationale=rationale,
        confidence=confidence,
        no_evidence=no_evidence,
        statement_digest=review.statement_digest,
        submitted_at=at or timezone.now(),
    )
    verdict.evidence.set(evidence)
    move(review, "submit_verdict", by=by, verdict=verdict.pk)
    _conclude(review, by=by, at=verdict.submitted_at)
    return verdict


def _conclude(review: Review, *, by: User, at: datetime) -> None:
    verdicts = list(review.verdicts.select_related("rating").order_by("id"))
    if len(verdicts) < VERDICTS_NEEDED:
        return
    notify(NoticeKind.VERDICTS_IN, review=review, by=by)
    if len({verdict.rating_id for verdict in verdicts}) > 1:
        move(review, "dispute", by=by)
        notify(NoticeKind.DISPUTED, review=review, by=by)
        return
    move(review, "agree", by=by)
    Settlement.objects.create(
        review=review,
        rating=verdicts[0].rating,
        explanation="\n\n".join(verdict.rationale for verdict in verdicts),
        settled_at=at,
    )
    move(review, "settle", by=by)
    notify(NoticeKind.SETTLED, review=review, by=by)


@transaction.atomic
def adjudicate(
    *, review: Review, by: User, rating: Rating, explanation: str, at: datetime | None = None
) -> Settlement:
    """A third person decides between two verdicts that differ, with reasons."""
    review = locked(review)
    _guard("adjudicate", review, by)
    if not explanation.strip():
        raise NotSo("Give the reasons for the decision.", field="explanation")
    settlement = Settlement.objects.create(
        review=review,
        rating=rating,
        explanation=explanation.strip(),
        adjudicator=by,
        settled_at=at or timezone.now(),
    )
    move(review, "adjudicate", by=by)
    notify(NoticeKind.SETTLED, review=review, by=by)
    return settlement


@transaction.atomic
def rewrite_explanation(*, review: Review, by: User, explanation: str) -> Settlement:
    """Edit the words for readers, until they are signed."""
    review = locked(review)
    _guard("rewrite_explanation", review, by)
    if not explanation.strip():
        raise NotSo("Readers need an explanation.", field="explanation")
    settlement = review.settlement
    settlement.explanation = explanation.strip()
    settlement.save(update_fields=["explanation"])
    move(review, "rewrite_explanation", by=by)
    return settlement


@transaction.atomic
def approve(*, review: Review, by: User, digest: str, at: datetime | None = None) -> Approval:
    """Sign exactly what is to be published; `digest` is of the content that the approver was shown."""
    review = locked(review)
    _guard("approve", review, by)
    approval = Approval.objects.create(review=review, approver=by, digest=digest, approved_at=at or timezone.now())
    move(review, "approve", by=by, digest=digest)
    return approval


@transaction.atomic
def return_to_desk(*, review: Review, by: User, why: str) -> Review:
    """Take a claim out of the round, with the reason. Verdicts given stay on record; a new round starts afresh."""
    review = locked(review)
    _guard("return_to_desk", review, by)
    if not why.strip():
        raise NotSo("Say why it is returned.", field="why")
    review.assignments.filter(ended_at=None).update(ended_at=timezone.now())
    move(review, "return_to_desk", by=by, why=why.strip())
    notify(NoticeKind.RETURNED, review=review, by=by)
    return review
