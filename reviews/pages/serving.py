"""The desk's own server for written pages: in front of Django, and without it.

Asks neither Django nor the database, so the pages stay up while both are away. Everything else goes on to Django,
which writes the same page from the rows when there is no file yet.
"""

import mimetypes
import re
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from reviews.pages.files import INDEX, SUFFIX, TOMBSTONE
from reviews.pages.page import HTML, headers_of

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

ADDRESS = re.compile(r"/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*)?")  # no dot leads a part
TYPES = {
    ".html": HTML,
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
}
KEPT_IN_MEMORY = 2_000  # answers; beyond that the memory starts afresh


class Coded(NamedTuple):
    """One coding of one page: its tag, the headers and the bytes."""

    etag: str
    headers: list[tuple[str, str]]
    body: bytes


class Answer(NamedTuple):
    """One page in every coding that there is, and the file that it was read from."""

    stamp: tuple[int, int, int]
    status: str
    codings: dict[str, Coded]


class PublishedPages:
    """A WSGI application around another one."""

    def __init__(self, application: Application, root: Path) -> None:
        self.application = application
        self.root = str(root)
        self.memory: dict[str, Answer] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            answer = self.find(environ["PATH_INFO"])
            if answer is not None:
                return _send(answer, environ, start_response)
        return self.application(environ, start_response)

    def find(self, path: str) -> Answer | None:
        """The answer for this address, read again when its file is another one."""
        if not ADDRESS.fullmatch(path):
            return None
        names = (INDEX, TOMBSTONE) if path.endswith("/") else ("",)
        for name in names:
            place = f"{self.root}{path}{name}"
            try:
                found = Path(place).stat()
            except OSError:
                continue
            stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
            known = self.memory.get(place)
            if known is not None and known.stamp == stamp:
                return known
            if not Path(place).is_file():
                continue
            return self._remember(place, stamp, path)
        return None

    def _remember(self, place: str, stamp: tuple[int, int, int], path: str) -> Answer | None:
        try:
            answer = _read(Path(place), stamp, path)
        except OSError:  # taken away just now
            return None
        if len(self.memory) >= KEPT_IN_MEMORY:
            self.memory.clear()
        self.memory[place] = answer
        return answer


def content_type(path: str) -> str:
    if path.endswith("/feed.json"):
        return "application/feed+json; charset=utf-8"
    suffix = Path(path).suffix
    return TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def _read(place: Path, stamp: tuple[int, int, int], path: str) -> Answer:
    status = "410 Gone" if place.name == TOMBSTONE else "200 OK"
    kind = HTML if path.endswith("/") else content_type(path)
    codings = {"identity": _coded(place.read_bytes(), "identity", kind, path)}
    for coding, suffix in SUFFIX.items():
        beside = place.with_name(place.name + suffix)
        if beside.is_file():
            codings[coding] = _coded(beside.read_bytes(), coding, kind, path)
    return Answer(stamp, status, codings)


def _coded(body: bytes, coding: str, kind: str, path: str) -> Coded:
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = [*headers_of(path).items(), ("ETag", etag), ("Content-Type", kind), ("Content-Length", str(len(body)))]
    if coding != "identity":
        headers.append(("Content-Encoding", coding))
    return Coded(etag, headers, body)


def _send(answer: Answer, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    coded = _choose(answer.codings, environ.get("HTTP_ACCEPT_ENCODING", ""))
    held = environ.get("HTTP_IF_NONE_MATCH", "")
    if held and answer.status.startswith("200") and _holds(held, coded.etag):
        start_response("304 Not Modified", [header for header in coded.headers if header[0] not in NOT_WITH_304])
        return [b""]
    start_response(answer.status, coded.headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else coded.body]


NOT_WITH_304 = frozenset({"Content-Length", "Content-Type", "Content-Encoding"})


def _holds(held: str, etag: str) -> bool:
    """RFC 9110, 13.1.2: weak comparison, a list, or any."""
    return held.strip() == "*" or etag in {each.strip().removeprefix("W/") for each in held.split(",")}


def _choose(codings: dict[str, Coded], accepted: str) -> Coded:
    """The smallest coding that is accepted; `q=0` refuses one (RFC 9110, 12.5.3)."""
    if not accepted:
        return codings["identity"]
    for coding in ("br", "gzip"):
        if coding in codings and coding in accepted and _accepts(accepted, coding):
            return codings[coding]
    return codings["identity"]


def _accepts(accepted: str, coding: str) -> bool:
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip().lower() == coding:
            return weight.replace(" ", "").lower() not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
