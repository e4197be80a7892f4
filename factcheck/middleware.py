"""Requests that no view should see, and a database that is away."""

import logging
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from claims.api.problems import PROBLEMS
from factcheck.api.problems import plain

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def _answer(request: HttpRequest, code: str, detail: str) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return plain(code, detail)
    status, title, _ = PROBLEMS[code]
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p>{detail}</p>'
    )
    return HttpResponse(page, status=status)


class KeptNowhereUnlessSaid:
    """Every answer says whether it may be kept; one whose view says nothing is kept nowhere. TRACE is not answered."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in {"TRACE", "CONNECT"}:
            return _answer(request, "method_not_allowed", "This address does not answer such requests.")
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class RefuseNul:
    """NUL and broken UTF-8 in an address: no page has such an address, and PostgreSQL takes neither."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = unquote_to_bytes(request.META.get("QUERY_STRING", "").replace("+", " "))
        if "\0" in request.path_info or b"\0" in query or not _is_text(query) or not _is_text_path(request.path_info):
            return _answer(request, "bad_request", "The address contains characters that are not text.")
        return self.get_response(request)


def _is_text(part: bytes) -> bool:
    try:
        part.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_text_path(path: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in path)


class DatabaseAway:
    """Without its database the desk answers 503 and when to come back, and has written nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        log.error("The database is away: %s", type(exception).__name__)
        response = _answer(
            request, "database_away", "The database cannot be reached. Nothing was changed; please try again."
        )
        response["Retry-After"] = "5"
        return response


class ClientAddress:
    """Behind a front server the client is whom that server saw: the last address in X-Forwarded-For.

    What stands before it was sent by the client and can be anything. Throttles count by this address.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if settings.BEHIND_PROXY and seen:
            request.META["REMOTE_ADDR"] = seen
        return self.get_response(request)
