"""Deciding again without need is skipped, and only without need: no change is missed, whoever makes it, however."""

import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from claims import sourcing
from claims.enums import Stance
from claims.models import Attribution, Basis, Citation, Claim, ClaimEvidence, EvidenceOrigin, StaleClaim, WholeDecision
from claims.sourcing import witness
from tests.factories import AttributionFactory, EvidenceFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    claim: Claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    piece = EvidenceFactory()
    EvidenceOrigin.objects.create(evidence=piece, source=SourceFactory(unnamed=True))
    Citation.objects.create(evidence=piece, cited_evidence=EvidenceFactory())
    ClaimEvidence.objects.create(claim=claim, evidence=piece, stance=Stance.SUPPORTS)
    sourcing.decide_all()
    return claim


def unseen(statement: str) -> None:
    """Past every trigger, as a repair by hand may be: no stale row tells of it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica; {statement}")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert not StaleClaim.objects.exists()


def test_nothing_is_decided_again_while_nothing_was_written(claim: Claim) -> None:
    before = WholeDecision.objects.get().at
    assert sourcing.decide_all_if_written() is None
    assert sourcing.decide_all_if_written() is None
    assert WholeDecision.objects.get().at == before


@pytest.mark.parametrize("table", witness.GROUNDS + witness.DECIDED)
def test_a_row_changed_past_the_triggers_is_seen_in_every_table(claim: Claim, table: str) -> None:
    row = "claim_id" if table == "basis" else "id"
    unseen(f"UPDATE claims_{table} SET {row} = {row} WHERE {row} = (SELECT max({row}) FROM claims_{table})")
    assert sourcing.decide_all_if_written() == 0
    assert sourcing.decide_all_if_written() is None


def test_what_was_missed_is_made_good(claim: Claim) -> None:
    unseen("UPDATE claims_source SET naming = 'named'")
    assert sourcing.sweep() == 0  # no row tells of it
    assert sourcing.decide_all_if_written() == 1
    assert Basis.objects.get(claim=claim).kind == "mixed"
    assert not claim.flags.filter(rule="only_anonymous", cleared_at=None).exists()


def test_a_basis_altered_by_hand_is_put_right(claim: Claim) -> None:
    unseen("UPDATE claims_basis SET kind = 'documentary'")
    assert sourcing.decide_all_if_written() == 1
    assert Basis.objects.get(claim=claim).kind == "only_anonymous"


def test_rows_that_are_gone_are_seen(claim: Claim) -> None:
    unseen("DELETE FROM claims_claimevidence")
    assert sourcing.decide_all_if_written() == 1
    unseen("TRUNCATE claims_claimevidence")
    assert sourcing.decide_all_if_written() == 0


def test_another_rule_or_server_is_another_decision(claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as released:
        released.setattr(witness, "RULE", "another")
        assert sourcing.decide_all_if_written() == 0
    row = WholeDecision.objects.get()
    row.seen["server"][0] = "0"
    row.save()
    assert sourcing.decide_all_if_written() == 0


def test_what_is_stale_is_decided(claim: Claim) -> None:
    sourcing.decide_all_if_written()
    StaleClaim.objects.create(claim=claim)
    assert sourcing.decide_all_if_written() == 0
    assert not StaleClaim.objects.exists()


def test_uncounted_rows_are_never_taken_for_unchanged(claim: Claim) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL track_counts = off")
    assert sourcing.decide_all_if_written() == 0


@pytest.mark.django_db(transaction=True)
def test_counts_hold_over_transactions_and_connections() -> None:
    attribution: Attribution = AttributionFactory(source=SourceFactory(unnamed=True))
    sourcing.decide_all()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
    connection.close()
    sourcing.decide_all_if_written()  # the counts of the writing above may have come only now
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
    assert sourcing.decide_all_if_written() is None
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE claims_source SET naming = 'named' WHERE id = %s", [attribution.source_id])
        cursor.execute("SELECT pg_stat_force_next_flush()")
    connection.close()
    assert sourcing.decide_all_if_written() == 1


def test_worker_may_look_at_what_was_written_and_note_it() -> None:
    """The daily task runs under the worker's own login, which owns no table."""
    AttributionFactory()
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(settings.DATABASE_USERS["worker"])))
    assert sourcing.decide_all_if_written() == 1
    assert sourcing.decide_all_if_written() is None
