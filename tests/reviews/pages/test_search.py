"""Search among published reviews: words, misspelt words, facets; nothing that is not published."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from claims import sourcing
from reviews import publishing
from reviews.models import Publication, Rating
from reviews.pages.search import Given, search
from tests.factories import AttributionFactory, SourceFactory
from tests.factories.reviews import anonymous_claim, published, review_at

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]


def about(statement: str, cast: SimpleNamespace, ratings: Ratings, **given: Any) -> Publication:
    claim = AttributionFactory(claim__statement=statement, **given).claim
    sourcing.drain()
    return published(cast, ratings, claim=claim)


def found(**given: Any) -> list[str]:
    return [publication.shown["claim"]["statement"] for publication in search(Given(**given)).publications]


def test_words_are_found_in_any_form_in_english_and_german(cast: SimpleNamespace, ratings: Ratings) -> None:
    about("The ferries were cancelled.", cast, ratings)
    about("Die Brücken sind gesperrt.", cast, ratings)
    assert found(words="cancelling ferry") == ["The ferries were cancelled."]
    assert found(words="Brücke gesperrt") == ["Die Brücken sind gesperrt."]
    assert found(words='"were cancelled" -ferries') == []


@pytest.mark.parametrize("words", ["feries", "canceled feries", "ferreis", "efrries", "the ferires cacnelled"])
def test_misspelt_words_find_what_is_like_them_and_the_page_says_so(
    words: str, client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    about("The ferries were cancelled.", cast, ratings)
    about("Apples are cheap.", cast, ratings)
    assert found(words=words) == ["The ferries were cancelled."]
    assert "these are like them" in client.get("/search/", {"q": words}).content.decode()


def test_facets_count_what_was_found_and_narrow_it(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    source = SourceFactory(name="Mara Quill", slug="mara-quill")
    about("The ferries run.", cast, ratings, source=source, claim__topic="Ferries")
    about("The ferries are late.", cast, ratings, source=source)
    published(cast, ratings, claim=anonymous_claim(), rating="unproven")
    all_facets = search(Given()).facets
    assert [tuple(count) for count in all_facets["source"]] == [("mara-quill", 2)]
    assert [tuple(count) for count in all_facets["rating"]] == [("true", 2), ("unproven", 1)]
    assert [tuple(count) for count in all_facets["topic"]] == [("Ferries", 1)]
    assert [tuple(count) for count in all_facets["basis"]] == [("named", 2), ("only_anonymous", 1)]
    assert found(source="mara-quill", topic="Ferries") == ["The ferries run."]
    assert found(outlet="The Paper", rating="unproven", year=2000) == []
    page = client.get("/search/?source=mara-quill").content.decode()
    assert "Mara Quill</bdi></a> (2)" in page
    assert 'aria-current="true"' in page


def test_p13_what_is_not_shown_is_neither_found_nor_counted(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    claim = AttributionFactory(claim__statement="Secret ferries sail.", source__name="Hidden Person").claim
    sourcing.drain()
    review_at("approved", cast, ratings, claim=claim)
    retracted = about("Retracted ferries sail.", cast, ratings)
    publishing.retract(publication=retracted, by=cast.editor, reason="Wrong.")
    for query in ("q=ferries", "q=feries", "q=Hidden", "rating=true", ""):
        page = client.get(f"/search/?{query}").content.decode()
        assert "0 reviews" in page, query
        assert "Hidden Person" not in page
        assert "sail" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_search_takes_the_same_queries_however_much_it_finds(
    number: int, client: Client, cast: SimpleNamespace, ratings: Ratings, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        published(cast, ratings)
    with django_assert_num_queries(9):
        client.get("/search/?q=bridge&rating=true")
