"""Every operation with every role: who may, and that what comes back is what the schema says.

With RECORD_EXAMPLES=1 the answers are written into the schema's examples.
"""

import json
import os
import re
import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from jsonschema import Draft202012Validator

from factcheck.api.schema import EXAMPLES, examples
from reviews.models import Rating
from tests.factcheck.api.caller import Caller
from tests.factcheck.api.operations import OPERATIONS, QUESTION, REMARK, ROLES, TIE, Operation, World

pytestmark = pytest.mark.django_db
OWN = {"bulk_retrieve", "bulk_rows_retrieve", "conflicts_retrieve"}  # what is another person's is not there
WITH_A_CLAIM = {
    "reviews_create": {"claim": 17},
    "replies_create": QUESTION,
    "comments_create": REMARK,
    "conflicts_create": TIE,
}
RECORDING = os.environ.get("RECORD_EXAMPLES") == "1"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _hosts_are_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("93.184.216.34", 443))])


@cache
def schema() -> dict[str, Any]:
    # As it is served: lazy words become words on the way through JSON.
    answer = Client().get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    return json.loads(answer.content)  # type: ignore[no-any-return]


def every_operation() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in schema()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def perform(operation: Operation, world: World, path: str, caller: Caller) -> Any:
    if operation.body is None:
        return caller.get(path)
    body = operation.body(world, path) if callable(operation.body) else operation.body
    return caller.post(path, body)


def test_p28_every_operation_of_the_schema_has_its_row() -> None:
    assert {operation["operationId"] for _, _, operation in every_operation()} == set(OPERATIONS)


def test_every_role_of_the_cast_has_its_column(cast: SimpleNamespace) -> None:
    assert {name for name, person in vars(cast).items() if person.is_active} == {*ROLES, "third_reviewer"}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_p28_operation_is_done_by_those_who_may_and_refused_to_all_others(
    name: str, cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    operation, world = OPERATIONS[name], World(cast, ratings)
    allowed = {"outsider", *operation.by.split()} if operation.public else set(operation.by.split())
    codes, path = {}, operation.path(world)
    for role in ROLES:
        with transaction.atomic():
            codes[role] = perform(operation, world, path, Caller(getattr(cast, role))).status_code
            transaction.set_rollback(True)
    assert {role for role, code in codes.items() if code in {200, 201, 202}} == allowed, codes
    others = {code for role, code in codes.items() if role not in allowed}
    assert others <= ({403, 404} if name in OWN else {403}), codes
    anonymous = Caller(cast.outsider)
    anonymous.key = "fcd_nobody"
    assert perform(operation, world, path, anonymous).status_code == (200 if operation.public else 401)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_answer_is_what_the_schema_says_and_shows(
    name: str, cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    operation, world = OPERATIONS[name], World(cast, ratings)
    answer = perform(operation, world, operation.path(world), Caller(getattr(cast, operation.by.split()[0])))
    path, method, told = next(each for each in every_operation() if each[2]["operationId"] == name)
    kind = answer["Content-Type"].partition(";")[0]
    content = told["responses"][str(answer.status_code)]["content"][kind]
    if kind != "application/json":
        assert b"".join(answer.streaming_content)
        return
    Draft202012Validator({**content["schema"], "components": schema()["components"]}).validate(answer.json())
    if "{id}" in path and method == "get" and "preview" not in path:
        assert answer["ETag"]
    if RECORDING:
        record(name, operation, answer.json())
    assert shape(content["examples"]["example"]["value"]) == shape(answer.json())
    if operation.body and "application/json" in told["requestBody"]["content"]:
        sent = told["requestBody"]["content"]["application/json"]
        Draft202012Validator({**sent["schema"], "components": schema()["components"]}).validate(
            sent["examples"]["example"]["value"]
        )


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options"])
def test_p28_no_address_takes_another_method(method: str, cast: SimpleNamespace) -> None:
    caller = Caller(cast.administrator)
    for path in schema()["paths"]:
        address = path.replace("{id}", "1").replace("{slug}", "x").replace("{name}", "claims")
        answer = getattr(caller.client, method)(address, headers=caller.headers())
        assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json"), path
        assert caller.client.get(f"{address.rstrip('/')}.json", headers=caller.headers()).status_code == 404


def shape(value: Any) -> Any:
    """The names in an answer, without the values."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return None


def record(name: str, operation: Operation, answer: Any) -> None:
    known = json.loads(EXAMPLES.read_text(encoding="utf-8")) if EXAMPLES.exists() else {}
    request = {"digest": "5d8f3c…"} if callable(operation.body) and "approvals" in name else operation.body
    request = WITH_A_CLAIM.get(name, None if callable(request) else request)
    known[name] = {"response": plain(answer)} if request is None else {"request": request, "response": plain(answer)}
    words = json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=1)
    EXAMPLES.write_text(words + "\n", encoding="utf-8")
    examples.cache_clear()
    schema.cache_clear()
    pytest.skip("recorded")


def plain(value: Any) -> Any:
    """An answer without what is only of the test: its numbers, its times, its host."""
    words = json.dumps(value, ensure_ascii=False)
    words = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)", "2026-05-17T09:30:00Z", words)
    return json.loads(words.replace("http://testserver", "https://desk.example"))
