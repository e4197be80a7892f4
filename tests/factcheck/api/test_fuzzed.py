"""Whatever is sent to an operation, as whoever: no 500, and every answer is one that the schema tells of.

A few requests per operation in the normal run; FUZZ_EXAMPLES=100 for a long one with every role.
"""

import os
from types import SimpleNamespace
from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core import NOT_SET
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from reviews.models import Rating
from tests.factcheck.api.caller import Caller
from tests.factcheck.api.operations import OPERATIONS, World
from tests.factcheck.api.test_operations import schema

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
ROLES = ["editor", "reviewer", "partner", "outsider"] if "FUZZ_EXAMPLES" in os.environ else ["editor"]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def send(case: Any, caller: Caller, pk: int) -> Response:
    """Send a case to the desk in this process; half of them to a row that exists."""
    headers = {name: str(value) for name, value in (case.headers or {}).items()}
    path = case.operation.path.replace("{id}", str(pk)) if pk else case.formatted_path
    prepared = requests.Request(
        case.method, f"http://testserver{path}", params=case.query or None, headers={**headers, **caller.headers()}
    )
    if isinstance(case.body, bytes):
        prepared.data, prepared.headers = case.body, {**prepared.headers, "Content-Type": str(case.media_type)}
    elif case.media_type == "application/json" and case.body is not NOT_SET:
        prepared.json = case.body
    elif isinstance(case.body, dict):
        prepared.files = {name: (None, str(value)) for name, value in case.body.items()}
    ready = prepared.prepare()
    body = ready.body or b""
    answer = Client(raise_request_exception=False).generic(
        str(ready.method),
        str(ready.path_url),
        body if isinstance(body, bytes) else body.encode(),
        ready.headers.get("Content-Type", ""),
        headers=dict(ready.headers),
    )
    headers_of_answer = {header: [value] for header, value in answer.headers.items()}
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Response(answer.status_code, headers_of_answer, content, ready, 0.0, verify=False)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_nothing_that_is_sent_is_a_fault_of_the_desk(
    name: str, role: str, cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    told = schemathesis.openapi.from_dict(schema())
    operation = (
        told.get_operation_by_id(name) if hasattr(told, "get_operation_by_id") else told.find_operation_by_id(name)
    )
    caller = Caller(getattr(cast, role))
    path = OPERATIONS[name].path(World(cast, ratings))
    known = next((int(part) for part in path.split("/") if part.isdigit()), 0)
    cases = st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases, on_a_row=st.booleans())
    def fuzz(case: Any, on_a_row: bool) -> None:  # noqa: FBT001 - drawn
        with transaction.atomic():
            response = send(case, caller, known if on_a_row else 0)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    fuzz()
