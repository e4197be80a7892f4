"""What is published, as a register."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html

from claims.admin.base import DeskAdmin
from claims.models import User
from claims.refusals import Refused
from reviews import workflow
from reviews.models import ConflictOfInterest, Publication

SHOWN: list[str] = ["page", "slug", "digest", "first_published_at", "shown_from", "shown_until", "published_by"]


@admin.register(Publication)
class PublicationAdmin(DeskAdmin):
    list_display = ["slug", "page", "shown_from", "shown_until", "retracted_at", "published_by"]
    fields = tuple(SHOWN)
    readonly_fields = tuple(SHOWN)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        return super().get_queryset(request).select_related("published_by")

    @admin.display(description="page")
    def page(self, publication: Publication) -> str:
        return format_html('<a href="{}">{}</a>', publication.get_absolute_url(), publication.shown["rating"]["name"])


@admin.register(ConflictOfInterest)
class ConflictOfInterestAdmin(DeskAdmin):
    """Everybody declares his own ties and sees them alone; whoever assigns sees all. None is taken back by himself."""

    list_display = ["person", "source", "reason", "declared_at"]
    fields = ["source", "reason"]
    raw_id_fields = ["source"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConflictOfInterest]:
        return workflow.conflicts_visible_to(User.of(request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("reviews.add_conflictofinterest"))

    def has_view_permission(self, request: HttpRequest, obj: ConflictOfInterest | None = None) -> bool:
        return bool(request.user.has_perm("reviews.assign_review") or self.has_add_permission(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().add_view(request, form_url, extra_context)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return redirect("admin:reviews_conflictofinterest_changelist")

    def save_model(self, request: HttpRequest, obj: ConflictOfInterest, form: object, change: bool) -> None:  # noqa: FBT001 - its signature
        """It also ends what he was asked to judge of that source."""
        obj.person = User.of(request.user)
        obj.pk = workflow.declare_conflict(source=obj.source, by=obj.person, reason=obj.reason).pk
