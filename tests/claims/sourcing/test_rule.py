"""On what a claim rests, by example."""

from typing import Any

import pytest

from claims import sourcing
from claims.enums import Knowledge, SourceKind, Stance
from claims.models import Basis, Citation, Claim, ClaimEvidence, EvidenceOrigin
from tests.factories import (
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    EvidenceFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def rests_on(claim: Claim) -> Basis:
    sourcing.decide([claim.pk])
    return Basis.objects.get(claim=claim)


def support(claim: Claim, **evidence: Any) -> Any:
    piece = EvidenceFactory(**evidence)
    ClaimEvidence.objects.create(claim=claim, evidence=piece, stance=Stance.SUPPORTS)
    return piece


def test_named_person_is_accountable() -> None:
    found = rests_on(AttributionFactory().claim)
    assert (found.kind, found.origins_low, found.origins_high) == ("named", 1, 1)


def test_unnamed_person_is_only_anonymous() -> None:
    found = rests_on(AttributionFactory(source=SourceFactory(unnamed=True)).claim)
    assert (found.kind, found.origins_low, found.origins_high) == ("only_anonymous", 1, 1)


def test_people_familiar_with_may_be_any_number() -> None:
    source = SourceFactory(unnamed=True, kind=SourceKind.GROUP, people_high=None)
    found = rests_on(AttributionFactory(source=source).claim)
    assert (found.kind, found.origins_low, found.origins_high) == ("only_anonymous", 1, None)


@pytest.mark.parametrize("kind", [SourceKind.GROUP, SourceKind.CROWD, SourceKind.REPORT])
def test_groups_crowds_and_reports_answer_for_nothing(kind: str) -> None:
    assert rests_on(AttributionFactory(source=SourceFactory(kind=kind)).claim).kind == "only_anonymous"


def test_organisation_speaks_for_itself() -> None:
    assert rests_on(AttributionFactory(source=SourceFactory(kind=SourceKind.ORGANISATION)).claim).kind == "named"


def test_named_and_unnamed_together_are_mixed() -> None:
    claim = AttributionFactory().claim
    AttributionFactory(claim=claim, source=SourceFactory(unnamed=True))
    assert rests_on(claim).kind == "mixed"


def test_named_relay_of_what_others_said_is_not_accountable() -> None:
    found = rests_on(AttributionFactory(knowledge=Knowledge.SECOND_HAND).claim)
    assert (found.kind, found.inherited) == ("only_anonymous", True)


def test_in_a_chain_only_the_outermost_speaks_to_the_reader() -> None:
    claim = ClaimFactory()
    two_people = AttributionFactory(claim=claim, source=SourceFactory(unnamed=True, people_low=2, people_high=2))
    AttributionFactory(claim=claim, source=SourceFactory(kind=SourceKind.ORGANISATION), relayed_by=two_people)
    found = rests_on(claim)
    assert (found.kind, found.origins_low, found.origins_high) == ("only_anonymous", 2, 2)


def test_own_voice_without_anything_is_unattributed() -> None:
    assert rests_on(ClaimFactory(own_voice=True)).kind == "unattributed"


def test_primary_document_makes_a_claim_documentary() -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    support(claim, is_primary=True)
    assert rests_on(claim).kind == "documentary"


def test_refuting_and_context_evidence_support_nothing() -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    for stance in (Stance.REFUTES, Stance.CONTEXT):
        ClaimEvidence.objects.create(claim=claim, evidence=EvidenceFactory(is_primary=True), stance=stance)
    assert rests_on(claim).kind == "only_anonymous"


def test_outlet_that_cites_an_anonymous_claim_inherits_its_anonymity() -> None:
    claim = ClaimFactory(own_voice=True)
    elsewhere = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    Citation.objects.create(evidence=support(claim), cited_claim=elsewhere)
    found = rests_on(claim)
    assert (found.kind, found.inherited) == ("only_anonymous", True)


def test_citing_a_whole_article_says_not_on_what_it_rests() -> None:
    claim = ClaimFactory(own_voice=True)
    Citation.objects.create(evidence=support(claim), cited_article=ArticleFactory())
    found = rests_on(claim)
    assert (found.kind, found.inherited, found.origins_low) == ("only_anonymous", True, 0)


def test_circle_supports_nothing() -> None:
    claim = ClaimFactory(own_voice=True)
    Citation.objects.create(evidence=support(claim), cited_claim=claim)
    found = rests_on(claim)
    assert (found.kind, found.circular) == ("unattributed", True)


def test_proof_names_ids_only() -> None:
    claim = AttributionFactory(source=SourceFactory(name="Jane Secret")).claim
    attribution = claim.attributions.get()
    assert sourcing.prove([claim.pk])[claim.pk].as_json() == {
        "steps": [],
        "ends": [{"at": f"attribution:{attribution.pk}", "of": f"claim:{claim.pk}", "is": "named",
                  "source": attribution.source_id}],
    }  # fmt: skip


def test_explanation_shows_each_path_and_its_end() -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.decide([claim.pk])
    found = sourcing.explain(claim)
    assert found.paths == [["a person familiar with the matter (“said”)", "not named"]]
    assert found.sentences[1] == "It goes back to 1 distinct origin."


def test_deciding_again_changes_nothing() -> None:
    claim = AttributionFactory().claim
    assert sourcing.decide([claim.pk]) == 1
    before = Basis.objects.get(claim=claim).decided_at
    assert sourcing.decide([claim.pk]) == 0
    assert Basis.objects.get(claim=claim).decided_at == before


def test_same_descriptor_twice_in_one_article_is_one_person_or_two() -> None:
    claim, source = ClaimFactory(), SourceFactory(unnamed=True)
    for _ in range(2):
        AttributionFactory(claim=claim, source=source)
    found = rests_on(claim)
    assert (found.origins_low, found.origins_high, found.paths) == (1, 2, 2)


def test_unnamed_sources_that_were_found_to_be_one_are_one() -> None:
    claim, source = ClaimFactory(own_voice=True), SourceFactory(unnamed=True)
    AttributionFactory(claim=claim, source=source)
    elsewhere = AttributionFactory(source=source).claim  # moved there by a merge: in another article
    Citation.objects.create(evidence=support(claim), cited_claim=elsewhere)
    assert (rests_on(claim).origins_low, rests_on(claim).origins_high) == (1, 1)


def test_spellings_merged_into_one_source_are_one_origin() -> None:
    claim, kept = ClaimFactory(), SourceFactory()
    AttributionFactory(claim=claim, source=kept)
    AttributionFactory(claim=claim, source=SourceFactory(merged_into=kept))
    found = rests_on(claim)
    assert (found.kind, found.origins_low, found.origins_high) == ("named", 1, 1)


def test_copies_of_one_document_are_one_origin() -> None:
    claim = ClaimFactory()
    for url in ("https://one.example/", "https://two.example/"):
        support(claim, is_primary=True, url=url, sha256="ab" * 32)
    assert (rests_on(claim).origins_low, rests_on(claim).origins_high) == (1, 1)


def test_outlets_that_copy_a_wire_story_are_one_origin_with_it() -> None:
    claim, agency = ClaimFactory(own_voice=True), EvidenceFactory()
    wire = SourceFactory(kind=SourceKind.ORGANISATION)
    EvidenceOrigin.objects.create(evidence=agency, source=wire, knowledge=Knowledge.FIRST_HAND)
    for _ in range(3):
        copy = support(claim)
        EvidenceOrigin.objects.create(evidence=copy, source=SourceFactory(kind=SourceKind.ORGANISATION))
        Citation.objects.create(evidence=copy, cited_evidence=agency)
    found = rests_on(claim)
    assert (found.kind, found.origins_low, found.origins_high) == ("named", 1, 1)


def test_named_outlet_that_cites_an_unnamed_source_inherits_its_anonymity() -> None:
    claim, leak = ClaimFactory(own_voice=True), EvidenceFactory()
    EvidenceOrigin.objects.create(evidence=leak, source=SourceFactory(unnamed=True))
    copy = support(claim)
    EvidenceOrigin.objects.create(evidence=copy, source=SourceFactory(kind=SourceKind.ORGANISATION))
    Citation.objects.create(evidence=copy, cited_evidence=leak)
    found = rests_on(claim)
    assert (found.kind, found.inherited, found.origins_high) == ("only_anonymous", True, 1)


def test_outlets_that_cite_each_other_have_no_origin() -> None:
    claim, other = ClaimFactory(own_voice=True), EvidenceFactory()
    one = support(claim)
    for piece, cited in ((one, other), (other, one)):
        EvidenceOrigin.objects.create(evidence=piece, source=SourceFactory(kind=SourceKind.ORGANISATION))
        Citation.objects.create(evidence=piece, cited_evidence=cited)
    found = rests_on(claim)
    assert (found.kind, found.circular, found.origins_high) == ("unattributed", True, 0)


def test_outlet_that_cites_others_and_knows_for_itself_answers_for_the_claim() -> None:
    claim = ClaimFactory(own_voice=True)
    piece = support(claim)
    EvidenceOrigin.objects.create(evidence=piece, source=SourceFactory(), knowledge=Knowledge.FIRST_HAND)
    Citation.objects.create(evidence=piece, cited_article=ArticleFactory())
    assert rests_on(claim).kind == "mixed"
