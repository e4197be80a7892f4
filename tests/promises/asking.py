"""Ask an address as somebody, and keep of the answer what two worlds must have in common."""

import re
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client

from claims.models import ApiToken, Scope

METHODS = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
MASKS = [
    (re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+'), rb"\1-"),
    (re.compile(rb'(nonce=")[^"]+'), rb"\1-"),
    (re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(?:Z|\+00:00)"), b"TIME"),
    (re.compile(rb"\d\d:\d\d:\d\d"), b"TIME"),
]
UNSTEADY = {"RateLimit-Reset", "RateLimit-Remaining", "Refresh"}  # clocks
SESSION = "django.contrib.auth.backends.ModelBackend"


class Asker:
    """One person, or nobody, at the desk by session and at the API by token. No request leaves anything behind."""

    def __init__(self, person: Any) -> None:
        self.client = Client(raise_request_exception=False)
        self.key, self.cookies = "", self.client.cookies.copy()
        if not isinstance(person, AnonymousUser):
            self.client.force_login(person, backend=SESSION)
            self.cookies = self.client.cookies.copy()
            self.key = ApiToken.make(person=person, label="probe", scopes=list(Scope.values))[1]

    def ask(self, path: str, *, method: str = "GET", accept: str = "*/*", body: Any = b"{}") -> tuple[Any, ...]:
        """(status, headers, masked body)."""
        self.client.cookies = self.cookies.copy()  # a log-out before leaves its cookie here
        headers = {"Accept": accept}
        if path.startswith("/api/") and self.key:
            headers |= {"Authorization": f"Bearer {self.key}", "If-Match": "*"}
        given = {} if method in {"GET", "HEAD", "TRACE"} else {"data": body, "content_type": "application/json"}
        if method == "POST" and not path.startswith("/api/"):
            given = {"data": {}}
        before = transaction.savepoint()
        answer: Any = getattr(self.client, method.lower())(path, headers=headers, **given)
        connection.set_rollback(False)
        transaction.savepoint_rollback(before)
        return answer.status_code, _headers(answer), _body(answer)


def _headers(answer: Any) -> tuple[tuple[str, str], ...]:
    kept = ((name, value) for name, value in answer.headers.items() if name not in UNSTEADY)
    return tuple(sorted((name, _masked(value.encode()).decode()) for name, value in kept))


def _body(answer: Any) -> bytes:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return _masked(content)


def _masked(content: bytes) -> bytes:
    for pattern, instead in MASKS:
        content = pattern.sub(instead, content)
    return content
