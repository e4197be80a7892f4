"""A source proves wrong, or goes on the record: what rests on it is found, reopened, and the page tells both dates."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from claims import sourcing
from claims.enums import BasisKind, Knowledge, Naming, Stance
from claims.models import BasisChange, Citation, ClaimEvidence, Event, EvidenceOrigin, Scope, Source
from claims.refusals import NotNow, NotSo, NotYours
from reviews import cascading
from reviews.enums import State
from reviews.models import Rating, Review
from reviews.pages.content import basis_sentences
from reviews.publishing import snapshot
from tests.factcheck.api.test_api import Caller
from tests.factories import AttributionFactory, ClaimFactory, EvidenceFactory, SourceFactory
from tests.factories.reviews import published, review_at
from tests.reviews.admin.test_workbench import signed_in

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]


def resting(source: Source) -> dict[int, tuple[str, str]]:
    return {each.claim.pk: (each.now.kind.value, each.left.kind.value) for each in sourcing.cascade(source)}


def test_cascade_finds_what_rests_on_a_source_at_any_distance_and_nothing_else() -> None:
    source, other = SourceFactory(), SourceFactory()
    alone = AttributionFactory(source=source).claim
    beside = AttributionFactory(source=source).claim
    AttributionFactory(claim=beside, source=other)
    spelled = AttributionFactory(source=SourceFactory(merged_into=source)).claim
    AttributionFactory(source=other)
    far, piece, deep = ClaimFactory(own_voice=True), EvidenceFactory(), EvidenceFactory()
    ClaimEvidence.objects.create(claim=far, evidence=piece, stance=Stance.SUPPORTS)
    Citation.objects.create(evidence=piece, cited_evidence=deep)
    Citation.objects.create(evidence=deep, cited_claim=alone)
    refuted = ClaimFactory(own_voice=True)
    ClaimEvidence.objects.create(claim=refuted, evidence=piece, stance=Stance.REFUTES)
    sourcing.drain()
    assert resting(source) == {
        alone.pk: ("named", "unsupported"),
        beside.pk: ("named", "named"),
        spelled.pk: ("named", "unsupported"),
        far.pk: ("named", "unattributed"),
    }


def test_evidence_that_comes_from_the_source_alone_falls_with_what_it_cites() -> None:
    source, claim = SourceFactory(), ClaimFactory(own_voice=True)
    report, record = EvidenceFactory(), EvidenceFactory(is_primary=True)
    ClaimEvidence.objects.create(claim=claim, evidence=report, stance=Stance.SUPPORTS)
    EvidenceOrigin.objects.create(evidence=report, source=source, knowledge=Knowledge.FIRST_HAND)
    Citation.objects.create(evidence=report, cited_evidence=record)
    assert resting(source) == {claim.pk: ("documentary", "unattributed")}
    ClaimEvidence.objects.create(claim=claim, evidence=record, stance=Stance.SUPPORTS)
    assert resting(source) == {claim.pk: ("documentary", "documentary")}


def test_one_action_reopens_what_readers_see(cast: SimpleNamespace, ratings: Ratings) -> None:
    page = published(cast, ratings)
    source = page.review.claim.attributions.get().source
    unpublished = AttributionFactory(source=source).claim
    sourcing.drain()
    for person in (cast.reviewer, cast.approver, cast.outsider):
        with pytest.raises(NotYours):
            cascading.reopen(source=source, by=person, why="He took it back.")
    with pytest.raises(NotSo, match="Say why"):
        cascading.reopen(source=source, by=cast.editor, why=" ")
    with pytest.raises(NotSo, match=f"Claim {unpublished.pk} is not a published claim"):
        cascading.reopen(source=source, by=cast.editor, why="He took it back.", claims=[unpublished.pk])
    (review,) = cascading.reopen(source=source, by=cast.editor, why="He took it back.")
    assert (review.claim_id, review.state, review.round) == (page.review.claim_id, State.QUEUED, 2)
    told = Event.objects.get(subject=Event.subject_of(source), what="reopen_claims")
    assert (told.who, told.why, told.details) == (cast.editor, "He took it back.", {"claims": [review.claim_id]})
    with pytest.raises(NotNow, match="under review already"):
        cascading.reopen(source=source, by=cast.editor, why="Again.")


def test_source_on_the_record_reopens_the_page_which_tells_both_dates(cast: SimpleNamespace, ratings: Ratings) -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    published(cast, ratings, claim=claim, rating="unproven")
    Source.objects.filter(attributions__claim=claim).update(naming=Naming.NAMED)
    sourcing.drain()
    assert cascading.follow_basis_changes() == 1
    assert cascading.follow_basis_changes() == 0
    review = Review.objects.get(claim=claim, round=2)
    change = BasisChange.objects.get(claim=claim)
    assert (review.state, review.opened_by, change.is_upgrade) == (State.QUEUED, None, True)
    told = Event.objects.get(what="open_review", details__round=2)
    assert told.why.startswith("Rests only on anonymous sources until ")
    first = Review.objects.get(claim=claim, round=1)
    assert basis_sentences(snapshot(first))[-1].startswith("Rests only on anonymous sources until ")
    assert basis_sentences(snapshot(first))[-1].endswith("; Rests on named sources since.")


def test_basis_that_changes_before_publication_reopens_nothing(cast: SimpleNamespace, ratings: Ratings) -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    AttributionFactory(claim=claim)
    sourcing.drain()
    review_at("settled", cast, ratings, claim=claim)
    assert BasisChange.objects.get().after == BasisKind.MIXED
    assert cascading.follow_basis_changes() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_the_cascade_takes_the_same_queries_however_much_rests(
    number: int, client: Client, cast: SimpleNamespace, django_assert_num_queries: object
) -> None:
    source = SourceFactory()
    for _ in range(number):
        AttributionFactory(source=source)
    sourcing.drain()
    signed_in(client, cast.editor)
    with django_assert_num_queries(14):  # type: ignore[operator]
        answer = client.get(reverse("admin:source_cascade", args=[source.pk]))
    assert len(answer.context["resting"]) == number


def test_desk_reopens_the_ticked_claims_and_the_outsider_sees_nothing(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    page = published(cast, ratings)
    source = page.review.claim.attributions.get().source
    address = reverse("admin:source_cascade", args=[source.pk])
    signed_in(client, cast.reviewer)
    client.post(address, {"claims": [page.review.claim_id], "why": "He took it back."})
    assert Review.objects.filter(round=2).count() == 0
    signed_in(client, cast.editor)
    client.post(address, {"claims": [page.review.claim_id], "why": "He took it back."})
    assert Review.objects.filter(round=2).count() == 1
    assert "under review" in client.get(address).content.decode()
    signed_in(client, cast.outsider)
    assert client.get(address).status_code == 302


def test_other_systems_ask_and_reopen(cast: SimpleNamespace, ratings: Ratings) -> None:
    page = published(cast, ratings)
    claim, source = page.review.claim, page.review.claim.attributions.get().source
    caller = Caller(cast.editor, *Scope.values)
    answer = caller.get(f"sources/{source.pk}/cascade/").json()
    assert answer["claims"] == [
        {
            "claim": claim.pk,
            "statement": claim.statement,
            "now": {"kind": "named", "origins_low": 1, "origins_high": 1, "paths": 1},
            "without": {"kind": "unsupported", "origins_low": 0, "origins_high": 0, "paths": 0},
            "falls": True,
            "page": page.get_absolute_url(),
            "under_review": False,
        }
    ]
    reopened = caller.post(f"sources/{source.pk}/reopenings/", {"why": "He took it back."})
    assert (reopened.status_code, [each["claim"] for each in reopened.json()["reviews"]]) == (201, [claim.pk])
    assert Caller(cast.outsider, *Scope.values).get(f"sources/{source.pk}/cascade/").status_code == 403
