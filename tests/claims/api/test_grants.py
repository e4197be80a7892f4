"""Grants over REST: everything can be written, what is confidential cannot be read."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from claims.models import AnonymityGrant
from tests.factcheck.api.caller import Caller
from tests.factories.grants import load_policies, requested, unnamed

pytestmark = pytest.mark.django_db
CONFIDENTIAL = ("how_they_know", "position_to_know", "reliability", "motive", "corroborated_how", "terms", "why_vital")


@pytest.fixture(autouse=True)
def _policies(db: None) -> None:
    load_policies()


def pointers(answer: Any) -> list[str]:
    return [error["pointer"] for error in answer.json()["errors"]]


def test_grant_is_asked_for_and_approved_by_two_people(cast: SimpleNamespace) -> None:
    attribution = unnamed()
    words = {
        "statement_kind": "fact", "weight": "supporting", "is_vital": True, "only_this_way": True, "people": 1,
        "knowledge": "first_hand", "corroboration": "document", "promised_by": "reviewer", "promised_on": "2026-03-02",
        "identity_known_by": ["editor"], "attempts": [{"made_on": "2026-03-02", "how": "By telephone"}],
        "jigsaw_checked": True, "reason": "The person would lose the job.",
        **{name: f"CANARY {name}" for name in CONFIDENTIAL},
    }  # fmt: skip
    asked = Caller(cast.editor).post(f"attributions/{attribution.pk}/grant/", words)
    assert (asked.status_code, asked.json()["unmet"], asked.json()["policy"]) == (201, 1, "This desk")
    grant = AnonymityGrant.objects.get()
    assert (grant.motive, grant.promised_by, grant.attempts.count()) == ("CANARY motive", cast.reviewer, 1)
    path = f"grants/{grant.pk}/approvals/"
    own = Caller(cast.editor).post(path, {})
    assert (own.status_code, "nobody approves his own grant" in own.json()["detail"]) == (403, True)
    signed = Caller(cast.approver).post(path, {})
    assert (signed.status_code, signed.json()["unmet"], signed.json()["approval_level"]) == (201, 0, 2)
    read = Caller(cast.custodian).get(f"grants/{grant.pk}/")
    everything = json.dumps([asked.json(), signed.json(), read.json()])
    assert "CANARY" not in everything
    assert set(read.json()) & {*CONFIDENTIAL, "identity_known_by", "promised_by", "people"} == set()


def test_field_that_is_wrong_is_named(cast: SimpleNamespace) -> None:
    path = f"attributions/{unnamed().pk}/grant/"
    caller = Caller(cast.editor)
    assert pointers(caller.post(path, {"weight": "heavy"})) == ["/weight"]
    assert pointers(caller.post(path, {"identity": "Jane"})) == ["/identity"]
    assert pointers(caller.post(path, {"promised_by": "nobody"})) == ["/promised_by"]
    assert pointers(caller.post(path, {"people": 0})) == ["/people"]
    assert pointers(caller.post(path, {"referred_on": "2026-03-02"})) == ["/referred_on"]
    assert pointers(caller.post(path, {"attempts": [{"made_on": "2026-03-02"}]})) == ["/attempts/0/how"]
    assert not AnonymityGrant.objects.exists()


def test_amendment_is_made_on_what_was_seen_and_changes_only_what_it_names(cast: SimpleNamespace) -> None:
    grant = requested(cast)
    caller = Caller(cast.custodian)
    seen = caller.etag(f"grants/{grant.pk}/")
    path = f"grants/{grant.pk}/amendments/"
    assert caller.post(path, {"terms": "No town."}, match=seen).status_code == 201
    assert caller.post(path, {"terms": "No street."}, match=seen).status_code == 412
    grant.refresh_from_db()
    assert (grant.terms, grant.reason, grant.identity_known_by.count()) == (
        "No town.",
        "The person would lose the job.",
        2,
    )


def test_grants_that_wait_are_found(cast: SimpleNamespace) -> None:
    grant = requested(cast)
    caller = Caller(cast.approver)
    assert [row["id"] for row in caller.get("grants/", waits="true").json()["results"]] == [grant.pk]
    assert caller.get("grants/", waits="false").json()["results"] == []
    assert caller.get("grants/", claim=grant.attribution.claim_id).json()["results"][0]["claim"] == (
        grant.attribution.claim_id
    )
    assert caller.get("grants/", motive="Wants it repaired.").status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_however_many_grants(
    number: int, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        requested(cast)
    caller = Caller(cast.approver)
    caller.get("ratings/")
    with django_assert_num_queries(7):
        caller.get("grants/")
    assert Caller(cast.outsider).get("grants/").status_code == 403
