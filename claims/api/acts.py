"""How an act is done over REST: once, on what the caller has seen, whole or not at all.

Every POST runs in one transaction. With an `Idempotency-Key` the answer is remembered in that transaction for a day:
the same request sent again gets the same answer, a different one under the same key is refused (422). A secret that is
shown once is not remembered. An act on an existing resource carries `If-Match` with the ETag that was read (428
without, 412 when it has changed since); the row is locked before the comparison, so that nothing changes between it
and the act.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from claims.api.problems import Problem
from claims.models import ApiToken

KEY = re.compile(r"[\x21-\x7e]{1,200}")
ETAGS = re.compile(r'\s*(?:\*|(?:W/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W/)?"[\x21\x23-\x7e]*")*)\s*')
REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = ("ETag", "Location")
SHOWN_ONCE = frozenset({"secret"})  # fields that are in no table, so in no remembered answer either

TAKE = """
INSERT INTO claims_rememberedanswer (token_id, key, request_digest, headers)
VALUES (%s, %s, %s, '{}') ON CONFLICT (token_id, key) DO NOTHING RETURNING id
"""
READ = """
SELECT request_digest, status, body, headers FROM claims_rememberedanswer WHERE token_id = %s AND key = %s
"""
KEEP = "UPDATE claims_rememberedanswer SET status = %s, body = %s, headers = %s WHERE id = %s"

Handler = Callable[..., Response]


def etag(shown: Mapping[str, Any], *, derived: frozenset[str] = frozenset()) -> str:
    """A strong tag of what a caller was shown. What the desk derives by itself is left out: it changes alone."""
    words = {name: value for name, value in shown.items() if name not in derived}
    canonical = json.dumps(words, cls=JSONEncoder, sort_keys=True, separators=(",", ":"))
    return f'"{hashlib.sha256(canonical.encode()).hexdigest()[:32]}"'


@transaction.atomic
def perform(handler: Handler, check: Callable[[], None], request: Request, *args: Any, **kwargs: Any) -> Response:
    """Do one act. `check` looks at the precondition, under the lock, and raises `Problem`."""
    key = _key(request)
    if key is None:
        check()
        return handler(request, *args, **kwargs)
    taken = _take(request, key)
    if isinstance(taken, Response):
        return taken
    check()
    response = handler(request, *args, **kwargs)
    kept = {name: value for name, value in (response.data or {}).items() if name not in SHOWN_ONCE}
    body = json.dumps(kept, cls=JSONEncoder, separators=(",", ":"))
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [response.status_code, body, json.dumps(headers), taken])
    return response


def precondition(request: Request, current: Callable[[], str]) -> None:
    """Compare `If-Match` with the tag of the resource as it is now; `*` stands for any."""
    given = request.headers.get("If-Match")
    if given is None:
        raise Problem("precondition_required", "Send If-Match with the ETag of the resource that you have read.")
    if not ETAGS.fullmatch(given):
        raise Problem("bad_request", "If-Match is not a list of entity tags in quotation marks.")
    tag = current()
    if given.strip() != "*" and tag not in re.findall(r'(?<!W/)"[^"]*"', given):
        raise Problem("precondition_failed", "The resource has changed since you read it; nothing was done.")


def _key(request: Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise Problem("bad_request", "Idempotency-Key takes 1 to 200 visible ASCII characters without spaces.")
    return str(key)


def _take(request: Request, key: str) -> int | Response:
    """The new row's id, or the answer that was given before. A twin still under way is waited for."""
    token = request.auth
    assert isinstance(token, ApiToken)  # noqa: S101 - the permission has seen to it
    digest = _digest(request)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [token.pk, key, digest])
        if row := cursor.fetchone():
            return int(row[0])
        cursor.execute(READ, [token.pk, key])
        known, status, body, headers = cursor.fetchone()
    if known != digest:
        raise Problem("key_reused", "This Idempotency-Key was used for another request; take a new one.")
    return Response(json.loads(body), status=status, headers={**json.loads(headers), REPLAYED: "true"})


def _digest(request: Request) -> str:
    given = json.dumps(request.data, sort_keys=True, separators=(",", ":"), default=_file_digest)
    return hashlib.sha256(f"{request.method} {request.get_full_path()}\n{given}".encode()).hexdigest()


def _file_digest(file: "UploadedFile[bytes]") -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return f"{file.name} {digest.hexdigest()}"
