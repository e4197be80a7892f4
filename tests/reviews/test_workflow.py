"""The review: who may do what when, blindness, separation of duties, and the gate."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from claims.intake import correct_claim
from claims.models import Event
from claims.refusals import NotNow, NotSo, NotYours, Refused
from reviews import publishing, visibility, workflow
from reviews.enums import State
from reviews.models import Approval, ConflictOfInterest, Rating, Review, Verdict
from reviews.workflow import BY_EVENT, TRANSITIONS
from tests.factories import AttributionFactory, ClaimFactory
from tests.factories.reviews import anonymous_claim, disputed, judge, named_claim, review_at, sign

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]
ROLES = (
    "editor", "reviewer", "other_reviewer", "third_reviewer", "approver", "custodian", "partner", "administrator",
    "outsider",
)  # fmt: skip
# Who may begin each event when the state allows it; an administrator holds every permission.
ALLOWED = {
    "assign": {"editor", "administrator"},
    "hand_back": {"reviewer", "other_reviewer"},
    "submit_verdict": {"reviewer", "other_reviewer"},
    "take_off": {"editor", "administrator"},
    "withdraw_verdict": set(),
    "vote": set(),
    "settle_by_vote": {"editor", "administrator"},
    "agree": {"reviewer", "other_reviewer", "third_reviewer", "partner", "administrator"},
    "dispute": {"reviewer", "other_reviewer", "third_reviewer", "partner", "administrator"},
    "settle": {"reviewer", "other_reviewer", "third_reviewer", "partner", "administrator"},
    "adjudicate": {"editor", "administrator"},
    "rewrite_explanation": {"editor", "administrator"},
    "approve": {"approver", "administrator"},
    "publish": {"editor", "administrator"},
    "correct": {"editor", "administrator"},
    "retract": {"editor", "administrator"},
    "return_to_desk": {"editor", "administrator"},
}


@pytest.mark.parametrize("event", list(BY_EVENT))
def test_every_state_and_role_for_each_event(event: str, cast: SimpleNamespace, ratings: Ratings) -> None:
    """The whole square of states and roles: an event is possible from its states alone, and by its roles alone."""
    review = review_at("assigned", cast, ratings)
    settled = review_at("settled", cast, ratings)
    for state in State:
        subject = settled if state not in (State.QUEUED, State.ASSIGNED, State.IN_REVIEW) else review
        subject.state = state
        for role in ROLES:
            refused = workflow.refusal(event, review=subject, by=getattr(cast, role))
            if state in BY_EVENT[event].before and role in ALLOWED[event]:
                assert refused is None, (state, role, refused)
            elif role not in ALLOWED[event]:
                assert isinstance(refused, NotYours | NotNow), (state, role)
            else:
                assert isinstance(refused, NotNow), (state, role)


def test_every_state_can_be_reached_and_every_event_has_its_rule() -> None:
    reached = {transition.after for transition in TRANSITIONS} | {State.QUEUED}
    assert reached == set(State)
    assert set(ALLOWED) == set(BY_EVENT)


def test_two_who_agree_settle(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("settled", cast, ratings)
    assert (review.state, review.settlement.rating.slug, review.settlement.adjudicator) == ("settled", "true", None)
    happened = Event.objects.filter(subject=Event.subject_of(review.claim)).order_by("position")
    assert [event.what for event in happened] == [
        "open_review", "assign", "submit_verdict", "submit_verdict", "agree", "settle",
    ]  # fmt: skip


def test_two_who_differ_need_a_third(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = disputed(cast, ratings)
    assert review.state == State.DISPUTED
    workflow.adjudicate(review=review, by=cast.editor, rating=ratings["half-true"], explanation="Both have a point.")
    review.refresh_from_db()
    assert (review.state, review.settlement.adjudicator) == ("settled", cast.editor)


def test_nobody_sees_the_other_verdict_before_both_are_in(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("in_review", cast, ratings)
    seen = {role: list(visibility.verdicts_visible_to(getattr(cast, role), review)) for role in ROLES}
    own = Verdict.objects.get()
    assert {role: verdicts for role, verdicts in seen.items() if verdicts} == {"reviewer": [own]}
    assert visibility.shown_state(review) == visibility.shown_state(review_at("assigned", cast, ratings))
    judge(review, cast.other_reviewer, ratings["true"])
    review.refresh_from_db()
    assert visibility.verdicts_visible_to(cast.editor, review).count() == 2


def test_refusals_in_a_blind_round_do_not_tell_how_far_it_is(cast: SimpleNamespace, ratings: Ratings) -> None:
    before, after = review_at("assigned", cast, ratings), review_at("in_review", cast, ratings)
    for event in BY_EVENT:
        for role in set(ROLES) - {"reviewer"}:
            person = getattr(cast, role)
            one, other = (workflow.refusal(event, review=review, by=person) for review in (before, after))
            if event not in {"agree", "dispute"}:  # never asked of a person: they follow from the second verdict
                assert str(one) == str(other), (event, role)


@pytest.mark.parametrize("role", ["third_reviewer", "editor", "approver", "partner", "administrator", "outsider"])
def test_only_the_assigned_judge(role: str, cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("assigned", cast, ratings)
    with pytest.raises(NotYours):
        judge(review, getattr(cast, role), ratings["true"])
    assert not Verdict.objects.exists()


def test_verdict_gives_reasons_and_evidence_or_says_there_is_none(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("assigned", cast, ratings)
    with pytest.raises(NotSo, match="Give the reasons"):
        judge(review, cast.reviewer, ratings["true"], rationale=" ")
    with pytest.raises(NotSo, match="Cite evidence"):
        judge(review, cast.reviewer, ratings["true"], no_evidence=False)


def test_nobody_judges_twice(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("in_review", cast, ratings)
    with pytest.raises(NotNow, match="already"):
        judge(review, cast.reviewer, ratings["true"])


def test_who_added_a_claim_or_has_a_conflict_is_not_assigned(cast: SimpleNamespace, ratings: Ratings) -> None:
    claim = ClaimFactory(added_by=cast.reviewer)
    tied = AttributionFactory(claim=claim)
    ConflictOfInterest.objects.create(person=cast.other_reviewer, source=tied.source, reason="sister")
    review = workflow.open_review(claim=claim, by=cast.editor)
    for person in (cast.reviewer, cast.other_reviewer):
        with pytest.raises(NotSo):
            workflow.assign(review=review, reviewers=[person], by=cast.editor)
    assert not review.assignments.exists()


def test_nobody_approves_his_own_verdict_superusers_too(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("queued", cast, ratings)
    workflow.assign(review=review, reviewers=[cast.administrator, cast.reviewer], by=cast.editor)
    judge(review, cast.administrator, ratings["true"])
    judge(review, cast.reviewer, ratings["true"])
    with pytest.raises(NotYours, match="nobody approves his own verdict"):
        sign(review, cast.administrator)
    with pytest.raises(IntegrityError, match="nobody approves his own verdict"), transaction.atomic():
        Approval.objects.create(review=review, approver=cast.administrator, digest="0" * 64)


def test_claim_that_rests_only_on_anonymous_sources_is_not_called_true(
    cast: SimpleNamespace, ratings: Ratings
) -> None:
    review = review_at("settled", cast, ratings, claim=anonymous_claim())
    with pytest.raises(NotNow, match="rests only on anonymous sources, so it cannot be rated “True”"):
        sign(review, cast.approver)
    review.refresh_from_db()
    assert review.state == State.SETTLED


def test_it_may_be_called_unproven(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("published", cast, ratings, claim=anonymous_claim(), rating="unproven")
    assert review.state == State.PUBLISHED


def test_grounds_that_change_after_approval_stop_the_publication(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("approved", cast, ratings)
    AttributionFactory(claim=review.claim)
    with pytest.raises(NotNow, match="being decided again"):
        publishing.publish(review=review, by=cast.editor)


def test_reworded_claim_makes_its_verdicts_stale(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("settled", cast, ratings)
    correct_claim(claim=review.claim, statement="Other words.", by=cast.editor, why="clearer")
    fresh = Review.objects.get(pk=review.pk)
    assert fresh.is_stale
    with pytest.raises(NotNow, match="new round"):
        sign(fresh, cast.approver)


def test_new_round_opens_after_a_return(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("assigned", cast, ratings)
    with pytest.raises(NotNow, match="under review already"):
        workflow.open_review(claim=review.claim, by=cast.editor)
    workflow.return_to_desk(review=review, by=cast.editor, why="Wrong article.")
    assert workflow.open_review(claim=review.claim, by=cast.editor).round == 2


def test_handing_back_puts_the_claim_into_the_queue_again(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("queued", cast, ratings)
    workflow.assign(review=review, reviewers=[cast.reviewer], by=cast.editor)
    workflow.hand_back(review=review, by=cast.reviewer)
    review.refresh_from_db()
    assert review.state == State.QUEUED


@pytest.mark.parametrize("statement", ["UPDATE reviews_verdict SET rationale = 'x'", "DELETE FROM reviews_verdict"])
def test_verdict_is_append_only_in_the_database(statement: str, cast: SimpleNamespace, ratings: Ratings) -> None:
    review_at("in_review", cast, ratings)
    with pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(statement)


def test_published_words_never_change_in_the_database(cast: SimpleNamespace, ratings: Ratings) -> None:
    review_at("published", cast, ratings)
    with pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute("UPDATE reviews_publication SET shown = '{}'")


def test_refusal_changes_nothing(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("settled", cast, ratings, claim=named_claim())
    events = Event.objects.count()
    for event, act in {
        "publish": lambda: publishing.publish(review=review, by=cast.editor),
        "approve": lambda: workflow.approve(review=review, by=cast.reviewer, digest="x"),
    }.items():
        with pytest.raises(Refused):
            act()
        assert (Review.objects.get(pk=review.pk).state, Event.objects.count()) == (State.SETTLED, events), event
