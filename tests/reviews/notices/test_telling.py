"""Who is told of what: the people whom an event concerns, once, in the words of its kind alone."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from reviews import workflow
from reviews.enums import NoticeKind, Way
from reviews.models import Delivery, Notice, Preferences, Rating
from reviews.notices import notify, unread
from tests.factories.reviews import disputed, named_claim, review_at

pytestmark = pytest.mark.django_db


def told() -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("kind", "person__username"))


def test_assignment_is_told_to_the_reviewers(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    review_at("assigned", cast, ratings)
    assert told() == {("assigned", "reviewer"), ("assigned", "other_reviewer")}


def test_first_verdict_is_told_to_nobody(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    review_at("assigned", cast, ratings)
    before = told()
    review_at("in_review", cast, ratings)
    assert told() == before


def test_second_verdict_is_told_to_the_first_reviewer_the_editor_and_whoever_may_sign(
    cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    review_at("settled", cast, ratings)
    assert told() == {
        ("assigned", "reviewer"),
        ("assigned", "other_reviewer"),
        ("verdicts_in", "reviewer"),
        ("verdicts_in", "editor"),
        ("settled", "approver"),
    }


def test_dispute_is_told_to_whoever_may_decide(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    review = disputed(cast, ratings)
    assert ("disputed", "editor") in told()
    workflow.adjudicate(review=review, by=cast.editor, rating=ratings["true"], explanation="The record says so.")
    assert ("settled", "approver") in told()


def test_publication_is_told_to_the_reviewers(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    review_at("published", cast, ratings)
    assert {each for each in told() if each[0] == "published"} == {
        ("published", "reviewer"),
        ("published", "other_reviewer"),
    }


def test_return_is_told_to_the_reviewers(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    workflow.return_to_desk(review=review_at("assigned", cast, ratings), by=cast.editor, why="Not now.")
    assert {each for each in told() if each[0] == "returned"} == {
        ("returned", "reviewer"),
        ("returned", "other_reviewer"),
    }


def test_refused_event_tells_nobody(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    review = review_at("queued", cast, ratings)
    with transaction.atomic():
        workflow.assign(review=review, reviewers=[cast.reviewer], by=cast.editor)
        transaction.set_rollback(True)
    assert told() == set()


def test_what_is_told_once_is_not_told_again(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    review = review_at("assigned", cast, ratings)
    first = notify(NoticeKind.REMINDER, review=review, by=None, to=[cast.reviewer], once="due-2026-01-01")
    second = notify(NoticeKind.REMINDER, review=review, by=None, to=[cast.reviewer], once="due-2026-01-01")
    assert (len(first), len(second)) == (1, 0)
    with pytest.raises(IntegrityError, match="nobody_is_told_the_same_thing_twice"), transaction.atomic():
        Notice.objects.create(person=cast.reviewer, kind="reminder", claim=review.claim, once="due-2026-01-01")


def test_a_person_who_left_is_told_nothing(cast: SimpleNamespace) -> None:
    cast.reviewer.is_active = False
    assert notify(NoticeKind.MENTION, claim=named_claim(), by=cast.editor, to=[cast.reviewer]) == []


def test_preferences_decide_the_ways(cast: SimpleNamespace) -> None:
    cast.reviewer.email = "reviewer@desk.example"
    Preferences.objects.create(
        person=cast.reviewer,
        desk_kinds=[],
        mail_kinds=["mention"],
        hook_kinds=["mention"],
        hook_url="https://hook.example/in",
        hook_salt="salt",
        digest_hour=6,
    )
    at = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
    notify(NoticeKind.MENTION, claim=named_claim(), by=cast.editor, to=[cast.reviewer], at=at)
    assert unread(cast.reviewer) == 0
    assert dict(Delivery.objects.values_list("way", "due_at")) == {
        Way.HOOK: at,
        Way.MAIL: datetime(2026, 3, 2, 6, 0, tzinfo=UTC),
    }


def test_nobody_without_an_address_is_written_to(cast: SimpleNamespace) -> None:
    notify(NoticeKind.MENTION, claim=named_claim(), by=cast.editor, to=[cast.reviewer])
    assert unread(cast.reviewer) == 1
    assert Delivery.objects.count() == 0


def test_notice_holds_nothing_but_ids_and_kind() -> None:
    held = {field.name for field in Notice._meta.get_fields() if not field.auto_created}
    assert held == {"person", "kind", "claim", "once", "at", "in_desk", "read_at"}
