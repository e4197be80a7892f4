"""`/search/` over HTTP, and the oEmbed address that takes any page of the desk: the only pages made for a request."""

from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from claims.enums import BasisKind
from reviews.models import Publication, Rating
from reviews.pages import content, reading
from reviews.pages.page import html
from reviews.pages.reviewed import EMBED_HEIGHT, EMBED_WIDTH, oembed_of
from reviews.pages.search import FACETS, PAGE, Count, Found, Given, search
from reviews.pages.views import answer

LONGEST_WORDS = 200
LAST_YEAR = 9999
SMALLEST_EMBED = 240
HEADINGS = {
    "rating": _("Rating"), "basis": _("Rests on"), "source": _("Source"), "outlet": _("Outlet"), "topic": _("Topic"),
    "year": _("Year"),
}  # fmt: skip


class Choice(NamedTuple):
    """One value of a facet: how it is called, how many there are, where choosing it (or giving it up) leads."""

    words: str
    number: int
    href: str
    is_chosen: bool


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was found. An unknown parameter is refused, so that a mistyped one does not silently find everything."""
    given = _given(request)
    found = search(given)
    if given.page > 1 and not found.publications:
        raise Http404
    asked = {name: request.GET[name] for name in request.GET if request.GET[name] and name != "page"}
    with translation.override(settings.PAGES_LANGUAGE):
        context = {
            "given": given,
            "found": found,
            "cards": [content.in_brief(publication) for publication in found.publications],
            "facets": [(HEADINGS[facet], _choices(facet, found, asked)) for facet in FACETS if found.facets[facet]],
            "hidden": [(name, asked[name]) for name in FACETS if name in asked],
            "next": _href({**asked, "page": str(given.page + 1)}) if found.number > given.page * PAGE else "",
            "before": _href({**asked, "page": str(given.page - 1)}) if given.page > 1 else "",
        }
    response = answer(request, html("pages/search.html", context))
    response["X-Robots-Tag"] = "noindex"
    return response


def _given(request: HttpRequest) -> Given:
    known = {"q", "page", *FACETS}
    unknown = sorted(set(request.GET) - known)
    if unknown:
        raise BadRequest(f"Unknown parameter: {', '.join(unknown)}")
    value = {name: request.GET.get(name, "").strip()[:LONGEST_WORDS] for name in known}
    return Given(
        words=value["q"],
        page=_number(value["page"] or "1", "page"),
        year=_number(value["year"], "year") if value["year"] else None,
        **{name: value[name] for name in FACETS if name != "year"},
    )


def _number(given: str, name: str) -> int:
    if (
        not given.isascii()
        or not given.isdecimal()
        or not 1 <= int(given[:6]) <= LAST_YEAR
        or len(given) > len("9999")
    ):
        raise BadRequest(f"“{name}” is not a number from 1 to {LAST_YEAR}.")
    return int(given)


def _choices(facet: str, found: Found, asked: dict[str, str]) -> list[Choice]:
    names = _names(facet, found.facets[facet])
    rest = {name: value for name, value in asked.items() if name != facet}
    return [
        Choice(
            words=names.get(count.value, count.value),
            number=count.number,
            href=_href(rest if asked.get(facet) == count.value else {**rest, facet: count.value}),
            is_chosen=asked.get(facet) == count.value,
        )
        for count in found.facets[facet]
    ]


def _names(facet: str, counts: list[Count]) -> dict[str, str]:
    """How the values of a facet are called, where their slug is not their name."""
    if facet == "rating":
        return dict(Rating.objects.filter(scale__is_default=True).values_list("slug", "name"))
    if facet == "basis":
        return {kind.value: content.basis_words(kind) for kind in BasisKind}
    if facet == "source":
        return _source_names([count.value for count in counts])
    return {}


def _source_names(slugs: list[str]) -> dict[str, str]:
    """By the publications that were found, never by the desk's own rows of sources."""
    told = reading.shown_now().filter(sources__has_any_keys=slugs).values_list("shown__sources", flat=True)
    return {each["slug"]: each["name"] for sources in told for each in sources if each["slug"]}


def _href(asked: dict[str, str]) -> str:
    return reverse("pages:search") + (f"?{urlencode(asked)}" if asked else "")


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """oEmbed 1.0 for any page of a claim: `?url=…&maxwidth=…&maxheight=…&format=json`."""
    unknown = sorted(set(request.GET) - {"url", "maxwidth", "maxheight", "format"})
    if unknown:
        raise BadRequest(f"Unknown parameter: {', '.join(unknown)}")
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"detail": "Only JSON is given."}, status=501)  # the status that oEmbed 1.0 names
    publication = _publication_at(request.GET.get("url", ""))
    width = min(EMBED_WIDTH, _size(request, "maxwidth", EMBED_WIDTH))
    height = min(EMBED_HEIGHT, _size(request, "maxheight", EMBED_HEIGHT))
    body: dict[str, Any] = oembed_of(publication, width=width, height=height)
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=60"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _publication_at(url: str) -> Publication:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Http404 from None
    if f"{parts.scheme}://{parts.netloc}" != settings.PUBLIC_ORIGIN:
        raise Http404
    try:
        found = resolve(parts.path)
    except Resolver404:
        raise Http404 from None
    publication = reading.standing(found.kwargs["slug"]) if found.view_name == "pages:claim" else None
    if publication is None or publication.retracted_at:
        raise Http404
    return publication


def _size(request: HttpRequest, name: str, most: int) -> int:
    given = request.GET.get(name, "")
    return max(SMALLEST_EMBED, _number(given, name)) if given else most
