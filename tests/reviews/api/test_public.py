"""The public API: what is on public pages, for everybody, and nothing else."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from claims.models import Claim
from reviews import publishing
from reviews.models import Rating
from reviews.publishing import problems
from tests.factories.reviews import published, review_at

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]
BASE = "/api/v1/public/"


def test_published_review_is_read_without_a_token(cast: SimpleNamespace, ratings: Ratings, client: Client) -> None:
    publication = published(cast, ratings)
    (one,) = client.get(f"{BASE}claims/").json()["results"]
    assert (one["slug"], one["rating"], one["statement"]) == (
        publication.slug, "true", publication.shown["claim"]["statement"],
    )  # fmt: skip
    detail = client.get(f"{BASE}claims/{publication.slug}/").json()
    assert (detail["digest"], detail["shown"]) == (publication.digest, publication.shown)
    assert problems(detail["claim_review"]) == []


def test_feed_is_a_datafeed_of_claimreviews(cast: SimpleNamespace, ratings: Ratings, client: Client) -> None:
    pages = [published(cast, ratings) for _ in range(3)]
    answer = client.get(f"{BASE}claimreviews/", {"page_size": 2})
    feed = answer.json()
    assert (feed["@type"], len(feed["dataFeedElement"])) == ("DataFeed", 2)
    assert all(problems(element["item"][0]) == [] for element in feed["dataFeedElement"])
    following = answer["Link"].partition(">")[0].lstrip("<")
    (last,) = client.get(following).json()["dataFeedElement"]
    assert last["item"][0]["claimReviewed"] == pages[0].shown["claim"]["statement"]
    assert client.get(f"{BASE}claimreviews/", {"since": "2999-01-01T00:00:00Z"}).json()["dataFeedElement"] == []


def test_answer_may_be_kept_and_is_not_sent_again(cast: SimpleNamespace, ratings: Ratings, client: Client) -> None:
    publication = published(cast, ratings)
    for path in ("claims/", f"claims/{publication.slug}/", "claimreviews/"):
        answer = client.get(BASE + path)
        assert answer["Cache-Control"] == "public, max-age=60"
        again = client.get(BASE + path, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    publishing.correct(publication=publication, by=cast.editor, reason="A slip.", explanation="Better words.")
    again = client.get(f"{BASE}claims/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 200


def test_retracted_review_is_gone_with_the_reason(cast: SimpleNamespace, ratings: Ratings, client: Client) -> None:
    publication = published(cast, ratings)
    publishing.retract(publication=publication, by=cast.editor, reason="It was another bridge.")
    answer = client.get(f"{BASE}claims/{publication.slug}/")
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    assert "It was another bridge." in answer.json()["detail"]
    assert client.get(f"{BASE}claims/").json()["results"] == []


def test_p13_what_is_not_published_is_not_there(cast: SimpleNamespace, ratings: Ratings, client: Client) -> None:
    for step in ("queued", "in_review", "settled", "approved"):
        review_at(step, cast, ratings)
    assert client.get(f"{BASE}claims/").json()["results"] == []
    assert client.get(f"{BASE}claimreviews/").json()["dataFeedElement"] == []
    one = client.get(f"{BASE}claims/{Claim.objects.all()[0].revision.article.slug}/")
    other = client.get(f"{BASE}claims/nothing/")
    assert (one.status_code, one.content) == (404, other.content)


@pytest.mark.parametrize("query", ["q=x", "token=y", "rating__startswith=t", "since=May", "basis=rumour"])
def test_parameter_that_is_not_known_is_refused(query: str, client: Client) -> None:
    assert client.get(f"{BASE}claims/?{query}").status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_queries(
    number: int, cast: SimpleNamespace, ratings: Ratings, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        published(cast, ratings)
    for path in ("claims/", "claimreviews/"):
        with django_assert_num_queries(1):
            client.get(BASE + path)
