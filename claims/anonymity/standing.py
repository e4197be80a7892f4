"""How grants stand to the policy in force, as rows: written in the transaction of whatever changes them."""

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from claims import sourcing
from claims.anonymity.facts import facts_of, with_surroundings
from claims.anonymity.grading import Grade, grade
from claims.enums import ClauseTest, FlagRule, Naming, Outcome, SourceKind
from claims.models import AnonymityGrant, Attribution, Claim, ClauseGrade, HousePolicy, PolicyClause

NEEDS_GRANT = (SourceKind.PERSON, SourceKind.GROUP)  # a crowd or a relayed report was promised nothing
UNMET = (Outcome.MISSING, Outcome.BREACHED)
CONFIDENTIAL = (ClauseTest.NO_PLURAL_FOR_ONE,)  # whether it is met tells how many people there are
BATCH = 500


def policy_in_force() -> HousePolicy | None:
    return HousePolicy.objects.filter(in_force=True).first()


def clauses_of(policy: HousePolicy | None) -> list[PolicyClause]:
    return list(policy.clauses.order_by("order")) if policy else []


def graded(grant: AnonymityGrant, policy: HousePolicy | None) -> list[Grade]:
    """The grant against any policy, without writing it."""
    return grade(clauses_of(policy), facts_of(grant))


@transaction.atomic
def regrade(grants: QuerySet[AnonymityGrant]) -> int:
    """Grade these again against the policy in force; returns how many changed. Only what changes is written."""
    policy = policy_in_force()
    clauses = clauses_of(policy)
    locked = grants.order_by("pk").select_for_update(of=("self",), no_key=True)
    every = with_surroundings(locked).prefetch_related("grades").iterator(chunk_size=BATCH)
    changed = [grant for grant in every if _write(grant, policy, clauses)]
    return len(changed)


def _write(grant: AnonymityGrant, policy: HousePolicy | None, clauses: list[PolicyClause]) -> bool:
    grades = grade(clauses, facts_of(grant))
    unmet = sum(each.is_unmet for each in grades) if policy else None
    before = {(each.clause_id, each.outcome, each.why) for each in grant.grades.all()}
    now = {(clause.pk, each.outcome.value, each.why[:500]) for clause, each in zip(clauses, grades, strict=True)}
    if (grant.unmet, grant.policy_id, before) == (unmet, policy.pk if policy else None, now):
        return False
    grant.grades.all().delete()
    ClauseGrade.objects.bulk_create(
        ClauseGrade(grant=grant, clause_id=clause, outcome=outcome, why=why) for clause, outcome, why in sorted(now)
    )
    grant.unmet, grant.policy = unmet, policy
    grant.save(update_fields=["unmet", "policy"])
    _flag(grant.attribution.claim)
    return True


def _flag(claim: Claim) -> None:
    """Raise “anonymity not justified” while a grant of the claim leaves a clause unmet.

    The proof names the grants, their versions and the policy, not the clauses: a flag is read by everybody at the
    desk, and which clause is unmet may tell what a confidential field holds.
    """
    unmet = AnonymityGrant.objects.filter(attribution__claim=claim, unmet__gt=0).order_by("pk")
    grants = [{"grant": pk, "version": version, "policy": policy}
              for pk, version, policy in unmet.values_list("pk", "version", "policy")]  # fmt: skip
    if grants:
        sourcing.raise_flag(claim=claim, rule=FlagRule.UNJUSTIFIED_ANONYMITY, proof={"grants": grants})
    else:
        sourcing.clear_flag(claim=claim, rule=FlagRule.UNJUSTIFIED_ANONYMITY)


def missing_clauses(claim: Claim) -> list[str]:
    """What stands between the unnamed sources of a claim and the policy in force, one sentence each; [] is nothing.

    The sentences are the demands of the policy and printed words: they may be shown to everybody at the desk.
    """
    unmet = ClauseGrade.objects.filter(outcome__in=UNMET).select_related("clause")
    found: list[str] = []
    for attribution in unnamed(claim).prefetch_related(Prefetch("grant__grades", unmet.order_by("clause__order"))):
        words = attribution.printed or attribution.source.name
        grant = getattr(attribution, "grant", None)
        if grant is None:
            found.append(f"“{words}”: no grant of anonymity is on record.")
        else:
            found += [f"“{words}”, not met: {_demand(each.clause)}" for each in grant.grades.all()]
            if grant.unmet is None:
                found.append(f"“{words}”: no house policy is in force.")
    return found


def _demand(clause: PolicyClause) -> str:
    return "a demand that is seen with the grant." if clause.test in CONFIDENTIAL else clause.demand


def unnamed(claim: Claim) -> QuerySet[Attribution]:
    """The attributions of a claim to people without a name who speak to the reader: each needs a grant."""
    found = claim.attributions.filter(relayed_by=None, source__kind__in=NEEDS_GRANT)
    return found.exclude(source__naming=Naming.NAMED).select_related("source", "grant").order_by("pk")
