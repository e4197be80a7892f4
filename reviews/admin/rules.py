"""The desk's rules: how rounds go, by what reviewers are suggested, and what each reviewer knows."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from claims.admin.base import DeskAdmin
from claims.models import User
from reviews.models import AssignmentRule, DeskRules, ReviewerProfile


class RulesAdmin(DeskAdmin):
    """Read and changed by whoever may change the desk's rules."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.has_perm("reviews.view_deskrules"))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.has_perm("reviews.change_deskrules"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(DeskRules)
class DeskRulesAdmin(RulesAdmin):
    """One row. Until it is there the defaults hold; a round under way keeps the rules that it was opened under."""

    list_display = ["__str__", "reviewers_needed", "disputes_go_to", "days_to_judge", "days_to_reply"]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Where the row is there already, it is changed."""
        if self.has_add_permission(request) and DeskRules.objects.exists():
            return redirect("admin:reviews_deskrules_change", 1)
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: DeskRules, form: Any, change: bool) -> None:  # noqa: FBT001 - its signature
        obj.pk = 1
        super().save_model(request, obj, form, change)


@admin.register(AssignmentRule)
class AssignmentRuleAdmin(RulesAdmin):
    """Without a row: room and language are required, the topic weighs double."""

    list_display = ["criterion", "weight", "required"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_change_permission(request)


@admin.register(ReviewerProfile)
class ReviewerProfileAdmin(RulesAdmin):
    list_display = ["person", "topics", "languages", "most_at_once"]
    list_select_related = ["person"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("person",) if obj else ()

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any], request: HttpRequest, **given: Any) -> Any:
        """Reviewers alone are chosen from."""
        given["queryset"] = User.objects.with_perm(
            "reviews.judge_review", include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
        ).filter(is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **given)
