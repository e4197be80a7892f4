"""The desk's own answers for public addresses: a page that has no file yet, and search, which is asked anew each time.

They set no cookie. A page is the same bytes, with the same headers, as its file.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from reviews.pages.kinds import KINDS, Kind
from reviews.pages.page import Page, etag, headers_of, html

View = Callable[..., HttpResponse]


def answer(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as an answer; not sent again to whoever has it.

    Parameters that others hang onto a link change nothing.
    """
    tag = etag(page.body)
    response = HttpResponse(page.body, status=page.status, content_type=page.content_type)
    for name, value in headers_of(request.path).items():
        response[name] = value
    if "X-Frame-Options" not in response:
        response.xframe_options_exempt = True
    response["ETag"] = tag
    if page.status != 200:  # noqa: PLR2004 - the one status that is worth keeping
        return response
    return get_conditional_response(request, etag=tag, response=response) or response


def view_of(kind: Kind) -> View:
    @require_safe
    def view(request: HttpRequest, **given: Any) -> HttpResponse:
        page = kind.page(**given)
        if page is None:
            raise Http404
        return answer(request, page)

    return view


def patterns() -> list[URLPattern]:
    return [path(kind.route, view_of(kind), name=kind.name) for kind in KINDS]


def show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page in the public style that is made for one request and kept by nobody."""
    return HttpResponse(html(template, context).body, status=status)
