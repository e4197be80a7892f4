"""Resources of the review side: states are moved by acts, never by PATCH."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from claims.api.resource import LARGEST_ID, Resource, RowFilter, given, named
from claims.api.views import ClaimFilter, Claims
from claims.api.write import Nothing, WithReason
from claims.models import Claim, Evidence, Scope, User
from claims.refusals import NotNow, NotSo
from reviews import publishing, tasks, workflow
from reviews.api import read, write
from reviews.api.rounds import RoundActs, rating_of
from reviews.enums import State
from reviews.models import Publication, Rating, Review


class Ratings(Resource[Rating]):
    """The default scale."""

    scopes = {"GET": Scope.CLAIMS_READ}
    reading = "reviews.view_rating"
    queryset = Rating.objects.filter(scale__is_default=True)
    serializer_class = read.RatingRead


STATES = {
    "none": (),
    "with_reviewers": (State.ASSIGNED, State.IN_REVIEW),
    **{state.value: (state,) for state in State if state not in (State.ASSIGNED, State.IN_REVIEW)},
}


class ReviewedClaimFilter(ClaimFilter):
    state = django_filters.ChoiceFilter(
        choices=[(name, name.replace("_", " ")) for name in STATES],
        method="in_state",
        help_text="Where the newest round stands, in the words that everybody may hear.",
    )
    rating = django_filters.CharFilter(method="rated", max_length=50, help_text="How the newest round was settled.")

    def in_state(self, claims: QuerySet[Claim], name: str, state: str) -> QuerySet[Claim]:
        if state == "none":
            return claims.filter(~Exists(Review.objects.filter(claim=OuterRef("pk"))))
        return claims.filter(pk__in=_newest_rounds().filter(state__in=STATES[state]).values("claim_id"))

    def rated(self, claims: QuerySet[Claim], name: str, rating: str) -> QuerySet[Claim]:
        return claims.filter(pk__in=_newest_rounds().filter(settlement__rating__slug=rating).values("claim_id"))


def _newest_rounds() -> QuerySet[Review]:
    later = Review.objects.filter(claim=OuterRef("claim"), round__gt=OuterRef("round"))
    return Review.objects.filter(~Exists(later))


class ReviewedClaims(Claims):
    """Claims, found by how they were judged as well."""

    filterset_class = ReviewedClaimFilter


class ReviewFilter(django_filters.FilterSet):  # type: ignore[misc]
    claim = RowFilter()


class Reviews(RoundActs):
    scopes = {"GET": Scope.REVIEWS_READ, "POST": Scope.REVIEWS_WRITE}
    reading = "reviews.view_review"
    queryset = Review.objects.select_related("claim", "settlement__rating", "exception")
    filterset_class = ReviewFilter

    def get_serializer_class(self) -> type[BaseSerializer[Review]]:
        return read.ReviewRead if self.action == "list" else read.ReviewDetail

    @extend_schema(request=write.OpenReview, responses={201: read.ReviewDetail})
    def create(self, request: Request) -> Response:
        """Put a claim into the queue."""
        claim = named(Claim, given(write.OpenReview, request)["claim"], field="claim")
        return self.shown_again(workflow.open_review(claim=claim, by=User.of(request.user)))

    @extend_schema(request=write.SubmitVerdict, responses={201: read.VerdictRead})
    @action(detail=True, methods=["post"], scopes={"POST": Scope.VERDICTS_WRITE})
    def verdicts(self, request: Request, pk: str) -> Response:
        """Submit a verdict; it judges the wording under review, and is never changed."""
        words = given(write.SubmitVerdict, request)
        evidence = list(Evidence.objects.filter(pk__in=[min(each, LARGEST_ID) for each in words["evidence"]]))
        if len(evidence) < len(set(words["evidence"])):
            raise NotSo("One of the pieces of evidence does not exist.", field="evidence")
        verdict = workflow.submit_verdict(
            review=self.get_object(),
            by=User.of(request.user),
            rating=rating_of(words["rating"]),
            rationale=words["rationale"],
            confidence=words["confidence"],
            evidence=evidence,
            no_evidence=words["no_evidence"],
        )
        return Response(read.VerdictRead(verdict).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=write.Adjudicate, responses={201: read.ReviewDetail})
    @action(detail=True, methods=["post"])
    def adjudications(self, request: Request, pk: str) -> Response:
        """Decide between two verdicts that differ."""
        words = given(write.Adjudicate, request)
        review = self.get_object()
        workflow.adjudicate(
            review=review,
            by=User.of(request.user),
            rating=rating_of(words["rating"]),
            explanation=words["explanation"],
        )
        return self.shown_again(review)

    @extend_schema(request=write.Explain, responses={201: read.ReviewDetail})
    @action(detail=True, methods=["post"])
    def explanations(self, request: Request, pk: str) -> Response:
        """Edit the words for readers before they are signed."""
        review = self.get_object()
        words = given(write.Explain, request)
        workflow.rewrite_explanation(review=review, by=User.of(request.user), explanation=words["explanation"])
        return self.shown_again(review)

    @extend_schema(responses=read.Preview)
    @action(detail=True, methods=["get"])
    def preview(self, request: Request, pk: str) -> Response:
        """The content that would be published, with the digest to sign it by."""
        review = self.get_object()
        if not hasattr(review, "settlement"):
            raise NotNow("The review is not settled yet.")
        shown = publishing.snapshot(review)
        warnings = [finding.sentence for finding in review.claim.says_more()]
        return Response({"digest": publishing.digest(shown), "shown": shown, "warnings": warnings})

    @extend_schema(request=write.Approve, responses={201: read.ReviewDetail})
    @action(detail=True, methods=["post"])
    def approvals(self, request: Request, pk: str) -> Response:
        """Sign what was previewed."""
        review = self.get_object()
        publishing.sign(review=review, by=User.of(request.user), seen=given(write.Approve, request)["digest"])
        return self.shown_again(review)

    @extend_schema(request=Nothing, responses={201: read.PublicationRead})
    @action(detail=True, methods=["post"])
    def publications(self, request: Request, pk: str) -> Response:
        """Publish what was signed."""
        given(Nothing, request)
        publication = publishing.publish(review=self.get_object(), by=User.of(request.user))
        return Response(read.PublicationRead(publication).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=WithReason, responses={201: read.ReviewDetail})
    @action(detail=True, methods=["post"])
    def returns(self, request: Request, pk: str) -> Response:
        """Take the claim out of the round, with the reason."""
        words = given(WithReason, request)
        return self.shown_again(
            workflow.return_to_desk(review=self.get_object(), by=User.of(request.user), why=words["why"])
        )


class Publications(Resource[Publication]):
    scopes = {"GET": Scope.CLAIMS_READ, "POST": Scope.REVIEWS_WRITE}
    reading = "reviews.view_publication"
    serializer_class = read.PublicationRead

    def get_queryset(self) -> QuerySet[Publication]:
        return Publication.objects.all()

    @extend_schema(request=write.Correct, responses={201: read.PublicationRead})
    @action(detail=True, methods=["post"])
    def corrections(self, request: Request, pk: str) -> Response:
        """Correct the words for readers, openly."""
        words: dict[str, Any] = given(write.Correct, request)
        publication = publishing.correct(publication=self.get_object(), by=User.of(request.user), **words)
        return self.shown(publication)

    @extend_schema(request=write.Retract, responses={201: read.PublicationRead})
    @action(detail=True, methods=["post"])
    def retractions(self, request: Request, pk: str) -> Response:
        """Take a page back; a tombstone with the reason stays."""
        words = given(write.Retract, request)
        publication = publishing.retract(
            publication=self.get_object(), by=User.of(request.user), reason=words["reason"]
        )
        tasks.take_away(publication)
        return self.shown(publication)
