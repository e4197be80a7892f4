"""P3, P4, P5, P8, P10, P27: a unique identity goes through a running desk, failures included, and is then looked for.

Web, worker, broker and database are real processes. Everything that any of them has kept is searched, in ten
encodings; afterwards a name is planted in each place, and found there, so that finding nothing means something.
"""

import json
import mmap
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from claims import sourcing, tasks
from claims.models import Source
from claims.vault import Identity
from claims.vault.holding import entrust
from factcheck.embedded import Places
from factcheck.embedded.cluster import binaries
from tests.conftest import PASSWORD, Service, make_cast, make_scale, wait_until
from tests.factories import AttributionFactory, SourceFactory
from tests.factories.reviews import published
from tests.promises.encodings import NAMES, found_in
from tests.promises.logins import logged_in

pytestmark = pytest.mark.worker
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
REASON = "The approver asks whether she was in the room."
PUBLIC = (
    "/",
    "/feed.atom",
    "/feed.json",
    "/sitemap.xml",
    "/robots.txt",
    "/corrections/",
    "/methodology/",
    "/nowhere/",
)


class Visitor:
    """A person with a browser's cookies; every answer that he got is kept in `answers`."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open
        self.answers: list[bytes] = []

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, bytes]:
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(self.address + path, data=body, headers=headers)
        try:
            with self.open(request, timeout=20) as answer:
                status, content, told = answer.status, answer.read(), str(answer.headers)
        except urllib.error.HTTPError as error:
            status, content, told = error.code, error.read(), str(error.headers)
        self.answers.append(told.encode() + content)
        return status, content

    def send(self, path: str, on: str = "", **form: str) -> tuple[int, bytes]:
        """Post a form with the token of the page on which it stands."""
        token = CSRF.search(self.ask(on or path)[1].decode())
        return self.ask(path, {**form, "csrfmiddlewaretoken": token[1] if token else ""})

    def sign_in(self, name: str) -> "Visitor":
        self.send("/desk/login/", username=name, password=PASSWORD)
        return self


def test_p03_p04_p05_p10_a_canary_stays_in_the_vault(live_desk: str, worker: Service) -> None:
    cast, ratings = make_cast(), make_scale()
    source = AttributionFactory(source=SourceFactory(unnamed=True)).source
    other = SourceFactory(unnamed=True, name="a former employee")
    sourcing.drain()
    publication = published(cast, ratings, claim=source.attributions.get().claim, rating="unproven")
    worker.stop()  # so that the queue keeps whatever is put there
    editor, custodian = Visitor(live_desk).sign_in("editor"), Visitor(live_desk).sign_in("custodian")
    reviewer, anybody = Visitor(live_desk).sign_in("reviewer"), Visitor(live_desk)

    identity = {"name": NAMES[0], "contact": NAMES[1], "note": f"{NAMES[0]} met {NAMES[1]}"}
    form = reverse("admin:vault_entrust", args=[source.pk])
    assert editor.ask(form, identity)[0] == 403  # without the token of the form
    assert editor.send(form, **{**identity, "name": NAMES[0] * 20})[0] == 200  # too long, and told so
    assert editor.send(form, **identity)[0] == 200
    assert editor.send(form, on="/desk/password_change/", **identity)[0] == 200  # held already
    assert reviewer.send(form, on="/desk/password_change/", **identity)[0] == 404
    assert anybody.ask(f"/api/v1/claims/?search={urllib.parse.quote(NAMES[0])}")[0] == 401
    assert editor.ask(f"/desk/claims/source/?q={urllib.parse.quote(NAMES[1])}")[0] == 200
    assert editor.ask(f"/desk/claims/source/?private__startswith={urllib.parse.quote(NAMES[0])}")[0] == 400
    Visitor(live_desk).send(f"/desk/login/?next=/?q={urllib.parse.quote(NAMES[0])}", username="editor", password="no")
    _provoke_the_database()
    entrust(source=Source.objects.get(pk=other.pk), identity=Identity(NAMES[1], NAMES[0]), by=cast.editor)
    tasks.nudge()

    # Who has clearance sees it: there is something to be found.
    opened = custodian.send(
        reverse("admin:vault_act", args=[source.pk, "open"]),
        on=reverse("admin:vault_identity", args=[source.pk]),
        reason=REASON,
    )
    assert found_in(opened[1]) == set(NAMES)

    for visitor in (anybody, reviewer, editor):
        visitor.answers.clear()
        for path in (*PUBLIC, publication.get_absolute_url(), "/desk/", "/desk/claims/source/", "/api/v1/schema/",
                     reverse("admin:claims_source_change", args=[source.pk])):  # fmt: skip
            visitor.ask(path)
    answers = {"answers": b"\n".join(anybody.answers + reviewer.answers + editor.answers)}

    queue = b"\n".join(_everything_in_the_broker())
    assert b"drain_stale_claims" in queue  # the messages are there
    worker.start()
    wait_until(lambda: not list(_queued()), seconds=60)
    found = {place: found_in(content) for place, content in _kept().items()}
    found |= {place: found_in(content) for place, content in {**answers, "queue": queue}.items()}
    assert {place: names for place, names in found.items() if names} == {}
    assert len(found) > 9
    assert _named_in_the_clusters_files() == set()
    _plant_and_find()


def _provoke_the_database() -> None:
    """Errors and slow queries with a name in them: what the server writes about those must not repeat it."""
    with logged_in("owner") as database:
        database.execute("SET log_min_duration_statement = 0")
        database.execute("SELECT count(*) FROM claims_source WHERE name = %s", [NAMES[0]])
        for statement, values in (
            ("INSERT INTO claims_identityvault (source_id, ciphertext, key_id) VALUES (1, %s, %s)", [NAMES[0], "x"]),
            ("INSERT INTO claims_source (slug, name) VALUES (%s, %s)", [NAMES[1], NAMES[0]]),
        ):
            with pytest.raises(psycopg.Error):
                database.execute(statement, values)


def _kept() -> dict[str, bytes]:
    """Everything that the desk keeps, by place: tables, a backup, sessions, logs, mail, files, the data folder."""
    kept: dict[str, bytes] = {
        "backup": _backup(),
        "sessions": _sessions(),
        "broker": b"".join(_everything_in_the_broker()),
    }
    folder = Path(settings.FACTCHECK_DATA)
    files = [file for file in folder.rglob("*") if file.is_file() and not {"static", "pg"} & set(file.parts)]
    for place in {file.relative_to(folder).parts[0] for file in files}:
        kept[place] = b"\n".join(file.read_bytes() for file in files if file.relative_to(folder).parts[0] == place)
    for file in Places(folder).logs.glob("*.log"):
        kept[f"log/{file.name}"] = file.read_bytes()
    return kept


def _named_in_the_clusters_files() -> set[str]:
    """Names that stand in the files of the database server itself: tables, indexes, write-ahead log."""
    connection.cursor().execute("CHECKPOINT")
    found = set()
    for file in Places(settings.FACTCHECK_DATA).cluster.rglob("*"):
        if file.is_file() and file.stat().st_size:
            with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
                found |= {name for name in NAMES if content.find(name.encode()) >= 0}
    return found


def _backup() -> bytes:
    """The database as pg_dump writes it."""
    place = connection.settings_dict
    command = [str(binaries() / "pg_dump"), "--host", place["HOST"], "--username", "desk", place["NAME"]]
    return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout


def _sessions() -> bytes:
    return json.dumps([session.get_decoded() for session in Session.objects.all()]).encode()


def _broker() -> "redis.Redis[bytes]":
    return redis.Redis(unix_socket_path=str(Places(settings.FACTCHECK_DATA).broker_socket))


def _queued() -> list[bytes]:
    return _broker().lrange("celery", 0, -1)  # type: ignore[return-value]


def _everything_in_the_broker() -> Iterator[bytes]:
    broker: Any = _broker()
    readers: dict[bytes, Callable[[bytes], Any]] = {
        b"list": lambda key: broker.lrange(key, 0, -1),
        b"hash": lambda key: list(broker.hgetall(key).items()),
        b"set": broker.smembers,
        b"zset": lambda key: broker.zrange(key, 0, -1, withscores=True),
        b"string": broker.get,
    }
    for key in broker.keys("*"):
        yield key + repr(readers[broker.type(key)](key)).encode()


def _plant_and_find() -> None:
    """The same search finds a name that is put into each kind of place."""
    name = NAMES[0]
    SourceFactory(about=name)
    session = Session.objects.all()[0]
    decoded = {**session.get_decoded(), "planted": name}
    session.session_data = Session.get_session_store_class()().encode(decoded)
    session.save(update_fields=["session_data"])
    _broker().rpush("planted", name)
    places = Places(settings.FACTCHECK_DATA)
    planted = [places.logs / "web.log", places.data / "mail" / "planted.eml"]
    for file in planted:
        file.parent.mkdir(exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write(f"{name}\n")
    kept = _kept()
    assert _named_in_the_clusters_files() == {name}
    everywhere = {"backup", "sessions", "broker", "log/web.log", "mail"}
    try:
        assert {place for place in everywhere if found_in(kept[place])} == everywhere
    finally:
        _broker().delete("planted")
        planted[1].unlink()
