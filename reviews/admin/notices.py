"""My notices at the desk, and by which way I want to be told. Everybody sees his own alone."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from claims.admin.base import DeskAdmin
from claims.models import User
from claims.refusals import NotSo, Refused
from reviews.enums import NoticeKind, Way
from reviews.models import Notice
from reviews.notices.hooks import secret_of
from reviews.notices.preferring import HOURS, prefer, preferences_of

SHOWN = 100


@admin.register(Notice)
class NoticeAdmin(DeskAdmin):
    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.has_perm("claims.view_claim"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        mine = Notice.objects.filter(person=User.of(request.user), in_desk=True)
        return mine.select_related("claim__revision__article").order_by("-pk")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("read/", view(require_POST(self.read)), name="notices_read"),
            path(
                "preferences/",
                view(require_http_methods(["GET", "HEAD", "POST"])(self.preferences)),
                name="preferences",
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Http404
        return self._page(request, "desk/notices.html", title="Notices", notices=self.get_queryset(request)[:SHOWN])

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Follow a notice to its claim; it counts as read."""
        notice = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if notice is None:
            raise Http404
        Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
        return redirect("admin:claims_claim_change", notice.claim_id)

    def read(self, request: HttpRequest) -> HttpResponse:
        Notice.objects.filter(person=User.of(request.user), read_at=None).update(read_at=timezone.now())
        return redirect("admin:reviews_notice_changelist")

    def preferences(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Http404
        person = User.of(request.user)
        before = preferences_of(person)
        if request.method == "POST":
            try:
                after = _kept(request, person)
            except Refused as refused:
                messages.error(request, refused.sentence)
            else:
                messages.success(request, "Your choice is kept.")
                if after.hook_url and after.hook_salt != before.hook_salt:
                    messages.warning(request, f"The webhook’s secret, shown this once: {secret_of(after)}")
            return redirect("admin:preferences")
        chosen = {way: getattr(before, f"{way.value}_kinds") for way in Way}
        rows = [(kind, [(way, kind.value in chosen[way]) for way in Way]) for kind in NoticeKind]
        return self._page(
            request,
            "desk/preferences.html",
            title="Preferences",
            preferences=before,
            rows=rows,
            ways=list(Way),
            hours=range(HOURS),
        )

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts, **context}
        )


def _kept(request: HttpRequest, person: User) -> Any:
    hour = request.POST.get("digest_hour", "")
    if not hour.isdecimal() or len(hour) > 2:  # noqa: PLR2004 - hours have two digits
        raise NotSo("The hour of the mail is from 0 to 23.", field="digest_hour")
    return prefer(
        by=person,
        desk=request.POST.getlist("desk"),
        mail=request.POST.getlist("mail"),
        hook=request.POST.getlist("hook"),
        digest_hour=int(hour),
        hook_url=request.POST.get("hook_url", "").strip(),
    )
