"""One page as it is sent: its bytes, what they are, and the headers that go with every page of its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

HTML = "text/html; charset=utf-8"
KEPT = "public, max-age=60"
GONE = 410

POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
HEADERS = {
    "Cache-Control": KEPT,
    "Content-Security-Policy": POLICY + "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Vary": "Accept-Encoding",
}
# Others may put the embed into their pages; nothing in it can act there.
EMBED_HEADERS = {
    **{name: value for name, value in HEADERS.items() if name != "X-Frame-Options"},
    "Content-Security-Policy": POLICY + "frame-ancestors *",
}


@dataclass(frozen=True)
class Page:
    """What one address answers. `status` is 200, or 410 for what was taken back."""

    body: bytes
    content_type: str = HTML
    status: int = 200


def headers_of(path: str) -> dict[str, str]:
    """The headers of the page at this address. The table of `docs/reference/public-pages.md` is made from these."""
    headers = EMBED_HEADERS if path.startswith("/embed/") else HEADERS
    if settings.HTTPS:
        return {**headers, "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload"}
    return headers


def etag(body: bytes) -> str:
    """A strong tag: other bytes have another one."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def html(template: str, context: Mapping[str, object], *, status: int = 200) -> Page:
    """A template in the desk's language, without a request: nothing of who asks can get into it."""
    with translation.override(settings.PAGES_LANGUAGE):
        words = render_to_string(
            template, {"desk": settings.DESK_NAME, "origin": settings.PUBLIC_ORIGIN, **common(), **context}
        )
    return Page(words.encode(), status=status)


def common() -> dict[str, object]:
    language = translation.get_language() or settings.PAGES_LANGUAGE
    return {"language": language, "direction": "rtl" if translation.get_language_bidi() else "ltr"}
