"""F12, F20 to F25, F29, F30: what is broken or bent is refused in a sentence; nothing is half-written."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from claims.models import Article
from tests.factcheck.api.caller import Caller
from tests.factories import ClaimFactory
from tests.factories.reviews import review_at

pytestmark = pytest.mark.django_db


def send(caller: Caller, body: bytes, *, kind: str = "application/json", path: str = "articles") -> Any:
    return caller.client.post(f"/api/v1/{path}/", body, content_type=kind, headers=caller.headers())


@pytest.fixture
def caller(cast: SimpleNamespace) -> Caller:
    return Caller(cast.editor)


BENT = {
    "f22, bytes that are no UTF-8": b'{"text": "\xff\xfe"}',
    "f23, NUL": json.dumps({"text": "a\0b"}).encode(),
    "f24, half a surrogate pair": b'{"text": "\\ud800"}',
    "f25, nested deeply": b'{"text": ' + b"[" * 2000 + b"]" * 2000 + b"}",
    "f25, nested a little too deeply": b'{"text": ' + b"[" * 21 + b"]" * 21 + b"}",
    "f25, no number": b'{"text": NaN}',
    "f25, a number without end": b'{"text": ' + b"9" * 6000 + b"}",
    "f25, one key twice": b'{"text": "a", "text": "b"}',
}


@pytest.mark.parametrize("body", BENT.values(), ids=list(BENT))
def test_f22_f23_f24_f25_bent_json_is_refused_with_a_sentence(body: bytes, caller: Caller) -> None:
    answer = send(caller, body)
    assert answer.status_code == 400, answer.content
    assert answer.json()["detail"]
    assert Article.objects.count() == 0


def test_f20_a_body_that_is_too_large_is_refused_with_the_limit(caller: Caller) -> None:
    body = b'{"text": "' + b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"}'
    answer = send(caller, body)
    assert answer.status_code == 413
    assert f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,}" in answer.json()["detail"]
    assert Article.objects.count() == 0


@pytest.mark.parametrize("path", ["/claims/%00/", "/?q=%00", "/api/v1/claims/?q=%00", "/desk/claims/source/?q=%ff"])
def test_f23_an_address_that_is_no_text_is_refused(path: str, client: Client, cast: SimpleNamespace) -> None:
    client.force_login(cast.editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(path).status_code in {400, 404}


@pytest.mark.parametrize("path", ["claims", "sources", "reviews", "publications", "evidence"])
def test_f29_a_parameter_that_nobody_knows_is_refused(path: str, caller: Caller) -> None:
    answer = caller.get(f"{path}/", naem="x")
    assert (answer.status_code, answer.json()["type"]) == (400, "/api/v1/problems/unknown-parameter/")


def test_f30_a_form_is_no_json(caller: Caller) -> None:
    assert send(caller, b"text=null", kind="application/x-www-form-urlencoded").status_code == 415


def test_f12_a_database_that_is_away_is_told_and_when_to_come_back(
    caller: Caller, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = ClaimFactory()

    def away(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("the server is gone")

    with monkeypatch.context() as broken:
        broken.setattr(BaseDatabaseWrapper, "cursor", away)
        answer = caller.get(f"claims/{claim.pk}/")
        page = Client(raise_request_exception=False).get("/desk/claims/claim/")
    assert (answer.status_code, answer.json()["type"]) == (503, "/api/v1/problems/database-away/")
    assert answer["Retry-After"] == "5"
    assert page.status_code in {302, 503}
    assert caller.get(f"claims/{claim.pk}/").status_code == 200  # and comes back by itself


def test_p16_whoever_has_judged_cannot_be_deleted_out_of_the_record(
    cast: SimpleNamespace, ratings: dict[str, Any], client: Client
) -> None:
    review = review_at("in_review", cast, ratings)
    with pytest.raises(Exception, match=r"protected|Cannot delete"):
        cast.reviewer.delete()
    client.force_login(cast.administrator, backend="django.contrib.auth.backends.ModelBackend")
    client.post(f"/desk/claims/user/{cast.reviewer.pk}/delete/", {"post": "yes"})
    assert review.verdicts.get().reviewer_id == cast.reviewer.pk


HEADERS = ("Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")
KINDS = {
    "/": 200,
    "/nowhere/": 404,
    "/claims/never-was/": 404,
    "/healthz": 200,
    "/desk/login/": 200,
    "/desk/": 302,
    "/api/v1/claims/": 401,
    "/api/v1/nowhere/": 404,
    "/api/v1/schema/": 200,
    "/robots.txt": 200,
    "/feed.json": 200,
}


@pytest.mark.parametrize(("path", "status"), KINDS.items())
def test_p26_every_kind_of_answer_carries_its_headers(path: str, status: int, client: Client) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    missing = [name for name in HEADERS if name not in answer.headers]
    embedded = path in {"/robots.txt", "/feed.json"}  # may be read by other sites' pages
    assert missing == [] or (embedded and missing == ["X-Frame-Options"])
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers


@pytest.mark.parametrize("path", list(KINDS))
def test_p26_trace_is_not_answered(path: str, client: Client) -> None:
    assert client.trace(path).status_code == 405


@pytest.mark.parametrize("path", ["/desk/login/", "/api/v1/claims/", "/desk/", "/nowhere/"])
def test_p26_what_is_not_public_is_kept_nowhere(path: str, client: Client) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]
