"""The page of one claim, what others may put into their pages, and the picture beside a link."""

import json

from django.conf import settings
from django.urls import reverse

from reviews.models import Publication
from reviews.pages import cards, content, diff, reading
from reviews.pages.jsonld import blocks
from reviews.pages.page import GONE, Page, html

EMBED_WIDTH, EMBED_HEIGHT = 560, 260  # CSS pixels


def claim(slug: str) -> Page | None:
    """One review. A retracted one leaves a tombstone (410)."""
    publication = reading.standing(slug)
    if publication is None:
        return None
    if publication.retracted_at:
        return html("pages/retracted.html", {"publication": publication, "shown": publication.shown}, status=GONE)
    history = reading.history(slug)
    context = {
        **page_of(publication),
        "corrections": [(each, diff.words(each.before.shown, each.after.shown)) for each in history],
    }
    return html("pages/claim.html", context)


def page_of(publication: Publication) -> dict[str, object]:
    return {**content.in_full(publication), "blocks": blocks(publication)}


def embed(slug: str) -> Page | None:
    """A small page for an `iframe`: it says what the page says now, also that it was corrected or retracted."""
    publication = reading.standing(slug)
    if publication is None:
        return None
    corrected = reading.history(slug).first()
    return html("pages/embed.html", {**content.in_brief(publication), "corrected": corrected})


def oembed(slug: str) -> Page | None:
    """oEmbed 1.0, type “rich": an iframe of the embed."""
    publication = reading.standing(slug)
    if publication is None or publication.retracted_at:
        return None
    return Page(json.dumps(oembed_of(publication), ensure_ascii=False).encode(), "application/json; charset=utf-8")


def oembed_of(publication: Publication, *, width: int = EMBED_WIDTH, height: int = EMBED_HEIGHT) -> dict[str, object]:
    origin, desk = settings.PUBLIC_ORIGIN, settings.DESK_NAME
    title = f"{publication.shown['rating']['name']}: {publication.shown['claim']['statement']}"
    source = origin + reverse("pages:embed", args=[publication.slug])
    frame = html("pages/embed_frame.html", {"src": source, "title": title, "width": width, "height": height})
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": desk,
        "provider_url": origin + "/",
        "cache_age": 3600,
        "html": frame.body.decode().strip(),
        "width": width,
        "height": height,
        "thumbnail_url": origin + reverse("pages:card", args=[publication.slug]),
        "thumbnail_width": cards.WIDTH,
        "thumbnail_height": cards.HEIGHT,
    }


def card(slug: str) -> Page | None:
    publication = reading.standing(slug)
    if publication is None or publication.retracted_at:
        return None
    return Page(cards.draw(publication.shown, desk=settings.DESK_NAME), "image/png")
