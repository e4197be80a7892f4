"""How often a token may call: counted in the database, so that every web process counts the same.

One statement counts the call and tells the sum of this minute. Reads and writes have limits of their own (settings
API_READS_PER_MINUTE, API_WRITES_PER_MINUTE); the answer tells them in `RateLimit-*` headers, a refusal in Retry-After.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from claims.models import ApiToken

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it reads the settings that name this module

READS = {"GET", "HEAD", "OPTIONS"}
COUNT = """
INSERT INTO claims_tokencalls AS c (token_id, minute, {kind}) VALUES (%s, date_trunc('minute', now()), 1)
ON CONFLICT (token_id, minute) DO UPDATE SET {kind} = c.{kind} + 1,
    refused = c.refused + (c.{kind} >= %s)::int
RETURNING {kind}, ceil(60 - extract(second FROM now()))
"""
COUNTED = {kind: COUNT.format(kind=kind) for kind in ("reads", "writes")}


class CallsOfToken(BaseThrottle):
    """Refuses with 429 what goes beyond the limit; what was refused is counted too."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        if not isinstance(request.auth, ApiToken):
            return True
        kind = "reads" if request.method in READS else "writes"
        limit = settings.API_READS_PER_MINUTE if kind == "reads" else settings.API_WRITES_PER_MINUTE
        with connection.cursor() as cursor:
            cursor.execute(COUNTED[kind], [request.auth.pk, limit])
            calls, left = cursor.fetchone()
        self.left = int(left)
        told = {"Limit": limit, "Remaining": max(0, limit - calls), "Reset": self.left}
        request.limits = {f"RateLimit-{name}": str(number) for name, number in told.items()}  # type: ignore[attr-defined]
        return int(calls) <= limit

    def wait(self) -> float:
        return float(self.left)
