"""Two named people sign that a round is published against the gate for anonymous claims; readers are told."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claims.models import Event, User
from claims.refusals import NotNow, NotSo, NotYours, Refused
from reviews.enums import State
from reviews.models import PublicationException, Review
from reviews.workflow.duties import bar
from reviews.workflow.transitions import locked


def may_ask_exception(review: Review, by: User) -> Refused | None:
    """Why this person may not give the first signature now; None if he may."""
    if refused := _may_sign(review, by):
        return refused
    if PublicationException.objects.filter(review=review).exists():
        return NotNow("An exception was asked for already: another person must sign it.")
    return None


def may_sign_exception(review: Review, by: User) -> Refused | None:
    """Why this person may not give the second signature now; None if he may."""
    if refused := _may_sign(review, by):
        return refused
    exception = PublicationException.objects.filter(review=review).first()
    if exception is None:
        return NotNow("Nobody has asked for an exception.")
    if exception.is_signed:
        return NotNow("Two people have signed the exception.")
    if exception.first_signer_id == by.pk:
        return NotYours("You asked for this exception; another person must sign it.")
    return None


def _may_sign(review: Review, by: User) -> Refused | None:
    if not by.is_active or not by.has_perm("reviews.sign_exception"):
        return NotYours(f"{by} may not sign an exception: it takes the permission “reviews.sign_exception”.")
    if review.state != State.SETTLED:
        return NotNow("An exception is signed when the review is settled and not yet approved.")
    return bar(review, by, "except")


@transaction.atomic
def ask_exception(*, review: Review, by: User, reason: str, at: datetime | None = None) -> PublicationException:
    """The first of two signatures, with the reason that readers will be told."""
    review = locked(review)
    if refused := may_ask_exception(review, by):
        raise refused
    if not reason.strip():
        raise NotSo("Say, for readers, why it is published all the same.", field="reason")
    exception = PublicationException.objects.create(
        review=review, reason=reason.strip(), first_signer=by, first_signed_at=at or timezone.now()
    )
    Event.record(subject=review.claim, what="ask_exception", by=by, why=reason.strip(), review=review.pk)
    return exception


@transaction.atomic
def sign_exception(*, review: Review, by: User, at: datetime | None = None) -> PublicationException:
    """The second signature, by another person."""
    review = locked(review)
    if refused := may_sign_exception(review, by):
        raise refused
    exception = PublicationException.objects.get(review=review)
    exception.second_signer, exception.second_signed_at = by, at or timezone.now()
    exception.save(update_fields=["second_signer", "second_signed_at"])
    Event.record(subject=review.claim, what="sign_exception", by=by, why=exception.reason, review=review.pk)
    return exception
