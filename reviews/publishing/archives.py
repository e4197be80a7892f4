"""Where readers find a copy of a piece of evidence: the desk’s own on the page, or one in a public archive."""

from typing import Any
from urllib.parse import urlsplit

PUBLIC_ARCHIVES = frozenset(
    {
        "web.archive.org", "perma.cc", "ghostarchive.org", "webcitation.org", "arquivo.pt", "webarchive.org.uk",
        "archive.today", "archive.ph", "archive.is", "archive.md", "archive.vn", "archive.li",
    }
)  # fmt: skip


def is_archived(url: str) -> bool:
    """Whether the address is itself one in a public archive."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return host.removeprefix("www.") in PUBLIC_ARCHIVES


def anchor(number: int) -> str:
    """The place of the desk's copy on the page of the claim; pieces are counted from 1 as they were signed."""
    return f"copy-{number}"


def address(piece: dict[str, Any], number: int, page: str) -> str:
    """The address of the copy: in a public archive, else on the `page`; empty where there is none."""
    if is_archived(piece["url"]):
        return str(piece["url"])
    return f"{page}#{anchor(number)}" if piece.get("copy") else ""
