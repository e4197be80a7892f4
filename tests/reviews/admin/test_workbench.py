"""The workbench of one claim: constant queries, what blocks, what is recorded, and the outsider."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims import sourcing
from claims.enums import BasisKind
from claims.intake import add_evidence, correct_claim
from claims.models import Claim, Event
from reviews import discussion, workflow
from reviews.admin import queue
from reviews.admin.workbench import BUTTONS, EVENT_WORDS, way
from reviews.enums import State
from reviews.models import Rating, Review
from tests.factories import AttributionFactory, ClaimFactory, SourceFactory
from tests.factories.reviews import disputed, review_at
from tests.reviews.admin.test_desk import act, signed_in

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]


def shown(client: Client, claim: Claim) -> Any:
    return client.get(reverse("admin:claims_claim_change", args=[claim.pk]))


def bring(claim: Claim, by: Any, number: int) -> None:
    source = SourceFactory()
    add_evidence(
        claim=claim, by=by, kind="interview", title=f"Call {number}", stance="supports", origin=source, text="A: Yes."
    )


@pytest.mark.parametrize("number", [1, 3])
def test_workbench_takes_the_same_queries_however_much_it_shows(
    number: int, client: Client, cast: SimpleNamespace, ratings: Ratings, django_assert_num_queries: Any
) -> None:
    claim = AttributionFactory().claim
    for extra in range(number):
        AttributionFactory(claim=claim)
        bring(claim, cast.editor, extra)
        discussion.comment(claim=claim, by=cast.approver, words=f"@editor {extra}")
    sourcing.drain()
    review = workflow.open_review(claim=claim, by=cast.editor)
    workflow.assign(review=review, reviewers=[cast.reviewer, cast.other_reviewer], by=cast.editor)
    signed_in(client, cast.editor)
    with django_assert_num_queries(39):
        assert shown(client, claim).status_code == 200


def test_everybody_at_the_desk_opens_the_workbench_and_the_outsider_does_not(
    client: Client, cast: SimpleNamespace
) -> None:
    claim = AttributionFactory().claim
    for role in ("editor", "reviewer", "approver", "custodian", "partner", "administrator"):
        assert shown(signed_in(client, getattr(cast, role)), claim).status_code == 200, role
    answer = shown(signed_in(client, cast.outsider), claim)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("admin:login"))


def test_outsider_presses_no_button(client: Client, cast: SimpleNamespace) -> None:
    claim = AttributionFactory().claim
    answer = signed_in(client, cast.outsider).post(reverse("admin:claim_act", args=[claim.pk, "open_review"]))
    assert answer.status_code == 302
    assert Review.objects.count() == 0


def test_blocked_button_is_disabled_beside_the_sentence_that_says_why(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    review = review_at("assigned", cast, ratings)
    page = shown(signed_in(client, cast.editor), review.claim)
    blocked = {button["event"]: button["refused"] for button in page.context["blocked"]}
    assert blocked["publish"] == "The review is with reviewers; “publish” is not possible now."
    assert 'disabled aria-describedby="why-publish"' in page.content.decode()
    assert set(blocked) | {button["event"] for button in page.context["next_steps"]} == {name for name, _ in BUTTONS}


def test_verdict_form_is_for_the_reviewers_who_are_asked(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    review = review_at("assigned", cast, ratings)
    form = reverse("admin:claim_act", args=[review.claim_id, "submit_verdict"])
    for role, there in (("reviewer", True), ("third_reviewer", False), ("editor", False), ("administrator", False)):
        assert (form in shown(signed_in(client, getattr(cast, role)), review.claim).content.decode()) is there, role


def test_third_person_decides_a_dispute_with_both_verdicts_before_him(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    review = disputed(cast, ratings)
    page = shown(signed_in(client, cast.editor), review.claim).content.decode()
    assert f"{cast.reviewer} has looked." in page
    assert f"{cast.other_reviewer} has looked." in page
    said = act(client, review.claim, "adjudicate", rating="false", explanation="The minutes say otherwise.")
    assert said == "Decided."
    assert Review.objects.get(pk=review.pk).state == State.SETTLED


def test_correction_shows_both_wordings_and_the_reason(client: Client, cast: SimpleNamespace) -> None:
    claim = ClaimFactory(statement="The bridge is safe.")
    correct_claim(claim=claim, statement="The new bridge is safe.", by=cast.editor, why="There are two bridges.")
    page = shown(signed_in(client, cast.reviewer), claim).content.decode()
    assert "<del><bdi>The bridge is safe.</bdi></del>" in page
    assert "There are two bridges." in page


def test_correction_of_a_claim_changed_meanwhile_is_refused(client: Client, cast: SimpleNamespace) -> None:
    claim = ClaimFactory()
    correct_claim(claim=claim, statement="Another wording.", by=cast.editor, why="Clearer.")
    said = act(signed_in(client, cast.editor), claim, "reword", statement="A third.", why="Better.", version=1)
    assert said == "The claim has been changed since you opened it; look at it again."


def test_basis_older_than_its_grounds_says_so(client: Client, cast: SimpleNamespace) -> None:
    claim = AttributionFactory().claim
    sourcing.drain()
    assert "Being decided again" not in shown(signed_in(client, cast.editor), claim).content.decode()
    AttributionFactory(claim=claim)
    assert "Being decided again" in shown(client, claim).content.decode()


def test_flag_is_dismissed_with_a_reason_by_an_editor_alone(client: Client, cast: SimpleNamespace) -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    flag = claim.flags.get(rule="only_anonymous")
    assert "Dismissed" not in act(signed_in(client, cast.reviewer), claim, "dismiss_flag", flag=flag.pk, why="No.")
    assert act(signed_in(client, cast.editor), claim, "dismiss_flag", flag=flag.pk, why="Known.").startswith("Dismiss")
    flag.refresh_from_db()
    assert (flag.dismissed_by, flag.dismissal_reason) == (cast.editor, "Known.")


def test_due_date_that_is_none_is_named(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("queued", cast, ratings)
    people = [cast.reviewer.pk, cast.other_reviewer.pk]
    said = act(signed_in(client, cast.editor), review.claim, "assign", reviewers=people, due_on="tomorrow")
    assert said == "“tomorrow” is not a date (year-month-day)."
    assert act(client, review.claim, "assign", reviewers=people, due_on="2026-12-01") == "Assigned."
    review.refresh_from_db()
    assert str(review.due_on) == "2026-12-01"


def test_discarded_claim_offers_nothing_more(client: Client, cast: SimpleNamespace) -> None:
    claim = ClaimFactory()
    assert act(signed_in(client, cast.editor), claim, "discard", why="An opinion.") == "Discarded."
    page = shown(client, claim).content.decode()
    assert reverse("admin:claim_act", args=[claim.pk, "open_review"]) not in page
    assert "An opinion." in page


@pytest.mark.parametrize("state", State.values)
def test_way_of_a_review_names_where_it_stands(state: str) -> None:
    now = [step for step, is_now in way(Review(state=state)) if is_now]
    assert now == ["With reviewers" if state in ("assigned", "in_review") else State(state).label]


def test_every_event_and_every_basis_has_its_words() -> None:
    assert {transition.event for transition in workflow.TRANSITIONS} <= EVENT_WORDS.keys()
    assert set(queue.IN_THE_LIST) == set(BasisKind)
    assert Event.objects.exclude(what__in=EVENT_WORDS).count() == 0
