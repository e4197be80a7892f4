"""Every error is a problem (RFC 9457): type, title, status, detail, and errors[] with JSON pointers."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from claims.refusals import NotNow, NotSo, NotYours, Refused

CONTENT_TYPE = "application/problem+json"
STATUS_OF_REFUSAL = {NotYours: 403, NotNow: 409, NotSo: 422}


def problem(status: int, detail: str, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return {**found, "errors": errors} if errors else found


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. What it does not know is left to Django: 503 for a database that is away, else 500."""
    answer = _answer(error)
    if answer is None:
        return None
    set_rollback()
    body, headers = answer
    return Response(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)


def _answer(error: Exception) -> tuple[dict[str, Any], dict[str, str]] | None:
    if isinstance(error, Refused):
        errors = [{"pointer": f"/{error.field}", "detail": error.sentence}] if error.field else None
        return problem(STATUS_OF_REFUSAL[type(error)], error.sentence, errors), {}
    if isinstance(error, IntegrityError):
        return problem(409, "This stands in conflict with what is on record; read it again and retry."), {}
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    if isinstance(error, exceptions.ValidationError):
        errors = list(_flat(error.get_full_details()))
        return problem(error.status_code, "; ".join(each["detail"] for each in errors), errors), headers
    return problem(error.status_code, str(error.detail)), headers


def _flat(details: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    """DRF's nested error details as pointers and sentences."""
    if isinstance(details, dict) and "message" in details and "code" in details:
        yield {"pointer": pointer or "/", "detail": str(details["message"])}
    elif isinstance(details, dict):
        for name, inner in details.items():
            yield from _flat(inner, pointer if name == "non_field_errors" else f"{pointer}/{name}")
    elif isinstance(details, list):
        for inner in details:
            yield from _flat(inner, pointer)


def not_found(request: HttpRequest, path: str = "") -> HttpResponse:
    """Whatever is asked below /api/ that is not there."""
    return JsonResponse(problem(404, "There is nothing at this address."), status=404, content_type=CONTENT_TYPE)
