"""The statement and the reference say the same of thousands of random graphs; so do both ways of deciding."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import sourcing
from claims.models import Basis, Flag, StaleClaim
from tests.claims.sourcing.graphs import Rows, draw
from tests.claims.sourcing.reference import Verdict, decide

pytestmark = pytest.mark.django_db

GRAPHS_PER_ROUND = 100  # graphs that one decision takes together
ROUNDS = 25


def decided(claim_ids: list[int]) -> dict[int, Verdict]:
    fields = ("kind", "origins_low", "origins_high", "inherited", "circular")
    rows = Basis.objects.filter(claim__in=claim_ids).values_list("claim_id", *fields)
    return {claim: Verdict(*rest) for claim, *rest in rows}


@settings(max_examples=ROUNDS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seeds=st.lists(st.integers(0, 2**63), min_size=GRAPHS_PER_ROUND, max_size=GRAPHS_PER_ROUND, unique=True))
def test_statement_agrees_with_the_reference_on_random_graphs(seeds: list[int]) -> None:
    graphs = [draw(seed) for seed in seeds]
    rows = Rows(graphs)
    expected = {
        row.pk: decide(graph, number)
        for graph, claims in zip(graphs, rows.claims, strict=True)
        for number, row in enumerate(claims)
    }
    sourcing.decide(list(expected))
    assert decided(list(expected)) == expected


def test_deciding_the_whole_desk_says_the_same_as_deciding_each_claim() -> None:
    rows = Rows([draw(seed) for seed in range(1000)])
    claims = [row.pk for each in rows.claims for row in each]
    sourcing.decide_all()
    whole, flags = decided(claims), standing_flags()
    assert not StaleClaim.objects.exists()
    assert sourcing.decide_all() == 0
    assert sourcing.decide(claims) == 0
    assert (decided(claims), standing_flags()) == (whole, flags)


def standing_flags() -> list[tuple[int, int, str, str]]:
    return sorted(Flag.objects.filter(cleared_at=None).values_list("pk", "claim_id", "rule", "grounds"))
