"""What every page of the desk has in common."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from claims.admin.paging import DeskPaginator


class DeskAdmin(admin.ModelAdmin):
    """Read-only unless a page says otherwise; looked up only by what it names; never counts a whole table."""

    show_full_result_count = False
    paginator = DeskPaginator
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions: list[str] | None = None
    lookups: frozenset[str] = frozenset()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = str(self.opts.verbose_name_plural).capitalize()
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        own = {getattr(each, "parameter_name", None) for each in self.list_filter or ()}
        return lookup in self.lookups or lookup in own

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
