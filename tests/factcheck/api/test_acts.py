"""An act over REST is done once, on what the caller has seen, whole or not at all."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import chain
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from claims import sourcing, tasks
from claims.models import Claim, RememberedAnswer, TokenCalls
from reviews.models import Rating, Verdict
from tests.conftest import make_cast, make_scale
from tests.factcheck.api.caller import Caller
from tests.factories import AttributionFactory
from tests.factories.reviews import review_at

Ratings = dict[str, Rating]
VERDICT = {"rating": "true", "rationale": "Seen.", "no_evidence": True}


@pytest.mark.django_db
def test_f15_same_request_with_the_same_key_is_answered_alike_and_done_once(
    cast: SimpleNamespace, ratings: Ratings
) -> None:
    review = review_at("assigned", cast, ratings)
    caller = Caller(cast.reviewer)
    tag = caller.etag(f"reviews/{review.pk}/")
    answers = [caller.post(f"reviews/{review.pk}/verdicts/", VERDICT, match=tag, key="once") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.content for answer in answers}) == 1
    assert [answer.headers.get("Idempotency-Replayed") for answer in answers] == [None, "true", "true"]
    assert Verdict.objects.count() == 1


@pytest.mark.django_db
def test_f15_key_of_another_request_is_refused_and_key_of_another_token_is_another_key(
    cast: SimpleNamespace, ratings: Ratings
) -> None:
    review = review_at("assigned", cast, ratings)
    path = f"reviews/{review.pk}/verdicts/"
    first, second = Caller(cast.reviewer), Caller(cast.other_reviewer)
    assert first.post(path, VERDICT, key="k").status_code == 201
    answer = first.post(path, {**VERDICT, "rationale": "Other words."}, key="k")
    assert (answer.status_code, answer.json()["type"]) == (422, "/api/v1/problems/key-reused/")
    assert second.post(path, VERDICT, key="k").status_code == 201
    assert RememberedAnswer.objects.count() == 2


@pytest.mark.django_db
def test_refused_act_leaves_its_key_free(cast: SimpleNamespace) -> None:
    caller = Caller(cast.editor)
    assert caller.post("articles/", {"text": " "}, key="k").status_code == 422
    assert not RememberedAnswer.objects.exists()
    assert caller.post("articles/", {"text": "The mayor said that it is safe."}, key="k").status_code == 202


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["two words", "ü", "x" * 201])
def test_key_that_is_no_key_is_refused(key: str, cast: SimpleNamespace) -> None:
    assert Caller(cast.editor).post("articles/", {"text": "x"}, key=key.encode().decode("latin-1")).status_code == 400


@pytest.mark.django_db
def test_f16_act_on_a_resource_needs_the_tag_that_was_read(cast: SimpleNamespace) -> None:
    claim = AttributionFactory().claim
    caller = Caller(cast.editor)
    path, words = f"claims/{claim.pk}/corrections/", {"statement": "The bridge is safe.", "why": "Shorter."}
    stale = caller.etag(f"claims/{claim.pk}/")
    answers = [
        caller.post(path, words, match=""),
        caller.post(path, words, match='"something-else"'),
        caller.post(path, words, match=f"W/{stale}"),
        caller.post(path, words, match="not a tag"),
        caller.post(path, words, match=stale),
        caller.post(path, {**words, "statement": "Another."}, match=stale),
    ]
    assert [answer.status_code for answer in answers] == [428, 412, 412, 400, 201, 412]
    claim.refresh_from_db()
    assert claim.statement == "The bridge is safe."
    assert caller.post(path, {**words, "statement": "A third."}, match=answers[4]["ETag"]).status_code == 201


@pytest.mark.django_db
def test_what_the_desk_derives_does_not_make_a_tag_stale(cast: SimpleNamespace) -> None:
    claim = AttributionFactory().claim
    caller = Caller(cast.editor)
    before = caller.etag(f"claims/{claim.pk}/")
    sourcing.drain()
    assert caller.etag(f"claims/{claim.pk}/") == before


@pytest.mark.django_db
def test_tag_of_a_blind_review_does_not_tell_that_a_verdict_is_in(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("assigned", cast, ratings)
    other = Caller(cast.other_reviewer)
    before = other.etag(f"reviews/{review.pk}/")
    assert Caller(cast.reviewer).post(f"reviews/{review.pk}/verdicts/", VERDICT).status_code == 201
    assert other.etag(f"reviews/{review.pk}/") == before
    assert other.post(f"reviews/{review.pk}/verdicts/", VERDICT, match=before).status_code == 201


def at_once(number: int, press: Callable[[], Any]) -> list[Any]:
    """What so many presses of one button at the same instant are answered."""
    gate = threading.Barrier(number)

    def one(_: int) -> Any:
        gate.wait()
        try:
            return press()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.mark.django_db(transaction=True)
def test_f15_twins_at_the_same_instant_make_one_row() -> None:
    cast, ratings = make_cast(), make_scale()
    for at in range(10):
        review = review_at("assigned", cast, ratings)
        caller = Caller(cast.reviewer)
        tag = caller.etag(f"reviews/{review.pk}/")
        path = f"reviews/{review.pk}/verdicts/"
        answers = at_once(2, partial(caller.post, path, VERDICT, match=tag, key=f"k{at}"))
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].content == answers[1].content
    assert Verdict.objects.count() == 10


@pytest.mark.django_db
def test_token_is_told_its_limit_and_refused_beyond_it(cast: SimpleNamespace, settings: Any) -> None:
    settings.API_READS_PER_MINUTE = 2
    caller = Caller(cast.partner)
    answers = [caller.get("claims/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert 0 < int(answers[2]["Retry-After"]) <= 61
    assert list(TokenCalls.objects.values_list("reads", "writes", "refused")) == [(3, 0, 1)]
    assert Caller(cast.partner).get("claims/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["newest", "oldest", "checkworthy"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_order_is_walked_forth_and_back_without_gap_or_repeat(
    sort: str, size: int, cast: SimpleNamespace
) -> None:
    for at in range(7):
        AttributionFactory(claim__checkworthy=at % 3)
    caller = Caller(cast.partner)
    page = caller.get("claims/", sort=sort, page_size=size, count="exact").json()
    assert (page["count"], page["previous"]) == (7, None)
    seen = [[claim["id"] for claim in page["results"]]]
    while page["next"]:
        page = caller.client.get(page["next"], headers=caller.headers()).json()
        seen.append([claim["id"] for claim in page["results"]])
    order = {"newest": ["-pk"], "oldest": ["pk"], "checkworthy": ["-checkworthy", "-pk"]}[sort]
    assert list(chain(*seen)) == list(Claim.objects.order_by(*order).values_list("pk", flat=True))
    back = [seen[-1]]
    while page["previous"]:
        page = caller.client.get(page["previous"], headers=caller.headers()).json()
        back.insert(0, [claim["id"] for claim in page["results"]])
    assert back == seen


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"page_size": "0"}, "page_size"),
        ({"page_size": "x"}, "page_size"),
        ({"sort": "-private_note"}, "sort"),
        ({"count": "all"}, "count"),
        ({"fields": "id,secret"}, "secret"),
        ({"expand": "reviews"}, "expand"),
        ({"cursor": "WyJuZXdlc3QiLGZhbHNlLFsiMXwiXV0="}, "cursor"),
        ({"cursor": "WyJvbGRlc3QiLGZhbHNlLFsxXV0="}, "cursor"),
        ({"cursor": "WyJuZXdlc3QiLGZhbHNlLFs5OTk5OTk5OTk5OTk5OTk5OTk5OTk5XV0="}, "cursor"),
    ],
)
def test_parameter_that_makes_no_sense_is_named(query: dict[str, str], words: str, cast: SimpleNamespace) -> None:
    answer = Caller(cast.partner).get("claims/", **query)
    assert answer.status_code == 400
    assert words in answer.json()["detail"]


@pytest.mark.django_db
def test_fields_are_chosen_and_evidence_expanded(cast: SimpleNamespace) -> None:
    claim = AttributionFactory().claim
    caller = Caller(cast.partner)
    assert caller.get("claims/", fields="id,statement").json()["results"] == [
        {"id": claim.pk, "statement": claim.statement}
    ]
    assert "evidence" not in caller.get("claims/").json()["results"][0]
    assert caller.get("claims/", expand="evidence").json()["results"][0]["evidence"] == []
    assert caller.get(f"claims/{claim.pk}/", fields="id").json() == {"id": claim.pk}


def test_every_kind_of_problem_is_explained_at_its_address(client: Any) -> None:
    every = client.get("/api/v1/problems/").json()["problems"]
    assert len(every) > 20
    assert all(client.get(one["type"]).json() == one for one in every)
    assert client.get("/api/v1/problems/nonsense/").status_code == 404


@pytest.mark.django_db
def test_answers_are_kept_for_a_day(cast: SimpleNamespace) -> None:
    caller = Caller(cast.editor)
    for key, hours in (("new", 24), ("old", 26)):
        caller.post("articles/", {"text": f"The mayor said that {key} is safe."}, key=key)
        RememberedAnswer.objects.filter(key=key).update(made_at=timezone.now() - timedelta(hours=hours))
    tasks.forget_old_calls()
    assert list(RememberedAnswer.objects.values_list("key", flat=True)) == ["new"]
