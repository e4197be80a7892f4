"""On what a claim rests: by example, and against the reference over thousands of random graphs."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import sourcing
from claims.enums import Knowledge, Naming, SourceKind, Stance
from claims.models import Basis, Citation, Claim, ClaimEvidence, EvidenceOrigin
from tests.claims.sourcing.reference import Graph, basis
from tests.factories import (
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    EvidenceFactory,
    RevisionFactory,
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
    found = rests_on(claim)
    attribution = claim.attributions.get()
    assert found.proof == {
        "steps": [[f"claim:{claim.pk}", f"attribution:{attribution.pk}"]],
        "ends": [{"at": f"attribution:{attribution.pk}", "is": "named", "source": attribution.source_id}],
    }


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


# --- against the reference ----------------------------------------------------------------------------------

SPEAKERS = st.tuples(
    st.sampled_from(["named", "unnamed", "pseudonymous"]),
    st.sampled_from(["person", "organisation", "document", "group", "report"]),
    st.sampled_from(["first_hand", "second_hand", "unknown"]),
)
NUMBERS = st.integers(0, 4)
TARGETS = st.one_of(
    st.tuples(st.just("evidence"), NUMBERS),
    st.tuples(st.just("claim"), NUMBERS),
    st.tuples(st.just("article"), st.just(0)),
)
GRAPHS = st.builds(
    Graph,
    own_voice=st.sets(NUMBERS),
    attributions=st.dictionaries(NUMBERS, st.lists(SPEAKERS, max_size=2), max_size=3),
    supports=st.dictionaries(NUMBERS, st.lists(NUMBERS, max_size=2, unique=True), max_size=5),
    primary=st.sets(NUMBERS, max_size=1),
    origins=st.dictionaries(NUMBERS, st.lists(SPEAKERS, max_size=1), max_size=2),
    cites=st.dictionaries(NUMBERS, st.lists(TARGETS, max_size=2, unique=True), max_size=5),
)
GRAPHS_PER_ROUND = 10  # graphs that one decision takes together
ROUNDS = 120


@settings(max_examples=ROUNDS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs=st.lists(GRAPHS, min_size=GRAPHS_PER_ROUND, max_size=GRAPHS_PER_ROUND))
def test_statement_agrees_with_the_reference_on_random_graphs(graphs: list[Graph]) -> None:
    expected: dict[int, str] = {}
    for graph in graphs:
        claims = build(graph)
        expected |= {claims[number].pk: basis(graph, number) for number in range(5)}
    sourcing.decide(list(expected))
    assert dict(Basis.objects.filter(claim__in=expected).values_list("claim_id", "kind")) == expected


def build(graph: Graph) -> list[Claim]:
    """The rows of one graph."""
    revision = RevisionFactory()
    claims = [ClaimFactory(revision=revision, own_voice=number in graph.own_voice) for number in range(5)]
    pieces = [EvidenceFactory(is_primary=number in graph.primary) for number in range(5)]
    for number, speakers in graph.attributions.items():
        for naming, kind, knowledge in speakers:
            source = SourceFactory(naming=Naming(naming), kind=kind)
            AttributionFactory(claim=claims[number], source=source, knowledge=knowledge)
    for number, brought in graph.supports.items():
        for evidence in brought:
            ClaimEvidence.objects.create(claim=claims[number], evidence=pieces[evidence], stance=Stance.SUPPORTS)
    for number, speakers in graph.origins.items():
        for naming, kind, knowledge in speakers:
            source = SourceFactory(naming=Naming(naming), kind=kind)
            EvidenceOrigin.objects.create(evidence=pieces[number], source=source, knowledge=knowledge)
    for number, targets in graph.cites.items():
        for kind, other in targets:
            cited = {"evidence": {"cited_evidence": pieces[other % 5]}, "claim": {"cited_claim": claims[other % 5]}}
            Citation.objects.create(evidence=pieces[number], **cited.get(kind, {"cited_article": revision.article}))
    return claims
