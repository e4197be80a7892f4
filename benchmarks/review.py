"""One claim taken through the whole review, so that there is a page like every other."""

from claims import sourcing
from claims.models import Claim, StaleClaim, User
from reviews import publishing, workflow
from reviews.models import Publication, Rating, RatingScale, Review
from reviews.permissions import apply_roles

WORDS = "The record shows what was said and when, and nothing that was brought contradicts it. " * 6


def publish_one() -> Publication:
    """Everybody here is an administrator of the benchmark; who may what is measured elsewhere."""
    apply_roles()
    people = [User.objects.get_or_create(username=f"bench-{each}", is_superuser=True)[0] for each in range(4)]
    scale, _ = RatingScale.objects.get_or_create(name="Benchmark", is_default=True)
    rating, _ = Rating.objects.get_or_create(
        scale=scale, order=1, slug="unproven", name="Unproven", reader_words="Nothing proves it."
    )
    claim = Claim.objects.filter(reviews=None).order_by("pk")[0]
    StaleClaim.objects.get_or_create(claim=claim)
    sourcing.drain()
    review = workflow.open_review(claim=claim, by=people[0])
    workflow.assign(review=review, reviewers=people[1:3], by=people[0])
    for person in people[1:3]:
        workflow.submit_verdict(review=review, by=person, rating=rating, rationale=WORDS, no_evidence=True)
    review = Review.objects.get(pk=review.pk)
    publishing.sign(review=review, by=people[3], seen=publishing.digest(publishing.snapshot(review)))
    return publishing.publish(review=review, by=people[0])
