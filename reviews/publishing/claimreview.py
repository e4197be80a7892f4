"""ClaimReview markup, in the one shape that Google, schema.org and the Duke Reporters' Lab all accept.

Google: "Fact check (ClaimReview) structured data". Duke: the JSON Schema of zenodotus; no other top-level keys,
numbers as strings, `appearance` an array, a claim's author without `url`. A claim without a named author has none:
a Person called "Anonymous" is never written.
"""

import re
from datetime import date
from typing import Any

from claims.enums import Naming, SourceKind

Markup = dict[str, Any]

TYPE_OF_KIND = {SourceKind.PERSON: "Person", SourceKind.ORGANISATION: "Organization"}
LONGEST_CLAIM = 75  # Google: "under 75 characters where possible"
ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")


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


def page_markup(shown: Markup, *, url: str, desk: str, origin: str, modified_on: date) -> Markup:
    """The second block: what ClaimReview has no place for, on the page and on the desk."""
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "url": url,
        "name": shown["claim"]["statement"],
        "dateModified": modified_on.isoformat(),
        "inLanguage": shown["article"]["language"],
        "keywords": shown["basis"]["label"],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": desk,
            "url": origin,
            "unnamedSourcesPolicy": f"{origin}/methodology/#unnamed-sources",
            "correctionsPolicy": f"{origin}/methodology/#corrections",
            "verificationFactCheckingPolicy": f"{origin}/methodology/",
        },
    }


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


def problems(markup: Markup) -> list[str]:
    """What Google, schema.org or Duke would refuse, as sentences; empty for a good one."""
    found = [f"ClaimReview: {name} is missing." for name in ("claimReviewed", "url", "author") if not markup.get(name)]
    rating = markup.get("reviewRating") or {}
    if not rating.get("alternateName"):
        found.append("ClaimReview: the rating has no words (alternateName).")
    if rating.get("alternateName") and _says(markup.get("claimReviewed", ""), rating["alternateName"]):
        found.append("ClaimReview: the claim must not contain its rating.")
    found += _number_problems(rating)
    if not ISO_DATE.match(markup.get("datePublished", "")):
        found.append("ClaimReview: datePublished is not a date.")
    author = markup.get("itemReviewed", {}).get("author")
    if author is not None and not author.get("name"):
        found.append("ClaimReview: the claim's author has no name.")
    if author is not None and "anonymous" in author.get("name", "").casefold():
        found.append("ClaimReview: nobody is called “Anonymous”; a claim without a named author has none.")
    if author is not None and "url" in author:
        found.append("ClaimReview: the claim's author carries sameAs, not url (Duke).")
    return found


def _says(claim: str, rating: str) -> bool:
    """Whether the rating is put before or behind the claim, as in “FALSE: …”."""
    return bool(re.match(rf"\s*{re.escape(rating)}\s*[:–-]", claim, re.IGNORECASE))


def _number_problems(rating: Markup) -> list[str]:
    names = ("ratingValue", "bestRating", "worstRating")
    given = [name for name in names if name in rating]
    if not given:
        return []
    if len(given) < len(names):
        return ["ClaimReview: ratingValue, bestRating and worstRating go together."]
    if not all(isinstance(rating[name], str) and rating[name].isdigit() for name in names):
        return ["ClaimReview: the rating's numbers are whole numbers, written as text."]
    value, best, worst = (int(rating[name]) for name in names)
    if not 1 <= worst <= value <= best:
        return [f"ClaimReview: the rating {value} does not lie between {worst} and {best}."]
    return []
