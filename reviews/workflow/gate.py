"""What stands between a settled review and the public, each point as a sentence that says what is missing."""

from django.utils import timezone

from claims import anonymity
from claims.enums import BasisKind, Knowledge
from claims.models import Basis, Claim, StaleClaim
from claims.refusals import NotNow, Refused
from reviews.models import Review
from reviews.workflow.grounds import in_words

ORIGINS = 2  # that a claim needs which rests only on people without a name


def gate(review: Review) -> Refused | None:
    """All that is missing, in one sentence after another; None if the review may go out."""
    missing = [*_stale(review), *_anonymous(review), *_serious(review)]
    return NotNow(" ".join(missing)) if missing else None


def _stale(review: Review) -> list[str]:
    if review.is_stale:
        return ["The claim has been reworded since it was judged: a new round is needed."]
    if StaleClaim.objects.filter(claim=review.claim_id).exists():
        return ["On what the claim rests is being decided again; try again in a moment."]
    basis = Basis.objects.filter(claim=review.claim_id).first()
    if basis is None:
        return ["On what the claim rests has not been decided yet; try again in a moment."]
    if review.settlement.grounds and review.settlement.grounds != in_words(basis):
        return ["What the claim rests on has changed since it was judged: a new round is needed."]
    return []


def _anonymous(review: Review) -> list[str]:
    """A claim that rests only on anonymous sources, and is called true or false all the same."""
    basis = Basis.objects.filter(claim=review.claim_id, kind=BasisKind.ONLY_ANONYMOUS).first()
    rating = review.settlement.rating
    if basis is None or not rating.on_line or _is_excepted(review):
        return []
    missing = clauses_missing(review.claim, basis)
    if not missing:
        return []
    blocked = (
        f"The claim rests only on anonymous sources, so it cannot be rated “{rating.name}”, which lies on the "
        "true–false line. Missing:"
    )
    otherwise = (
        "Or: a named person or organisation speaking from its own knowledge, a primary document that a reader can be "
        "shown, a rating off the line, or an exception that two named people sign."
    )
    return [blocked, *missing, otherwise]


def clauses_missing(claim: Claim, basis: Basis) -> list[str]:
    """What a purely anonymous claim lacks: complete grants, first-hand knowledge, a second origin."""
    missing = anonymity.missing_clauses(claim)
    if not claim.attributions.filter(knowledge=Knowledge.FIRST_HAND).exists():
        missing.append("Nobody is recorded as knowing it first-hand.")
    if basis.origins_low < ORIGINS:
        missing.append("A second, independent origin.")
    return missing


def _is_excepted(review: Review) -> bool:
    exception = getattr(review, "exception", None)
    return exception is not None and exception.is_signed


def _serious(review: Review) -> list[str]:
    """A serious allegation: whoever is accused was asked, and has answered or had the time to."""
    if not review.serious:
        return []
    requests = list(review.claim.reply_requests.order_by("pk"))
    if not requests:
        return ["It is a serious allegation, and nobody has been asked for a reply."]
    today = timezone.now().date()
    return [
        f"It is a serious allegation, and {request.asked} has until {request.reply_by:%-d %B %Y} to reply."
        for request in requests
        if request.answered_on is None and request.reply_by >= today
    ]
