"""What is deprecated says so, in the schema and in every answer, for as long as the changelog promises."""

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from claims.api.deprecation import NOTICE, deprecated
from reviews.api.public import ClaimReviewFeed
from reviews.api.read import RatingRead
from reviews.api.views import Ratings
from reviews.models import Rating
from tests.factcheck.api.caller import Caller
from tests.factories.reviews import published

pytestmark = pytest.mark.django_db
ENDS = {"since": date(2026, 3, 2), "sunset": date(2026, 10, 1)}


class OldRatings(Ratings):
    @deprecated(**ENDS)
    @extend_schema(responses=RatingRead(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """An operation that is to go."""
        return super().list(request, *args, **kwargs)


class OldFeed(ClaimReviewFeed):
    @deprecated(**ENDS)
    def list(self, request: Request) -> Response:
        return super().list(request)


def ask(view: Any, actions: dict[str, str], key: str, query: Any = None, **kwargs: Any) -> Any:
    request = APIRequestFactory().get("/api/v1/old/", query, headers={"Authorization": f"Bearer {key}"})
    return view.as_view(actions, basename="rating")(request, **kwargs)


def test_deprecated_operation_tells_since_when_and_until_when_in_answers_and_errors(
    cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    for key, code in ((Caller(cast.reviewer).key, 200), ("fcd_nobody", 401)):
        answer = ask(OldRatings, {"get": "list"}, key)
        assert answer.status_code == code
        assert answer["Deprecation"] == "@1772409600"
        assert answer["Sunset"] == "Thu, 01 Oct 2026 00:00:00 GMT"
        assert answer["Link"] == '</api/v1/changelog/>; rel="deprecation"; type="text/markdown"'


def test_other_operations_of_the_same_address_tell_nothing(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    answer = ask(OldRatings, {"get": "retrieve"}, Caller(cast.reviewer).key, pk=ratings["true"].pk)
    assert (answer.status_code, answer.get("Deprecation"), answer.get("Sunset")) == (200, None, None)


def test_link_of_the_answer_itself_is_kept(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    for _ in range(2):
        published(cast, ratings)
    answer = ask(OldFeed, {"get": "list"}, "", {"page_size": 1})
    assert answer["Deprecation"] == "@1772409600"
    first, second = answer["Link"].split(", ")
    assert (first.endswith('; rel="next"'), second.split("; ")[1]) == (True, 'rel="deprecation"')


def test_schema_marks_it() -> None:
    routes = [path("api/v1/old/", OldRatings.as_view({"get": "list"}, basename="rating"))]
    told = SchemaGenerator(patterns=routes).get_schema(request=None, public=True)
    operation = told["paths"]["/api/v1/old/"]["get"]
    assert operation["deprecated"] is True
    assert {"Deprecation", "Sunset", "Link"} <= set(operation["responses"]["200"]["headers"])


def test_nobody_gets_less_notice_than_the_changelog_promises() -> None:
    with pytest.raises(ValueError, match="180 days"):
        deprecated(since=date(2026, 3, 2), sunset=date(2026, 8, 1))
    assert f"**{NOTICE.days} days**" in Client().get("/api/v1/changelog/").content.decode()


def test_changelog_is_served_linked_and_names_what_is_deprecated() -> None:
    answer = Client().get("/api/v1/changelog/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/markdown; charset=utf-8")
    told = json.loads(Client().get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).content)
    assert "/api/v1/changelog/" in told["info"]["description"]
    assert told["externalDocs"]["url"] == "/api/v1/changelog/"
    section = answer.content.decode().split("## Deprecated")[1].split("## Changes")[0]
    for address, methods in told["paths"].items():
        for operation in methods.values():
            assert not operation.get("deprecated") or address.removeprefix("/api/v1/") in section
