"""The desk's own server for written pages: right bytes, right headers, without Django and without a database."""

import gzip
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
from django.conf import LazySettings
from django.test import Client

from reviews import publishing
from reviews.models import Rating, StalePage
from reviews.pages import files, writing
from reviews.pages.page import GONE, Page
from reviews.pages.serving import PublishedPages
from tests.factories.reviews import published

Ratings = dict[str, Rating]
BODY = ("<!doctype html><title>ä</title>" + "words " * 300).encode()


class Reader:
    """A browser's few lines of WSGI."""

    def __init__(self, root: Path) -> None:
        self.pages = PublishedPages(self._elsewhere, root)

    def _elsewhere(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("404 Not Found", [("X-From", "Django")])
        return [b"from Django"]

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        seen: dict[str, Any] = {}

        def start_response(status: str, given: list[tuple[str, str]]) -> None:
            assert len({name for name, _ in given}) == len(given)
            seen.update(status=int(status[:3]), headers=dict(given))

        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": ""}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        body = b"".join(self.pages(environ, start_response))
        return seen["status"], seen["headers"], body


@pytest.fixture
def reader(tmp_path: Path, settings: LazySettings) -> Reader:
    settings.PAGES_ROOT = tmp_path / "pages"
    return Reader(settings.PAGES_ROOT)


def test_page_is_sent_in_the_smallest_coding_that_is_accepted(reader: Reader) -> None:
    files.write("/claims/x/", Page(BODY))
    plain, packed, squeezed = (
        reader.get("/claims/x/"),
        reader.get("/claims/x/", accept_encoding="gzip, deflate"),
        reader.get("/claims/x/", accept_encoding="gzip, deflate, br, zstd"),
    )
    assert [each[0] for each in (plain, packed, squeezed)] == [200, 200, 200]
    assert plain[2] == BODY == gzip.decompress(packed[2]) == brotli.decompress(squeezed[2])
    assert [each[1].get("Content-Encoding") for each in (plain, packed, squeezed)] == [None, "gzip", "br"]
    assert len({each[1]["ETag"] for each in (plain, packed, squeezed)}) == 3
    refused = reader.get("/claims/x/", accept_encoding="br;q=0, gzip;q=0.5")
    assert refused[1]["Content-Encoding"] == "gzip"


def test_page_that_a_reader_has_is_not_sent_again(reader: Reader) -> None:
    files.write("/claims/x/", Page(BODY))
    _, headers, _ = reader.get("/claims/x/")
    for held in (headers["ETag"], f"W/{headers['ETag']}", f'"other", {headers["ETag"]}', "*"):
        status, again, body = reader.get("/claims/x/", if_none_match=held)
        assert (status, body, again["ETag"]) == (304, b"", headers["ETag"]), held
    assert reader.get("/claims/x/", if_none_match='"other"')[0] == 200
    assert reader.get("/claims/x/", "HEAD")[1:] == (headers, b"")


def test_changed_file_is_sent_at_once_with_another_tag(reader: Reader) -> None:
    files.write("/claims/x/", Page(BODY))
    first = reader.get("/claims/x/")
    files.write("/claims/x/", Page(BODY + b"more"))
    second = reader.get("/claims/x/")
    assert second[2] == BODY + b"more"
    assert first[1]["ETag"] != second[1]["ETag"]


def test_tombstone_is_410_and_takes_the_place_of_the_page(reader: Reader) -> None:
    files.write("/claims/x/", Page(BODY))
    files.write("/claims/x/", Page(b"taken back", status=GONE))
    files.write("/claims/x/oembed.json", None)
    assert reader.get("/claims/x/")[::2] == (410, b"taken back")
    files.write("/claims/x/", Page(BODY))
    assert reader.get("/claims/x/")[::2] == (200, BODY)


@pytest.mark.parametrize(
    "path",
    [
        "/claims/y/", "/claims/x", "/../secret", "/claims/../../secret", "/claims/%2e%2e/", "//claims/x/", "/.new-x",
        "/claims/.new-x", "/claims/x/\0", "/ä/", "/claims", "/claims/",
    ],
)  # fmt: skip
def test_other_address_goes_on_to_django(path: str, reader: Reader, tmp_path: Path) -> None:
    files.write("/claims/x/", Page(BODY))
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "pages" / "claims" / ".new-x").write_text("half written")
    assert reader.get(path)[2] == b"from Django"
    assert reader.get("/claims/x/", "POST")[2] == b"from Django"


def test_p26_headers_of_a_written_page_are_those_that_django_gives(
    reader: Reader, client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    publication = published(cast, ratings)
    writing.drain()
    taken = published(cast, ratings)
    publishing.retract(publication=taken, by=cast.editor, reason="Wrong.")
    writing.mark_everything()
    writing.drain()
    slug = publication.slug
    for path in (
        "/", f"/claims/{slug}/", f"/claims/{taken.slug}/", f"/embed/{slug}/", "/feed.atom", "/feed.json",
        f"/claims/{slug}/card.png", f"/claims/{slug}/oembed.json", "/sitemap.xml", "/robots.txt",
    ):  # fmt: skip
        status, written, body = reader.get(path)
        asked = client.get(path)
        assert (status, body) == (asked.status_code, asked.content), path
        for name in (
            "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "ETag",
            "Content-Type", "Cross-Origin-Opener-Policy", "X-Frame-Options", "Permissions-Policy", "Vary",
        ):  # fmt: skip
            assert written.get(name) == asked.headers.get(name), (path, name)
    assert "script-src" not in written["Content-Security-Policy"]


def test_page_half_written_is_no_page(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    files.write("/claims/x/", Page(BODY))

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fchmod", full)
    with pytest.raises(OSError, match="No space"):
        files.write("/claims/x/", Page(BODY + b"more"))
    assert reader.get("/claims/x/")[2] == BODY
    assert [path.name for path in Path(reader.pages.root).rglob(".*")] == []


@pytest.mark.django_db
def test_page_that_cannot_be_written_stays_due_with_its_trouble(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    StalePage.mark(["/methodology/", "/about/"])

    def broken() -> Page:
        raise ValueError("no words")

    monkeypatch.setattr("reviews.pages.kinds.BY_NAME", {"methodology": SimpleNamespace(page=broken)})
    writing.drain()
    row = StalePage.objects.get()
    assert (row.path, row.attempts, row.trouble) == ("/methodology/", 3, "ValueError: no words")
