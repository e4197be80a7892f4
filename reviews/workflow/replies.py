"""The right of reply: whether an allegation is serious, who was asked about it, and what came of it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from claims.models import Claim, Event, User
from claims.refusals import NotNow, NotSo, NotYours, Refused
from reviews.enums import OPEN_STATES, Means, State
from reviews.models import ReplyRequest, Review
from reviews.workflow.transitions import locked


def may_mark_serious(review: Review, by: User) -> Refused | None:
    """Why this person may not say now how serious the allegation is; None if he may."""
    if refused := _may_keep_the_log(by):
        return refused
    if review.state not in OPEN_STATES or review.state == State.APPROVED:
        return NotNow("What is signed or published is not marked any more.")
    return None


def _may_keep_the_log(by: User) -> Refused | None:
    if not by.is_active or not by.has_perm("reviews.add_replyrequest"):
        return NotYours(f"{by} may not keep the log of replies: it takes “reviews.add_replyrequest”.")
    return None


def _guard(by: User) -> None:
    if refused := _may_keep_the_log(by):
        raise refused


@transaction.atomic
def mark_serious(*, review: Review, by: User, serious: bool, why: str) -> Review:
    """Say that the claim is, or is not, a serious allegation; until it is signed, and with the reason."""
    review = locked(review)
    if refused := may_mark_serious(review, by):
        raise refused
    if not why.strip():
        raise NotSo("Say why.", field="why")
    review.serious = serious
    review.save(update_fields=["serious"])
    what = "mark_serious" if serious else "mark_not_serious"
    Event.record(subject=review.claim, what=what, by=by, why=why.strip(), review=review.pk)
    return review


@transaction.atomic
def ask_reply(*, claim: Claim, by: User, asked: str, asked_on: date, means: str, reply_by: date) -> ReplyRequest:
    """Log that somebody was asked for a reply. `asked` is written for readers."""
    _guard(by)
    if not asked.strip():
        raise NotSo("Say who was asked.", field="asked")
    if means not in Means.values:
        raise NotSo(f"“{means}” is no way of asking.", field="means")
    if asked_on > timezone.now().date():
        raise NotSo("Log it when it was done.", field="asked_on")
    if reply_by < asked_on:
        raise NotSo("The reply is due after it was asked for.", field="reply_by")
    request = ReplyRequest.objects.create(
        claim=claim, asked=asked.strip(), asked_on=asked_on, means=means, reply_by=reply_by, asked_by=by
    )
    Event.record(subject=claim, what="ask_reply", by=by, request=request.pk)
    return request


@transaction.atomic
def record_reply(
    *, request: ReplyRequest, by: User, answered_on: date, answer: str = "", declined: bool = False
) -> ReplyRequest:
    """Add what was answered, once: words, or that there will be no comment."""
    _guard(by)
    request = ReplyRequest.objects.select_for_update(of=("self",)).select_related("claim").get(pk=request.pk)
    if request.answered_on is not None:
        raise NotNow("The answer is on record; log another question for another answer.")
    if bool(answer.strip()) == declined:
        raise NotSo("Give the answer, or say that comment was declined.", field="answer")
    if not request.asked_on <= answered_on <= timezone.now().date():
        raise NotSo("The answer came between the question and today.", field="answered_on")
    request.answer, request.declined, request.answered_on = answer.strip(), declined, answered_on
    request.save(update_fields=["answer", "declined", "answered_on"])
    Event.record(subject=request.claim, what="record_reply", by=by, request=request.pk)
    return request
