"""The warning that a statement says more than its quote: at the workbench, in the answer of the API, at approval."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from claims import sourcing
from claims.models import Claim, Event
from reviews.models import Rating
from tests.factcheck.api.caller import Caller
from tests.factories import AttributionFactory, ClaimFactory, RevisionFactory
from tests.factories.reviews import review_at

pytestmark = pytest.mark.django_db
TEXT = "A person said the mayor may resign, and that about 50 people left."
SENTENCE = "The quote says “may”; the statement leaves that out."
FIRMER = "The mayor will resign, and about 50 people left."


@pytest.fixture
def claim() -> Claim:
    revision = RevisionFactory(text=TEXT)
    words = TEXT.index("the mayor")
    found: Claim = ClaimFactory(
        revision=revision,
        start=words,
        end=len(TEXT),
        statement="The mayor may resign, and about 50 people left.",
    )
    AttributionFactory(claim=found, cue="said")
    sourcing.drain()
    return found


def test_correction_that_says_more_is_told_at_the_workbench_and_kept_in_the_history(
    claim: Claim, client: Client, cast: SimpleNamespace
) -> None:
    client.force_login(cast.editor)
    address = reverse("admin:claims_claim_change", args=[claim.pk])
    assert SENTENCE not in client.get(address).content.decode()
    act = reverse("admin:claim_act", args=[claim.pk, "reword"])
    given = {"statement": FIRMER, "why": "Shorter.", "version": claim.version}
    page = client.post(act, given, follow=True).content.decode()
    assert "It says more than the quote now" in page
    assert SENTENCE in page
    event = Event.objects.get(subject=f"claim:{claim.pk}", what="correct_claim")
    assert event.details["told"] == [SENTENCE]
    client.force_login(cast.outsider)
    assert client.get(address).status_code == 302


def test_answer_of_a_correction_carries_the_warning(claim: Claim, cast: SimpleNamespace) -> None:
    answer = Caller(cast.editor).post(f"claims/{claim.pk}/corrections/", {"statement": FIRMER, "why": "Shorter."})
    assert answer.status_code == 201
    assert answer.json()["warnings"] == [{"kind": "hedge", "quoted": "may", "stated": "", "detail": SENTENCE}]
    assert Caller(cast.reviewer).get(f"claims/{claim.pk}/").json()["warnings"] == answer.json()["warnings"]
    refused = Caller(cast.outsider).post(f"claims/{claim.pk}/corrections/", {"statement": "X", "why": "Y"})
    assert refused.status_code == 403


def test_approver_is_told_before_he_signs(
    claim: Claim, client: Client, cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    Claim.objects.filter(pk=claim.pk).update(statement=FIRMER)
    review = review_at("settled", cast, ratings, claim=Claim.objects.get(pk=claim.pk))
    client.force_login(cast.approver)
    page = client.get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    assert "Before you sign: the statement says more than the quote." in page
    preview = Caller(cast.approver).get(f"reviews/{review.pk}/preview/").json()
    assert preview["warnings"] == [SENTENCE]
    assert Caller(cast.outsider).get(f"reviews/{review.pk}/preview/").status_code == 403
