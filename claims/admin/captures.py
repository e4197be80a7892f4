"""Captured copies at the desk: sent as files, or shown in a frame in which nothing runs and nothing is fetched."""

import logging
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET
from lxml_html_clean import Cleaner

from claims import captures
from claims.models import Capture, CaptureRequest, Evidence, User

log = logging.getLogger(__name__)
MediaType = Capture.MediaType

SUFFIXES = {
    MediaType.PDF: "pdf",
    MediaType.PAGE: "html",
    MediaType.PNG: "png",
    MediaType.JPEG: "jpg",
    MediaType.WEBP: "webp",
    MediaType.TEXT: "txt",
}
SHOWN = frozenset(SUFFIXES) - {MediaType.PDF}  # a browser shows no PDF in a frame in which nothing may run
# Whatever the bytes are: no script, no plug-in, no request, no form, no way out of the frame.
ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'none'; base-uri 'none'"
PREVIEW = f"{ALONE}; frame-ancestors 'self'"
CLEANER = Cleaner(
    scripts=True, javascript=True, comments=True, style=True, inline_style=True, links=True, meta=True,
    page_structure=False, processing_instructions=True, embedded=True, frames=True, forms=True, annoying_tags=True,
    kill_tags=["svg", "math", "template", "noscript"], safe_attrs_only=True,
    remove_tags=["img", "picture", "source", "video", "audio", "base"],
)  # fmt: skip


@dataclass(frozen=True)
class Copy:
    """A copy as the workbench shows it to one person."""

    capture: Capture
    may_open: bool

    @property
    def has_preview(self) -> bool:
        return self.capture.media_type in SHOWN


def with_copies(pieces: list[Evidence], user: User) -> None:
    """Give each piece `copies` and `requested`: what is kept, and what is being fetched or could not be."""
    prefetch_related_objects(pieces, "captures__captured_by", "capture_requests", "origins")
    for piece in pieces:
        shown: Any = piece
        shown.copies = [
            Copy(each, captures.may_open(user, each)) for each in sorted(piece.captures.all(), key=lambda row: row.pk)
        ]
        shown.requested = [each for each in piece.capture_requests.all() if each.state != CaptureRequest.State.DONE]


def urls() -> list[URLPattern]:
    return [
        path("copies/<int:pk>/file/", admin.site.admin_view(require_GET(file)), name="capture_file"),
        path("copies/<int:pk>/preview/", admin.site.admin_view(require_GET(preview)), name="capture_preview"),
    ]


def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes as they were kept, to be saved and not to be shown."""
    capture = _opened(request, pk)
    return _answer(capture, _content(capture), disposition="attachment", policy=ALONE)


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be shown safely; of a web page its words and structure, without script, style, image or form."""
    capture = _opened(request, pk)
    if capture.media_type not in SHOWN:
        raise Http404
    content = _content(capture)
    if content is not None and capture.media_type == MediaType.PAGE:
        content = cleaned(content)
    response = _answer(capture, content, disposition="inline", policy=PREVIEW)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def cleaned(page: bytes) -> bytes:
    """A web page without anything that acts. What cannot be read as a page becomes an empty one."""
    try:
        made = CLEANER.clean_html(page)
    except (ValueError, AssertionError, RecursionError, LookupError, SyntaxError):
        return b""
    return made if isinstance(made, bytes) else str(made).encode()


def _opened(request: HttpRequest, pk: int) -> Capture:
    capture = Capture.objects.select_related("evidence").filter(pk=pk).first()
    if capture is None or not request.user.has_perm("claims.view_evidence"):
        raise Http404
    if not captures.may_open(User.of(request.user), capture):
        raise PermissionDenied
    return capture


def _content(capture: Capture) -> bytes | None:
    try:
        return captures.read(capture.sha256)
    except captures.ChangedError as changed:
        log.error("Copy %d: %s", capture.pk, changed)  # noqa: TRY400 - the sentence says it all
        return None


def _answer(capture: Capture, content: bytes | None, *, disposition: str, policy: str) -> HttpResponse:
    if content is None:
        response = HttpResponse(
            "The copy is not what was kept: it is missing or was changed.", status=409, content_type="text/plain"
        )
    else:
        kind = MediaType(capture.media_type)
        charset = "; charset=utf-8" if kind is MediaType.TEXT or disposition == "inline" else ""
        response = HttpResponse(content, content_type=kind + (charset if kind.startswith("text/") else ""))
        response["Content-Disposition"] = f'{disposition}; filename="copy-{capture.pk}.{SUFFIXES[kind]}"'
    response["Content-Security-Policy"] = policy
    response["X-Content-Type-Options"] = "nosniff"
    response["X-DNS-Prefetch-Control"] = "off"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
