"""How often a source that is known by a code alone was right."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims import sourcing
from claims.anonymity import give_code, take_code
from claims.models import Claim, Pseudonym, Source
from reviews import publishing
from reviews.models import Publication, Rating
from reviews.publishing.track_record import Turned, track_record, turned_out, wilson
from tests.claims.admin.test_sources import signed_in
from tests.factories import AttributionFactory, SourceFactory
from tests.factories.reviews import published

Ratings = dict[str, Rating]


@pytest.mark.parametrize(
    ("right", "of", "interval"),
    # R: prop.test(x, n, correct = FALSE)$conf.int
    [(0, 0, (0, 1)), (0, 10, (0, 0.27753)), (10, 10, (0.72247, 1)), (8, 10, (0.49016, 0.94333)), (1, 1, (0.20655, 1))],
)
def test_interval_is_wilsons(right: int, of: int, interval: tuple[float, float]) -> None:
    assert wilson(right, of) == pytest.approx(interval, abs=1e-4)


@pytest.mark.parametrize(
    ("value", "turned"),
    [(5, "confirmed"), (4, "confirmed"), (3, "open"), (2, "refuted"), (1, "refuted"), (None, "open")],
)
def test_rating_that_readers_see_says_what_a_claim_turned_out_to_be(value: int | None, turned: str) -> None:
    assert turned_out(Publication(shown={"rating": {"value": value, "best": 5, "worst": 1}})) == turned
    assert turned_out(None) == Turned.OPEN


def claim_by(source: Source) -> Claim:
    """A claim of the source that a named person has since confirmed or denied, so that it can be rated."""
    claim: Claim = AttributionFactory(source=source).claim
    AttributionFactory(claim=claim)
    sourcing.drain()
    return claim


@pytest.mark.django_db
def test_record_counts_what_is_published_over_all_sources_of_the_code(
    cast: SimpleNamespace, ratings: Ratings, django_assert_num_queries: Any
) -> None:
    first, second, other = (SourceFactory(unnamed=True) for _ in range(3))
    code = give_code(source=first, by=cast.editor)
    give_code(source=second, by=cast.editor, code=code.code)
    published(cast, ratings, claim=claim_by(first), rating="true")
    published(cast, ratings, claim=claim_by(second), rating="false")
    retracted = published(cast, ratings, claim=claim_by(second), rating="true")
    publishing.retract(publication=retracted, by=cast.editor, reason="The document was forged.")
    published(cast, ratings, claim=claim_by(first), rating="unproven")
    published(cast, ratings, claim=claim_by(other), rating="true")
    claim_by(second)
    with django_assert_num_queries(2):
        record = track_record(code)
    assert (record.confirmed, record.refuted, record.open, record.share) == (1, 1, 3, 0.5)
    assert record.in_words == "1 of 2 decided claims confirmed: 50%, and with 95 % certainty between 9% and 91%."
    take_code(source=second, by=cast.editor)
    assert track_record(code).refuted == 0


@pytest.mark.django_db
def test_code_is_given_and_read_on_pages_that_others_do_not_have(client: Client, cast: SimpleNamespace) -> None:
    source = AttributionFactory(source=SourceFactory(unnamed=True)).source
    page = reverse("admin:claims_source_change", args=[source.pk])
    give, take = (reverse("admin:source_code", args=[source.pk, act]) for act in ("give", "take"))
    for role in ("reviewer", "approver", "partner", "outsider"):
        assert signed_in(client, getattr(cast, role)).post(give).status_code == (302 if role == "outsider" else 404)
    assert "S-001" in signed_in(client, cast.editor).post(give, follow=True).content.decode()
    code = reverse("admin:claims_pseudonym_change", args=[Pseudonym.objects.get().pk])
    assert client.get(code).status_code == 200
    listed = reverse("admin:claims_pseudonym_changelist")
    assert client.get(listed).status_code == 200
    for role in ("reviewer", "approver", "partner", "outsider"):
        signed_in(client, getattr(cast, role))
        hidden = 302 if role == "outsider" else 404
        assert client.get(code).status_code == hidden
        assert client.get(listed).status_code == (302 if role == "outsider" else 403)
        assert b"S-001" not in client.get(page).content
        assert b"Code of the desk" not in client.get(page).content
    assert "taken back" in signed_in(client, cast.custodian).post(take, follow=True).content.decode()
