"""Grants of anonymity at the desk: those that wait, and one on a page of its own, graded clause by clause."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from claims import anonymity
from claims.admin.base import DeskAdmin
from claims.admin.grant_form import GrantForm
from claims.anonymity.facts import facts_of, with_surroundings
from claims.anonymity.grading import Grade, grade
from claims.anonymity.reference import looks_at
from claims.enums import Naming
from claims.models import AnonymityGrant, Attribution, HousePolicy, PolicyClause, User
from claims.refusals import Refused


class StandingFilter(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waits", "Waits for approval"), ("approved", "Approved"), ("ended", "Ended")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AnonymityGrant]) -> QuerySet[AnonymityGrant]:
        if self.value() == "waits":
            return queryset.filter(approved_at=None, ended_at=None)
        if self.value() == "approved":
            return queryset.filter(approved_at__isnull=False, ended_at=None)
        return queryset.filter(ended_at__isnull=False) if self.value() == "ended" else queryset


@admin.register(AnonymityGrant)
class AnonymityGrantAdmin(DeskAdmin):
    """Those that wait for approval stand first."""

    list_display = ["source", "claim", "weight", "stands", "demands", "requested_by", "requested_at"]
    list_display_links = None
    list_filter = [StandingFilter]
    ordering = [F("approved_at").asc(nulls_first=True), "-requested_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnonymityGrant]:
        related = "attribution__source", "attribution__claim", "requested_by", "policy"
        return super().get_queryset(request).select_related(*related)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Grants of anonymity", **(extra_context or {})})

    @admin.display(description="source")
    def source(self, grant: AnonymityGrant) -> str:
        page = reverse("admin:grant_page", args=[grant.attribution_id])
        words = grant.attribution.printed or str(grant.attribution.source)
        return format_html('<a href="{}"><bdi>{}</bdi></a>', page, words)

    @admin.display(description="claim")
    def claim(self, grant: AnonymityGrant) -> str:
        return str(grant.attribution.claim)

    @admin.display(description="stands")
    def stands(self, grant: AnonymityGrant) -> str:
        return "Ended" if grant.ended_at else "Approved" if grant.approved_at else "Waits for approval"

    @admin.display(description="not met")
    def demands(self, grant: AnonymityGrant) -> str:
        return "no policy in force" if grant.unmet is None else str(grant.unmet)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("of/<int:attribution>/", view(self.page), name="grant_page"),
            path("<int:pk>/approve/", view(require_POST(self.approve)), name="grant_approve"),
            path("<int:pk>/end/", view(require_POST(self.end)), name="grant_end"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        grant = self.get_object(request, object_id)
        if grant is None or not self.has_view_permission(request, grant):
            raise Http404
        return redirect("admin:grant_page", grant.attribution_id)

    def page(self, request: HttpRequest, attribution: int) -> HttpResponse:
        """The grant for one source at one place: read, asked for and changed here."""
        row = Attribution.objects.select_related("source", "claim__revision__article").filter(pk=attribution).first()
        if row is None or not self.has_view_permission(request) or row.source.naming == Naming.NAMED:
            raise Http404
        grant = with_surroundings(AnonymityGrant.objects).filter(attribution=row).first()
        form = GrantForm(request.POST or None, instance=grant or AnonymityGrant(attribution=row))
        if request.method == "POST" and form.is_valid():
            try:
                _save(row, grant, form, User.of(request.user))
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, "On record, and graded again.")
                return redirect("admin:grant_page", attribution)
        if request.method == "POST":
            grant = with_surroundings(AnonymityGrant.objects).filter(attribution=row).first()
        context = {
            **self.admin_site.each_context(request),
            "title": "Grant of anonymity",
            "opts": self.opts,
            "attribution": row,
            "grant": grant,
            "form": form,
            **_standing(request, grant),
            **_jigsaw(request, row, grant),
        }
        return TemplateResponse(request, "desk/grant.html", context)

    def approve(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._act(
            request,
            pk,
            lambda grant, by: anonymity.approve_grant(grant=grant, by=by, version=_version(request)),
            "Approved.",
        )

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._act(
            request,
            pk,
            lambda grant, by: anonymity.end_promise(grant=grant, by=by, why=request.POST.get("why", "")),
            "The promise has ended.",
        )

    def _act(
        self, request: HttpRequest, pk: int, act: Callable[[AnonymityGrant, User], Any], done: str
    ) -> HttpResponse:
        grant = AnonymityGrant.objects.filter(pk=pk).first()
        if grant is None or not self.has_view_permission(request):
            raise Http404
        try:
            act(grant, User.of(request.user))
            messages.success(request, done)
        except Refused as refused:
            messages.error(request, refused.sentence)
        return redirect("admin:grant_page", grant.attribution_id)


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) <= 9 else 0  # noqa: PLR2004 - what an integer can hold


def _save(row: Attribution, grant: AnonymityGrant | None, form: GrantForm, by: User) -> None:
    if grant is None:
        anonymity.request_grant(attribution=row, by=by, **form.given())
    else:
        anonymity.amend_grant(grant=grant, by=by, version=form.cleaned_data["version"] or 0, **form.given())


def _standing(request: HttpRequest, grant: AnonymityGrant | None) -> dict[str, Any]:
    """How the grant stands to the policy in force and, side by side, to the one that was chosen to compare with."""
    policies = list(HousePolicy.objects.prefetch_related("clauses").order_by("-in_force", "name"))
    person = User.of(request.user)
    found: dict[str, Any] = {
        "may_change": request.user.has_perm(f"claims.{'change' if grant else 'add'}_anonymitygrant"),
        "policies": [],
    }
    if grant is None:
        return found
    facts = facts_of(grant)
    rows = [_row(policy, grade(_clauses(policy), facts)) for policy in policies]
    others = [row for row in rows if not row["policy"].in_force]
    chosen = request.GET.get("policy", "")
    refused = anonymity.approval_refusal(grant, by=person)
    return {
        **found,
        "policies": rows,
        "in_force": next((row for row in rows if row["policy"].in_force), None),
        "compared": next((row for row in others if str(row["policy"].pk) == chosen), None),
        "refused": refused.sentence if refused else "",
        "attempts": grant.attempts.select_related("added_by").order_by("made_on", "pk"),
    }


def _clauses(policy: HousePolicy) -> list[PolicyClause]:
    return sorted(policy.clauses.all(), key=lambda clause: clause.order)


def _asks(clause: PolicyClause) -> str:
    return looks_at(clause.fields, clause.wanted, clause.only_if)


def _row(policy: HousePolicy, grades: list[Grade]) -> dict[str, Any]:
    applying = [each for each in grades if each.outcome != "not_applicable"]
    return {
        "policy": policy,
        "grades": grades,
        "clauses": len(applying),
        "met": sum(not each.is_unmet for each in applying),
        "unmet": [each for each in applying if each.is_unmet],
    }


def _jigsaw(request: HttpRequest, row: Attribution, grant: AnonymityGrant | None) -> dict[str, Any]:
    also = [grant.agreed_descriptor] if grant else []
    code = anonymity.code_of(row.source, seen_by=User.of(request.user))
    return {"jigsaw": anonymity.jigsaw(row.source, with_code=code is not None, also=also), "code": code}


@admin.register(HousePolicy)
class HousePolicyAdmin(DeskAdmin):
    """The policies with their clauses on one page; one of them is in force."""

    def has_view_permission(self, request: HttpRequest, obj: HousePolicy | None = None) -> bool:
        return bool(request.user.has_perm("claims.view_anonymitygrant"))

    def get_urls(self) -> list[URLPattern]:
        adopt = path("<int:pk>/adopt/", self.admin_site.admin_view(require_POST(self.adopt)), name="policy_adopt")
        return [adopt, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Http404
        policies = HousePolicy.objects.prefetch_related("clauses").order_by("-in_force", "-is_own", "name")
        context = {
            **self.admin_site.each_context(request),
            "title": "House policies on unnamed sources",
            "opts": self.opts,
            "policies": [(policy, [(each, _asks(each)) for each in _clauses(policy)]) for policy in policies],
            "may_adopt": request.user.has_perm("claims.adopt_housepolicy"),
        }
        return TemplateResponse(request, "desk/policies.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("admin:claims_housepolicy_changelist")

    def adopt(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = HousePolicy.objects.filter(pk=pk).first()
        if policy is None or not self.has_view_permission(request):
            raise Http404
        try:
            anonymity.adopt_policy(policy=policy, by=User.of(request.user), why=request.POST.get("why", ""))
            messages.success(request, f"{policy} is in force; every grant is graded by it.")
        except Refused as refused:
            messages.error(request, refused.sentence)
        return redirect("admin:claims_housepolicy_changelist")
