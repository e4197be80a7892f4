"""A published page whose claim moves on: a new round, the flags, the note for readers; the page stays as signed."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from claims import sourcing
from claims.enums import FlagRule
from claims.intake import add_evidence, correct_claim
from claims.models import Claim, Flag
from reviews import following, publishing, workflow
from reviews.models import DeskRules, Publication, Rating, Review, StalePage
from tests.factories.reviews import judge, published, sign

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]


def flags(claim: Claim) -> set[str]:
    return set(Flag.objects.filter(claim=claim, cleared_at=None).values_list("rule", flat=True))


def test_p17_reworded_claim_gets_a_new_round_and_its_page_says_so(cast: SimpleNamespace, ratings: Ratings) -> None:
    publication = published(cast, ratings)
    claim = publication.review.claim
    correct_claim(claim=claim, statement="Other words entirely.", by=cast.editor, why="clearer")
    StalePage.objects.all().delete()
    following.follow()
    review = Review.objects.get(claim=claim, state="queued")
    fresh = Publication.objects.get(pk=publication.pk)
    assert (review.round, review.statement, review.opened_by) == (2, "Other words entirely.", None)
    assert (fresh.under_review_since, fresh.shown) == (review.opened_at, publication.shown)
    assert StalePage.objects.filter(path=publication.get_absolute_url()).exists()
    assert FlagRule.STALE_VERDICT in flags(claim)


def test_following_again_changes_nothing(cast: SimpleNamespace, ratings: Ratings) -> None:
    claim = published(cast, ratings).review.claim
    correct_claim(claim=claim, statement="Other words.", by=cast.editor, why="clearer")
    following.follow()
    StalePage.objects.all().delete()
    assert (following.follow_rewordings(), following.tell_readers(), following.flag_stale_verdicts()) == (0, 0, 0)
    assert (Review.objects.filter(claim=claim).count(), StalePage.objects.count()) == (2, 0)


def test_new_page_ends_the_note_and_the_flag(cast: SimpleNamespace, ratings: Ratings) -> None:
    claim = published(cast, ratings).review.claim
    correct_claim(claim=claim, statement="Other words.", by=cast.editor, why="clearer")
    following.follow()
    review = Review.objects.get(claim=claim, state="queued")
    workflow.assign(review=review, reviewers=[cast.reviewer, cast.other_reviewer], by=cast.editor)
    for person in (cast.reviewer, cast.other_reviewer):
        judge(review, person, ratings["true"])
    sign(review, cast.approver)
    publishing.publish(review=review, by=cast.editor)
    following.follow()
    shown = Publication.objects.get(shown_until=None)
    assert (shown.under_review_since, shown.shown["claim"]["statement"]) == (None, "Other words.")
    assert FlagRule.STALE_VERDICT not in flags(claim)


def test_round_that_is_returned_ends_the_note(cast: SimpleNamespace, ratings: Ratings) -> None:
    publication = published(cast, ratings)
    review = workflow.open_review(claim=publication.review.claim, by=cast.editor)
    following.follow()
    assert Publication.objects.get(pk=publication.pk).under_review_since == review.opened_at
    workflow.return_to_desk(review=review, by=cast.editor, why="Opened by mistake.")
    following.follow()
    assert Publication.objects.get(pk=publication.pk).under_review_since is None


def test_changed_grounds_flag_the_verdict(cast: SimpleNamespace, ratings: Ratings) -> None:
    claim = published(cast, ratings).review.claim
    add_evidence(
        claim=claim, by=cast.editor, kind="document", title="Report", stance="supports", is_primary=True,
        url="https://city.example/r.pdf",
    )  # fmt: skip
    sourcing.drain()
    following.follow()
    assert FlagRule.STALE_VERDICT in flags(claim)


def test_recheck_is_due_after_the_days_of_the_desk(cast: SimpleNamespace, ratings: Ratings) -> None:
    DeskRules.objects.create(pk=1, recheck_after_days=30)
    review = published(cast, ratings).review
    review.refresh_from_db()
    assert review.recheck_on == timezone.localdate() + timedelta(days=30)
    assert following.flag_overdue(on=review.recheck_on) == 0
    assert following.flag_overdue(on=review.recheck_on + timedelta(days=1)) == 1
    assert FlagRule.OVERDUE_RECHECK in flags(review.claim)
    Review.objects.filter(pk=review.pk).update(recheck_on=review.recheck_on + timedelta(days=90))
    assert following.flag_overdue(on=review.recheck_on + timedelta(days=1)) == 1
    assert FlagRule.OVERDUE_RECHECK not in flags(review.claim)
