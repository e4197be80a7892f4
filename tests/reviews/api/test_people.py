"""Ties, remarks and assignment by rule over REST: each for himself, and the blind stay blind."""

from types import SimpleNamespace

import pytest

from reviews import discussion
from reviews.models import Assignment, Comment, ConflictOfInterest, Notice, Rating, Review
from tests.factcheck.api.caller import Caller
from tests.factories.reviews import judge, named_claim, review_at

pytestmark = pytest.mark.django_db


def test_tie_declared_over_rest_ends_the_assignment_and_bars_for_good(
    cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    review = review_at("assigned", cast, ratings)
    source = review.claim.attributions.get().source_id
    caller = Caller(cast.reviewer)
    made = caller.post("conflicts/", {"source": source, "reason": "My brother works there."})
    assert (made.status_code, made.json()["person"]) == (201, "reviewer")
    assert not Assignment.objects.filter(review=review, reviewer=cast.reviewer, ended_at=None).exists()
    again = caller.post("conflicts/", {"source": source, "reason": "My brother works there."})
    assert (again.status_code, ConflictOfInterest.objects.count()) == (409, 1)
    asked = Caller(cast.editor).post(f"reviews/{review.pk}/assignments/", {"reviewers": ["reviewer"]})
    assert (asked.status_code, asked.json()["errors"][0]["pointer"]) == (422, "/reviewers")
    for wrong in (10**9, 10**30):
        assert caller.post("conflicts/", {"source": wrong, "reason": "x"}).json()["errors"][0]["pointer"] == "/source"


def test_ties_of_others_are_seen_by_those_who_assign_alone(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    source = review_at("queued", cast, ratings).claim.attributions.get().source_id
    for person in (cast.partner, cast.approver):
        assert Caller(person).post("conflicts/", {"source": source, "reason": "A friend."}).status_code == 201
    seen = {
        role: [each["person"] for each in Caller(getattr(cast, role)).get("conflicts/").json()["results"]]
        for role in ("editor", "partner", "reviewer")
    }
    assert seen == {"editor": ["approver", "partner"], "partner": ["partner"], "reviewer": []}


def test_remark_tells_whom_it_names_and_stays_with_its_claim(cast: SimpleNamespace) -> None:
    claim, caller = named_claim(), Caller(cast.editor)
    made = caller.post("comments/", {"claim": claim.pk, "words": "@approver, is the report public?"})
    assert (made.status_code, made.json()["mentioned"], made.json()["author"]) == (201, ["approver"], "editor")
    assert list(Notice.objects.values_list("person__username", "kind")) == [("approver", "mention")]
    other = named_claim()
    assert caller.get("comments/", claim=other.pk).json()["results"] == []
    assert len(caller.get("comments/", claim=claim.pk).json()["results"]) == 1
    for words in ({"claim": claim.pk, "words": "@partner look"}, {"claim": 10**30, "words": "x"}):
        assert caller.post("comments/", words).status_code == 422
    assert Caller(cast.partner).post("comments/", {"claim": claim.pk, "words": "Hello"}).status_code == 403
    assert Comment.objects.count() == 1


def test_blind_reviewers_read_each_others_remarks_once_both_verdicts_are_in(
    cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    review = review_at("in_review", cast, ratings)
    mine = discussion.comment(claim=review.claim, by=cast.reviewer, words="The report is thin.")
    blind, own, desk = (Caller(each) for each in (cast.other_reviewer, cast.reviewer, cast.approver))
    assert [len(each.get("comments/").json()["results"]) for each in (blind, own, desk)] == [0, 1, 1]
    assert blind.get("comments/", claim=review.claim_id, count="exact").json()["count"] == 0
    assert blind.get(f"comments/{mine.pk}/").status_code == 404
    judge(review, cast.other_reviewer, ratings["true"])
    assert blind.get(f"comments/{mine.pk}/").json()["words"] == "The report is thin."


def test_rules_choose_the_reviewers_over_rest_and_say_when_too_few_are_free(
    cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    review = review_at("queued", cast, ratings)
    caller, path = Caller(cast.editor), f"reviews/{review.pk}/assignments/"
    both = caller.post(path, {"by_rule": True, "reviewers": ["reviewer"]})
    assert (both.status_code, both.json()["errors"][0]["pointer"]) == (422, "/reviewers")
    assert caller.post(path, {}).status_code == 422
    done = caller.post(path, {"by_rule": True, "due_on": "2030-01-31"})
    assert (done.status_code, done.json()["state"], done.json()["due_on"]) == (201, "With reviewers", "2030-01-31")
    assert Assignment.objects.filter(review=review).exclude(by_rule=[]).count() == 2
    assert caller.post(path, {"by_rule": True}).status_code == 409
    assert Caller(cast.reviewer).post(path, {"by_rule": True}).status_code == 403
    source = Review.objects.get(pk=review.pk).claim.attributions.get().source_id
    second = review_at("queued", cast, ratings)
    second.claim.attributions.update(source=source)
    for person in (cast.reviewer, cast.other_reviewer, cast.third_reviewer, cast.partner):
        Caller(person).post("conflicts/", {"source": source, "reason": "A friend."})
    none = caller.post(f"reviews/{second.pk}/assignments/", {"by_rule": True})
    assert none.status_code == 409
    assert "The rules find 0" in none.json()["detail"]
