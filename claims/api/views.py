"""Resources of the claims side. Reading is by list and detail; changing is by acts, each one function."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from claims import identity, sourcing
from claims.api import read, write
from claims.api.resource import LARGEST_ID, Resource, Row, given
from claims.enums import BasisKind, FlagRule, MergeState
from claims.intake import add_evidence, correct_claim, import_article
from claims.models import Article, Claim, Evidence, Flag, Source, SourceMerge, User
from claims.refusals import NotSo


class Articles(Resource[Article]):
    reading = "claims.view_article"
    serializer_class = read.ArticleRead

    def get_queryset(self) -> QuerySet[Article]:
        return Article.objects.annotate(claims=Count("revisions__claims"))

    @extend_schema(request=write.ImportArticle, responses={201: read.ArticleRead, 200: read.ArticleRead})
    def create(self, request: Request) -> Response:
        """Take in an article. 201 when it is new, 200 when the very same text was there already."""
        words = given(write.ImportArticle, request)
        imported = import_article(content=words.pop("text").encode(), by=User.of(request.user), **words)
        shown = self.get_serializer(self.get_queryset().get(pk=imported.article.pk)).data
        return Response(shown, status=status.HTTP_201_CREATED if imported.created else status.HTTP_200_OK)


class ClaimFilter(django_filters.FilterSet):  # type: ignore[misc]
    article = django_filters.NumberFilter(field_name="revision__article")
    source = django_filters.NumberFilter(field_name="attributions__source", distinct=True)
    basis = django_filters.ChoiceFilter(field_name="basis__kind", choices=BasisKind.choices)
    flag = django_filters.ChoiceFilter(choices=FlagRule.choices, method="with_flag")
    own_voice = django_filters.BooleanFilter()
    q = django_filters.CharFilter(field_name="statement", lookup_expr="icontains", max_length=200)

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
    if pk is None:
        return None
    found = model._default_manager.filter(pk=pk).first() if pk <= LARGEST_ID else None
    if found is None:
        raise NotSo(f"There is no {model._meta.verbose_name} {pk}.", field=field)
    return found


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
