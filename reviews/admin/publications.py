"""What is published, as a register."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from claims.admin.base import DeskAdmin
from claims.models import User
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
    """A reviewer declares his own ties; a declaration is not taken back by himself."""

    list_display = ["person", "source", "reason", "declared_at"]
    fields = ["source", "reason"]
    raw_id_fields = ["source"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("reviews.add_conflictofinterest"))

    def has_view_permission(self, request: HttpRequest, obj: ConflictOfInterest | None = None) -> bool:
        return bool(request.user.has_perm("reviews.assign_review") or self.has_add_permission(request))

    def save_model(self, request: HttpRequest, obj: ConflictOfInterest, form: object, change: bool) -> None:  # noqa: FBT001 - its signature
        obj.person = User.of(request.user)
        super().save_model(request, obj, form, change)
