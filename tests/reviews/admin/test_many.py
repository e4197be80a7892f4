"""Many claims at once: assigned by the guarded functions, filters that are kept, one search over everything."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from claims import sourcing
from claims.models import Claim, Event
from reviews import workflow
from reviews.admin import bulk_assigning
from reviews.models import Assignment, Rating, Review, SavedFilter
from tests.factories import AttributionFactory, EvidenceFactory, SourceFactory
from tests.factories.reviews import published, review_at
from tests.reviews.admin.test_desk import signed_in

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]
LIST = "admin:claims_claim_changelist"


def choose(client: Client, claims: list[Claim], **words: Any) -> Any:
    given = {"action": "assign_chosen", "_selected_action": [claim.pk for claim in claims], **words}
    return client.post(reverse(LIST), given)


def outcomes(answer: Any) -> dict[int, str]:
    return {outcome.claim.pk: outcome.refused for outcome in answer.context["outcomes"]}


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


# --- assigned at once -----------------------------------------------------------------------------------------


def test_chosen_claims_are_assigned_and_refusals_stand_beside_their_claim(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    plain, tied, full = (AttributionFactory().claim for _ in range(3))
    workflow.declare_conflict(source=tied.attributions.get().source, by=cast.reviewer, reason="My brother.")
    review_at("assigned", cast, ratings, claim=full)
    signed_in(client, cast.editor)
    asked = choose(client, [plain, tied, full])
    assert [claim.pk for claim in asked.context["chosen"]] == sorted([plain.pk, tied.pk, full.pk], reverse=True)
    done = choose(client, [plain, tied, full], apply="1", reviewers=[cast.reviewer.pk, cast.other_reviewer.pk])
    told = outcomes(done)
    assert told[plain.pk] == ""
    assert "conflict of interest" in told[tied.pk].lower()
    assert told[full.pk].endswith("is assigned already.")
    assert set(Assignment.objects.filter(review__claim=plain).values_list("reviewer__username", flat=True)) == {
        "reviewer", "other_reviewer",
    }  # fmt: skip
    assert Review.objects.filter(claim=tied).count() == 0  # not even put into the queue
    assert Event.objects.filter(subject=f"claim:{tied.pk}").count() == 0


def test_rules_of_the_desk_assign_in_place_of_a_hand(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    claims = [AttributionFactory().claim for _ in range(2)]
    done = choose(signed_in(client, cast.editor), claims, apply="1", by_rule="on", due_on="2030-01-01")
    assert set(outcomes(done).values()) == {""}
    assert Assignment.objects.count() == 4


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose reviewers, or the desk’s rules: one of them."),
        ({"reviewers": ["x", "9" * 30]}, "Choose reviewers, or the desk’s rules: one of them."),
        ({"by_rule": "on", "due_on": "soon"}, "“soon” is not a date (year-month-day)."),
    ],
)
def test_form_that_cannot_be_used_assigns_nothing(
    client: Client, cast: SimpleNamespace, given: dict[str, Any], sentence: str
) -> None:
    answer = choose(signed_in(client, cast.editor), [AttributionFactory().claim], apply="1", **given)
    assert said(answer) == [sentence]
    assert Review.objects.count() == 0


def test_too_many_at_once_are_refused(client: Client, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_assigning, "MOST", 1)
    answer = choose(signed_in(client, cast.editor), [AttributionFactory().claim for _ in range(2)])
    assert said(answer) == ["At most 1 claims are assigned at once: choose fewer."]


@pytest.mark.parametrize("role", ["reviewer", "approver", "custodian", "partner", "outsider"])
def test_who_does_not_assign_assigns_nothing(client: Client, cast: SimpleNamespace, role: str) -> None:
    claim = AttributionFactory().claim
    signed_in(client, getattr(cast, role))
    choose(client, [claim], apply="1", reviewers=[cast.reviewer.pk, cast.other_reviewer.pk])
    assert (Review.objects.count(), Assignment.objects.count()) == (0, 0)


# --- filters that are kept ------------------------------------------------------------------------------------


def keep(client: Client, name: str, query: str, **words: Any) -> Any:
    return client.post(reverse("admin:claim_filter_save"), {"name": name, "query": query, **words})


def test_kept_filter_is_its_owners_and_a_shared_one_everybodys(client: Client, cast: SimpleNamespace) -> None:
    signed_in(client, cast.editor)
    keep(client, "Mine", "basis=only_anonymous")
    keep(client, "Ours", "?state=disputed&q=bridge&unknown=1&p=7", is_shared="on")
    assert dict(SavedFilter.objects.values_list("name", "query")) == {
        "Mine": "basis=only_anonymous", "Ours": "q=bridge&state=disputed",
    }  # fmt: skip
    shown = {
        role: [each.name for each in signed_in(client, getattr(cast, role)).get(reverse(LIST)).context["saved"]]
        for role in ("editor", "reviewer")
    }
    assert shown == {"editor": ["Mine", "Ours"], "reviewer": ["Ours"]}


def test_same_name_replaces_and_only_the_owner_removes(client: Client, cast: SimpleNamespace) -> None:
    signed_in(client, cast.editor)
    keep(client, "A", "state=disputed", is_shared="on")
    keep(client, "A", "state=queued", is_shared="on")
    kept = SavedFilter.objects.get()
    assert kept.query == "state=queued"
    address = reverse("admin:claim_filter_remove", args=[kept.pk])
    assert said(signed_in(client, cast.reviewer).post(address))[-1] == "You have no such filter."
    assert SavedFilter.objects.count() == 1
    signed_in(client, cast.editor).post(address)
    assert SavedFilter.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "query"), [("", "q=a"), ("n" * 81, "q=a"), ("A", ""), ("A", "unknown=1"), ("A", "q=" + "a" * 1000)]
)
def test_filter_that_cannot_be_kept_is_refused(client: Client, cast: SimpleNamespace, name: str, query: str) -> None:
    assert len(said(keep(signed_in(client, cast.editor), name, query))) == 1
    assert SavedFilter.objects.count() == 0


def test_outsider_keeps_no_filter(client: Client, cast: SimpleNamespace) -> None:
    assert keep(signed_in(client, cast.outsider), "A", "q=a").status_code == 302
    assert SavedFilter.objects.count() == 0


# --- one search -----------------------------------------------------------------------------------------------


def search(client: Client, words: str) -> dict[str, list[str]]:
    answer = client.get(reverse("admin:search"), {"q": words})
    assert answer.status_code == 200
    return {
        section.heading: [row[0] for row in section.rows] for section in answer.context["sections"] if section.rows
    }


def test_search_finds_every_kind(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    claim = AttributionFactory(source=SourceFactory(name="Zora Quill"), claim__statement="Zora counts bridges.").claim
    EvidenceFactory(title="The Zora report")
    sourcing.drain()
    published(cast, ratings, claim=claim)
    signed_in(client, cast.reviewer)
    assert search(client, "zora") == {
        "Claims": ["Zora counts bridges."],
        "Sources": ["Zora Quill"],
        "Evidence": ["The Zora report"],
        "Published pages": ["Zora counts bridges."],
    }
    assert search(client, "nothing like it") == {}


@pytest.mark.parametrize("words", ["", " ", '"', "-", "a", "\\", "%", "_%_", "(:*&!", "x" * 5000, "' OR 1 --", "<b>"])
def test_search_takes_any_words(client: Client, cast: SimpleNamespace, words: str) -> None:
    AttributionFactory()
    search(signed_in(client, cast.editor), words)


def test_search_shows_what_a_person_may_see(client: Client, cast: SimpleNamespace) -> None:
    EvidenceFactory(title="The Zora report")
    cast.outsider.is_staff = True
    cast.outsider.save()
    assert search(signed_in(client, cast.outsider), "zora") == {}
    cast.outsider.is_staff = False
    cast.outsider.save()
    assert signed_in(client, cast.outsider).get(reverse("admin:search")).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_search_takes_the_same_queries_however_much_it_finds(
    number: int, client: Client, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    for at in range(number):
        AttributionFactory(source=SourceFactory(name=f"Zora {at}"), claim__statement=f"Zora {at} is here.")
        EvidenceFactory(title=f"Zora {at}")
    signed_in(client, cast.editor)
    with django_assert_num_queries(10):
        client.get(reverse("admin:search"), {"q": "zora"})
