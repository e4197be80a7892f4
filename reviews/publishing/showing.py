"""Which public pages show a publication: those are written again when it changes."""

from collections.abc import Iterable
from itertools import chain

from django.urls import reverse
from django.utils.text import slugify

from reviews.models import Publication, StalePage
from reviews.publishing.snapshot import Shown

STANDING = ("methodology", "about", "robots")
EVERYWHERE = (
    "home", "archive", "corrections", "atom", "json_feed", "corrections_atom", "corrections_rss", "corrections_json",
    "sitemap", "sitemap_standing",
)  # fmt: skip
OF_CLAIM = ("claim", "embed", "oembed", "card")
OF_TOPIC = ("topic", "topic_atom", "topic_json")


def month_of(publication: Publication) -> str:
    """The month in which the page first stood there, as its archive and its sitemap name it: 2026-11."""
    return f"{publication.first_published_at:%Y-%m}"


def mark_standing() -> None:
    """Have the pages written again that tell of the desk's own rules; nothing is touched that says the same."""
    StalePage.mark(reverse(f"pages:{name}") for name in STANDING)


def own_pages(publication: Publication) -> set[str]:
    """The addresses that show this publication and no other."""
    return {reverse(f"pages:{name}", args=[publication.slug]) for name in OF_CLAIM}


def pages_of(publication: Publication) -> set[str]:
    """The addresses of the page itself and of everything that lists it."""
    shown = publication.shown
    return {
        *own_pages(publication),
        *(reverse(f"pages:{name}") for name in EVERYWHERE),
        *(reverse(f"pages:{name}", args=[month_of(publication)]) for name in ("month", "sitemap_month")),
        reverse("pages:article", args=[shown["article"]["slug"]]),
        *(reverse("pages:source", args=[slug]) for slug in _sources(shown)),
        *(reverse(f"pages:{name}", args=[slug]) for slug in _topics(shown) for name in OF_TOPIC),
    }


def mark(publications: Iterable[Publication]) -> None:
    """Have every page written again that shows one of these; part of the caller's transaction."""
    StalePage.mark(chain.from_iterable(pages_of(publication) for publication in publications))


def _sources(shown: Shown) -> set[str]:
    return {source["slug"] for source in shown["sources"] if source["slug"]}


def _topics(shown: Shown) -> set[str]:
    slug = slugify(shown["claim"]["topic"])
    return {slug} if slug else set()
