"""Pages as files that any front server can send.

`/claims/x/` is `claims/x/index.html`, `/feed.atom` is `feed.atom`; what was taken back (410) is `gone.html` instead of
`index.html`. Beside each text stand the same bytes compressed, `.br` and `.gz`. A file appears whole or not at all: it
is written under another name and renamed. What has not changed is not touched.
"""

import gzip
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import brotli
from django.conf import settings

from reviews.pages.page import GONE, Page

INDEX, TOMBSTONE = "index.html", "gone.html"
SUFFIX = {"br": ".br", "gzip": ".gz"}
WORTH_COMPRESSING = 512  # bytes
PLAIN = ("image/png",)
READABLE = 0o644  # for the front server, which is another user


def write(path: str, page: Page | None) -> bool:
    """Make the file of this address say this; without a page there is none. Whether anything had to be changed."""
    place = _place(path)
    if not path.endswith("/"):
        return _put(place, page)
    tombstone = place.with_name(TOMBSTONE)
    is_gone = page is not None and page.status == GONE
    changed = _put(tombstone, page if is_gone else None)
    return _put(place, None if is_gone else page) or changed


def withdraw(path: str) -> None:
    """Take a page away at once; until it is written anew, the desk itself answers for its address."""
    write(path, None)


def every_path() -> Iterator[str]:
    """The address of every file that is there."""
    root = _root()
    for found in sorted(root.rglob("*")):
        if found.is_file() and found.suffix not in SUFFIX.values() and not found.name.startswith("."):
            relative = "/" + found.relative_to(root).as_posix()
            yield relative.removesuffix(INDEX) if found.name == INDEX else relative.removesuffix(TOMBSTONE)


def _root() -> Path:
    return Path(settings.PAGES_ROOT)


def _place(path: str) -> Path:
    if not path.startswith("/") or ".." in path.split("/"):
        raise ValueError(f"“{path}” is no address of a page.")
    return _root() / (path[1:] + INDEX if path.endswith("/") else path[1:])


def _put(place: Path, page: Page | None) -> bool:
    if page is None:
        gone = place.exists()
        for name in (place, *(place.with_name(place.name + suffix) for suffix in SUFFIX.values())):
            name.unlink(missing_ok=True)
        return gone
    if _says(place, page.body):
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    for coding, suffix in SUFFIX.items():
        beside = place.with_name(place.name + suffix)
        if page.content_type in PLAIN or len(page.body) < WORTH_COMPRESSING:
            beside.unlink(missing_ok=True)
        else:
            _swap(beside, compressed(page.body, coding))
    _swap(place, page.body)  # last: whoever sees the new page finds the new compressed ones beside it
    return True


def compressed(body: bytes, coding: str) -> bytes:
    """The same bytes give the same bytes, on every machine and at every time."""
    if coding == "br":  # 9 takes twenty times as long as 6, and saves nothing on a page of this size
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=6))
    return gzip.compress(body, compresslevel=9, mtime=0)


def _says(place: Path, body: bytes) -> bool:
    with suppress(FileNotFoundError):
        return place.stat().st_size == len(body) and place.read_bytes() == body
    return False


def _swap(place: Path, body: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            os.fchmod(file.fileno(), READABLE)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
