"""What readers may be told of a grant: an allow-list of fields, and how it stands to the policy in force."""

from typing import Any

from claims.anonymity.standing import CONFIDENTIAL
from claims.enums import Corroboration, Knowledge, Outcome
from claims.models import AnonymityGrant

APPLIES = (Outcome.MET, Outcome.MISSING, Outcome.BREACHED)


def for_readers(grant: AnonymityGrant) -> dict[str, Any]:
    """Plain JSON for a public page: {reason, told, descriptor, knowledge, corroborated, ground_rules, approved,
    approved_on, ended_on, policy, met, clauses, unmet}.

    `met` of `clauses` demands of the policy are met; `unmet` are the demands that are not, in the policy's words. How
    the source knows in detail, its motive, the terms, who promised and who knows are not for readers; nor is a demand
    of which the answer would tell such a thing.
    """
    grades = sorted(grant.grades.all(), key=lambda each: each.clause.order)
    applying = [each for each in grades if each.outcome in APPLIES and each.clause.test not in CONFIDENTIAL]
    unmet = [each.clause.demand for each in applying if each.outcome != Outcome.MET]
    return {
        "reason": grant.reason,
        "told": grant.told_readers,
        "descriptor": grant.agreed_descriptor,
        "knowledge": "" if grant.knowledge == Knowledge.UNKNOWN else Knowledge(grant.knowledge).label,
        "corroborated": Corroboration(grant.corroboration).label if grant.corroboration else "",
        "ground_rules": grant.get_ground_rules_display(),
        "approved": grant.get_approval_level_display() if grant.approval_level else "",
        "approved_on": grant.approved_at.date().isoformat() if grant.approved_at else None,
        "ended_on": grant.ended_at.date().isoformat() if grant.ended_at else None,
        "policy": str(grant.policy) if grant.policy else "",
        "met": len(applying) - len(unmet),
        "clauses": len(applying),
        "unmet": unmet,
    }
