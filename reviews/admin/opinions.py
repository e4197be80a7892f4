"""Experts at the workbench: whom the desk asked, what they said, and the link that is shown once."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from claims.admin.base import DeskAdmin
from claims.models import Claim, Evidence, User
from claims.refusals import Refused
from reviews import opinions
from reviews.admin import posted
from reviews.models import OpinionRequest
from reviews.opinions.asking import LONGEST_DAYS, USUAL_DAYS


def opinions_shown(claim: Claim) -> dict[str, Any]:
    """The links of a claim with where each stands, and the opinions with whether their signatures hold."""
    asked = OpinionRequest.objects.filter(claim=claim).select_related("asked_by", "opinion").order_by("pk")
    rows = [(each, _standing(each)) for each in asked]
    given = [each.opinion for each, _ in rows if hasattr(each, "opinion")]
    return {
        "questions": rows,
        "opinions": [(opinion, opinions.holds(opinion)) for opinion in given],
        "link_days": USUAL_DAYS,
        "longest_days": LONGEST_DAYS,
    }


def _standing(asked: OpinionRequest) -> str:
    if hasattr(asked, "opinion"):
        return "answered"
    if asked.revoked_at:
        return "revoked"
    return "expired" if asked.expires_at <= timezone.now() else "open"


@admin.register(OpinionRequest)
class OpinionRequestAdmin(DeskAdmin):
    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(never_cache(self.ask)))
        return [path("ask/<int:pk>/", view, name="opinion_ask"), *super().get_urls()]

    def ask(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the link and show it: in this answer alone, so that it stands in no message, cookie or address."""
        claim = Claim.objects.filter(pk=pk).first()
        if claim is None or not request.user.has_perm("claims.view_claim"):
            raise Http404
        chosen = posted.ids(request, "evidence")
        days = request.POST.get("days", "")
        try:
            asked, key = opinions.ask(
                claim=claim,
                by=User.of(request.user),
                to=request.POST.get("to", ""),
                evidence=Evidence.objects.filter(pk__in=chosen).prefetch_related("origins"),
                days=int(days) if days.isdecimal() and len(days) < 4 else 0,  # noqa: PLR2004 - more than the longest
            )
        except Refused as refused:
            messages.error(request, refused.sentence)
            return redirect("admin:claims_claim_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "The link for the expert",
            "opts": self.opts,
            "claim": claim,
            "asked": asked,
            "link": f"{settings.PUBLIC_ORIGIN}{reverse('pages:opinion')}#{key}",
        }
        return TemplateResponse(request, "desk/opinion_link.html", context)
