"""“What if this source is wrong?”: what rests on it, what would be left, one button to reopen what is published."""

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from claims.models import Claim, Source, User
from claims.refusals import Refused
from reviews import cascading
from reviews.admin import posted


def urls() -> list[URLPattern]:
    view = admin.site.admin_view(source_cascade)
    return [path("source/<int:pk>/cascade/", view, name="source_cascade")]


def source_cascade(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows; POST with a reason reopens every published claim, or those that are ticked."""
    source = Source.objects.filter(pk=pk).first()
    if source is None or not request.user.has_perms(["claims.view_source", "claims.view_claim"]):
        raise Http404
    if request.method == "POST":
        return _reopen(request, source)
    resting = cascading.resting_on(source)
    context = {
        **admin.site.each_context(request),
        "title": f"What if {source} is wrong?",
        "opts": Claim._meta,
        "source": source,
        "resting": resting,
        "pages": sum(each.page is not None for each in resting),
        "falling": sum(each.falling.falls for each in resting),
        "can_reopen": any(each.can_reopen for each in resting),
        "may_reopen": request.user.has_perm("reviews.assign_review"),
    }
    return TemplateResponse(request, "desk/cascade.html", context)


def _reopen(request: HttpRequest, source: Source) -> HttpResponse:
    ticked = posted.ids(request, "claims")
    try:
        reviews = cascading.reopen(
            source=source, by=User.of(request.user), why=request.POST.get("why", ""), claims=ticked
        )
        messages.success(
            request, f"Reopened: {len(reviews)}. The pages stay as they are until the rounds are settled."
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("admin:source_cascade", source.pk)
