"""The queue of claims: what each rests on, its flags, and where it stands."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from claims.enums import BasisKind, FlagRule
from claims.models import Article, Claim, Flag
from reviews import visibility
from reviews.enums import OPEN_STATES, State
from reviews.models import Review, Verdict

IN_THE_LIST = {
    BasisKind.DOCUMENTARY: "Document",
    BasisKind.NAMED: "Named",
    BasisKind.MIXED: "Named and anonymous",
    BasisKind.ONLY_ANONYMOUS: "Only anonymous",
    BasisKind.UNATTRIBUTED: "Own voice",
    BasisKind.UNSUPPORTED: "Nothing",
}
MOST_OF_ONE = 1_000  # claims that wait for one person and are listed
STANDING = Flag.objects.filter(cleared_at=None, dismissed_at=None)


class BasisFilter(admin.SimpleListFilter):
    title = "rests on"
    parameter_name = "basis"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(BasisKind.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        return queryset.filter(basis__kind=self.value()) if self.value() else queryset


class FlagFilter(admin.SimpleListFilter):
    title = "flag"
    parameter_name = "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(FlagRule.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        if not self.value():
            return queryset
        return queryset.filter(Exists(STANDING.filter(claim=OuterRef("pk"), rule=self.value())))


class StateFilter(admin.SimpleListFilter):
    """“With reviewers” is one state here, since a blind round must not tell how far it is."""

    title = "review"
    parameter_name = "state"
    BLIND = "with_reviewers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        shown = [(state.value, state.label) for state in State if state not in (State.ASSIGNED, State.IN_REVIEW)]
        return [("none", "Not queued"), (shown[0]), (self.BLIND, "With reviewers"), *shown[1:]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        latest = Review.objects.filter(claim=OuterRef("pk"))
        if self.value() == "none":
            return queryset.filter(~Exists(latest))
        if self.value() == self.BLIND:
            return queryset.filter(Exists(latest.filter(state__in=(State.ASSIGNED, State.IN_REVIEW))))
        if self.value() in State.values and self.value() not in (State.ASSIGNED, State.IN_REVIEW):
            return queryset.filter(Exists(latest.filter(state=self.value())))
        return queryset


class MineFilter(admin.SimpleListFilter):
    title = "person"
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "Waiting for my verdict")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        if not self.value():
            return queryset
        # Asked for first, since they are few: the list need not be walked in its order to find them.
        return queryset.filter(pk__in=list(waiting_for(request.user).values_list("claim", flat=True)[:MOST_OF_ONE]))


def waiting_for(person: Any) -> QuerySet[Review]:
    """Reviews in which this person is asked for a verdict and has not given it."""
    judged = Verdict.objects.standing().filter(review=OuterRef("pk"), reviewer=person)
    return Review.objects.filter(
        ~Exists(judged), state__in=OPEN_STATES, assignments__reviewer=person, assignments__ended_at=None
    )


def by_what_matters(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """What is late or due first, then what is flagged most, then what is most worth checking."""
    flags = STANDING.filter(claim=OuterRef("claim")).order_by().values("claim").annotate(number=Count("pk"))
    return reviews.annotate(standing_flags=Coalesce(Subquery(flags.values("number")), 0)).order_by(
        F("due_on").asc(nulls_last=True), "-standing_flags", "-claim__checkworthy", "pk"
    )


def with_what_the_list_shows(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Without the texts of the articles and the proofs of the flags, which no list shows."""
    claims = claims.select_related("basis", "stale", "revision__article")
    return claims.defer("revision__text", "revision__notes").prefetch_related(
        Prefetch("flags", STANDING.defer("proof"), to_attr="standing"),
        Prefetch("reviews", Review.objects.order_by("-round"), to_attr="rounds"),
    )


def with_claims_counted(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Each with `found`, the number of its claims; worked out for the rows of one page alone."""
    claims = Claim.objects.filter(revision__article=OuterRef("pk")).order_by().values("revision__article")
    return articles.annotate(found=Coalesce(Subquery(claims.annotate(number=Count("pk")).values("number")), 0))


def basis_badge(claim: Claim) -> str:
    basis = getattr(claim, "basis", None)
    if basis is None:
        return format_html('<span class="badge basis basis-undecided">{}</span>', "being decided")
    words = IN_THE_LIST[BasisKind(basis.kind)]
    badge = format_html('<span class="badge basis basis-{}">{}</span>', basis.kind, words)
    if hasattr(claim, "stale"):
        return format_html('{}<br><span class="quiet small">being decided again</span>', badge)
    return badge


def flag_badges(claim: Any) -> str:
    return format_html_join(
        " ", '<span class="badge flag">{}</span>', ((flag.get_rule_display(),) for flag in claim.standing)
    )


def state_words(claim: Any) -> str:
    return visibility.shown_state(claim.rounds[0]) if claim.rounds else "Not queued"
