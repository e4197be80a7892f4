"""A partner's few lines against the API, as the tests need them."""

import re
from typing import Any

from django.test import Client

from claims.models import ApiToken, Scope, User

ACT_ON_A_RESOURCE = re.compile(r"(\w+/\d+/)\w+/")


class Form(dict[str, Any]):
    """A body to be sent as multipart/form-data."""


class Caller:
    """Calls the API with a token of one person.

    An act on a resource carries the ETag that the resource has now, as after a fresh look at it, unless `match` says
    otherwise: another tag, or "" to leave the header out.
    """

    def __init__(self, person: User, *scopes: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.token, self.key = ApiToken.make(person=person, label="test", scopes=list(scopes or Scope.values))

    def headers(self, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}", **more}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers())

    def etag(self, path: str) -> str:
        """The tag of a resource as this caller sees it; any, where he may not look."""
        return str(self.get(path).headers.get("ETag", "*"))

    def post(self, path: str, body: Any, *, match: str | None = None, key: str = "") -> Any:
        resource = ACT_ON_A_RESOURCE.fullmatch(path)
        if match is None:
            match = self.etag(resource[1]) if resource else ""
        more = {"If-Match": match} if match else {}
        if key:
            more["Idempotency-Key"] = key
        if isinstance(body, Form):
            return self.client.post(f"/api/v1/{path}", dict(body), headers=self.headers(**more))
        return self.client.post(f"/api/v1/{path}", body, content_type="application/json", headers=self.headers(**more))
