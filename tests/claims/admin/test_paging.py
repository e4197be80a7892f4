"""Lists of any length: counted up to a bound, paged, and found by words through an index."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.admin import paging
from claims.models import Article, Claim, SourceName
from claims.models.claims import with_words
from tests.factories import ArticleFactory, AttributionFactory, ClaimFactory, EvidenceFactory, SourceFactory
from tests.reviews.admin.test_desk import signed_in

pytestmark = pytest.mark.django_db


def found(client: Client, table: str, words: str) -> list[str]:
    answer = client.get(reverse(f"admin:{table}_changelist"), {"q": words})
    return sorted(str(row) for row in answer.context["cl"].result_list)


@pytest.mark.parametrize("rows", [0, 3, 4])
def test_count_stops_at_its_bound(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    monkeypatch.setattr(paging, "MOST", 3)
    ArticleFactory.create_batch(rows)
    paginator = paging.DeskPaginator(Article.objects.order_by("title"), 2)
    assert (paginator.count, paginator.is_capped) == (min(rows, 3), rows > 3)


def test_long_list_says_that_there_is_more(
    client: Client, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST", 2)
    for _ in range(3):
        ClaimFactory()
    page = signed_in(client, cast.editor).get(reverse("admin:claims_claim_changelist")).content.decode()
    assert "more than 2 claims: search or filter to see the rest" in page


def test_no_list_counts_a_whole_table(client: Client, cast: SimpleNamespace) -> None:
    AttributionFactory()
    EvidenceFactory()
    signed_in(client, cast.editor)
    for table in ("claims_claim", "claims_article", "claims_source", "claims_evidence"):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(f"admin:{table}_changelist"))
        counts = [query["sql"] for query in asked if "COUNT(*)" in query["sql"] and f'FROM "{table}"' in query["sql"]]
        assert len(counts) == 1, counts
        assert "LIMIT 5001" in counts[0], table


def test_claims_are_found_by_their_words(client: Client, cast: SimpleNamespace) -> None:
    ClaimFactory(statement="The bridges were inspected in May.")
    ClaimFactory(statement="The tunnel was inspected in June.")
    signed_in(client, cast.reviewer)
    assert found(client, "claims_claim", "inspect may") == ["The bridges were inspected in May."]
    assert found(client, "claims_claim", "inspected -tunnel") == ["The bridges were inspected in May."]
    assert found(client, "claims_claim", '"inspected in June"') == ["The tunnel was inspected in June."]
    assert len(found(client, "claims_claim", "  ")) == 2


def test_sources_are_found_by_any_spelling(client: Client, cast: SimpleNamespace) -> None:
    source, other = SourceFactory(name="Jan Leike"), SourceFactory(name="Ada Long")
    SourceName.objects.create(source=source, spelling="Jan Reike")
    signed_in(client, cast.reviewer)
    for words, expected in (("leik", [source]), ("reike JAN", [source]), ("LONG", [other]), ("nobody", [])):
        assert found(client, "claims_source", words) == sorted(map(str, expected)), words


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (with_words(Claim.objects.all(), "bridge"), "claims_by_their_words"),
        (EvidenceFactory._meta.model.objects.filter(title__icontains="bridge"), "evidence_by_title"),
        (SourceFactory._meta.model.objects.filter(name__icontains="bridge"), "sources_by_any_part"),
        (SourceName.objects.filter(spelling__icontains="bridge"), "spellings_by_any_part"),
    ],
)
def test_search_has_its_index(query: Any, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in query.explain()
