"""ClaimReview as the world writes it, brought into the shape of a row. Nothing is guessed: what is missing is missing.

Types as lists, authors as lists or bare names, numbers as text, dates with times or in words of their own: taken where
they can mean one thing only.
"""

import re
from datetime import date, datetime
from typing import Any

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_FORMATS = ("%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%Y/%m/%d", "%d.%m.%Y")


def row_of(review: dict[str, Any]) -> dict[str, Any]:
    """The columns of a fact-check, as far as the markup has them."""
    rating, item, author = (_one(review.get(name)) for name in ("reviewRating", "itemReviewed", "author"))
    return {
        "url": _text(review.get("url")) or _text(review.get("@id")),
        "claim": _text(review.get("claimReviewed")) or _text(item.get("name")),
        "claimant": _name(item.get("author"))[:300],
        "rating": (_text(rating.get("alternateName")) or _text(rating.get("name")))[:200],
        "value": _number(rating.get("ratingValue")),
        "best": _number(rating.get("bestRating")),
        "worst": _number(rating.get("worstRating")),
        "publisher": (_text(author.get("name")) or _name(review.get("author")) or _name(review.get("publisher")))[
            :200
        ],
        "publisher_url": _link(author.get("url")),
        "title": (_text(review.get("name")) or _text(review.get("headline")))[:500],
        "language": _text(review.get("inLanguage"))[:20],
        "published_on": _date(_text(review.get("datePublished"))),
    }


def _one(value: Any) -> dict[str, Any]:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def _text(value: Any) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return " ".join(str(first).split()) if isinstance(first, str | int | float) and first is not True else ""


def _name(value: Any) -> str:
    return _text(_one(value).get("name")) or (_text(value) if not isinstance(_first(value), dict) else "")


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _number(value: Any) -> int | None:
    words = _text(value)
    return int(words) if re.fullmatch(r"-?\d{1,4}(?:\.0+)?", words) and "." not in words else None


def _link(value: Any) -> str:
    words = _text(value)
    return words if words.startswith(("http://", "https://")) else ""


def _date(words: str) -> str | None:
    """An ISO date; nothing for what can be read in two ways or not at all."""
    if found := _ISO.match(words):
        try:
            return date.fromisoformat(found.group()).isoformat()
        except ValueError:
            return None
    for form in _FORMATS:
        try:
            return datetime.strptime(words, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
