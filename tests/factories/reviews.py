"""A claim taken through its review by the desk's own functions."""

from types import SimpleNamespace
from typing import Any

from claims import sourcing
from claims.models import Claim, User
from reviews import publishing, workflow
from reviews.models import Publication, Rating, Review
from tests.factories.claims import AttributionFactory, SourceFactory

STEPS = ("queued", "assigned", "in_review", "settled", "approved", "published")


def anonymous_claim() -> Claim:
    claim: Claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    return claim


def named_claim() -> Claim:
    claim: Claim = AttributionFactory().claim
    sourcing.drain()
    return claim


def judge(review: Review, by: User, rating: Rating, **given: Any) -> None:
    words = {"rationale": f"{by} has looked.", "no_evidence": True, **given}
    workflow.submit_verdict(review=review, by=by, rating=rating, **words)


def review_at(
    step: str, cast: SimpleNamespace, ratings: dict[str, Rating], *, claim: Claim | None = None, rating: str = "true"
) -> Review:
    """A review that has come as far as this step, with two reviewers who agree."""
    claim = claim or named_claim()
    at = STEPS.index(step)
    review = workflow.open_review(claim=claim, by=cast.editor)
    if at >= 1:
        workflow.assign(review=review, reviewers=[cast.reviewer, cast.other_reviewer], by=cast.editor)
    if at >= 2:
        judge(review, cast.reviewer, ratings[rating])
    if at >= 3:
        judge(review, cast.other_reviewer, ratings[rating])
    if at >= 4:
        sign(review, cast.approver)
    if at >= 5:
        publishing.publish(review=review, by=cast.editor)
    return Review.objects.select_related("claim").get(pk=review.pk)


def disputed(cast: SimpleNamespace, ratings: dict[str, Rating]) -> Review:
    review = review_at("in_review", cast, ratings)
    judge(review, cast.other_reviewer, ratings["false"])
    review.refresh_from_db()
    return review


def sign(review: Review, by: User) -> None:
    fresh = Review.objects.get(pk=review.pk)
    publishing.sign(review=fresh, by=by, seen=publishing.digest(publishing.snapshot(fresh)))


def published(cast: SimpleNamespace, ratings: dict[str, Rating], **given: Any) -> Publication:
    return review_at("published", cast, ratings, **given).publications.get()
