"""What machines follow: Atom, JSON Feed 1.1, sitemap, robots."""

from datetime import datetime
from typing import Any
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from reviews.models import Publication
from reviews.pages import reading
from reviews.pages.views import page

NONE: "AttributesImpl[str]" = AttributesImpl({})
LONGEST = 50
SITEMAP_MOST = 50_000  # sitemaps.org


@page()
def atom(request: HttpRequest) -> HttpResponse:
    feed = Atom1Feed(
        title=settings.DESK_NAME,
        link=settings.PUBLIC_ORIGIN + "/",
        description=None,
        language=settings.LANGUAGE_CODE,
        feed_url=settings.PUBLIC_ORIGIN + reverse("pages:atom"),
        feed_guid=settings.PUBLIC_ORIGIN + "/",
        author_name=settings.DESK_NAME,
    )
    for publication in reading.shown_now()[:LONGEST]:
        feed.add_item(
            title=_title(publication),
            link=_address(publication),
            description=publication.shown["explanation"],
            unique_id=_address(publication),
            pubdate=publication.first_published_at,
            updateddate=publication.shown_from,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@page()
def json_feed(request: HttpRequest) -> JsonResponse:
    """https://www.jsonfeed.org/version/1.1/"""
    items: list[dict[str, Any]] = [
        {
            "id": _address(publication),
            "url": _address(publication),
            "title": _title(publication),
            "content_text": publication.shown["explanation"],
            "date_published": publication.first_published_at.isoformat(),
            "date_modified": publication.shown_from.isoformat(),
            "tags": [publication.shown["rating"]["name"], publication.shown["basis"]["label"]],
        }
        for publication in reading.shown_now()[:LONGEST]
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": settings.DESK_NAME,
        "home_page_url": settings.PUBLIC_ORIGIN + "/",
        "feed_url": settings.PUBLIC_ORIGIN + reverse("pages:json_feed"),
        "language": settings.LANGUAGE_CODE,
        "items": items,
    }
    return JsonResponse(feed, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})


@page()
def sitemap(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = XMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}))
    for name in ("home", "methodology", "corrections"):
        _url(xml, settings.PUBLIC_ORIGIN + reverse(f"pages:{name}"), None)
    for publication in reading.shown_now()[:SITEMAP_MOST]:
        _url(xml, _address(publication), publication.shown_from)
    xml.endElement("urlset")
    xml.endDocument()
    return response


def _url(xml: XMLGenerator, address: str, changed: datetime | None) -> None:
    xml.startElement("url", NONE)
    parts = {"loc": address, "lastmod": timezone.localtime(changed).isoformat() if changed else ""}
    for name, value in parts.items():
        if value:
            xml.startElement(name, NONE)
            xml.characters(value)
            xml.endElement(name)
    xml.endElement("url")


@page()
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /api/",
        f"Sitemap: {settings.PUBLIC_ORIGIN}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _address(publication: Publication) -> str:
    return settings.PUBLIC_ORIGIN + publication.get_absolute_url()


def _title(publication: Publication) -> str:
    return f"{publication.shown['rating']['name']}: {publication.shown['claim']['statement']}"
