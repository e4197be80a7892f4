"""A verdict on its way: saved while it is written, for its writer's eyes alone, gone when the verdict is given.

Nothing of it is in the history, and no notice tells of it: that somebody is writing would tell that he has not judged.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from claims.models import User
from claims.refusals import NotSo
from reviews.models import Review, VerdictDraft
from reviews.workflow.refusals import guard
from reviews.workflow.transitions import locked

LONGEST = 100_000  # characters of the reasons
MOST_EVIDENCE = 1_000


@transaction.atomic
def save_draft(
    *,
    review: Review,
    by: User,
    rating: str = "",
    confidence: str = "",
    rationale: str = "",
    evidence: Iterable[int] = (),
    no_evidence: bool = False,
) -> VerdictDraft:
    """Keep the form as it is. Raises Refused for whoever may not give a verdict on this claim now.

    The review is locked, so that a save which arrives after the verdict finds that it has been given.
    """
    review = locked(review)
    guard("submit_verdict", review, by)
    if len(rationale) > LONGEST:
        raise NotSo(f"The reasons have more than {LONGEST:,} characters.", field="rationale")
    written = {
        "rating": rating[:60],
        "confidence": confidence[:20],
        "rationale": rationale,
        "evidence": sorted(set(evidence))[:MOST_EVIDENCE],
        "no_evidence": no_evidence,
        "saved_at": timezone.now(),
    }
    draft, _ = VerdictDraft.objects.update_or_create(reviewer=by, claim_id=review.claim_id, defaults=written)
    return draft


def draft_of(*, review: Review, by: User) -> VerdictDraft | None:
    """What this person himself has saved; there is no way to ask for another's."""
    return VerdictDraft.objects.filter(reviewer=by, claim_id=review.claim_id).first()


def drop_draft(review: Review, by: User) -> None:
    VerdictDraft.objects.filter(reviewer=by, claim_id=review.claim_id).delete()
