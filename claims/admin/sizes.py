"""Known sizes of groups, for the jigsaw warning."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from claims import anonymity
from claims.admin.base import DeskAdmin
from claims.models import GroupSize, User


@admin.register(GroupSize)
class GroupSizeAdmin(DeskAdmin):
    """Recorded by an editor, with the grounds; a newer number is a new row."""

    list_display = ["group", "organisation", "about", "as_of", "grounds", "added_by"]
    list_select_related = ["added_by"]
    search_fields = ["group", "organisation"]
    fields = ["group", "organisation", "about", "as_of", "grounds"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("claims.add_groupsize"))

    def has_view_permission(self, request: HttpRequest, obj: GroupSize | None = None) -> bool:
        return bool(request.user.has_perm("claims.view_source"))

    def save_model(self, request: HttpRequest, obj: GroupSize, form: Any, change: bool) -> None:  # noqa: FBT001 - its signature
        given = {name: form.cleaned_data[name] for name in ("group", "organisation", "about", "as_of", "grounds")}
        obj.pk = anonymity.record_group_size(by=User.of(request.user), **given).pk
