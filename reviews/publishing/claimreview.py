"""ClaimReview markup, in the one shape that Google, schema.org and the Duke Reporters' Lab all accept.

Google: "Fact check (ClaimReview) structured data". Duke: the JSON Schema of zenodotus; no other top-level keys,
numbers as strings, `appearance` an array, a claim's author without `url`. A claim without a named author has none:
a Person called "Anonymous" is never written.
"""

from datetime import date
from typing import Any

from django.conf import settings

from claims.enums import Naming, SourceKind
from reviews.models import Correction, Publication
from reviews.publishing import archives
from reviews.publishing.organisation import policies

Markup = dict[str, Any]

TYPE_OF_KIND = {SourceKind.PERSON: "Person", SourceKind.ORGANISATION: "Organization"}


def markup(publication: Publication) -> Markup:
    """The ClaimReview of a page, as it stands on the page."""
    return claim_review(
        publication.shown,
        url=settings.PUBLIC_ORIGIN + publication.get_absolute_url(),
        published_on=publication.first_published_at.date(),
        desk=settings.DESK_NAME,
        origin=settings.PUBLIC_ORIGIN,
    )


def claim_review(shown: Markup, *, url: str, published_on: date, desk: str, origin: str) -> Markup:
    """The ClaimReview of one page. `url` is the page's own address, `origin` the desk's."""
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "datePublished": published_on.isoformat(),
        "url": url,
        "claimReviewed": shown["claim"]["statement"],
        "author": {"@type": "Organization", "name": desk, "url": origin},
        "reviewRating": _rating(shown),
        "itemReviewed": _claim(shown),
    }


def page_markup(publication: Publication) -> Markup:
    """The second block: what ClaimReview has no place for, on the page and on the desk."""
    shown, origin = publication.shown, settings.PUBLIC_ORIGIN
    address = origin + publication.get_absolute_url()
    page: Markup = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "url": address,
        "name": shown["claim"]["statement"],
        "datePublished": publication.first_published_at.date().isoformat(),
        "dateModified": publication.shown_from.date().isoformat(),
        "inLanguage": settings.PAGES_LANGUAGE,
        "keywords": [each for each in (shown["basis"]["label"], shown["claim"]["topic"]) if each],
        "expires": shown.get("recheck_on"),
        "citation": _citations(shown, address),
        "correction": _corrections(publication),
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": settings.DESK_NAME,
            "url": origin + "/",
            **policies(origin),
        },
    }
    return {name: value for name, value in page.items() if value}


def _citations(shown: Markup, page: str) -> list[Markup]:
    """The evidence that a reader can follow, with when the desk captured its copy and where a copy is kept."""
    told = [
        {
            "@type": "CreativeWork",
            "name": piece["title"],
            "url": piece["url"],
            "sdDatePublished": piece["captured_on"],
            "archivedAt": archives.address(piece, number, page),
        }
        for number, piece in enumerate(shown["evidence"], start=1)
    ]
    return [
        {name: value for name, value in piece.items() if value}
        for piece in told
        if piece["url"] or piece["archivedAt"]
    ]


def _corrections(publication: Publication) -> list[Markup]:
    rows = Correction.objects.filter(after__slug=publication.slug).order_by("-pk") if publication.pk else []
    return [
        {"@type": "CorrectionComment", "text": row.reason, "datePublished": row.corrected_at.date().isoformat()}
        for row in rows
    ]


def _rating(shown: Markup) -> Markup:
    rating = shown["rating"]
    markup = {"@type": "Rating", "alternateName": rating["name"], "ratingExplanation": rating["reader_words"]}
    if rating["value"] is not None:
        markup |= {
            "ratingValue": str(rating["value"]),
            "bestRating": str(rating["best"]),
            "worstRating": str(rating["worst"]),
        }
    return markup


def _claim(shown: Markup) -> Markup:
    article = shown["article"]
    markup: Markup = {"@type": "Claim"}
    if article["published_on"]:
        markup["datePublished"] = article["published_on"]
    author = _author(shown)
    if author:
        markup["author"] = author
    if article["url"]:
        markup["appearance"] = [{"@type": "NewsArticle", "url": article["url"], "headline": article["title"]}]
    return markup


def _author(shown: Markup) -> Markup | None:
    """The one named speaker, if there is just one; else the claim has no author."""
    named = [source for source in shown["sources"] if source["naming"] == Naming.NAMED and not source["passed_on"]]
    if len(named) != 1 or named[0]["kind"] not in TYPE_OF_KIND:
        return None
    return {"@type": TYPE_OF_KIND[named[0]["kind"]], "name": named[0]["name"]}
