"""A web process that has neither database nor broker still sends every written page."""

import gzip
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from pytest_socket import enable_socket, socket_allow_hosts

from factcheck.embedded import Places, desk
from reviews import publishing
from reviews.pages import writing
from tests.conftest import Service, free_port, make_cast, make_scale, wait_until
from tests.factories.reviews import published

pytestmark = [pytest.mark.worker, pytest.mark.django_db]


def ask(address: str, **headers: str) -> tuple[int, Message, bytes]:
    asked = urllib.request.Request(address, headers={name.replace("_", "-"): each for name, each in headers.items()})
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.fixture
def alone(tmp_path: Path, static_files: None) -> Iterator[str]:
    """The address of a web process whose database and broker are nowhere."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    port = free_port()
    child = desk.web(Places(settings.FACTCHECK_DATA), port)
    child.environment = {
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nowhere?connect_timeout=2",
        "CELERY_BROKER_URL": "redis://127.0.0.1:9/0",
        "FACTCHECK_DATA": str(settings.FACTCHECK_DATA),
        "FACTCHECK_PAGES": str(tmp_path / "pages"),
    }
    service = Service(child)
    service.start()
    yield f"http://127.0.0.1:{port}"
    service.stop()


def test_pages_stay_up_while_database_and_worker_are_away(alone: str, tmp_path: Path, settings: LazySettings) -> None:
    settings.PAGES_ROOT = tmp_path / "pages"
    cast, ratings = make_cast(), make_scale()
    shown, taken = published(cast, ratings), published(cast, ratings)
    publishing.retract(publication=taken, by=cast.editor, reason="The document was forged.")
    writing.mark_everything()
    writing.drain()
    wait_until(lambda: _answers(alone))
    status, headers, body = ask(alone + shown.get_absolute_url(), Accept_Encoding="gzip")
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert shown.shown["claim"]["statement"] in gzip.decompress(body).decode()
    assert ask(alone + shown.get_absolute_url(), Accept_Encoding="gzip", If_None_Match=headers["ETag"])[0] == 304
    status, _, body = ask(alone + taken.get_absolute_url())
    assert (status, b"The document was forged." in body) == (410, True)
    for path in ("/", "/feed.atom", "/sitemap.xml", "/methodology/", "/about/", "/static/pages/pages.css"):
        assert ask(alone + path)[0] == 200, path
    assert ask(alone + "/search/")[0] == 503


def _answers(address: str) -> bool:
    try:
        return ask(address + "/")[0] == 200
    except OSError:
        return False
