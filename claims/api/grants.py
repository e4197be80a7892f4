"""Grants of anonymity over REST: asked for, changed, approved, ended; read without what is confidential in them."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims import anonymity
from claims.anonymity.granting import FIELDS
from claims.api.resource import Resource, RowFilter, given
from claims.api.write import Act, Nothing, WithReason
from claims.models import AnonymityGrant, Attribution, ClauseGrade, User

LONGEST = 5000  # characters of one text
PEOPLE = User.objects.filter(is_active=True, is_staff=True)


class GradeRead(serializers.ModelSerializer[ClauseGrade]):
    demand = serializers.CharField(source="clause.demand", read_only=True)
    url = serializers.CharField(source="clause.url", read_only=True)

    class Meta:
        model = ClauseGrade
        fields = ["demand", "outcome", "why", "url"]
        read_only_fields = fields


class GrantRead(serializers.ModelSerializer[AnonymityGrant]):
    """An allow-list: how the source knows in detail, its motive, the terms and who knows the identity are written here
    and read at the desk alone."""

    claim = serializers.IntegerField(source="attribution.claim_id", read_only=True)
    statement_kind = serializers.CharField(read_only=True, help_text="fact, opinion, speculation; empty if not said.")
    weight = serializers.CharField(read_only=True, help_text="central, supporting; empty if not said.")
    seriousness = serializers.CharField(read_only=True, help_text="none, ordinary, serious; empty if not said.")
    corroboration = serializers.CharField(
        read_only=True, help_text="none, second_source, document, both; empty if not said."
    )
    other_side = serializers.CharField(read_only=True, help_text="nobody, contacted, answered; empty if not said.")
    ground_rules = serializers.CharField(
        read_only=True, help_text="on_record, background, deep_background, off_record; empty if not said."
    )
    policy = serializers.CharField(source="policy.name", read_only=True, allow_null=True)
    grades = serializers.SerializerMethodField()

    class Meta:
        model = AnonymityGrant
        fields = [
            "id", "attribution", "claim", "statement_kind", "weight", "seriousness", "knowledge", "corroboration",
            "other_side", "ground_rules", "agreed_descriptor", "reason", "told_readers", "ends_on", "requested_at",
            "amended_at", "approved_at", "approval_level", "ended_at", "version", "policy", "unmet", "grades",
        ]  # fmt: skip
        read_only_fields = fields

    def get_grades(self, grant: AnonymityGrant) -> list[dict[str, Any]]:
        grades = sorted(grant.grades.all(), key=lambda grade: grade.clause.order)
        return [dict(GradeRead(grade).data) for grade in grades]


class AttemptGiven(Act):
    made_on = serializers.DateField()
    how = serializers.CharField(max_length=300)
    answer = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class GrantGiven(Act, serializers.ModelSerializer[AnonymityGrant]):
    """Every field may be left out, and can be given later. People are given by their user name."""

    referred_to = serializers.SlugRelatedField(slug_field="username", queryset=PEOPLE, required=False, allow_null=True)
    promised_by = serializers.SlugRelatedField(slug_field="username", queryset=PEOPLE, required=False, allow_null=True)
    identity_known_by: Any = serializers.SlugRelatedField(
        slug_field="username", queryset=PEOPLE, many=True, required=False
    )
    attempts = AttemptGiven(many=True, required=False)
    jigsaw_checked = serializers.BooleanField(required=False, default=False)

    class Meta:
        model = AnonymityGrant
        fields = [*FIELDS, "identity_known_by", "attempts", "jigsaw_checked"]
        extra_kwargs = {
            name: {"max_length": LONGEST}
            for name in (
                "why_vital", "how_they_know", "position_to_know", "reliability", "motive", "corroborated_how", "terms",
                "reason", "told_readers",
            )
        }  # fmt: skip


def words_of(request: Request) -> dict[str, Any]:
    """The keyword arguments of request_grant and amend_grant."""
    words = given(GrantGiven, request)
    known_by = words.pop("identity_known_by", None)
    attempts = [anonymity.Attempt(**each) for each in words.pop("attempts", [])]
    checked = words.pop("jigsaw_checked")
    return {"fields": words, "identity_known_by": known_by, "attempts": attempts, "jigsaw_checked": checked}


class GrantFilter(django_filters.FilterSet):  # type: ignore[misc]
    claim = RowFilter(field_name="attribution__claim")
    attribution = RowFilter()
    waits = django_filters.BooleanFilter(method="waiting")

    def waiting(self, grants: QuerySet[AnonymityGrant], name: str, wanted: bool) -> QuerySet[AnonymityGrant]:  # noqa: FBT001 - its signature
        waits = {"approved_at": None, "ended_at": None}
        return grants.filter(**waits) if wanted else grants.exclude(**waits)


class Grants(Resource[AnonymityGrant]):
    reading = "claims.view_anonymitygrant"
    queryset = AnonymityGrant.objects.select_related("attribution", "policy").prefetch_related("grades__clause")
    serializer_class = GrantRead
    filterset_class = GrantFilter
    derived = frozenset({"policy", "unmet", "grades"})

    @extend_schema(request=GrantGiven, responses={201: GrantRead})
    @action(detail=True, methods=["post"])
    def amendments(self, request: Request, pk: str) -> Response:
        """Change what is on record; an approval lapses."""
        grant = self.get_object()
        anonymity.amend_grant(grant=grant, by=User.of(request.user), version=grant.version, **words_of(request))
        return self.shown(self.get_object())

    @extend_schema(request=Nothing, responses={201: GrantRead})
    @action(detail=True, methods=["post"])
    def approvals(self, request: Request, pk: str) -> Response:
        """Sign what is on record, at the level that its weight demands. Nobody approves his own grant."""
        given(Nothing, request)
        grant = self.get_object()
        anonymity.approve_grant(grant=grant, by=User.of(request.user), version=grant.version)
        return self.shown(self.get_object())

    @extend_schema(request=WithReason, responses={201: GrantRead})
    @action(detail=True, methods=["post"])
    def endings(self, request: Request, pk: str) -> Response:
        """The promise no longer binds."""
        words = given(WithReason, request)
        anonymity.end_promise(grant=self.get_object(), by=User.of(request.user), why=words["why"])
        return self.shown(self.get_object())


def ask(attribution: Attribution, request: Request) -> Response:
    """Ask that a source stay unnamed at one place; the act of an attribution."""
    words = words_of(request)
    words["identity_known_by"] = words["identity_known_by"] or []
    grant = anonymity.request_grant(attribution=attribution, by=User.of(request.user), **words)
    shown = Grants.queryset.get(pk=grant.pk)
    return Response(GrantRead(shown).data, status=status.HTTP_201_CREATED)
