"""Every error is a problem (RFC 9457): type, title, status, detail, and errors[] with JSON pointers."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from claims.api.problems import PROBLEMS, address
from claims.refusals import NotNow, NotSo, NotYours, Refused

CONTENT_TYPE = "application/problem+json"
CODE_OF_REFUSAL = {NotYours: "not_yours", NotNow: "not_now", NotSo: "not_so"}
CODE_OF_STATUS = {404: "not_found", 413: "too_large"}


def problem(code: str, detail: str, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """The body of one answer; `errors` are {pointer, detail}."""
    status, title, _ = PROBLEMS[code]
    found: dict[str, Any] = {"type": address(code), "title": title, "status": status, "detail": detail}
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
        return problem(CODE_OF_REFUSAL[type(error)], error.sentence, errors), {}
    if isinstance(error, IntegrityError):
        return problem("conflict", "This stands in conflict with what is on record; read it again and retry."), {}
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    headers = _headers(error)
    if isinstance(error, exceptions.ValidationError):
        errors = list(_flat(error.get_full_details()))
        return problem(_code(error), "; ".join(each["detail"] for each in errors), errors), headers
    return problem(_code(error), str(error.detail)), headers


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers: dict[str, str] = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    return headers


def _code(error: exceptions.APIException) -> str:
    """The kind of problem by the error's own code; what has none of ours is told by its status."""
    codes = error.get_codes()
    code = next((each for each in _leaves(codes) if each in PROBLEMS), error.default_code)
    if code in PROBLEMS and PROBLEMS[code].status == error.status_code:
        return code
    return next(code for code, kind in PROBLEMS.items() if kind.status == error.status_code)


def _leaves(codes: Any) -> Iterator[str]:
    if isinstance(codes, dict):
        for inner in codes.values():
            yield from _leaves(inner)
    elif isinstance(codes, list):
        for inner in codes:
            yield from _leaves(inner)
    else:
        yield str(codes)


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


def plain(code: str, detail: str) -> HttpResponse:
    """A problem outside the views of the API."""
    return JsonResponse(problem(code, detail), status=PROBLEMS[code].status, content_type=CONTENT_TYPE)


def not_found(request: HttpRequest, path: str = "") -> HttpResponse:
    """Whatever is asked below /api/ that is not there."""
    return plain("not_found", "There is nothing at this address.")


def explained(request: HttpRequest, code: str = "") -> HttpResponse:
    """What a kind of problem means and what to do about it; without a code, all of them."""
    known = {name.replace("_", "-"): kind for name, kind in PROBLEMS.items()}
    if not code:
        return JsonResponse({"problems": [_explanation(name, kind) for name, kind in known.items()]})
    if code not in known:
        return not_found(request)
    return JsonResponse(_explanation(code, known[code]))


def _explanation(name: str, kind: tuple[int, str, str]) -> dict[str, Any]:
    status, title, advice = kind
    return {"type": address(name), "title": title, "status": status, "advice": advice}
