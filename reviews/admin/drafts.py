"""The verdict form as it is saved on its way: what was typed, whether or not it could be submitted."""

from django.http import HttpRequest

from claims.models import Claim, User
from claims.refusals import Refused
from reviews import workflow
from reviews.admin import posted
from reviews.models import VerdictDraft


def save_written(request: HttpRequest, claim: Claim) -> VerdictDraft:
    """Save the form that was posted. Raises Refused for whoever may not judge this claim now."""
    return workflow.save_draft(
        review=posted.review_of(claim),
        by=User.of(request.user),
        rating=posted.text(request, "rating"),
        confidence=posted.text(request, "confidence"),
        rationale=posted.text(request, "rationale").replace("\0", ""),
        evidence=posted.ids(request, "evidence"),
        no_evidence="no_evidence" in request.POST,
    )


def keep_written(request: HttpRequest, claim: Claim) -> None:
    """After a refusal: what was typed is there again, unless its writer may not judge at all."""
    try:
        save_written(request, claim)
    except Refused:
        return
