"""People talk about a claim; whoever is named is told; the blind stay blind."""

from types import SimpleNamespace

import pytest
from django.db import ProgrammingError, transaction

from claims.refusals import NotNow, NotSo, NotYours
from reviews import discussion, visibility
from reviews.models import Comment, Notice, Rating
from tests.factories.reviews import judge, named_claim, review_at

pytestmark = pytest.mark.django_db


def test_mentioned_person_is_told_and_the_author_is_not(cast: SimpleNamespace) -> None:
    claim = named_claim()
    said = discussion.comment(claim=claim, by=cast.editor, words="@approver, look; mail me@editor.example. @editor")
    assert [person.username for person in said.mentioned.order_by("username")] == ["approver", "editor"]
    assert list(Notice.objects.values_list("person__username", "kind", "claim")) == [("approver", "mention", claim.pk)]


def test_name_that_nobody_has_is_named_as_such(cast: SimpleNamespace) -> None:
    assert discussion.unknown("@approver and @aprover, a@b.example") == ["aprover"]


@pytest.mark.parametrize("words", ["", "  \n", "x" * 5001, " ".join(f"@n{number}" for number in range(21))])
def test_comment_that_cannot_be_used_is_refused_by_its_field(words: str, cast: SimpleNamespace) -> None:
    with pytest.raises(NotSo) as refused:
        discussion.comment(claim=named_claim(), by=cast.editor, words=words)
    assert refused.value.field == "words"


def test_who_may_not_read_comments_is_not_named(cast: SimpleNamespace) -> None:
    for name in ("partner", "outsider"):
        with pytest.raises(NotSo):
            discussion.comment(claim=named_claim(), by=cast.editor, words=f"@{name} look")
        with pytest.raises(NotYours):
            discussion.comment(claim=named_claim(), by=getattr(cast, name), words="Hello")
    assert Comment.objects.count() == 0


def test_reviewers_of_a_blind_round_read_each_other_only_when_both_verdicts_are_in(
    cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    review = review_at("in_review", cast, ratings)
    claim = review.claim
    mine = discussion.comment(claim=claim, by=cast.reviewer, words="I think it is true.")
    asked = discussion.comment(claim=claim, by=cast.editor, words="@other_reviewer, please hurry.")
    with pytest.raises(NotNow):
        discussion.comment(claim=claim, by=cast.reviewer, words="@other_reviewer, true!")
    assert list(visibility.comments_visible_to(cast.other_reviewer, claim)) == [asked]
    assert list(visibility.comments_visible_to(cast.reviewer, claim)) == [mine, asked]
    assert list(visibility.comments_visible_to(cast.approver, claim)) == [mine, asked]
    judge(review, cast.other_reviewer, ratings["true"])
    assert list(visibility.comments_visible_to(cast.other_reviewer, claim)) == [mine, asked]


def test_comment_is_append_only(cast: SimpleNamespace) -> None:
    said = discussion.comment(claim=named_claim(), by=cast.editor, words="First.")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Comment.objects.filter(pk=said.pk).update(words="Second.")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Comment.objects.filter(pk=said.pk).delete()
