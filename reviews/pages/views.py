"""The public pages. They set no cookie and take no parameter that they do not know."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from claims.enums import BasisKind
from claims.models import HousePolicy
from reviews.models import Correction, Publication, Rating
from reviews.pages import diff, reading, textfragment
from reviews.pages.jsonld import blocks

View = Callable[..., HttpResponse]
HOME_PARAMETERS = {"q", "rating", "basis", "before"}


def page(*parameters: str) -> Callable[[View], View]:
    """A public view that is cached for a minute and refuses parameters other than these."""

    def decorate(view: View) -> View:
        @wraps(view)
        @require_safe
        def known_only(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            unknown = sorted(set(request.GET) - set(parameters))
            if unknown:
                raise BadRequest(f"Unknown parameter: {', '.join(unknown)}")
            response = view(request, *args, **kwargs)
            if response.status_code == 200:  # noqa: PLR2004 - the one status that is worth keeping
                response["Cache-Control"] = "public, max-age=60"
            return response

        return known_only

    return decorate


def show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(
        request, template, {"desk": settings.DESK_NAME, "origin": settings.PUBLIC_ORIGIN, **context}, status=status
    )


@page(*HOME_PARAMETERS)
def home(request: HttpRequest) -> HttpResponse:
    """Reviews, newest first; older ones are reached by the last one's number, never by counting pages."""
    given = {name: request.GET.get(name, "").strip() for name in HOME_PARAMETERS}
    publications = reading.search(reading.shown_now(), given["q"])
    if given["rating"]:
        publications = publications.filter(shown__rating__slug=given["rating"])
    if given["basis"]:
        publications = publications.filter(shown__basis__kind=given["basis"])
    if given["before"]:
        publications = publications.filter(pk__lt=_number(given["before"]))
    found = list(publications.order_by("-pk")[: reading.PAGE + 1])
    older = found[reading.PAGE - 1].pk if len(found) > reading.PAGE else None
    context = {
        "publications": found[: reading.PAGE],
        "older": older,
        "given": given,
        "ratings": Rating.objects.filter(scale__is_default=True).order_by("order"),
        "bases": BasisKind.choices,
        "is_filtered": any(given.values()),
    }
    return show(request, "pages/home.html", context)


def _number(given: str) -> int:
    if not given.isdecimal() or len(given) > 18:  # noqa: PLR2004 - what a bigint can hold
        raise BadRequest("“before” is not a number.")
    return int(given)


@page()
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """One review. A retracted one leaves a tombstone (410); an unpublished one was never there (404)."""
    publication = Publication.objects.filter(slug=slug, shown_until=None).first()
    if publication is None:
        raise Http404
    history = list(Correction.objects.filter(after__slug=slug).select_related("before", "after").order_by("-pk"))
    context = {
        "publication": publication,
        "shown": publication.shown,
        "corrections": [(each, diff.words(each.before.shown, each.after.shown)) for each in history],
    }
    if publication.retracted_at:
        return show(request, "pages/retracted.html", context, status=410)
    response = show(request, "pages/claim.html", {**context, **in_full(publication)})
    etag = f'"{publication.digest[:32]}-{publication.pk}"'
    modified = int(publication.shown_from.timestamp())
    response["ETag"], response["Last-Modified"] = etag, http_date(modified)
    return get_conditional_response(request, etag=etag, last_modified=modified, response=response) or response


def in_full(publication: Publication) -> dict[str, Any]:
    """What the whole page needs beside the publication."""
    return {
        "publication": publication,
        "shown": publication.shown,
        "pieces": reading.marked(publication.shown),
        "fragment": textfragment.link(publication.shown),
        "blocks": blocks(publication),
    }


@page()
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """What was checked in one article."""
    publications = list(reading.shown_now().filter(shown__article__slug=slug))
    if not publications:
        raise Http404
    return show(
        request, "pages/article.html", {"publications": publications, "article": publications[0].shown["article"]}
    )


@page()
def corrections(request: HttpRequest) -> HttpResponse:
    retracted = Publication.objects.filter(shown_until=None, retracted_at__isnull=False).order_by("-retracted_at")
    rows = Correction.objects.exclude(after__slug__in=retracted.values("slug"))  # what was taken back stays unread
    rows = rows.select_related("before", "after").order_by("-pk")[:100]
    context = {
        "corrections": [(row, diff.words(row.before.shown, row.after.shown)) for row in rows],
        "retracted": retracted[:100],
    }
    return show(request, "pages/corrections.html", context)


@page()
def methodology(request: HttpRequest) -> HttpResponse:
    """Rating scale and policies, as the desk keeps them."""
    policy = HousePolicy.objects.filter(is_own=True).first()
    context = {
        "ratings": Rating.objects.filter(scale__is_default=True).order_by("order"),
        "policy": policy,
        "clauses": policy.clauses.order_by("order") if policy else [],
    }
    return show(request, "pages/methodology.html", context)
