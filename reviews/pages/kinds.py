"""Every kind of public page: its address, how it is written, and which ones there are.

From this one table come the addresses, the files, the rebuild and the desk's own answers.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.conf import settings
from django.http import Http404
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.text import slugify

from reviews.models import CheckedDraft
from reviews.pages import feeds, lists, reading, reviewed, sitemaps, standing
from reviews.pages.page import Page

Arguments = Iterable[tuple[str, ...]]


def one() -> Arguments:
    return [()]


def every_claim() -> Arguments:
    return ((slug,) for slug in reading.slugs())


def every_month() -> Arguments:
    return ((month,) for month in reading.months())


def every_article() -> Arguments:
    checked = reading.shown_now().order_by().values_list("article", flat=True)
    drafts = CheckedDraft.objects.filter(shown_until=None).values_list("slug", flat=True)
    return ((slug,) for slug in sorted({*checked, *drafts}))


def every_source() -> Arguments:
    named = reading.shown_now().order_by().values_list("sources", flat=True)
    return ((slug,) for slug in sorted({slug for slugs in named for slug in slugs}))


def every_topic() -> Arguments:
    return ((slug,) for slug in sorted({slugify(topic) for topic in reading.topics()} - {""}))


class Kind(NamedTuple):
    """One kind. `render` takes what the address names, and gives None where there is no such page."""

    name: str
    route: str
    render: Callable[..., Page | None]
    every: Callable[[], Arguments]

    def page(self, **given: str) -> Page | None:
        """The page as it is now, in the desk's language, whoever asks."""
        with translation.override(settings.PAGES_LANGUAGE):
            return self.render(**given)


KINDS: tuple[Kind, ...] = (
    Kind("claim", "claims/<slug:slug>/", reviewed.claim, every_claim),
    Kind("embed", "embed/<slug:slug>/", reviewed.embed, every_claim),
    Kind("oembed", "claims/<slug:slug>/oembed.json", reviewed.oembed, every_claim),
    Kind("article", "articles/<slug:slug>/", lists.article, every_article),
    Kind("source", "sources/<slug:slug>/", lists.source, every_source),
    Kind("topic", "topics/<slug:slug>/", lists.topic, every_topic),
    Kind("topic_atom", "topics/<slug:slug>/feed.atom", feeds.topic_atom, every_topic),
    Kind("topic_json", "topics/<slug:slug>/feed.json", feeds.topic_json, every_topic),
    Kind("month", "reviews/<slug:month>/", lists.month, every_month),
    Kind("sitemap_standing", "sitemap-pages.xml", sitemaps.standing, one),
    Kind("sitemap_month", "sitemap-<slug:month>.xml", sitemaps.month, every_month),
    Kind("home", "", lists.home, one),
    Kind("archive", "reviews/", lists.archive, one),
    Kind("corrections", "corrections/", lists.corrections, one),
    Kind("corrections_atom", "corrections/feed.atom", feeds.corrections_atom, one),
    Kind("corrections_rss", "corrections/feed.rss", feeds.corrections_rss, one),
    Kind("corrections_json", "corrections/feed.json", feeds.corrections_json, one),
    Kind("methodology", "methodology/", standing.methodology, one),
    Kind("about", "about/", standing.about, one),
    Kind("atom", "feed.atom", feeds.atom, one),
    Kind("json_feed", "feed.json", feeds.json_feed, one),
    Kind("sitemap", "sitemap.xml", sitemaps.index, one),
    Kind("robots", "robots.txt", sitemaps.robots, one),
    Kind("card", "claims/<slug:slug>/card.png", reviewed.card, every_claim),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def every_path() -> Iterator[str]:
    """The address of every page that there is now."""
    for kind in KINDS:
        yield from (reverse(f"pages:{kind.name}", args=given) for given in kind.every())


def render(path: str) -> Page | None:
    """The page at this address as it is now; None if there is none, or no page can have this address."""
    try:
        found = resolve(path)
    except Http404:
        return None
    kind = BY_NAME.get(found.url_name or "") if found.app_names == ["pages"] else None
    return kind.page(**found.kwargs) if kind else None


def rank(path: str) -> int:
    """In which order stale pages are written: claims first, lists after them, pictures last."""
    found = resolve(path).url_name
    return next((number for number, kind in enumerate(KINDS) if kind.name == found), len(KINDS))
