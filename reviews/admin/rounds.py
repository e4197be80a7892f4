"""What the workbench does with the people of a round: who judges, who votes, who signs an exception, who was asked."""

from django.http import HttpRequest

from claims.models import Claim, Source, User
from claims.refusals import NotSo
from reviews import workflow
from reviews.admin import posted
from reviews.models import ReplyRequest


def assign(request: HttpRequest, claim: Claim) -> str:
    reviewers = User.objects.filter(pk__in=posted.ids(request, "reviewers"))
    workflow.assign(
        review=posted.review_of(claim),
        reviewers=reviewers,
        by=User.of(request.user),
        due_on=posted.day(request, "due_on"),
    )
    return "Assigned."


def assign_by_rule(request: HttpRequest, claim: Claim) -> str:
    workflow.assign_by_rule(
        review=posted.review_of(claim), by=User.of(request.user), due_on=posted.day(request, "due_on")
    )
    return "Assigned by the desk's rules."


def take_off(request: HttpRequest, claim: Claim) -> str:
    """With somebody chosen in his place, it is a reassignment."""
    reviewer, instead = posted.row(User, request, "reviewer"), posted.row(User, request, "instead")
    if reviewer is None:
        raise NotSo("Choose who is taken off.", field="reviewer")
    review, by, why = posted.review_of(claim), User.of(request.user), posted.text(request, "why")
    if instead is None:
        workflow.take_off(review=review, reviewer=reviewer, by=by, why=why)
        return f"{reviewer} is taken off this claim."
    workflow.reassign(review=review, reviewer=reviewer, to=instead, by=by, why=why)
    return f"{instead} is asked in place of {reviewer}."


def withdraw_verdict(request: HttpRequest, claim: Claim) -> str:
    workflow.withdraw_verdict(
        review=posted.review_of(claim), by=User.of(request.user), why=posted.text(request, "why")
    )
    return "Withdrawn. Your verdict stays on record and does not count; you can judge again."


def vote(request: HttpRequest, claim: Claim) -> str:
    workflow.vote(
        review=posted.review_of(claim),
        by=User.of(request.user),
        rating=posted.rating(request),
        reasons=posted.text(request, "reasons"),
    )
    return "Your vote is on record."


def ask_exception(request: HttpRequest, claim: Claim) -> str:
    workflow.ask_exception(
        review=posted.review_of(claim), by=User.of(request.user), reason=posted.text(request, "reason")
    )
    return "Asked for; a second person must sign it."


def sign_exception(request: HttpRequest, claim: Claim) -> str:
    workflow.sign_exception(review=posted.review_of(claim), by=User.of(request.user))
    return "Two people have signed the exception; readers are told."


def mark_serious(request: HttpRequest, claim: Claim) -> str:
    serious = posted.text(request, "serious") == "yes"
    workflow.mark_serious(
        review=posted.review_of(claim), by=User.of(request.user), serious=serious, why=posted.text(request, "why")
    )
    return "Marked as a serious allegation." if serious else "It is no serious allegation any more."


def ask_reply(request: HttpRequest, claim: Claim) -> str:
    asked_on, reply_by = posted.day(request, "asked_on"), posted.day(request, "reply_by")
    if asked_on is None:
        raise NotSo("Say when it was asked.", field="asked_on")
    if reply_by is None:
        raise NotSo("Say until when a reply was asked for.", field="reply_by")
    workflow.ask_reply(
        claim=claim,
        by=User.of(request.user),
        asked=posted.text(request, "asked"),
        asked_on=asked_on,
        means=posted.text(request, "means"),
        reply_by=reply_by,
    )
    return "The question is on record."


def record_reply(request: HttpRequest, claim: Claim) -> str:
    asked: ReplyRequest | None = posted.row(ReplyRequest, request, "request")
    if asked is None or asked.claim_id != claim.pk:
        raise NotSo("Choose a question about this claim.", field="request")
    answered_on = posted.day(request, "answered_on")
    if answered_on is None:
        raise NotSo("Say when the answer came.", field="answered_on")
    workflow.record_reply(
        request=asked,
        by=User.of(request.user),
        answered_on=answered_on,
        answer=posted.text(request, "answer"),
        declined="declined" in request.POST,
    )
    return "The answer is on record."


def declare_conflict(request: HttpRequest, claim: Claim) -> str:
    source: Source | None = posted.row(Source, request, "source")
    if source is None or not claim.attributions.filter(source=source).exists():
        raise NotSo("Choose a source of this claim.", field="source")
    workflow.declare_conflict(source=source, by=User.of(request.user), reason=posted.text(request, "reason"))
    return f"Declared: you are asked to judge nothing of {source}."


ROUND_ACTS = {
    act.__name__: act
    for act in (
        assign, assign_by_rule, take_off, withdraw_verdict, vote, ask_exception, sign_exception, mark_serious,
        ask_reply, record_reply, declare_conflict,
    )
}  # fmt: skip
