"""The statement and the reference say the same of thousands of random graphs; so do both ways of deciding."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import sourcing
from claims.models import Basis
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
