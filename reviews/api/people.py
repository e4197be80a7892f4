"""What people say for themselves over REST: their ties to sources, and what they write to each other about a claim."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.resource import Resource, RowFilter, given, named
from claims.api.write import Act
from claims.models import Claim, Scope, Source, User
from reviews import discussion, visibility, workflow
from reviews.models import Comment, ConflictOfInterest


class ConflictRead(serializers.ModelSerializer[ConflictOfInterest]):
    """A tie of a person to a source: it bars him from judging, deciding and signing claims of that source."""

    person = serializers.CharField(source="person.username", read_only=True)

    class Meta:
        model = ConflictOfInterest
        fields = ["id", "person", "source", "reason", "declared_at"]
        read_only_fields = fields


class CommentRead(serializers.ModelSerializer[Comment]):
    author = serializers.CharField(source="author.username", read_only=True)
    mentioned: Any = serializers.SlugRelatedField(slug_field="username", many=True, read_only=True)

    class Meta:
        model = Comment
        fields = ["id", "claim", "author", "words", "at", "mentioned"]
        read_only_fields = fields


class DeclareConflict(Act):
    source: Any = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=300, help_text="What ties you to it.")


class WriteComment(Act):
    claim = serializers.IntegerField(min_value=1)
    words = serializers.CharField(max_length=discussion.LONGEST, help_text="`@username` tells that person.")


class ConflictFilter(django_filters.FilterSet):  # type: ignore[misc]
    source = RowFilter()


class Conflicts(Resource[ConflictOfInterest]):
    """Your own; everybody's for those who assign reviewers."""

    scopes = {"GET": Scope.REVIEWS_READ, "POST": Scope.VERDICTS_WRITE}
    reading = "reviews.view_review"
    serializer_class = ConflictRead
    filterset_class = ConflictFilter
    model = ConflictOfInterest

    def seen_by(self, person: User) -> QuerySet[ConflictOfInterest]:
        return workflow.conflicts_visible_to(person)

    @extend_schema(request=DeclareConflict, responses={201: ConflictRead})
    def create(self, request: Request) -> Response:
        """Declare a tie of your own to a source. It ends what you were asked to judge of it, for good."""
        words = given(DeclareConflict, request)
        source = named(Source, words["source"], field="source")
        return self.shown(workflow.declare_conflict(source=source, by=User.of(request.user), reason=words["reason"]))


class CommentFilter(django_filters.FilterSet):  # type: ignore[misc]
    claim = RowFilter()


class Comments(Resource[Comment]):
    """What the desk says about claims. Two who judge a claim blind read each other's once both verdicts are in."""

    scopes = {"GET": Scope.REVIEWS_READ, "POST": Scope.REVIEWS_WRITE}
    reading = "reviews.view_comment"
    serializer_class = CommentRead
    filterset_class = CommentFilter
    model = Comment

    def seen_by(self, person: User) -> QuerySet[Comment]:
        seen = visibility.comments_seen_by(person)
        return seen.select_related("author").prefetch_related("mentioned")

    @extend_schema(request=WriteComment, responses={201: CommentRead})
    def create(self, request: Request) -> Response:
        """Say something about a claim; it cannot be changed or taken back."""
        words = given(WriteComment, request)
        claim = named(Claim, words["claim"], field="claim")
        return self.shown(discussion.comment(claim=claim, by=User.of(request.user), words=words["words"]))
