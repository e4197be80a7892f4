"""People, their groups, and their tokens. A token's key is shown once, when it is made."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from claims import accounts
from claims.admin.base import DeskAdmin
from claims.models import ApiToken, User
from claims.refusals import Refused


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Django's own page, with the second factor; what it changes about passwords ends sessions and tokens.

    Nobody is deleted: the history names people. Who has left is set inactive.
    """

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

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """The roles as reviews/permissions.py has them; one that is deleted would be gone from everybody who has it."""

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(DeskAdmin):
    """Made by a person of the desk for himself, by an administrator for anybody; revoked at once by the button.

    A token can do no more than its person may. Another's tokens are not there for anybody but an administrator.
    """

    list_display = ["label", "person", "scopes", "made_at", "expires_at", "last_used_at", "calls_today", "revoked_at"]
    list_select_related = ["person"]
    actions = ["revoke"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        today = Q(calls__minute__gte=timezone.now() - timedelta(days=1))
        counted = Sum("calls__reads", filter=today, default=0) + Sum("calls__writes", filter=today, default=0)
        tokens: QuerySet[ApiToken] = super().get_queryset(request).annotate(called=counted)
        return tokens if request.user.is_superuser else tokens.filter(person=request.user.pk)

    @admin.display(description="calls in 24 hours")
    def calls_today(self, token: Any) -> int:
        return int(token.called)

    def get_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> Any:
        return [*(["person"] if request.user.is_superuser else []), "label", "scopes", "expires_at"]

    def has_view_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return bool(request.user.has_perm("claims.view_claim"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:  # noqa: FBT001 - its signature
        if not request.user.is_superuser:
            obj.person = User.of(request.user)
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
        return self.has_view_permission(request)
