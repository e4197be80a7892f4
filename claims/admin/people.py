"""People, their groups, and their tokens. A token's key is shown once, when it is made."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from claims.admin.base import DeskAdmin
from claims.models import ApiToken, User

admin.site.register(User, UserAdmin)


@admin.register(ApiToken)
class ApiTokenAdmin(DeskAdmin):
    """Made by an administrator for a person; revoked at once by the button."""

    list_display = ["label", "person", "scopes", "made_at", "expires_at", "last_used_at", "revoked_at"]
    list_select_related = ["person"]
    fields = ["person", "label", "scopes", "expires_at"]
    actions = ["revoke"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:  # noqa: FBT001 - its signature
        token, key = ApiToken.make(
            person=obj.person, label=obj.label, scopes=obj.scopes, lasts=obj.expires_at - obj.made_at
        )
        obj.pk = token.pk
        messages.warning(request, f"The key of “{token.label}”, shown this once: {key}")

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None) -> HttpResponse:
        return self.response_post_save_add(request, obj)

    @admin.action(description="Revoke the chosen tokens", permissions=["revoke"])
    def revoke(self, request: HttpRequest, tokens: Any) -> None:
        tokens.filter(revoked_at=None).update(revoked_at=timezone.now())

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)
