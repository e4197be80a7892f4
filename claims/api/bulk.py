"""Rows by the thousand over REST: a file in, its progress and its wrong rows; everything out, streamed."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import django_filters
from django.db import transaction
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from claims import tasks
from claims.api.deprecation import TellsDeprecation
from claims.api.problems import Problem
from claims.api.resource import Resource, RowFilter, given
from claims.api.uploads import BulkParser
from claims.api.write import Act
from claims.bulk import EXPORTS, ask_for_bulk, export
from claims.models import BulkJob, BulkRow, FactCheck, Scope, User

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}


class BulkJobRead(serializers.ModelSerializer[BulkJob]):
    """A bulk import: ask again until `state` is “done” or “failed”; its wrong rows are at `bulk-rows/?job=`."""

    class Meta:
        model = BulkJob
        fields = [
            "id", "kind", "format", "per_row", "file_name", "state", "read", "written", "wrong", "trouble", "asked_at",
            "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class BulkRowRead(serializers.ModelSerializer[BulkRow]):
    class Meta:
        model = BulkRow
        fields = ["job", "line", "code", "column", "detail", "row"]
        read_only_fields = fields


class FactCheckRead(serializers.ModelSerializer[FactCheck]):
    class Meta:
        model = FactCheck
        fields = [
            "id", "url", "claim", "claimant", "rating", "value", "best", "worst", "publisher", "publisher_url",
            "title", "language", "published_on", "added_at",
        ]  # fmt: skip
        read_only_fields = fields


class AskForBulk(Act):
    """`kind` and `format` say what stands in the `file`; with `per_row` what can be written is written."""

    kind = serializers.ChoiceField(choices=BulkJob.Kind.choices)
    format = serializers.ChoiceField(choices=BulkJob.Format.choices)
    per_row = serializers.BooleanField(required=False, default=False)
    file = serializers.FileField(max_length=200)


class BulkFilter(django_filters.FilterSet):  # type: ignore[misc]
    class Meta:
        model = BulkJob
        fields = ["kind", "state"]


class BulkJobs(Resource[BulkJob]):
    """The jobs of the token's own person."""

    serializer_class = BulkJobRead
    filterset_class = BulkFilter
    parser_classes = [BulkParser]
    derived = frozenset({"read", "written", "wrong"})
    model = BulkJob

    def seen_by(self, person: User) -> QuerySet[BulkJob]:
        return BulkJob.objects.filter(asked_by=person)

    @extend_schema(request={"multipart/form-data": AskForBulk}, responses={202: BulkJobRead})
    def create(self, request: Request) -> Response:
        """Hand in a file of rows. The answer is where its progress can be asked for."""
        words = given(AskForBulk, request)
        job = ask_for_bulk(by=User.of(request.user), form=words.pop("format"), **words)
        transaction.on_commit(partial(tasks.nudge, tasks.run_bulk))
        where = reverse("api:bulk-detail", args=[job.pk])
        return Response(BulkJobRead(job).data, status=status.HTTP_202_ACCEPTED, headers={"Location": where})


class BulkRowFilter(django_filters.FilterSet):  # type: ignore[misc]
    job = RowFilter()
    wrong = django_filters.BooleanFilter(method="are_wrong")

    def are_wrong(self, rows: QuerySet[BulkRow], name: str, wanted: bool) -> QuerySet[BulkRow]:  # noqa: FBT001 - its signature
        return rows.exclude(code="") if wanted else rows.filter(code="")


class BulkRows(Resource[BulkRow]):
    """The rows of the token's own person's jobs: what is wrong with each, or what it became."""

    serializer_class = BulkRowRead
    filterset_class = BulkRowFilter
    sorts = {"line": ("job_id", "line")}
    model = BulkRow

    def seen_by(self, person: User) -> QuerySet[BulkRow]:
        return BulkRow.objects.filter(job__asked_by=person)


class FactCheckFilter(django_filters.FilterSet):  # type: ignore[misc]
    publisher = django_filters.CharFilter(max_length=200)
    published_from = django_filters.DateFilter(field_name="published_on", lookup_expr="gte")
    published_to = django_filters.DateFilter(field_name="published_on", lookup_expr="lte")


class FactChecks(Resource[FactCheck]):
    """What other organisations have found."""

    queryset = FactCheck.objects.all()
    serializer_class = FactCheckRead
    filterset_class = FactCheckFilter


class Exports(TellsDeprecation, GenericViewSet[Any]):
    """Everything that the token's person may see, streamed. CSV is safe in a spreadsheet; both are read in again."""

    scopes = {"GET": Scope.CLAIMS_READ}
    reading = "claims.view_claim"
    lookup_field = "name"
    lookup_value_regex = "[a-z_]{1,30}"
    serializer_class: type[BaseSerializer[Any]] = serializers.Serializer
    choices = ("as",)

    @extend_schema(
        parameters=[
            OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(EXPORTS)),
            OpenApiParameter("as", str, enum=list(MEDIA_TYPES), default="csv"),
        ],
        responses={(200, media.partition(";")[0]): OpenApiTypes.STR for media in MEDIA_TYPES.values()},
    )
    def retrieve(self, request: Request, name: str) -> StreamingHttpResponse:
        """All rows of one kind."""
        form = request.query_params.get("as", "csv")
        if set(request.query_params) - {"as"}:
            raise Problem("unknown_parameter", "Only “as” is known here.")
        if form not in MEDIA_TYPES:
            raise Problem("invalid", f"as: “{form}” is not one of: {', '.join(MEDIA_TYPES)}.")
        if name not in EXPORTS:
            raise NotFound
        if not request.user.has_perm(EXPORTS[name].permission):
            raise PermissionDenied
        pieces: Iterator[bytes] = export(name, form)
        answer = StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[form])
        answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
        answer["Cache-Control"] = "no-store"
        return answer
