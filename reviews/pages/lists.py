"""Pages that list reviews: the newest, those of a month, an article, a source, a topic; and what was corrected."""

from collections import Counter
from typing import Any, NamedTuple

from django.utils.text import slugify

from reviews.models import Publication
from reviews.pages import checkeddraft, content, diff, reading
from reviews.pages.page import Page, html

MOST = 200  # corrections on one page; every page tells its own in full


class Held(NamedTuple):
    """How often what a source said was rated so."""

    slug: str
    name: str
    times: int


def home() -> Page:
    """The newest reviews, and the way to all others."""
    publications = list(reading.shown_now()[: reading.NEWEST])
    return html("pages/home.html", {"cards": _cards(publications), "months": reading.months()[:12]})


def archive() -> Page:
    """Every month, every topic."""
    named = [(topic, slugify(topic)) for topic in reading.topics()]
    return html("pages/archive.html", {"months": reading.months(), "topics": [each for each in named if each[1]]})


def month(month: str) -> Page | None:
    publications = list(reading.of_month(month))
    if not publications:
        return None
    return html("pages/month.html", {"month": month, "publications": publications})


def article(slug: str) -> Page | None:
    """The checked draft, if the desk shows it; otherwise what was checked in the article, without its text."""
    draft = checkeddraft.shown(slug)
    if draft is not None:
        return html("pages/draft.html", checkeddraft.context(draft))
    publications = list(reading.of_article(slug))
    if not publications:
        return None
    shown = publications[0].shown["article"]
    return html("pages/article.html", {"cards": _cards(publications), "article": shown})


def source(slug: str) -> Page | None:
    """What one named source said, and how it held up. Whoever is unnamed has no page."""
    publications = list(reading.of_source(slug))
    if not publications:
        return None
    told = next(each for each in publications[0].shown["sources"] if each["slug"] == slug)
    return html(
        "pages/source.html", {"source": told, "cards": _cards(publications), "held": _how_it_held_up(publications)}
    )


def topic(slug: str) -> Page | None:
    publications = list(reading.of_topic(slug))
    if not publications:
        return None
    name = publications[0].shown["claim"]["topic"]
    return html("pages/topic.html", {"topic": name, "slug": slug, "cards": _cards(publications)})


def corrections() -> Page:
    rows = [(row, diff.words(row.before.shown, row.after.shown)) for row in reading.corrections()[:MOST]]
    return html("pages/corrections.html", {"corrections": rows, "retracted": reading.retracted()[:MOST]})


def _cards(publications: list[Publication]) -> list[dict[str, Any]]:
    return [content.in_brief(publication) for publication in publications]


def _how_it_held_up(publications: list[Publication]) -> list[Held]:
    """In the order of the scale; ratings that never came are left out."""
    times = Counter(publication.shown["rating"]["slug"] for publication in publications)
    names = {step["slug"]: step["name"] for each in publications for step in each.shown["rating"]["scale"]}
    return [Held(slug, name, times[slug]) for slug, name in names.items() if times[slug]]
