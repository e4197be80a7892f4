"""What readers follow by machine, as Atom 1.0 (RFC 4287), JSON Feed 1.1 and RSS 2.0.

Of all reviews, of one topic, and of corrections.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext

from reviews.models import Correction, Publication
from reviews.pages import content, reading
from reviews.pages.page import Page

LONGEST = 50
BEFORE_ANYTHING = datetime(2000, 1, 1, tzinfo=UTC)  # an empty feed has a date too, and always the same one
ATOM = "application/atom+xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
JSON = "application/feed+json; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One item of any feed."""

    id: str
    url: str
    title: str
    text: str
    published: datetime
    updated: datetime
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """One feed, before it is written in a format. `path` is the page that it follows, without the origin."""

    title: str
    path: str
    entries: list[Entry]


def atom() -> Page:
    return _xml(Atom1Feed, reviews(), "atom", ATOM)


def json_feed() -> Page:
    return _json(reviews(), "json_feed")


def topic_atom(slug: str) -> Page | None:
    feed = of_topic(slug)
    return _xml(Atom1Feed, feed, "topic_atom", ATOM, slug) if feed else None


def topic_json(slug: str) -> Page | None:
    feed = of_topic(slug)
    return _json(feed, "topic_json", slug) if feed else None


def corrections_atom() -> Page:
    return _xml(Atom1Feed, corrections(), "corrections_atom", ATOM)


def corrections_rss() -> Page:
    return _xml(Rss201rev2Feed, corrections(), "corrections_rss", RSS)


def corrections_json() -> Page:
    return _json(corrections(), "corrections_json")


def reviews() -> Feed:
    return Feed(settings.DESK_NAME, reverse("pages:home"), [_review(each) for each in reading.shown_now()[:LONGEST]])


def of_topic(slug: str) -> Feed | None:
    found = list(reading.of_topic(slug)[:LONGEST])
    if not found:
        return None
    topic = found[0].shown["claim"]["topic"]
    return Feed(
        f"{topic} · {settings.DESK_NAME}", reverse("pages:topic", args=[slug]), [_review(each) for each in found]
    )


def corrections() -> Feed:
    """Corrections and retractions, newest first."""
    entries = [_correction(each) for each in reading.corrections()[:LONGEST]]
    entries += [_retraction(each) for each in reading.retracted()[:LONGEST]]
    title = f"{gettext('Corrections')} · {settings.DESK_NAME}"
    newest = sorted(entries, key=lambda entry: entry.updated, reverse=True)
    return Feed(title, reverse("pages:corrections"), list(islice(newest, LONGEST)))


def _review(publication: Publication) -> Entry:
    shown = publication.shown
    basis = content.basis_words(shown["basis"]["kind"])
    return Entry(
        id=_address(publication),
        url=_address(publication),
        title=f"{shown['rating']['name']}: {shown['claim']['statement']}",
        text=shown["explanation"],
        published=publication.first_published_at,
        updated=publication.shown_from,
        tags=tuple(each for each in (shown["rating"]["name"], basis, shown["claim"]["topic"]) if each),
    )


def _correction(correction: Correction) -> Entry:
    url = _address(correction.after)
    return Entry(
        id=f"{url}#correction-{correction.after_id}",
        url=url,
        title=gettext("Corrected: %(claim)s") % {"claim": correction.after.shown["claim"]["statement"]},
        text=correction.reason,
        published=correction.corrected_at,
        updated=correction.corrected_at,
    )


def _retraction(publication: Publication) -> Entry:
    at = publication.retracted_at or publication.shown_from
    return Entry(
        id=f"{_address(publication)}#retraction",
        url=_address(publication),
        title=gettext("Retracted: %(claim)s") % {"claim": publication.shown["claim"]["statement"]},
        text=publication.retraction_reason,
        published=at,
        updated=at,
    )


def _address(publication: Publication) -> str:
    return settings.PUBLIC_ORIGIN + publication.get_absolute_url()


def _xml(format: type[SyndicationFeed], feed: Feed, name: str, kind: str, *args: str) -> Page:  # noqa: A002 - feed's word
    class Dated(format):  # type: ignore[misc, valid-type]
        def latest_post_date(self) -> datetime:
            """When anything in it last changed; the same each time that it is written."""
            return max((entry.updated for entry in feed.entries), default=BEFORE_ANYTHING)

    own = settings.PUBLIC_ORIGIN + reverse(f"pages:{name}", args=args)
    written = Dated(
        title=feed.title,
        link=settings.PUBLIC_ORIGIN + feed.path,
        description=feed.title,
        language=settings.PAGES_LANGUAGE,
        feed_url=own,
        feed_guid=own,
        author_name=settings.DESK_NAME,
    )
    for entry in feed.entries:
        written.add_item(
            title=_printable(entry.title),
            link=entry.url,
            description=_printable(entry.text),
            unique_id=entry.id,
            unique_id_is_permalink=False,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=[_printable(tag) for tag in entry.tags],
        )
    return Page(written.writeString("utf-8").encode(), kind)


def _printable(text: str) -> str:
    """Without the control characters that XML 1.0 cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n\r")


def _json(feed: Feed, name: str, *args: str) -> Page:
    """https://www.jsonfeed.org/version/1.1/"""
    written: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": settings.PUBLIC_ORIGIN + feed.path,
        "feed_url": settings.PUBLIC_ORIGIN + reverse(f"pages:{name}", args=args),
        "language": settings.PAGES_LANGUAGE,
        "authors": [{"name": settings.DESK_NAME, "url": settings.PUBLIC_ORIGIN + "/"}],
        "items": list(_json_items(feed.entries)),
    }
    return Page(json.dumps(written, ensure_ascii=False).encode(), JSON)


def _json_items(entries: Iterable[Entry]) -> Iterable[dict[str, Any]]:
    for entry in entries:
        item: dict[str, Any] = {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_text": entry.text,
            "date_published": entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
        }
        yield {**item, "tags": list(entry.tags)} if entry.tags else item
