"""A grant is asked for, changed, approved by somebody else, and ended; the database holds what must hold."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from claims import anonymity, sourcing, tasks
from claims.enums import ApprovalLevel
from claims.models import AnonymityGrant, ClauseGrade, Event, Flag, HousePolicy, Source, StaleClaim
from claims.refusals import NotNow, NotSo, NotYours
from tests.factories import AttributionFactory, ClaimFactory
from tests.factories.grants import approved, complete, load_policies, requested, unnamed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _policies(db: None) -> None:
    load_policies()


def events(grant: AnonymityGrant) -> list[str]:
    subject = Event.subject_of(grant.attribution.claim)
    return list(Event.objects.filter(subject=subject).order_by("position").values_list("what", flat=True))


def amend(grant: AnonymityGrant, by: Any, **fields: Any) -> AnonymityGrant:
    return anonymity.amend_grant(grant=grant, by=by, version=grant.version, fields=fields)


def test_grant_lacks_its_approval_until_somebody_else_gives_it(cast: SimpleNamespace) -> None:
    grant = requested(cast)
    missing = anonymity.missing_clauses(grant.attribution.claim)
    demand = "A second person has approved it, at the level that its weight demands."
    assert (grant.unmet, missing) == (1, [f"“a person familiar with the matter”, not met: {demand}"])
    grant = anonymity.approve_grant(grant=grant, by=cast.approver, version=grant.version)
    assert (grant.unmet, grant.is_justified, anonymity.missing_clauses(grant.attribution.claim)) == (0, True, [])
    assert events(grant) == ["request_grant", "approve_grant"]


def test_claim_without_a_grant_says_so_and_a_named_one_needs_none(cast: SimpleNamespace) -> None:
    claim = unnamed().claim
    assert anonymity.missing_clauses(claim) == [
        "“a person familiar with the matter”: no grant of anonymity is on record."
    ]
    assert anonymity.missing_clauses(AttributionFactory().claim) == []


def test_grades_are_rows_beside_the_grant(cast: SimpleNamespace) -> None:
    grant = requested(cast, reason="")
    rows = ClauseGrade.objects.filter(grant=grant, outcome="missing").values_list("clause__fields", "why")
    assert sorted(why for _, why in rows) == [
        "Not approved yet; it takes a desk head.",
        "Not filled in: “reason, for readers”.",
    ]
    assert AnonymityGrant.objects.get(pk=grant.pk).unmet == 2


def test_change_of_the_grade_makes_the_claim_stale_and_another_change_does_not(cast: SimpleNamespace) -> None:
    grant = requested(cast)
    sourcing.drain()
    grant = amend(grant, cast.editor, terms="No name, no employer, no town.")
    assert not StaleClaim.objects.exists()
    amend(grant, cast.editor, reason="")
    assert StaleClaim.objects.values_list("claim", flat=True).get() == grant.attribution.claim_id


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_nobody_approves_his_own_grant_not_even_a_superuser(role: str, cast: SimpleNamespace) -> None:
    person = getattr(cast, role)
    grant = anonymity.request_grant(attribution=unnamed(), by=person, fields=complete(cast))
    with pytest.raises(NotYours, match="nobody approves his own grant"):
        anonymity.approve_grant(grant=grant, by=person, version=1)


def test_who_gave_the_promise_or_changed_the_grant_does_not_approve_it(cast: SimpleNamespace) -> None:
    promised = requested(cast, promised_by=cast.approver)
    with pytest.raises(NotYours, match="gave the promise"):
        anonymity.approve_grant(grant=promised, by=cast.approver, version=1)
    changed = amend(requested(cast), cast.administrator, terms="Other terms.")
    with pytest.raises(NotYours, match="nobody approves his own grant"):
        anonymity.approve_grant(grant=changed, by=cast.administrator, version=2)


@pytest.mark.parametrize("field", ["requested_by", "amended_by", "promised_by"])
def test_database_refuses_an_approval_of_ones_own_grant(field: str, cast: SimpleNamespace) -> None:
    grant = approved(cast)
    with pytest.raises(IntegrityError, match="nobody_approves_his_own_grant"), transaction.atomic():
        AnonymityGrant.objects.filter(pk=grant.pk).update(**{field: cast.approver})


@pytest.mark.parametrize("heavier", [{"weight": "central"}, {"seriousness": "serious"}, {"weight": ""}])
def test_what_a_story_rests_on_takes_a_senior_editor(heavier: dict[str, str], cast: SimpleNamespace) -> None:
    grant = amend(requested(cast), cast.custodian, **heavier)
    other_editor = cast.third_reviewer
    other_editor.groups.set(cast.editor.groups.all())
    with pytest.raises(NotYours, match="takes a senior editor"):
        anonymity.approve_grant(grant=grant, by=other_editor, version=2)
    grant = anonymity.approve_grant(grant=grant, by=cast.approver, version=2)
    assert grant.approval_level == ApprovalLevel.SENIOR
    with pytest.raises(IntegrityError, match="senior_editor_approves_what_a_story_rests_on"), transaction.atomic():
        AnonymityGrant.objects.filter(pk=grant.pk).update(approval_level=ApprovalLevel.DESK)


def test_approval_is_refused_with_what_is_missing(cast: SimpleNamespace) -> None:
    grant = requested(cast, reason="", motive="")
    with pytest.raises(NotNow) as refused:
        anonymity.approve_grant(grant=grant, by=cast.approver, version=1)
    assert refused.value.sentence == (
        "Not met, by This desk: The source’s motive was asked about before anything was promised. "
        "Readers are told why the source is not named."
    )


def test_approver_must_know_the_identity_where_the_policy_says_so(cast: SimpleNamespace) -> None:
    anonymity.adopt_policy(policy=HousePolicy.objects.get(publisher="AP"), by=cast.approver, why="We follow AP.")
    grant = anonymity.amend_grant(
        grant=requested(cast), by=cast.editor, version=1, fields={}, identity_known_by=[cast.editor]
    )
    with pytest.raises(NotNow, match="The manager who approved knows the identity"):
        anonymity.approve_grant(grant=grant, by=cast.approver, version=2)


def test_amendment_takes_the_approval_back_and_the_history_names_fields_without_values(cast: SimpleNamespace) -> None:
    grant = amend(approved(cast), cast.editor, motive="CANARY revenge", how_they_know="CANARY seventh floor")
    assert (grant.approved_by, grant.approved_at, grant.approval_level, grant.unmet) == (None, None, None, 1)
    event = Event.objects.get(what="amend_grant")
    assert event.details == {
        "grant": grant.pk,
        "fields": ["how_they_know", "motive"],
        "approval_lapsed": True,
    }
    everything = json.dumps(list(Event.objects.values("subject", "what", "why", "details")), default=str)
    assert "CANARY" not in everything
    assert "CANARY" not in " ".join(ClauseGrade.objects.values_list("why", flat=True))


def test_grant_changed_meanwhile_is_neither_amended_nor_approved(cast: SimpleNamespace) -> None:
    grant = requested(cast)
    amend(grant, cast.editor, terms="New.")
    with pytest.raises(NotNow, match="changed since you opened it"):
        amend(grant, cast.editor, terms="Newer.")
    with pytest.raises(NotNow, match="changed since you opened it"):
        anonymity.approve_grant(grant=grant, by=cast.approver, version=1)


def test_ended_promise_says_why_and_justifies_nothing_any_more(cast: SimpleNamespace) -> None:
    grant = approved(cast)
    with pytest.raises(NotSo, match="Say why"):
        anonymity.end_promise(grant=grant, by=cast.editor, why=" ")
    grant = anonymity.end_promise(grant=grant, by=cast.editor, why="CANARY went public on Monday.")
    assert grant.unmet == 1
    assert anonymity.missing_clauses(grant.attribution.claim) == [
        "“a person familiar with the matter”, not met: The promise stands."
    ]
    assert not Event.objects.filter(why__contains="CANARY").exists()
    with pytest.raises(NotNow, match="promise has ended"):
        amend(grant, cast.editor, terms="Again.")
    with pytest.raises(NotNow, match="ended already"):
        anonymity.end_promise(grant=grant, by=cast.editor, why="Twice.")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"weight": "heavy"}, "weight"),
        ({"people": -1}, "people"),
        ({"people": 0}, "people"),
        ({"agreed_descriptor": "x" * 301}, "agreed_descriptor"),
        ({"identity": "Jane"}, "identity"),
        ({"referred_on": "2026-01-01"}, "referred_on"),
    ],
)
def test_value_that_cannot_be_is_refused_at_its_field(given: Any, field: str, cast: SimpleNamespace) -> None:
    attribution = unnamed()
    with pytest.raises(NotSo) as refused:
        anonymity.request_grant(attribution=attribution, by=cast.editor, fields=given)
    assert refused.value.field == field
    assert not AnonymityGrant.objects.exists()


def test_named_source_and_second_grant_are_refused(cast: SimpleNamespace) -> None:
    with pytest.raises(NotNow, match="is named"):
        anonymity.request_grant(attribution=AttributionFactory(), by=cast.editor, fields={})
    grant = requested(cast)
    with pytest.raises(NotNow, match="amend that one"):
        anonymity.request_grant(attribution=grant.attribution, by=cast.editor, fields={})


@pytest.mark.parametrize("role", ["reviewer", "partner", "outsider"])
def test_grants_are_not_for_everybody(role: str, cast: SimpleNamespace) -> None:
    person, grant = getattr(cast, role), requested(cast)
    for act in (
        lambda: anonymity.request_grant(attribution=unnamed(), by=person, fields={}),
        lambda: amend(grant, person, terms="x"),
        lambda: anonymity.approve_grant(grant=grant, by=person, version=1),
        lambda: anonymity.end_promise(grant=grant, by=person, why="x"),
        lambda: anonymity.adopt_policy(policy=HousePolicy.objects.all()[0], by=person, why="x"),
    ):
        with pytest.raises(NotYours):
            act()


def test_policy_in_force_is_one_and_changing_it_grades_every_grant_again(cast: SimpleNamespace) -> None:
    grants = [approved(cast), requested(cast, people=2)]
    ap = HousePolicy.objects.get(publisher="AP")
    anonymity.adopt_policy(policy=ap, by=cast.approver, why="We follow AP from today.")
    assert list(HousePolicy.objects.filter(in_force=True)) == [ap]
    assert [AnonymityGrant.objects.get(pk=grant.pk).policy for grant in grants] == [ap, ap]
    assert set(ClauseGrade.objects.values_list("clause__policy", flat=True)) == {ap.pk}
    with pytest.raises(NotNow, match="in force already"):
        anonymity.adopt_policy(policy=ap, by=cast.approver, why="Again.")
    with pytest.raises(IntegrityError, match="one_policy_is_in_force"), transaction.atomic():
        HousePolicy.objects.update(in_force=True)


def test_grading_again_writes_nothing_when_nothing_has_changed(cast: SimpleNamespace) -> None:
    grant = approved(cast)
    assert anonymity.regrade(AnonymityGrant.objects.all()) == 0
    article = grant.attribution.claim.revision.article
    grant.attribution.source.__class__.objects.update(people_low=2, people_high=2)
    assert anonymity.regrade(AnonymityGrant.objects.all()) == 1
    assert article.byline == "Ada Writer"
    assert AnonymityGrant.objects.get(pk=grant.pk).unmet == 1


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ({"test": "is_nice"}, "Ours, clause 1: there is no test “is_nice”"),
        ({"fields": ["identity"]}, "Ours, clause 1: a grant has no field “identity”."),
        ({"fields": []}, "Ours, clause 1: the test “filled” needs fields."),
        ({"test": "one_of", "wanted": "fact"}, "Ours, clause 1: the test “one_of” needs a list in “wanted”."),
        ({"test": "at_least"}, "Ours, clause 1: the test “at_least” needs a number in “wanted”."),
        ({"met_by": "reason"}, "Ours, clause 1: there is no “met_by” in a clause."),
    ],
)
def test_policy_that_cannot_be_read_is_refused_with_its_clause(clause: dict[str, Any], sentence: str) -> None:
    whole = {"demand": "Say why.", "test": "filled", "fields": ["reason"], "url": "https://a.example", **clause}
    with pytest.raises(NotSo) as refused:
        anonymity.load_policies([{"name": "Ours", "publisher": "Us", "clauses": [whole]}])
    assert refused.value.sentence.startswith(sentence)
    assert not HousePolicy.objects.filter(name="Ours").exists()


def test_claim_without_unnamed_sources_has_nothing_missing() -> None:
    assert anonymity.missing_clauses(ClaimFactory()) == []


def unjustified(claim: Any) -> list[dict[str, Any]]:
    standing = Flag.objects.filter(claim=claim, rule="unjustified_anonymity", cleared_at=None, dismissed_at=None)
    return list(standing.values_list("proof", flat=True))


def test_claim_is_flagged_while_a_clause_of_its_grant_is_not_met(cast: SimpleNamespace) -> None:
    grant = requested(cast)
    claim = grant.attribution.claim
    assert unjustified(claim) == [{"grants": [{"grant": grant.pk, "version": 1, "policy": grant.policy_id}]}]
    grant = anonymity.approve_grant(grant=grant, by=cast.approver, version=1)
    assert unjustified(claim) == []
    anonymity.end_promise(grant=grant, by=cast.editor, why="Went public.")
    assert len(unjustified(claim)) == 1
    assert Flag.objects.filter(claim=claim, rule="unjustified_anonymity").count() == 2


def test_dismissal_of_the_flag_holds_for_the_grant_as_it_was(cast: SimpleNamespace) -> None:
    grant = requested(cast)
    flag = Flag.objects.get(rule="unjustified_anonymity")
    sourcing.dismiss_flag(flag=flag, by=cast.editor, why="The approver is on her way.")
    assert anonymity.regrade(AnonymityGrant.objects.all()) == 0
    assert unjustified(grant.attribution.claim) == []
    amend(grant, cast.editor, motive="")
    assert len(unjustified(grant.attribution.claim)) == 1


def test_grade_follows_what_is_around_the_grant_within_the_hour(cast: SimpleNamespace) -> None:
    grant = approved(cast)
    Source.objects.filter(pk=grant.attribution.source_id).update(people_low=2, people_high=2)
    tasks.regrade_grants()
    assert anonymity.missing_clauses(grant.attribution.claim) == [
        "“a person familiar with the matter”, not met: a demand that is seen with the grant."
    ]
