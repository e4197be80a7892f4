"""Stale rows: written with every change, drained in batches, parked when they fail, found by the sweep."""

from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from claims import identity, sourcing
from claims.enums import FlagRule, Naming, Stance
from claims.models import Basis, BasisChange, Citation, Claim, ClaimEvidence, Flag, SourceMerge, StaleClaim
from claims.refusals import NotSo, NotYours
from claims.sourcing import Proof, stale
from tests.factories import AttributionFactory, ClaimFactory, EvidenceFactory, SourceFactory

pytestmark = pytest.mark.django_db


def waiting() -> set[int]:
    return set(StaleClaim.objects.values_list("claim_id", flat=True))


def standing(claim: Any) -> list[str]:
    return sorted(flag.rule for flag in claim.flags.all() if flag.stands)


def test_new_claim_is_stale_until_decided() -> None:
    claim = ClaimFactory(own_voice=True)
    assert waiting() == {claim.pk}
    assert sourcing.drain() == 1
    assert waiting() == set()


def test_naming_a_source_restales_its_claims_and_no_other() -> None:
    attribution, other = AttributionFactory(source=SourceFactory(unnamed=True)), AttributionFactory()
    sourcing.drain()
    attribution.source.naming = Naming.NAMED
    attribution.source.save()
    assert waiting() == {attribution.claim_id}
    sourcing.drain()
    assert Basis.objects.get(claim=attribution.claim).kind == "named"
    assert Basis.objects.get(claim=other.claim).kind == "named"


def test_change_reaches_claims_through_what_cites_them() -> None:
    far, near = ClaimFactory(own_voice=True), AttributionFactory(source=SourceFactory(unnamed=True)).claim
    piece, between = EvidenceFactory(), EvidenceFactory()
    ClaimEvidence.objects.create(claim=far, evidence=piece, stance=Stance.SUPPORTS)
    Citation.objects.create(evidence=piece, cited_evidence=between)
    Citation.objects.create(evidence=between, cited_claim=near)
    sourcing.drain()
    assert Basis.objects.get(claim=far).kind == "only_anonymous"
    ClaimEvidence.objects.create(claim=near, evidence=EvidenceFactory(is_primary=True), stance=Stance.SUPPORTS)
    assert waiting() == {far.pk, near.pk}
    sourcing.drain()
    assert Basis.objects.get(claim=far).kind == "documentary"


def test_renaming_a_source_restales_nothing() -> None:
    attribution = AttributionFactory()
    sourcing.drain()
    attribution.source.name = "Ada Renamed"
    attribution.source.save()
    assert waiting() == set()


def test_change_during_a_decision_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = ClaimFactory(own_voice=True)
    decide = stale.decide

    def decide_while_it_changes(ids: Any) -> int:
        done = decide(ids)
        if not claim.attributions.exists():
            AttributionFactory(claim=claim)
        return done

    monkeypatch.setattr(stale, "decide", decide_while_it_changes)
    sourcing.drain()
    assert Basis.objects.get(claim=claim).kind == "named"
    assert waiting() == set()


def test_claim_that_cannot_be_decided_is_parked_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    poison, fine = ClaimFactory(own_voice=True), ClaimFactory(own_voice=True)
    decide = stale.decide

    def refuse_one(ids: Any) -> int:
        if poison.pk in ids:
            raise ArithmeticError("no")
        return decide(ids)

    monkeypatch.setattr(stale, "decide", refuse_one)
    sourcing.drain()
    assert Basis.objects.filter(claim=fine).exists()
    row = StaleClaim.objects.get(claim=poison)
    assert (row.is_parked, row.trouble) == (True, "ArithmeticError")
    monkeypatch.undo()
    AttributionFactory(claim=poison)  # the next change takes it up again
    sourcing.drain()
    assert Basis.objects.get(claim=poison).kind == "named"


def test_sweep_finds_what_was_missed() -> None:
    claim = ClaimFactory(own_voice=True)
    StaleClaim.objects.all().delete()
    assert sourcing.drain() == 0
    assert sourcing.sweep() == 1
    assert Basis.objects.get(claim=claim).kind == "unattributed"


def test_flag_is_raised_with_its_proof_and_cleared_when_it_no_longer_holds() -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    assert standing(claim) == ["only_anonymous", "single_origin"]
    assert Proof.read(claim.flags.first().proof) == sourcing.prove([claim.pk])[claim.pk]
    AttributionFactory(claim=claim)
    sourcing.drain()
    assert standing(claim) == []
    assert Flag.objects.filter(claim=claim).count() == 2


def test_dismissal_holds_for_its_grounds_and_lapses_with_them(cast: SimpleNamespace) -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    flag = claim.flags.get(rule="only_anonymous")
    sourcing.dismiss_flag(flag=flag, by=cast.editor, why="The source is known to the desk.")
    sourcing.decide([claim.pk])
    assert standing(claim) == ["single_origin"]
    AttributionFactory(claim=claim, source=SourceFactory(unnamed=True))
    sourcing.drain()
    assert standing(claim) == ["only_anonymous"]
    assert claim.flags.filter(rule="only_anonymous").count() == 2


def test_flag_is_dismissed_by_an_editor_with_a_reason_only(cast: SimpleNamespace) -> None:
    claim = ClaimFactory(own_voice=True)
    sourcing.drain()
    with pytest.raises(NotSo, match="Say why"):
        sourcing.dismiss_flag(flag=claim.flags.get(), by=cast.editor, why=" ")
    for person in (cast.reviewer, cast.approver, cast.outsider):
        with pytest.raises(NotYours):
            sourcing.dismiss_flag(flag=claim.flags.get(), by=person, why="because")


def test_rule_from_elsewhere_raises_and_clears_its_flag_with_a_proof(cast: SimpleNamespace) -> None:
    claim = AttributionFactory().claim
    rule, proof = FlagRule.STALE_VERDICT, {"verdict": 7}
    flag = sourcing.raise_flag(claim=claim, rule=rule, proof=proof)
    assert (flag, flag.proof) == (sourcing.raise_flag(claim=claim, rule=rule, proof=proof), proof)
    sourcing.dismiss_flag(flag=flag, by=cast.editor, why="A comma was changed.")
    assert sourcing.raise_flag(claim=claim, rule=rule, proof=proof) is None
    assert sourcing.raise_flag(claim=claim, rule=rule, proof={"verdict": 8}).pk != flag.pk
    sourcing.drain()
    assert standing(claim) == ["stale_verdict"]
    assert (sourcing.clear_flag(claim=claim, rule=rule), sourcing.clear_flag(claim=claim, rule=rule)) == (True, False)
    assert standing(claim) == []


def test_flag_that_follows_from_the_basis_is_raised_by_no_other_hand() -> None:
    claim = AttributionFactory().claim
    with pytest.raises(ValueError, match="follows from the basis"):
        sourcing.raise_flag(claim=claim, rule=FlagRule.CIRCULAR, proof={})
    with pytest.raises(ValueError, match="follows from the basis"):
        sourcing.clear_flag(claim=claim, rule=FlagRule.CIRCULAR)


def test_change_of_basis_is_kept_with_its_date() -> None:
    claim = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    assert not BasisChange.objects.exists()
    ClaimEvidence.objects.create(claim=claim, evidence=EvidenceFactory(is_primary=True), stance=Stance.SUPPORTS)
    sourcing.drain()
    change = BasisChange.objects.get()
    assert (change.claim, change.before, change.after, change.is_upgrade) == (
        claim, "only_anonymous", "documentary", True,
    )  # fmt: skip


def test_basis_goes_with_its_claim() -> None:
    claim = AttributionFactory().claim
    sourcing.drain()
    Claim.objects.filter(pk=claim.pk).delete()
    assert not Basis.objects.exists()


def test_claim_that_kills_its_worker_is_parked_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    poison, *fine = [ClaimFactory(own_voice=True) for _ in range(5)]
    decide = stale.decide

    def die_of_one(ids: Any) -> int:
        if poison.pk in ids:
            raise KeyboardInterrupt  # as if the process were gone: nothing counts, nothing is caught
        return decide(ids)

    monkeypatch.setattr(stale, "decide", die_of_one)
    for _ in range(10):
        with suppress(KeyboardInterrupt):
            sourcing.drain()
        StaleClaim.objects.update(taken_until=None)  # the lease has run out
    assert StaleClaim.objects.get().claim_id == poison.pk
    assert StaleClaim.objects.get().is_parked
    assert Basis.objects.filter(claim__in=fine).count() == 4


def test_merge_and_its_undoing_restale_exactly_the_claims_of_the_two(cast: SimpleNamespace) -> None:
    kept, dropped = SourceFactory(), SourceFactory()
    one, two, neither = (AttributionFactory(source=each).claim for each in (kept, dropped, SourceFactory()))
    above, piece = ClaimFactory(own_voice=True), EvidenceFactory()
    ClaimEvidence.objects.create(claim=above, evidence=piece, stance=Stance.SUPPORTS)
    Citation.objects.create(evidence=piece, cited_claim=two)
    sourcing.drain()
    merge = SourceMerge.objects.create(kept=kept, dropped=dropped)
    assert waiting() == set()
    merge = identity.confirm_merge(merge=merge, by=cast.editor)
    assert waiting() == {two.pk, above.pk}
    sourcing.drain()
    identity.undo_merge(merge=merge, by=cast.editor)
    assert waiting() == {two.pk, above.pk}
    assert not {one.pk, neither.pk} & waiting()


def test_no_more_is_taken_than_the_limit_whatever_the_plan() -> None:
    for _ in range(5):
        ClaimFactory(own_voice=True)
    with connection.cursor() as cursor:
        for switch in ("enable_hashagg", "enable_hashjoin", "enable_mergejoin", "enable_material", "enable_sort"):
            cursor.execute(f"SET LOCAL {switch} = off")
    assert len(stale._take(2)) == 2
