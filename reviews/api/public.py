"""What everybody may read by machine, without a token: published reviews, and nothing that is not on a public page.

Every answer carries an ETag and may be kept for a minute; `If-None-Match` is answered with 304.
"""

from typing import Any, ClassVar

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from claims.api import acts
from claims.api.deprecation import TellsDeprecation
from claims.api.problems import Problem
from claims.enums import BasisKind
from reviews.models import Publication
from reviews.publishing import markup

KEPT = "public, max-age=60"


def address(publication: Publication) -> str:
    return settings.PUBLIC_ORIGIN + publication.get_absolute_url()


class PublicClaim(serializers.ModelSerializer[Publication]):
    """One published review, as in a list."""

    url = serializers.SerializerMethodField()
    statement = serializers.CharField(source="shown.claim.statement", read_only=True)
    topic = serializers.CharField(source="shown.claim.topic", read_only=True)
    rating = serializers.CharField(source="shown.rating.slug", read_only=True)
    rating_name = serializers.CharField(source="shown.rating.name", read_only=True)
    basis = serializers.CharField(source="shown.basis.kind", read_only=True)
    basis_name = serializers.CharField(source="shown.basis.label", read_only=True)
    article_title = serializers.CharField(source="shown.article.title", read_only=True)
    publisher = serializers.CharField(source="shown.article.publisher", read_only=True)

    class Meta:
        model = Publication
        fields: ClassVar[list[str]] = [
            "slug", "url", "statement", "topic", "rating", "rating_name", "basis", "basis_name", "article_title",
            "publisher", "first_published_at", "shown_from",
        ]  # fmt: skip
        read_only_fields = fields

    def get_url(self, publication: Publication) -> str:
        return address(publication)


class PublicClaimDetail(PublicClaim):
    """The whole content of the page, and its ClaimReview."""

    shown = serializers.JSONField(read_only=True)
    claim_review = serializers.SerializerMethodField()

    class Meta(PublicClaim.Meta):
        fields: ClassVar[list[str]] = [*PublicClaim.Meta.fields, "digest", "shown", "claim_review"]
        read_only_fields = fields

    def get_claim_review(self, publication: Publication) -> dict[str, Any]:
        return markup(publication)


class PublicFilter(django_filters.FilterSet):  # type: ignore[misc]
    rating = django_filters.CharFilter(field_name="rating", max_length=50)
    basis = django_filters.ChoiceFilter(field_name="basis", choices=BasisKind.choices)
    topic = django_filters.CharFilter(field_name="topic", max_length=100)
    since = django_filters.IsoDateTimeFilter(field_name="shown_from", lookup_expr="gte")


class Public(TellsDeprecation, GenericViewSet[Publication]):
    """No token is asked for and none is looked at; no row that is not shown to the public is ever read."""

    authentication_classes = ()
    permission_classes = ()
    filterset_class = PublicFilter
    sorts: ClassVar[dict[str, tuple[str, ...]]] = {"newest": ("-shown_from", "-pk"), "oldest": ("shown_from", "pk")}

    def get_queryset(self) -> QuerySet[Publication]:
        return Publication.objects.filter(shown_until=None, retracted_at=None)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        if answer.status_code == status.HTTP_200_OK:
            tag = acts.etag({"data": answer.data})
            if tag in request.headers.get("If-None-Match", ""):
                answer.data, answer.status_code = None, status.HTTP_304_NOT_MODIFIED
            answer["ETag"], answer["Cache-Control"] = tag, KEPT
        else:
            answer["Cache-Control"] = "no-store"
        return answer


class PublicClaims(ListModelMixin, RetrieveModelMixin, Public):
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,120}"

    def get_serializer_class(self) -> type[PublicClaim]:
        return PublicClaim if self.action == "list" else PublicClaimDetail

    @extend_schema(responses={200: PublicClaimDetail, 410: OpenApiResponse(description="Retracted, with the reason.")})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A published review. One that was retracted is gone (410), with the reason."""
        gone = Publication.objects.filter(slug=kwargs["slug"], shown_until=None, retracted_at__isnull=False).first()
        if gone is not None:
            raise Problem("gone", f"Retracted on {gone.retracted_at:%Y-%m-%d}: {gone.retraction_reason}")
        return super().retrieve(request, *args, **kwargs)


class FeedItem(serializers.Serializer[Publication]):
    """One element of a DataFeed; the names are schema.org's."""

    def to_representation(self, publication: Publication) -> dict[str, Any]:
        modified = publication.shown_from.isoformat()
        return {"@type": "DataFeedItem", "dateModified": modified, "item": [markup(publication)]}


@extend_schema_serializer(many=False)
class Feed(serializers.Serializer[Any]):
    """The shape of the DataFeed, for the schema: its names are no names of Python's."""

    def get_fields(self) -> dict[str, Any]:
        words = {name: serializers.CharField() for name in ("@context", "@type", "name")}
        return {**words, "dataFeedElement": serializers.ListField(child=serializers.DictField())}


class ClaimReviewFeed(Public):
    serializer_class = FeedItem

    @extend_schema(responses={200: Feed}, filters=True)
    def list(self, request: Request) -> Response:
        """Every published review as a schema.org DataFeed of ClaimReview, for aggregators.

        In pages: the `Link` header leads to the next one. `since` gives what has changed.
        """
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        told = self.get_paginated_response(self.get_serializer(page, many=True).data).data
        feed = {
            "@context": "https://schema.org",
            "@type": "DataFeed",
            "name": settings.DESK_NAME,
            "dataFeedElement": told["results"],
        }
        return Response(feed, headers={"Link": f'<{told["next"]}>; rel="next"'} if told["next"] else None)
