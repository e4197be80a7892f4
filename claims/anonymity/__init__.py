"""Why a source is unnamed: grants, graded clause by clause against house policies that are data.

docs/reference/house-policies.md lists the clauses; docs/how-to/grant-anonymity.md says who does what.
"""

from claims.anonymity.granting import (
    Attempt,
    amend_grant,
    approval_refusal,
    approve_grant,
    end_promise,
    request_grant,
)
from claims.anonymity.policies import adopt_policy, load_policies
from claims.anonymity.readers import for_readers
from claims.anonymity.standing import graded, missing_clauses, policy_in_force, regrade, unnamed

__all__ = [
    "Attempt",
    "adopt_policy",
    "amend_grant",
    "approval_refusal",
    "approve_grant",
    "end_promise",
    "for_readers",
    "graded",
    "load_policies",
    "missing_clauses",
    "policy_in_force",
    "regrade",
    "request_grant",
    "unnamed",
]
