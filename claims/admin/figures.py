"""The sourcing dashboard: what claims rest on, how long they waited for a name, what anonymity was granted."""

import csv
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from claims.admin.base import DeskAdmin
from claims.admin.charts import SIGNS, chart
from claims.models import Basis
from claims.sourcing.figures import KINDS, Figures, Share, figures

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHARED = {"outlets": "Outlet", "desks": "Desk", "months": "Month of publication"}
WAIT_HEAD = (
    "Month of the name",
    "Claims",
    "Days: a quarter within",
    "Days: half within",
    "Days: three quarters within",
)
GRANT_HEAD = (
    "Month of the request", "Asked for", "Approved by a desk head", "Approved by a senior editor", "Waiting", "Ended",
    "With demands not met",
)  # fmt: skip


@admin.register(Basis)
class FiguresAdmin(DeskAdmin):
    """The list of bases is no list: it is counted."""

    def has_view_permission(self, request: HttpRequest, obj: Basis | None = None) -> bool:
        return bool(request.user.has_perm("claims.view_claim"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        table = path("<str:name>.csv", self.admin_site.admin_view(self.table), name="figures_csv")
        return [table, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Http404
        found = figures()
        shares = [("outlets", "By outlet", found.outlets), ("desks", "By desk", found.desks),
                  ("months", "By month", found.months)]  # fmt: skip
        context = {
            **self.admin_site.each_context(request),
            "title": "On what claims rest",
            "opts": self.opts,
            "kinds": [(kind, label, SIGNS[kind]) for kind, label in KINDS],
            "shares": [(name, title, chart(each), table_of(SHARED[name], each)) for name, title, each in shares],
            "waits": [WAIT_HEAD, *waits_of(found)],
            "granted": [GRANT_HEAD, *granted_of(found)] if may_see_grants(request) else None,
        }
        return TemplateResponse(request, "desk/figures.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        raise Http404

    def table(self, request: HttpRequest, name: str) -> HttpResponse:
        """One table as CSV; a cell that a spreadsheet would run as a formula is kept as text."""
        known = {*SHARED, "waits"} | ({"granted"} if may_see_grants(request) else set())
        if not self.has_view_permission(request) or name not in known:
            raise Http404
        found = figures()
        rows: list[Any] = {
            "waits": [WAIT_HEAD, *waits_of(found)],
            "granted": [GRANT_HEAD, *granted_of(found)],
        }.get(name) or table_of(SHARED[name], getattr(found, name))
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        answer["Cache-Control"] = "no-store"
        csv.writer(answer).writerows([as_text(cell) for cell in row] for row in rows)
        return answer


def may_see_grants(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("claims.view_anonymitygrant"))


def table_of(head: str, shares: Iterable[Share]) -> list[list[Any]]:
    """The numbers behind a chart: a head, and one row each."""
    rows: list[list[Any]] = [[head, *(label for _, label in KINDS), "Claims"]]
    return rows + [[share.label, *(share.claims.get(kind, 0) for kind, _ in KINDS), share.total] for share in shares]


def waits_of(found: Figures) -> list[list[Any]]:
    return [
        [
            wait.month or "all",
            wait.number,
            *(round(day, 1) for day in (wait.quarter, wait.median, wait.three_quarters)),
        ]
        for wait in found.waits
    ]


def granted_of(found: Figures) -> list[list[Any]]:
    return [
        [row.month, row.requested, row.by_desk_head, row.by_senior_editor, row.waiting, row.ended, row.unmet]
        for row in found.granted
    ]


def as_text(cell: Any) -> Any:
    """A text that begins like a formula gets an apostrophe before it, as spreadsheets write text (OWASP)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
