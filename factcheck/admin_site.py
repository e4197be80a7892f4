"""The desk: Django's admin under the desk's own name, with a home page that says what waits for whom."""

from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

LONGEST = 10


class DeskAdminSite(AdminSite):
    site_header = settings.DESK_NAME
    site_title = settings.DESK_NAME
    index_title = "The desk"
    enable_nav_sidebar = False
    site_url = "/"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from claims.models import User  # noqa: PLC0415 - the site is made before the apps are there
        from reviews import notices  # noqa: PLC0415

        context: dict[str, Any] = super().each_context(request)
        return {**context, "unread": notices.unread(request.user) if isinstance(request.user, User) else 0}

    def get_urls(self) -> list[Any]:
        from claims.admin import own_sign_in, vault  # noqa: PLC0415 - the site is made before the apps are there
        from reviews.admin import search  # noqa: PLC0415

        return [*vault.urls(self), *own_sign_in.urls(self), *search.urls(self), *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """As Django's, with the desk's own first step."""
        from django.contrib.admin.forms import AdminAuthenticationForm  # noqa: PLC0415 - likewise

        from claims.admin.sign_in import DeskLogin  # noqa: PLC0415

        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        context = {**self.each_context(request), "title": "Sign in", "app_path": request.get_full_path()}
        context["sso"] = settings.SSO_NAME if settings.SSO_ISSUER else ""
        if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
            context[REDIRECT_FIELD_NAME] = reverse("admin:index")
        view = DeskLogin.as_view(
            extra_context={**context, **(extra_context or {})},
            authentication_form=AdminAuthenticationForm,
            template_name="admin/login.html",
        )
        return cast(HttpResponse, never_cache(view)(request))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        context = {**self.each_context(request), "title": f"Good day, {request.user}", **_home(request)}
        return TemplateResponse(request, "admin/desk_home.html", context)


def _home(request: HttpRequest) -> dict[str, Any]:
    """What waits for this person, what waits at all, what was flagged since yesterday, what came in."""
    from claims.enums import FlagRule  # noqa: PLC0415 - the site is made before the apps are there
    from claims.models import AnonymityGrant, Article, Flag, SourceMerge, StaleClaim  # noqa: PLC0415
    from claims.models.stale import MAX_ATTEMPTS  # noqa: PLC0415
    from reviews.admin.queue import by_what_matters, waiting_for, with_claims_counted  # noqa: PLC0415
    from reviews.enums import State  # noqa: PLC0415
    from reviews.models import Review  # noqa: PLC0415

    counted = dict(Review.objects.values_list("state").annotate(Count("pk")))
    with_reviewers = counted.get(State.ASSIGNED, 0) + counted.get(State.IN_REVIEW, 0)
    since = timezone.now() - timedelta(days=1)
    flags = Flag.objects.filter(cleared_at=None, dismissed_at=None, raised_at__gte=since)
    raised = flags.values_list("rule").annotate(number=Count("pk")).order_by("-number", "rule")
    stale = StaleClaim.objects.aggregate(
        number=Count("pk"), since=Min("since"), parked=Count("pk", filter=Q(attempts__gte=MAX_ATTEMPTS))
    )
    mine = waiting_for(request.user).select_related("claim__revision__article").defer("claim__revision__text")
    return {
        "today": timezone.localdate(),
        "mine": by_what_matters(mine)[:LONGEST],
        "waiting": [
            ("queued", "to be assigned", counted.get(State.QUEUED, 0)),
            ("with_reviewers", "with reviewers", with_reviewers),
            ("disputed", "to be decided", counted.get(State.DISPUTED, 0)),
            ("settled", "to be signed", counted.get(State.SETTLED, 0)),
            ("approved", "to be published", counted.get(State.APPROVED, 0)),
        ],
        "flags": [(rule, FlagRule(rule).label, number) for rule, number in raised],
        "deciding": stale["number"],
        "parked": stale["parked"],
        "deciding_since": stale["since"],
        "articles": with_claims_counted(Article.objects.order_by("-imported_at"))[:LONGEST],
        "merges": SourceMerge.objects.filter(state="proposed").count(),
        # Counted by the template, for those alone who may see it.
        "grants": AnonymityGrant.objects.filter(approved_at=None, ended_at=None).count,
        "may_import": request.user.has_perm("claims.add_article"),
    }
