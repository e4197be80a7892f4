"""The verdict form saves itself: for its writer alone, back after a reload or a refusal, gone with the verdict."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from claims.models import Claim, Event
from reviews import workflow
from reviews.models import Rating, Review, VerdictDraft
from tests.conftest import PASSWORD, wait_until
from tests.factories.reviews import review_at
from tests.reviews.admin.test_desk import act, signed_in

Ratings = dict[str, Rating]
WORDS = "The inspection report of May names no crack."


def save(client: Client, claim: Claim, **words: Any) -> Any:
    return client.post(reverse("admin:claim_draft", args=[claim.pk]), words)


def page(client: Client, claim: Claim) -> str:
    return client.get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()


@pytest.fixture
def review(cast: SimpleNamespace, ratings: Ratings) -> Review:
    return review_at("assigned", cast, ratings)


@pytest.mark.django_db
def test_draft_comes_back_to_its_writer_and_to_nobody_else(
    client: Client, cast: SimpleNamespace, review: Review
) -> None:
    signed_in(client, cast.reviewer)
    answer = save(client, review.claim, rating="false", confidence="high", rationale=WORDS, no_evidence="on")
    assert answer.json()["saved"] is True
    shown = page(client, review.claim)
    assert WORDS in shown
    assert '<option value="false" selected>' in shown
    assert '<option value="high" selected>' in shown
    for other in ("other_reviewer", "editor", "approver", "custodian", "partner", "administrator"):
        assert WORDS not in page(signed_in(client, getattr(cast, other)), review.claim), other


@pytest.mark.django_db
def test_saving_again_is_one_draft_with_the_newest_words(
    client: Client, cast: SimpleNamespace, review: Review
) -> None:
    signed_in(client, cast.reviewer)
    for words in ("one", "two"):
        save(client, review.claim, rationale=words)
    assert list(VerdictDraft.objects.values_list("reviewer__username", "rationale")) == [("reviewer", "two")]


@pytest.mark.django_db
def test_refused_verdict_keeps_what_was_typed(client: Client, cast: SimpleNamespace, review: Review) -> None:
    signed_in(client, cast.reviewer)
    assert act(client, review.claim, "submit_verdict", rating="", rationale=WORDS) == "Choose a rating."
    assert WORDS in page(client, review.claim)


@pytest.mark.django_db
def test_given_verdict_takes_the_draft_away_and_a_late_save_brings_none_back(
    client: Client, cast: SimpleNamespace, review: Review
) -> None:
    signed_in(client, cast.reviewer)
    save(client, review.claim, rationale=WORDS)
    act(client, review.claim, "submit_verdict", rating="false", rationale=WORDS, no_evidence="on")
    assert VerdictDraft.objects.count() == 0
    late = save(client, review.claim, rationale=WORDS)
    assert (late.status_code, VerdictDraft.objects.count()) == (409, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["editor", "approver", "third_reviewer", "administrator"])
def test_who_does_not_judge_saves_nothing(client: Client, cast: SimpleNamespace, review: Review, role: str) -> None:
    answer = save(signed_in(client, getattr(cast, role)), review.claim, rationale=WORDS)
    assert (answer.status_code, VerdictDraft.objects.count()) == (409, 0)


@pytest.mark.django_db
def test_outsider_saves_nothing(client: Client, cast: SimpleNamespace, review: Review) -> None:
    assert save(signed_in(client, cast.outsider), review.claim, rationale=WORDS).status_code == 302
    assert VerdictDraft.objects.count() == 0


@pytest.mark.django_db
def test_draft_is_in_no_history_and_no_state(client: Client, cast: SimpleNamespace, review: Review) -> None:
    before = list(Event.objects.values_list("pk", flat=True))
    save(signed_in(client, cast.reviewer), review.claim, rationale=WORDS)
    assert list(Event.objects.values_list("pk", flat=True)) == before
    assert Review.objects.get().state == "assigned"


def test_no_relation_leads_to_a_draft() -> None:
    """Nothing that filters, expands or exports rows of the desk can reach one."""
    names = [
        relation.name
        for model in apps.get_models()
        for relation in model._meta.related_objects
        if relation.related_model is VerdictDraft and not relation.hidden
    ]
    assert names == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given", [{"rationale": "x" * 100_001}, {"rationale": "\0"}, {"evidence": ["x", "9" * 40]}, {"rating": "y" * 999}]
)
def test_what_cannot_be_saved_is_told_and_breaks_nothing(
    client: Client, cast: SimpleNamespace, review: Review, given: dict[str, Any]
) -> None:
    answer = save(signed_in(client, cast.reviewer), review.claim, **given)
    assert answer.status_code in {200, 409}
    assert json.loads(answer.content)["saved"] is (answer.status_code == 200)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_form_saves_itself_and_is_there_after_a_reload(
    page: Any, live_desk: str, cast: SimpleNamespace, review: Review
) -> None:
    page.goto(live_desk + reverse("admin:login"))
    page.fill("#id_username", "reviewer")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    address = live_desk + reverse("admin:claims_claim_change", args=[review.claim_id])
    page.goto(address)
    page.fill("#verdict textarea", WORDS)
    page.get_by_text("Draft saved; nobody else sees it.").wait_for()
    page.select_option("#verdict [name=rating]", "false")
    page.goto(live_desk + reverse("admin:index"))  # left before the next save: sent on the way out
    wait_until(lambda: VerdictDraft.objects.get().rating == "false")
    page.goto(address)
    assert page.input_value("#verdict textarea") == WORDS
    assert page.input_value("#verdict [name=rating]") == "false"
    assert workflow.draft_of(review=review, by=cast.other_reviewer) is None
