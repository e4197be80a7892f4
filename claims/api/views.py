"""Resources of the claims side. Reading is by list and detail; changing is by acts, each one function."""

from functools import partial
from typing import Any

import django_filters
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from claims import identity, sourcing, tasks
from claims.api import grants, read, write
from claims.api.resource import Resource, Row, RowFilter, given, named
from claims.api.uploads import UploadParser, is_upload
from claims.enums import BasisKind, FlagRule, MergeState
from claims.intake import add_evidence, ask_for_import, cancel_import, confirm_import, correct_claim
from claims.models import (
    Article,
    Attribution,
    Claim,
    ClaimEvidence,
    Evidence,
    EvidenceOrigin,
    Flag,
    ImportJob,
    Source,
    SourceMerge,
    User,
)
from claims.models.claims import with_words


class Articles(Resource[Article]):
    parser_classes = [*GenericViewSet.parser_classes, UploadParser]
    reading = "claims.view_article"
    serializer_class = read.ArticleRead

    def get_queryset(self) -> QuerySet[Article]:
        return Article.objects.annotate(claims=Count("revisions__claims"))

    @extend_schema(
        request={"application/json": write.ImportArticle, "multipart/form-data": write.ImportFile},
        responses={202: read.ImportRead},
    )
    def create(self, request: Request) -> Response:
        """Hand in an article to be read. The answer is where its progress can be asked for."""
        words = given(write.ImportFile if is_upload(request) else write.ImportArticle, request)
        text, file = words.pop("text", None), words.pop("file", None)
        content = file.read() if file else text.encode() if text is not None else None
        job = ask_for_import(content=content, file_name=file.name if file else "", by=User.of(request.user), **words)
        transaction.on_commit(partial(tasks.nudge, tasks.run_imports))
        where = reverse("api:import-detail", args=[job.pk])
        return Response(read.ImportRead(job).data, status=status.HTTP_202_ACCEPTED, headers={"Location": where})


class ImportFilter(django_filters.FilterSet):  # type: ignore[misc]
    class Meta:
        model = ImportJob
        fields = ["state", "article"]


class Imports(Resource[ImportJob]):
    reading = "claims.view_article"
    queryset = ImportJob.objects.defer("content")
    filterset_class = ImportFilter
    derived = frozenset({"step", "steps_done", "steps_of"})

    def get_serializer_class(self) -> type[BaseSerializer[ImportJob]]:
        return read.ImportRead if self.action == "list" else read.ImportDetail

    def get_queryset(self) -> QuerySet[ImportJob]:
        jobs = super().get_queryset()
        return jobs.defer("content", "found") if self.action == "list" else jobs

    @extend_schema(request=write.Nothing, responses={202: read.ImportDetail})
    @action(detail=True, methods=["post"])
    def confirmations(self, request: Request, pk: str) -> Response:
        """Store what the preview showed."""
        given(write.Nothing, request)
        job = confirm_import(job=self.get_object(), by=User.of(request.user))
        transaction.on_commit(partial(tasks.nudge, tasks.run_imports))
        return self.shown(job, code=status.HTTP_202_ACCEPTED)

    @extend_schema(request=write.Nothing, responses={201: read.ImportDetail})
    @action(detail=True, methods=["post"])
    def cancellations(self, request: Request, pk: str) -> Response:
        """Leave the article out."""
        given(write.Nothing, request)
        return self.shown(cancel_import(job=self.get_object(), by=User.of(request.user)))


class ClaimFilter(django_filters.FilterSet):  # type: ignore[misc]
    article = RowFilter(field_name="revision__article")
    source = RowFilter(method="said_by", help_text="Claims attributed to this source.")
    basis = django_filters.ChoiceFilter(field_name="basis__kind", choices=BasisKind.choices)
    flag = django_filters.ChoiceFilter(choices=FlagRule.choices, method="with_flag")
    own_voice = django_filters.BooleanFilter()
    topic = django_filters.CharFilter(max_length=100)
    language = django_filters.CharFilter(field_name="revision__article__language", max_length=20)
    published_from = django_filters.DateFilter(field_name="revision__article__published_on", lookup_expr="gte")
    published_to = django_filters.DateFilter(field_name="revision__article__published_on", lookup_expr="lte")
    added_from = django_filters.IsoDateTimeFilter(field_name="added_at", lookup_expr="gte")
    added_to = django_filters.IsoDateTimeFilter(field_name="added_at", lookup_expr="lt")
    q = django_filters.CharFilter(
        method="containing", max_length=200, help_text="Words of statement or quote: “a b”, a or b, -not."
    )

    def containing(self, claims: QuerySet[Claim], name: str, words: str) -> QuerySet[Claim]:
        return with_words(claims, words)

    def said_by(self, claims: QuerySet[Claim], name: str, source: int) -> QuerySet[Claim]:
        return claims.filter(pk__in=Attribution.objects.filter(source=source).values("claim_id"))

    def with_flag(self, claims: QuerySet[Claim], name: str, rule: str) -> QuerySet[Claim]:
        standing = Flag.objects.filter(rule=rule, cleared_at=None, dismissed_at=None)
        return claims.filter(pk__in=standing.values("claim_id"))


class Claims(Resource[Claim]):
    filterset_class = ClaimFilter
    derived = frozenset({"basis", "basis_is_stale", "flags", "how_we_know", "warnings"})
    choices = ("fields", "expand")
    expandable = frozenset({"evidence"})
    sorts = {"newest": ("-pk",), "oldest": ("pk",), "checkworthy": ("-checkworthy", "-pk")}

    def get_queryset(self) -> QuerySet[Claim]:
        claims = Claim.objects.filter(discarded_at=None).select_related("revision", "basis", "stale")
        claims = claims.prefetch_related("flags", "attributions__source")
        if self.action != "list" or "evidence" in self.chosen("expand", set(self.expandable)):
            claims = claims.prefetch_related("evidence_links__evidence__origins")
        return claims

    def get_serializer_class(self) -> type[BaseSerializer[Claim]]:
        return read.ClaimRead if self.action == "list" else read.ClaimDetail

    @extend_schema(request=write.AddEvidence, responses={201: read.ClaimEvidenceRead})
    @action(detail=True, methods=["post"])
    def evidence(self, request: Request, pk: str) -> Response:
        """Bring evidence for or against the claim."""
        words = given(write.AddEvidence, request)
        for field, model in (("cites_evidence", Evidence), ("cites_claim", Claim), ("cites_article", Article)):
            words[field] = _row(model, words[field], field)
        words["origin"] = _origin(words["origin"])
        link = add_evidence(claim=self.get_object(), by=User.of(request.user), **words)
        return Response(read.ClaimEvidenceRead(link).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=write.CorrectClaim, responses={201: read.ClaimDetail})
    @action(detail=True, methods=["post"])
    def corrections(self, request: Request, pk: str) -> Response:
        """Reword the statement; the words of the article stay as they are."""
        words = given(write.CorrectClaim, request)
        claim = correct_claim(
            claim=self.get_object(),
            by=User.of(request.user),
            statement=words["statement"],
            why=words["why"],
        )
        return self.shown(self.get_queryset().get(pk=claim.pk))


def _row(model: type[Row], pk: int | None, field: str) -> Row | None:
    return None if pk is None else named(model, pk, field=field)


def _origin(words: dict[str, Any] | None) -> Source | None:
    if words is None:
        return None
    if "id" in words:
        return _row(Source, words["id"], "origin")
    return identity.find_or_make_source(kind=words["kind"], naming=words["naming"], name=words["name"])


class SourceFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(method="spelled", max_length=200)

    class Meta:
        model = Source
        fields = ["kind", "naming"]

    def spelled(self, sources: QuerySet[Source], name: str, words: str) -> QuerySet[Source]:
        return sources.filter(Q(name__icontains=words) | Q(names__spelling__icontains=words)).distinct()


class AttributionFilter(django_filters.FilterSet):  # type: ignore[misc]
    claim = RowFilter()
    source = RowFilter()

    class Meta:
        model = Attribution
        fields = ["mode", "knowledge"]


class Attributions(Resource[Attribution]):
    queryset = Attribution.objects.select_related("source")
    serializer_class = read.AttributionOfClaim
    filterset_class = AttributionFilter

    @extend_schema(request=grants.GrantGiven, responses={201: grants.GrantRead})
    @action(detail=True, methods=["post"])
    def grant(self, request: Request, pk: str) -> Response:
        """Ask that the source stay unnamed at this place."""
        return grants.ask(self.get_object(), request)


class EvidenceFilter(django_filters.FilterSet):  # type: ignore[misc]
    claim = RowFilter(method="of_claim")
    origin = RowFilter(method="from_origin")

    class Meta:
        model = Evidence
        fields = ["kind", "is_primary"]

    def of_claim(self, evidence: QuerySet[Evidence], name: str, claim: int) -> QuerySet[Evidence]:
        return evidence.filter(pk__in=ClaimEvidence.objects.filter(claim=claim).values("evidence_id"))

    def from_origin(self, evidence: QuerySet[Evidence], name: str, source: int) -> QuerySet[Evidence]:
        return evidence.filter(pk__in=EvidenceOrigin.objects.filter(source=source).values("evidence_id"))


class Evidences(Resource[Evidence]):
    reading = "claims.view_evidence"
    queryset = Evidence.objects.prefetch_related("origins")
    serializer_class = read.EvidenceRead
    filterset_class = EvidenceFilter


class Sources(Resource[Source]):
    reading = "claims.view_source"
    queryset = Source.objects.prefetch_related("names")
    serializer_class = read.SourceRead
    filterset_class = SourceFilter


class MergeFilter(django_filters.FilterSet):  # type: ignore[misc]
    state = django_filters.ChoiceFilter(choices=MergeState.choices)


class Merges(Resource[SourceMerge]):
    reading = "claims.view_source"
    queryset = SourceMerge.objects.select_related("kept", "dropped")
    serializer_class = read.MergeRead
    filterset_class = MergeFilter

    @extend_schema(request=write.Nothing, responses=read.MergeRead)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """The two are one; the attributions move."""
        given(write.Nothing, request)
        merge = identity.confirm_merge(merge=self.get_object(), by=User.of(request.user))
        return self.shown(merge, code=status.HTTP_200_OK)

    @extend_schema(request=write.Nothing, responses=read.MergeRead)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """The two are two."""
        given(write.Nothing, request)
        merge = identity.reject_merge(merge=self.get_object(), by=User.of(request.user))
        return self.shown(merge, code=status.HTTP_200_OK)

    @extend_schema(request=write.Nothing, responses=read.MergeRead)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take a confirmed merge back; exactly the rows that moved return."""
        given(write.Nothing, request)
        merge = identity.undo_merge(merge=self.get_object(), by=User.of(request.user))
        return self.shown(merge, code=status.HTTP_200_OK)


class FlagFilter(django_filters.FilterSet):  # type: ignore[misc]
    stands = django_filters.BooleanFilter(method="standing")

    class Meta:
        model = Flag
        fields = ["rule", "claim"]

    def standing(self, flags: QuerySet[Flag], name: str, wanted: bool) -> QuerySet[Flag]:  # noqa: FBT001 - its signature
        stands = Q(cleared_at=None, dismissed_at=None)
        return flags.filter(stands) if wanted else flags.exclude(stands)


class Flags(Resource[Flag]):
    reading = "claims.view_flag"
    queryset = Flag.objects.all()
    serializer_class = read.FlagRead
    filterset_class = FlagFilter

    @extend_schema(request=write.WithReason, responses={201: read.FlagRead})
    @action(detail=True, methods=["post"])
    def dismissals(self, request: Request, pk: str) -> Response:
        """Set a flag aside, with the reason; it comes back when its grounds change."""
        words = given(write.WithReason, request)
        flag = sourcing.dismiss_flag(flag=self.get_object(), by=User.of(request.user), why=words["why"])
        return self.shown(flag)
