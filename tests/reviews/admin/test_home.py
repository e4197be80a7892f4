"""The home page: my queue, what waits for whom, what was flagged; an empty desk explains itself."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Claim, StaleClaim
from claims.models.stale import MAX_ATTEMPTS
from reviews import workflow
from reviews.models import Rating, Review
from tests.factories import ArticleFactory
from tests.factories.grants import load_policies, requested
from tests.factories.reviews import anonymous_claim, named_claim, review_at
from tests.reviews.admin.test_desk import signed_in

pytestmark = pytest.mark.django_db
HOME = "admin:index"


def test_empty_desk_explains_itself(client: Client, cast: SimpleNamespace) -> None:
    page = signed_in(client, cast.editor).get(reverse(HOME)).content.decode()
    assert "The desk is empty." in page
    assert reverse("admin:claims_article_add") in page
    assert (
        reverse("admin:claims_article_add") not in signed_in(client, cast.reviewer).get(reverse(HOME)).content.decode()
    )


def test_home_lists_what_waits_for_me_alone(client: Client, cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    review = review_at("in_review", cast, ratings)
    mine = {
        role: [each.pk for each in signed_in(client, getattr(cast, role)).get(reverse(HOME)).context["mine"]]
        for role in ("reviewer", "other_reviewer", "third_reviewer", "editor")
    }
    assert mine == {"reviewer": [], "other_reviewer": [review.pk], "third_reviewer": [], "editor": []}


def test_my_queue_is_sorted_by_deadline_flags_and_what_is_worth_checking(
    client: Client, cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    plain, worth, flagged, late = (
        review_at("assigned", cast, ratings, claim=claim)
        for claim in (named_claim(), named_claim(), anonymous_claim(), named_claim())
    )
    Claim.objects.filter(pk=worth.claim_id).update(checkworthy=0.9)
    Review.objects.update(due_on="2030-01-02")
    Review.objects.filter(pk=late.pk).update(due_on="2030-01-01")
    mine = signed_in(client, cast.reviewer).get(reverse(HOME)).context["mine"]
    assert [review.pk for review in mine] == [late.pk, flagged.pk, worth.pk, plain.pk]


def test_withdrawn_verdict_waits_for_me_again(
    client: Client, cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    review = review_at("in_review", cast, ratings)
    workflow.withdraw_verdict(review=review, by=cast.reviewer, why="I misread it.")
    mine = signed_in(client, cast.reviewer).get(reverse(HOME)).context["mine"]
    assert [each.pk for each in mine] == [review.pk]


def test_home_counts_by_state_without_telling_how_far_a_blind_round_is(
    client: Client, cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    for step in ("queued", "assigned", "in_review", "settled", "approved", "published"):
        review_at(step, cast, ratings)
    waiting = signed_in(client, cast.editor).get(reverse(HOME)).context["waiting"]
    counted = {state: number for state, _, number in waiting}
    assert counted == {"queued": 1, "with_reviewers": 2, "disputed": 0, "settled": 1, "approved": 1}


def test_home_tells_of_flags_in_words(client: Client, cast: SimpleNamespace) -> None:
    anonymous_claim()
    page = signed_in(client, cast.editor).get(reverse(HOME))
    assert page.context["flags"] == [
        ("only_anonymous", "Only anonymous sources", 1),
        ("single_origin", "A single origin", 1),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_home_takes_the_same_queries_however_much_waits(
    number: int,
    client: Client,
    cast: SimpleNamespace,
    ratings: dict[str, Rating],
    django_assert_num_queries: Any,
) -> None:
    for _ in range(number):
        ArticleFactory()
        review_at("assigned", cast, ratings)
    signed_in(client, cast.reviewer)
    with django_assert_num_queries(11):
        client.get(reverse(HOME))


def test_outsider_is_asked_to_sign_in(client: Client, cast: SimpleNamespace) -> None:
    answer = signed_in(client, cast.outsider).get(reverse(HOME), follow=True)
    assert answer.request["PATH_INFO"] == reverse("admin:login")
    assert "<h1>Sign in</h1>" in answer.content.decode()


def test_grants_that_wait_are_counted_for_those_who_see_them(client: Client, cast: SimpleNamespace) -> None:
    load_policies()
    requested(cast)
    for role, shown in (("approver", True), ("editor", True), ("reviewer", False), ("partner", False)):
        page = signed_in(client, getattr(cast, role)).get(reverse(HOME)).content.decode()
        assert ("<b>1</b> grant to approve" in page) is shown, role


def test_home_and_workbench_tell_of_a_claim_that_could_not_be_decided(client: Client, cast: SimpleNamespace) -> None:
    claim = anonymous_claim()
    StaleClaim.objects.create(claim=claim, attempts=MAX_ATTEMPTS, trouble="ArithmeticError")
    page = signed_in(client, cast.editor).get(reverse(HOME)).content.decode()
    assert "1 could not be decided" in page
    bench = client.get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    assert "in three attempts (ArithmeticError)" in bench
