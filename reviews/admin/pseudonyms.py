"""Codes of unnamed sources, each with its track record. For those alone who may know that sources are one."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from claims.admin.base import DeskAdmin
from claims.models import Pseudonym
from reviews.publishing.track_record import track_record


@admin.register(Pseudonym)
class PseudonymAdmin(DeskAdmin):
    list_display = ["code", "sources", "made_at"]
    search_fields = ["code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pseudonym]:
        codes: QuerySet[Pseudonym] = super().get_queryset(request)
        return codes.annotate(standing=Count("links", filter=Q(links__ended_at=None))).order_by("code")

    @admin.display(description="sources", ordering="standing")
    def sources(self, pseudonym: Any) -> int:
        return int(pseudonym.standing)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        pseudonym = self.get_object(request, object_id)
        if pseudonym is None or not self.has_view_permission(request, pseudonym):
            raise Http404
        links = pseudonym.links.select_related("source__article", "given_by", "ended_by").order_by("given_at")
        context = {
            **self.admin_site.each_context(request),
            "title": pseudonym.code,
            "opts": self.opts,
            "pseudonym": pseudonym,
            "links": links,
            "record": track_record(pseudonym),
        }
        return TemplateResponse(request, "desk/pseudonym.html", context)
