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
from claims.anonymity.jigsaw import Jigsaw, jigsaw, jigsaws
from claims.anonymity.policies import adopt_policy, load_policies
from claims.anonymity.pseudonyms import code_of, give_code, record_group_size, take_code
from claims.anonymity.readers import for_readers
from claims.anonymity.standing import graded, missing_clauses, policy_in_force, regrade, unnamed

__all__ = [
    "Attempt",
    "Jigsaw",
    "adopt_policy",
    "amend_grant",
    "approval_refusal",
    "approve_grant",
    "code_of",
    "end_promise",
    "for_readers",
    "give_code",
    "graded",
    "jigsaw",
    "jigsaws",
    "load_policies",
    "missing_clauses",
    "policy_in_force",
    "record_group_size",
    "regrade",
    "request_grant",
    "take_code",
    "unnamed",
]
