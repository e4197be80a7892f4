"""The page as it would be published now, for people at the desk: what an approver looks at before he signs."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.models import Article
from reviews import publishing
from reviews.models import CheckedDraft, Publication, Review
from reviews.pages import checkeddraft
from reviews.pages.page import html
from reviews.pages.reviewed import page_of


@require_safe
@never_cache
@login_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """404 for whoever may not see reviews, and for a review that is not settled: until then nothing is told."""
    review = Review.objects.select_related("claim__revision__article").filter(pk=pk).first()
    if review is None or not request.user.has_perm("reviews.view_review") or not hasattr(review, "settlement"):
        raise Http404
    shown = publishing.snapshot(review)
    now = timezone.now()
    unsaved = Publication(
        slug="preview", shown=shown, digest=publishing.digest(shown), first_published_at=now, shown_from=now
    )
    refused = publishing.problems(publishing.markup(unsaved))
    with translation.override(settings.PAGES_LANGUAGE):
        shown_page = html("pages/preview.html", {**page_of(unsaved), "review": review, "refused": refused})
    return HttpResponse(shown_page.body)


@require_safe
@never_cache
@login_required
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The checked draft of an article as it would be shown now, for whoever may publish it."""
    article = Article.objects.filter(pk=pk).first()
    if article is None or not request.user.has_perm(publishing.drafts.PERMISSION):
        raise Http404
    unsaved = CheckedDraft(shown=publishing.draft_snapshot(article), slug=article.slug, shown_from=timezone.now())
    with translation.override(settings.PAGES_LANGUAGE):
        shown_page = html("pages/draft.html", checkeddraft.context(unsaved))
    return HttpResponse(shown_page.body)
