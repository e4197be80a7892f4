"""A reviewer judges; the last verdict settles the claim or makes it disputed. Until then he may withdraw his."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claims.models import Evidence, User
from claims.refusals import NotSo
from reviews.enums import Confidence, NoticeKind, SettledBy
from reviews.models import Rating, Review, Verdict, Withdrawal
from reviews.notices import notify
from reviews.workflow.drafting import drop_draft
from reviews.workflow.refusals import guard
from reviews.workflow.settling import record_settlement
from reviews.workflow.transitions import locked, move


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
    """One reviewer's verdict on the wording under review. The last one settles the claim or makes it disputed."""
    review = locked(review)
    guard("submit_verdict", review, by)
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
        attempt=review.verdicts.filter(reviewer=by).count() + 1,
        submitted_at=at or timezone.now(),
    )
    verdict.evidence.set(evidence)
    drop_draft(review, by)
    move(review, "submit_verdict", by=by, verdict=verdict.pk)
    _conclude(review, by=by, at=verdict.submitted_at)
    return verdict


@transaction.atomic
def withdraw_verdict(*, review: Review, by: User, why: str, at: datetime | None = None) -> Withdrawal:
    """Take one's own verdict back before all are in. It stays on record; one may judge again."""
    review = locked(review)
    guard("withdraw_verdict", review, by)
    if not why.strip():
        raise NotSo("Say why you withdraw your verdict.", field="why")
    verdict = review.verdicts.standing().get(reviewer=by)
    withdrawal = Withdrawal.objects.create(verdict=verdict, by=by, why=why.strip(), at=at or timezone.now())
    move(review, "withdraw_verdict", by=by, why=why.strip(), verdict=verdict.pk)
    return withdrawal


def _conclude(review: Review, *, by: User, at: datetime) -> None:
    verdicts = list(review.verdicts.standing().select_related("rating").order_by("id"))
    if len(verdicts) < review.reviewers_needed:
        return
    notify(NoticeKind.VERDICTS_IN, review=review, by=by)
    if len({verdict.rating_id for verdict in verdicts}) > 1:
        move(review, "dispute", by=by)
        notify(NoticeKind.DISPUTED, review=review, by=by)
        return
    move(review, "agree", by=by)
    record_settlement(
        review,
        rating=verdicts[0].rating,
        explanation="\n\n".join(verdict.rationale for verdict in verdicts),
        settled_by=SettledBy.AGREEMENT,
        at=at,
    )
    move(review, "settle", by=by)
    notify(NoticeKind.SETTLED, review=review, by=by)
