"""The page as it would be published now, for people at the desk: what an approver looks at before he signs."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reviews import publishing
from reviews.models import Publication, Review
from reviews.pages.views import in_full, show


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
    return show(request, "pages/preview.html", {**in_full(unsaved), "review": review})
