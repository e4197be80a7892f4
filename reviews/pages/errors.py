"""What a reader sees where there is no page, in the desk's language.

Asks neither the database nor a cookie. What is unpublished is told in the same words as what never was.
"""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from reviews.pages.page import html


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says what is wrong with the address, where the desk itself refused it."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return _told("400.html", 400, reason=reason)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _told("403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _told("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _told("500.html", 500)


def _told(template: str, status: int, **given: str) -> HttpResponse:
    return HttpResponse(html(template, given).body, status=status)
