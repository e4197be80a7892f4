"""A link to the exact words in the article (URL text fragments, WICG scroll-to-text-fragment)."""

from typing import Any
from urllib.parse import quote

EDGE = 5  # words at either end of the quote that name it


def link(shown: dict[str, Any]) -> str:
    """The article's address with the quote as its fragment; empty when the article has no address."""
    url = shown["article"]["url"]
    if not url:
        return ""
    words = shown["claim"]["quote"].split()
    if len(words) <= 2 * EDGE:
        return f"{url}#:~:text={_encode(words)}"
    return f"{url}#:~:text={_encode(words[:EDGE])},{_encode(words[-EDGE:])}"


def _encode(words: list[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")
