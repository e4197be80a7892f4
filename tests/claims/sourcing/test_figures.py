"""The dashboard counts what is there, by outlet, desk and month."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from claims import sourcing
from claims.enums import BasisKind
from claims.models import Basis, BasisChange, Claim
from claims.sourcing.figures import MOST, figures
from tests.factories import AttributionFactory, ClaimFactory, SourceFactory
from tests.factories.grants import approved, load_policies, requested

pytestmark = pytest.mark.django_db


def claim(kind: str, *, outlet: str = "The Paper", topic: str = "", on: date | None = date(2026, 3, 2)) -> Claim:
    made: Claim = ClaimFactory(topic=topic, revision__article__publisher=outlet, revision__article__published_on=on)
    Basis.objects.create(claim=made, kind=kind, origins_low=1, origins_high=1, inherited=False, circular=False)
    return made


def shown(shares: list[Any]) -> dict[str, dict[str, int]]:
    return {share.label: share.claims for share in shares}


def test_claims_are_counted_by_outlet_desk_and_month() -> None:
    claim("named", topic="Politics")
    claim("only_anonymous", topic="Politics", on=date(2026, 4, 30))
    claim("only_anonymous", outlet="Another", on=date(2026, 4, 1))
    ClaimFactory(revision__article__publisher="", revision__article__published_on=date(2026, 4, 2))
    discarded = claim("named")
    Claim.objects.filter(pk=discarded.pk).update(discarded_at=datetime(2026, 5, 1, tzinfo=UTC))
    found = figures()
    assert shown(found.outlets) == {
        "The Paper": {"named": 1, "only_anonymous": 1},
        "Another": {"only_anonymous": 1},
        "outlet not given": {"undecided": 1},
    }
    assert shown(found.desks) == {
        "Politics": {"named": 1, "only_anonymous": 1},
        "no desk": {"only_anonymous": 1, "undecided": 1},
    }
    assert shown(found.months) == {"2026-04": {"only_anonymous": 2, "undecided": 1}, "2026-03": {"named": 1}}
    assert [share.label for share in found.months] == ["2026-04", "2026-03"]
    assert found.outlets[0].of("named") == 0.5


def test_smaller_outlets_are_put_together() -> None:
    for number in range(MOST + 3):
        claim("named", outlet=f"Paper {number:02}")
    claim("mixed", outlet="Paper 07")
    found = figures().outlets
    assert len(found) == MOST + 1
    assert (found[0].label, found[0].total) == ("Paper 07", 2)
    assert (found[-1].label, found[-1].claims) == ("3 others", {"named": 3})


def test_wait_runs_from_unnamed_sources_alone_to_the_first_name() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    for days in (1, 2, 3, 4, 5):
        made = ClaimFactory(added_at=start)
        BasisChange.objects.create(claim=made, before="only_anonymous", after="named", at=start + timedelta(days=days))
    back = ClaimFactory(added_at=start - timedelta(days=500))
    BasisChange.objects.create(claim=back, before="named", after="only_anonymous", at=start)
    BasisChange.objects.create(claim=back, before="only_anonymous", after="mixed", at=start + timedelta(days=40))
    BasisChange.objects.create(claim=back, before="mixed", after="unsupported", at=start + timedelta(days=41))
    every, march, april = figures().waits
    assert (every.month, every.number, every.median) == ("", 6, 3.5)
    assert (march.month, march.number, march.quarter, march.median, march.three_quarters) == ("2026-03", 5, 2, 3, 4)
    assert (april.month, april.number, april.median) == ("2026-04", 1, 40)


def test_wait_is_measured_on_what_the_rule_itself_writes() -> None:
    made = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    Claim.objects.filter(pk=made.pk).update(added_at=datetime.now(UTC) - timedelta(days=10))
    AttributionFactory(claim=made)
    sourcing.drain()
    assert [(wait.number, round(wait.median)) for wait in figures().waits] == [(1, 10), (1, 10)]


def test_grants_are_counted_by_month(cast: SimpleNamespace) -> None:
    load_policies()
    approved(cast)
    requested(cast)
    [row] = figures().granted
    assert (row.requested, row.by_desk_head, row.by_senior_editor, row.waiting, row.ended, row.unmet) == (
        2, 0, 1, 1, 0, 1,
    )  # fmt: skip


def test_empty_desk_has_no_figures() -> None:
    found = figures()
    assert (found.outlets, found.desks, found.months, found.waits, found.granted) == ([], [], [], [], [])


@pytest.mark.parametrize("number", [1, 3])
def test_figures_are_the_same_few_statements_however_many_claims(number: int, django_assert_num_queries: Any) -> None:
    for kind in BasisKind.values[:number]:
        claim(kind)
    with django_assert_num_queries(6):  # three, and the transaction and memory of theirs
        figures()
