"""The desk: every page for every role, constant queries, acts by button, refusals as sentences."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from claims import sourcing
from claims.models import Claim, Evidence
from reviews.enums import State
from reviews.models import Rating, Review
from tests.factories import AttributionFactory, ClaimFactory, RevisionFactory, SourceFactory
from tests.factories.reviews import review_at

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]
PAGES = (
    "admin:index", "admin:claims_claim_changelist", "admin:claims_article_changelist",
    "admin:claims_source_changelist",
    "admin:claims_evidence_changelist", "admin:reviews_publication_changelist",
)  # fmt: skip


def signed_in(client: Client, person: Any) -> Client:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def act(client: Client, claim: Claim, name: str, **words: Any) -> str:
    """Press a button; the sentence that is shown for it."""
    answer = client.post(reverse("admin:claim_act", args=[claim.pk, name]), words)
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)][-1]


@pytest.mark.parametrize("page", PAGES)
def test_everybody_at_the_desk_reads_and_the_outsider_does_not(
    page: str, client: Client, cast: SimpleNamespace
) -> None:
    for role in ("editor", "reviewer", "approver", "custodian", "partner", "administrator"):
        assert signed_in(client, getattr(cast, role)).get(reverse(page)).status_code == 200, role
    assert signed_in(client, cast.outsider).get(reverse(page)).status_code == 302
    assert Client().get(reverse(page)).status_code == 302


def test_merges_are_for_editors(client: Client, cast: SimpleNamespace) -> None:
    address = reverse("admin:claims_sourcemerge_changelist")
    assert signed_in(client, cast.editor).get(address).status_code == 200
    assert signed_in(client, cast.reviewer).get(address).status_code == 404
    assert signed_in(client, cast.outsider).get(address).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_queue_and_reading_view_take_the_same_queries_however_many_claims(
    number: int, client: Client, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    revision = RevisionFactory()
    for at in range(number):
        AttributionFactory(claim=ClaimFactory(revision=revision, start=at * 10, end=at * 10 + 5))
    sourcing.drain()
    signed_in(client, cast.editor)
    with django_assert_num_queries(10):
        client.get(reverse("admin:claims_claim_changelist"))
    with django_assert_num_queries(13):
        client.get(reverse("admin:claims_article_change", args=[revision.article_id]))


def test_article_shows_its_claims_in_the_text(client: Client, cast: SimpleNamespace) -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    page = signed_in(client, cast.editor).get(reverse("admin:claims_article_change", args=[claim.revision.article_id]))
    assert f'id="claim-{claim.pk}"' in page.content.decode()
    assert "basis-only_anonymous" in page.content.decode()


def test_claim_goes_through_its_review_by_buttons(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    claim = AttributionFactory().claim
    sourcing.drain()
    editor = signed_in(client, cast.editor)
    assert act(editor, claim, "open_review") == "Put into the queue."
    assert act(editor, claim, "assign", reviewers=[cast.reviewer.pk, cast.other_reviewer.pk]) == "Assigned."
    for reviewer in (cast.reviewer, cast.other_reviewer):
        said = act(
            signed_in(client, reviewer), claim, "submit_verdict", rating="true", rationale="Seen.", no_evidence="on"
        )
        assert said == "Your verdict is on record."
    signed_in(client, cast.approver)
    digest = client.get(reverse("admin:claims_claim_change", args=[claim.pk])).context["digest"]
    assert act(client, claim, "approve", digest=digest) == "Signed."
    assert act(signed_in(client, cast.editor), claim, "publish").startswith("Published at /claims/")
    assert Review.objects.get(claim=claim).state == State.PUBLISHED


def test_evidence_brought_at_the_desk_changes_the_basis(client: Client, cast: SimpleNamespace) -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    words = {
        "kind": "interview",
        "title": "Call",
        "stance": "supports",
        "origin_name": "Ada Long",
        "origin_knowledge": "first_hand",
    }
    assert act(signed_in(client, cast.reviewer), claim, "bring_evidence", **words).startswith(
        "The evidence is on record"
    )
    assert Evidence.objects.get().origins.get().name == "Ada Long"
    sourcing.drain()
    claim.refresh_from_db()
    assert claim.basis.kind == "mixed"


def test_refusal_is_shown_as_its_sentence(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("assigned", cast, ratings)
    said = act(
        signed_in(client, cast.approver),
        review.claim,
        "submit_verdict",
        rating="true",
        rationale="x",
        no_evidence="on",
    )
    assert said == "Approver may not submit verdict: it takes the permission “reviews.judge_review”."
    assert act(client, review.claim, "publish").endswith("it takes the permission “reviews.publish_review”.")
    assert act(client, review.claim, "bring_evidence", kind="link").endswith("may not add evidence.")


def test_workbench_is_blind_for_everybody_until_both_are_in(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    review = review_at("in_review", cast, ratings)
    address = reverse("admin:claims_claim_change", args=[review.claim_id])
    words = f"{cast.reviewer} has looked."
    for role in ("editor", "other_reviewer", "approver", "administrator"):
        page = signed_in(client, getattr(cast, role)).get(address).content.decode()
        assert words not in page, role
        assert "submit_verdict · " not in page, role
    assert words in signed_in(client, cast.reviewer).get(address).content.decode()


def test_acts_are_posts_and_unknown_ones_are_not_there(client: Client, cast: SimpleNamespace) -> None:
    claim = ClaimFactory()
    signed_in(client, cast.editor)
    assert client.get(reverse("admin:claim_act", args=[claim.pk, "open_review"])).status_code == 405
    assert client.post(reverse("admin:claim_act", args=[claim.pk, "delete_all"])).status_code == 404
    assert client.get(reverse("admin:claims_claim_change", args=["abc"])).status_code == 404


def test_import_page_names_what_is_wrong(client: Client, cast: SimpleNamespace) -> None:
    address = reverse("admin:claims_article_add")
    page = signed_in(client, cast.editor).post(address, {"text": "date 2024-13-45\n\nIt rained."}).content.decode()
    assert "Line 1: “2024-13-45” is not a date" in page
    assert "Give the text, a file or an address" in client.post(address, {"title": "x"}).content.decode()
    assert client.post(address, {"text": "The mayor said on Monday that it rained."}).status_code == 302
    assert signed_in(client, cast.reviewer).get(address).status_code == 404


def test_lookup_by_a_hidden_field_is_refused(client: Client, cast: SimpleNamespace) -> None:
    AttributionFactory()
    address = reverse("admin:claims_source_changelist")
    answer = signed_in(client, cast.editor).get(address, {"attributions__claim__statement__startswith": "B"})
    assert answer.status_code in (302, 400)


@pytest.mark.parametrize("narrowed", [{"basis": "only_anonymous"}, {"flag": "only_anonymous"}, {"state": "none"}])
def test_queue_is_narrowed_by_its_filters(narrowed: dict[str, str], client: Client, cast: SimpleNamespace) -> None:
    anonymous = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    named = AttributionFactory().claim
    sourcing.drain()
    client.force_login(cast.editor, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("admin:claims_claim_changelist"), narrowed)
    assert answer.status_code == 200
    expected = {anonymous.pk, named.pk} if "state" in narrowed else {anonymous.pk}
    assert {claim.pk for claim in answer.context["cl"].result_list} == expected
