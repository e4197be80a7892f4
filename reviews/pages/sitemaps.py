"""What search engines walk: an index with one sitemap a month (sitemaps.org 0.9), and what robots may read."""

from datetime import datetime
from io import StringIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.text import slugify

from reviews.models import CheckedDraft
from reviews.pages import reading
from reviews.pages.page import Page

XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
XML = "application/xml; charset=utf-8"
NONE: "AttributesImpl[str]" = AttributesImpl({})
STANDING = ("home", "archive", "corrections", "methodology", "about")
Entries = list[tuple[str, datetime | None]]


def index() -> Page:
    """One sitemap for the standing pages, and one for each month, with when anything in it last changed."""
    entries: Entries = [(reverse("pages:sitemap_standing"), None)]
    for each in reading.months():
        changed = reading.of_month(each).aggregate(last=Max("shown_from"))["last"]
        entries.append((reverse("pages:sitemap_month", args=[each]), changed))
    return _xml("sitemapindex", "sitemap", entries)


def month(month: str) -> Page | None:
    found = reading.of_month(month).values_list("slug", "shown_from")
    entries: Entries = [(reverse("pages:claim", args=[slug]), changed) for slug, changed in found]
    return _xml("urlset", "url", entries) if entries else None


def standing() -> Page:
    """What is not the page of a claim: the standing pages, checked articles, topics."""
    drafts = CheckedDraft.objects.filter(shown_until=None).order_by("slug").values_list("slug", "shown_from")
    entries: Entries = [(reverse(f"pages:{name}"), None) for name in STANDING]
    entries += [(reverse("pages:article", args=[slug]), changed) for slug, changed in drafts]
    slugs = sorted({slugify(topic) for topic in reading.topics()} - {""})
    return _xml("urlset", "url", [*entries, *((reverse("pages:topic", args=[slug]), None) for slug in slugs)])


def robots() -> Page:
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /api/",
        "Disallow: /search/",
        "Disallow: /preview/",
        f"Sitemap: {settings.PUBLIC_ORIGIN}{reverse('pages:sitemap')}",
        "",
    ]
    return Page("\n".join(lines).encode(), "text/plain; charset=utf-8")


def _xml(root: str, element: str, entries: Entries) -> Page:
    written = StringIO()
    xml = XMLGenerator(written, "utf-8")
    xml.startDocument()
    xml.startElement(root, AttributesImpl({"xmlns": XMLNS}))
    for path, changed in entries:
        xml.startElement(element, NONE)
        _leaf(xml, "loc", settings.PUBLIC_ORIGIN + path)
        if changed:
            _leaf(xml, "lastmod", changed.isoformat(timespec="seconds"))
        xml.endElement(element)
    xml.endElement(root)
    xml.endDocument()
    return Page(written.getvalue().encode(), XML)


def _leaf(xml: XMLGenerator, name: str, text: str) -> None:
    xml.startElement(name, NONE)
    xml.characters(text)
    xml.endElement(name)
