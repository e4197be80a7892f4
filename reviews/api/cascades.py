"""“What if this source is wrong?” for other systems."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.resource import given
from claims.api.views import Sources
from claims.models import Scope, User
from reviews import cascading
from reviews.api import read, write


class RestsRead(serializers.Serializer[Any]):
    kind = serializers.CharField()
    origins_low = serializers.IntegerField()
    origins_high = serializers.IntegerField(allow_null=True)
    paths = serializers.IntegerField()


class RestingRead(serializers.Serializer[Any]):
    claim = serializers.IntegerField(source="falling.claim.pk")
    statement = serializers.CharField(source="falling.claim.statement")
    now = RestsRead(source="falling.now")
    without = RestsRead(source="falling.left", help_text="As if the source had said nothing.")
    falls = serializers.BooleanField(source="falling.falls", help_text="It would rest on something weaker.")
    page = serializers.CharField(source="page.get_absolute_url", default=None, allow_null=True)
    under_review = serializers.BooleanField()


class ReopenedRead(serializers.Serializer[Any]):
    reviews = read.ReviewRead(many=True)


class CascadeRead(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="Of the source.")
    claims = RestingRead(many=True, help_text="Those that readers see first.")


class ReviewedSources(Sources):
    """Sources, with what follows for reviews and pages if one is wrong."""

    @extend_schema(responses=CascadeRead)
    @action(detail=True, methods=["get"], scopes={"GET": Scope.REVIEWS_READ})
    def cascade(self, request: Request, pk: str) -> Response:
        """Every claim that rests on the source, what would be left without it, and the page that readers see."""
        source = self.get_object()
        shown = CascadeRead({"id": source.pk, "claims": cascading.resting_on(source)}).data
        return Response(shown, headers={"ETag": self.tag(shown)})

    @extend_schema(request=write.ReopenClaims, responses={201: ReopenedRead})
    @action(detail=True, methods=["post"], scopes={"POST": Scope.REVIEWS_WRITE})
    def reopenings(self, request: Request, pk: str) -> Response:
        """Open a new round on every published claim that rests on the source, or on those given."""
        words = given(write.ReopenClaims, request)
        reviews = cascading.reopen(
            source=self.get_object(), by=User.of(request.user), why=words["why"], claims=words["claims"]
        )
        return Response(ReopenedRead({"reviews": reviews}).data, status=status.HTTP_201_CREATED)
