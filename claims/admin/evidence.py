"""Evidence, as a register: what it is, where it comes from, which claims it was brought to."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern

from claims.admin import captures
from claims.admin.base import DeskAdmin
from claims.models import Evidence

SHOWN: list[str] = [
    "title",
    "kind",
    "url",
    "text",
    "sha256",
    "captured_at",
    "is_primary",
    "comes_from",
    "added_by",
    "added_at",
]


@admin.register(Evidence)
class EvidenceAdmin(DeskAdmin):
    list_display = ["title", "kind", "is_primary", "comes_from", "captured_at", "added_by"]
    list_filter = ["kind", "is_primary"]
    lookups = frozenset({"kind__exact", "is_primary__exact"})
    search_fields = ["title"]
    fields = tuple(SHOWN)
    readonly_fields = tuple(SHOWN)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        return super().get_queryset(request).select_related("added_by").prefetch_related("origins")

    def get_urls(self) -> list[URLPattern]:
        return [*captures.urls(), *super().get_urls()]

    @admin.display(description="comes from")
    def comes_from(self, evidence: Evidence) -> str:
        return ", ".join(str(source) for source in evidence.origins.all()) or "—"
