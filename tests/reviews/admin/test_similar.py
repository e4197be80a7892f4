"""Published claims that say much the same stand at the workbench; nothing that is not published does."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims import sourcing
from claims.models import Claim
from reviews.admin.similar import similar
from reviews.models import Rating
from tests.factories import AttributionFactory
from tests.factories.reviews import published, review_at
from tests.reviews.admin.test_desk import signed_in

pytestmark = pytest.mark.django_db


def stated(statement: str) -> Claim:
    claim: Claim = AttributionFactory(claim__statement=statement).claim
    sourcing.drain()
    return claim


def test_published_claims_that_are_alike_are_shown_the_most_alike_first(
    client: Client, cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    near, nearest, far, open_one = (
        stated("The old harbour bridge was closed for repairs in May."),
        stated("The harbour bridge was closed in May 2024."),
        stated("Nobody at the ministry has read the budget."),
        stated("The harbour bridge was closed in May 2024, they say."),
    )
    for claim in (near, nearest, far):
        published(cast, ratings, claim=claim)
    review_at("assigned", cast, ratings, claim=open_one)
    asked = stated("The harbour bridge was closed in May 2024 for good.")
    assert [each.claim_id for each in similar(asked)] == [nearest.pk, near.pk]
    page = signed_in(client, cast.reviewer).get(reverse("admin:claims_claim_change", args=[asked.pk]))
    assert "Checked already, and alike" in page.content.decode()


@pytest.mark.parametrize("statement", ["the of and", "' | !(", "\\", "http://a.example/x\\y'z", "x" * 5000, "…"])
def test_statement_of_any_words_is_asked(cast: SimpleNamespace, ratings: Any, statement: str) -> None:
    published(cast, ratings, claim=stated("The harbour bridge was closed."))
    assert similar(stated(statement)) == []
