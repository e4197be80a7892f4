"""A name in the ways in which it may lie about: ten encodings, with an accent and an apostrophe among the names."""

import base64
import html
import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

NAMES = ("Quirina Xylander-Whistleblower", "Zoë O’Brien-d'Ütt")


def encoded(name: str) -> set[bytes]:
    """The name as UTF-8, UTF-16 and Latin-1; escaped for JSON, HTML and addresses; in base64, in hex, backwards."""
    raw = name.encode()
    found = {
        raw,
        name.lower().encode(),
        name.upper().encode(),
        name.encode("utf-16-le"),
        name.encode("latin-1", "replace"),
        json.dumps(name)[1:-1].encode(),
        html.escape(name).encode(),
        name.encode("ascii", "xmlcharrefreplace"),
        quote(name).encode(),
        quote_plus(name).encode(),
        repr(raw)[2:-1].encode(),
        raw.hex().encode(),
        raw[::-1],
    }
    return found | {_inner_base64(raw, offset) for offset in range(3)}


def _inner_base64(raw: bytes, offset: int) -> bytes:
    """The part of its base64 that does not depend on what stands beside it, at one of three offsets."""
    words = base64.b64encode(b"\0" * offset + raw)
    return words[4 if offset else 0 : -4]


def found_in(content: bytes, names: Iterable[str] = NAMES) -> set[str]:
    """Which of the names the content holds, in any of the encodings."""
    return {name for name in names if any(words in content for words in encoded(name))}
