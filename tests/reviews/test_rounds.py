"""Assignment by rule, withdrawal, panels, small desks, exceptions, replies and reminders."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from claims.refusals import NotNow, NotSo, NotYours
from reviews import publishing, workflow
from reviews.enums import DisputeRule, NoticeKind, SettledBy
from reviews.models import DeskRules, Notice, Rating, Review, ReviewerProfile, Verdict
from tests.factories.reviews import anonymous_claim, disputed, judge, named_claim, review_at, sign

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]


def test_rules_choose_who_knows_the_topic_and_has_room(cast: SimpleNamespace, ratings: Ratings) -> None:
    claim = named_claim()
    claim.topic = "traffic"
    claim.save(update_fields=["topic"])
    ReviewerProfile.objects.create(person=cast.third_reviewer, topics=["Traffic"])
    ReviewerProfile.objects.create(person=cast.partner, most_at_once=0)
    ReviewerProfile.objects.create(person=cast.reviewer, languages=["de"])
    review = workflow.open_review(claim=claim, by=cast.editor)
    found = workflow.suggest(review)
    assert [each.person for each in found] == [cast.third_reviewer, cast.other_reviewer]
    assert found[0].grounds == ["0 of 5 claims at once", "knows the topic “traffic”", "reads “en”"]
    workflow.assign_by_rule(review=review, by=cast.editor)
    assigned = review.assignments.order_by("pk")
    assert [each.reviewer for each in assigned] == [cast.third_reviewer, cast.other_reviewer]
    assert {each.due_on for each in assigned} == {timezone.now().date() + timedelta(days=5)}


def test_rules_that_find_too_few_assign_nobody(cast: SimpleNamespace, ratings: Ratings) -> None:
    for person in (cast.reviewer, cast.other_reviewer, cast.third_reviewer):
        ReviewerProfile.objects.create(person=person, most_at_once=0)
    review = review_at("queued", cast, ratings)
    with pytest.raises(NotNow, match="The rules find 1 of 2 reviewers"):
        workflow.assign_by_rule(review=review, by=cast.editor)
    assert not review.assignments.exists()


def test_withdrawn_verdict_stays_on_record_and_another_may_follow(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("in_review", cast, ratings)
    workflow.withdraw_verdict(review=review, by=cast.reviewer, why="I misread the table.")
    review.refresh_from_db()
    assert review.state == "assigned"
    judge(review, cast.reviewer, ratings["false"])
    judge(review, cast.other_reviewer, ratings["false"])
    review.refresh_from_db()
    assert (review.state, review.settlement.rating.slug, Verdict.objects.count()) == ("settled", "false", 3)
    with pytest.raises(NotNow):
        workflow.withdraw_verdict(review=review, by=cast.reviewer, why="Too late.")


def test_taking_somebody_off_does_not_tell_whether_he_had_judged(cast: SimpleNamespace, ratings: Ratings) -> None:
    for step in ("assigned", "in_review"):
        review = review_at(step, cast, ratings)
        workflow.reassign(
            review=review, reviewer=cast.reviewer, to=cast.third_reviewer, by=cast.editor, why="On holiday."
        )
        review.refresh_from_db()
        assert (review.state, review.verdicts.standing().count()) == ("assigned", 0)


def test_panel_of_three_decides_by_two(cast: SimpleNamespace, ratings: Ratings) -> None:
    DeskRules.objects.create(pk=1, disputes_go_to=DisputeRule.PANEL)
    review = disputed(cast, ratings)
    with pytest.raises(NotNow, match="a panel of 3 votes"):
        workflow.adjudicate(review=review, by=cast.editor, rating=ratings["true"], explanation="I decide.")
    workflow.vote(review=review, by=cast.editor, rating=ratings["true"], reasons="The first report is newer.")
    with pytest.raises(NotNow, match="voted already"):
        workflow.vote(review=review, by=cast.editor, rating=ratings["true"], reasons="Again.")
    workflow.vote(review=review, by=cast.administrator, rating=ratings["true"], reasons="So I read it.")
    review.refresh_from_db()
    assert (review.state, review.settlement.settled_by) == ("settled", SettledBy.PANEL)
    with pytest.raises(NotYours):
        sign(review, cast.administrator)


def test_small_desk_has_one_reviewer_and_one_approver_and_says_so(cast: SimpleNamespace, ratings: Ratings) -> None:
    DeskRules.objects.create(pk=1, reviewers_needed=1)
    review = review_at("queued", cast, ratings)
    with pytest.raises(NotSo, match="judged by one reviewer"):
        workflow.assign(review=review, reviewers=[cast.administrator, cast.reviewer], by=cast.editor)
    workflow.assign(review=review, reviewers=[cast.administrator], by=cast.editor)
    judge(review, cast.administrator, ratings["true"])
    with pytest.raises(NotYours):
        sign(review, cast.administrator)
    sign(review, cast.approver)
    shown = publishing.publish(review=Review.objects.get(), by=cast.editor).shown["review"]
    assert (shown["reviewers"], shown["small_desk"]) == (1, True)


def test_two_named_people_sign_an_exception_that_readers_see(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("settled", cast, ratings, claim=anonymous_claim())
    with pytest.raises(NotNow, match=r"Missing: .* Nobody is recorded as knowing it first-hand\. A second"):
        sign(review, cast.approver)
    workflow.ask_exception(review=review, by=cast.editor, reason="The danger is urgent.")
    with pytest.raises(NotYours, match="another person must sign"):
        workflow.sign_exception(review=review, by=cast.editor)
    with pytest.raises(NotYours):
        workflow.sign_exception(review=review, by=cast.reviewer)
    workflow.sign_exception(review=review, by=cast.approver)
    sign(review, cast.approver)
    shown = publishing.publish(review=Review.objects.get(), by=cast.editor).shown["exception"]
    assert (shown["reason"], shown["signed_by"]) == (
        "The danger is urgent.", [str(cast.editor), str(cast.approver)],
    )  # fmt: skip


def test_serious_allegation_waits_for_whoever_is_accused(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("settled", cast, ratings)
    workflow.mark_serious(review=review, by=cast.editor, serious=True, why="It alleges a crime.")
    with pytest.raises(NotNow, match="nobody has been asked for a reply"):
        sign(review, cast.approver)
    today = timezone.now().date()
    asked = workflow.ask_reply(
        claim=review.claim, by=cast.editor, asked="The mayor", asked_on=today, means="email", reply_by=today
    )
    with pytest.raises(NotNow, match="The mayor has until"):
        sign(review, cast.approver)
    workflow.record_reply(request=asked, by=cast.editor, answered_on=today, declined=True)
    sign(review, cast.approver)
    assert publishing.publish(review=Review.objects.get(), by=cast.editor).shown["right_of_reply"][0]["declined"]


def test_reviewers_are_reminded_once_before_and_once_after(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("queued", cast, ratings)
    due = date(2026, 5, 20)
    workflow.assign(review=review, reviewers=[cast.reviewer, cast.other_reviewer], by=cast.editor, due_on=due)
    judge(review, cast.reviewer, ratings["true"])
    assert workflow.remind(on=date(2026, 5, 18)) == 0
    assert [workflow.remind(on=date(2026, 5, 19)) for _ in range(2)] == [1, 0]
    assert [workflow.remind(on=date(2026, 5, 21)) for _ in range(2)] == [1, 0]
    told = Notice.objects.filter(kind=NoticeKind.REMINDER).values_list("person", flat=True)
    assert set(told) == {cast.other_reviewer.pk}
