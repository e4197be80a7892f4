"""People, their groups, and their tokens. A token's key is shown once, when it is made."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from claims import accounts
from claims.admin.base import DeskAdmin
from claims.models import ApiToken, User
from claims.refusals import Refused


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Django's own page, with the second factor; what it changes about passwords ends sessions and tokens."""

    list_display = ["username", "first_name", "last_name", "email", "is_active", "has_second_factor"]
    actions = ["remove_second_factor"]

    @admin.display(description="second factor", boolean=True, ordering="second_factor_since")
    def has_second_factor(self, person: User) -> bool:
        return person.second_factor_since is not None

    @admin.action(description="Take away the second factor of the chosen people", permissions=["reset"])
    def remove_second_factor(self, request: HttpRequest, people: Any) -> None:
        for person in people.filter(second_factor_since__isnull=False):
            try:
                accounts.remove(person=person, by=User.of(request.user))
            except Refused as refused:
                messages.error(request, refused.sentence)
            else:
                messages.success(
                    request, f"{person} signs in by password alone until a second factor is set up again."
                )

    def has_reset_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


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
