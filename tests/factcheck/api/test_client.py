"""A client that a generator writes from the schema works: a partner reads claims, evidence and reviews, and judges."""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from django.test import Client

from claims.models import ApiToken, Scope
from reviews.models import Rating, Verdict
from tests.factories.reviews import review_at


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a package that openapi-python-client has written from the schema as it is served."""
    folder = tmp_path_factory.mktemp("client")
    answer = Client().get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    (folder / "schema.json").write_bytes(answer.content)
    (folder / "config.json").write_text(json.dumps({"package_name_override": "desk_client", "post_hooks": []}))
    made = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"),
            *("--path", "schema.json", "--config", "config.json", "--output-path", "desk_client"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield "desk_client"
    sys.path.remove(str(folder))


class InProcess(httpx.BaseTransport):
    """Leads the requests of the generated client to the desk in this process."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = Client().generic(
            request.method,
            request.url.raw_path.decode(),
            request.read(),
            request.headers.get("content-type", ""),
            headers=dict(request.headers),
        )
        return httpx.Response(answer.status_code, headers=dict(answer.headers), content=answer.content)


def operation(package: str, folder: str, name: str) -> Any:
    return importlib.import_module(f"{package}.api.{folder}.{name}").sync_detailed


@pytest.mark.django_db
def test_generated_client_reads_and_judges(generated: str, cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    review = review_at("assigned", cast, ratings)
    models = importlib.import_module(f"{generated}.models")
    _, key = ApiToken.make(person=cast.reviewer, label="client", scopes=Scope.values)
    client = importlib.import_module(generated).AuthenticatedClient(
        base_url="http://testserver", token=key, httpx_args={"transport": InProcess()}
    )

    claims = operation(generated, "claims", "claims_list")(client=client).parsed
    assert [claim.id for claim in claims.results] == [review.claim_id]
    assert claims.results[0].basis.kind == "named"
    found = operation(generated, "reviews", "reviews_retrieve")(client=client, id=review.pk)
    assert found.parsed.state == "With reviewers"

    verdict = models.SubmitVerdictRequest(rating="true", rationale="The report says so.", no_evidence=True)
    submit = operation(generated, "reviews", "reviews_verdicts_create")
    done = submit(
        client=client, id=review.pk, body=verdict, if_match=found.headers["etag"], idempotency_key="from-the-client"
    )
    assert (done.status_code, done.parsed.rating, Verdict.objects.count()) == (201, "true", 1)
    again = submit(client=client, id=review.pk, body=verdict, if_match=found.headers["etag"])
    assert (again.status_code, again.parsed.type_) == (412, "/api/v1/problems/precondition-failed/")
    missing = operation(generated, "claims", "claims_retrieve")(client=client, id=10**9)
    assert (missing.status_code, missing.parsed.title) == (404, "Not here")
