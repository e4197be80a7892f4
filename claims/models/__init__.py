"""The rows of the claims side, one file per subject, in the order in which data flows through the house."""

from claims.models.articles import Article, ArticleRevision
from claims.models.attributions import Attribution
from claims.models.basis import Basis, BasisChange, Flag
from claims.models.bulk import BulkJob, BulkRow, FactCheck
from claims.models.calls import RememberedAnswer, TokenCalls
from claims.models.captures import Capture, CaptureRequest
from claims.models.claims import Claim, wording_digest
from claims.models.evidence import Citation, ClaimEvidence, Evidence, EvidenceOrigin
from claims.models.grants import AnonymityGrant, ClauseGrade, RecordAttempt
from claims.models.history import Event
from claims.models.imports import ImportJob
from claims.models.people import ApiToken, Scope, User
from claims.models.policies import HousePolicy, PolicyClause
from claims.models.pseudonyms import GroupSize, Pseudonym, PseudonymLink
from claims.models.second_factor import SecondFactor
from claims.models.seen import WholeDecision
from claims.models.sources import Source, SourceMerge, SourceName
from claims.models.stale import StaleClaim
from claims.models.vault import IdentityVault, VaultRecord

__all__ = [
    "AnonymityGrant",
    "ApiToken",
    "Article",
    "ArticleRevision",
    "Attribution",
    "Basis",
    "BasisChange",
    "BulkJob",
    "BulkRow",
    "Capture",
    "CaptureRequest",
    "Citation",
    "Claim",
    "ClaimEvidence",
    "ClauseGrade",
    "Event",
    "Evidence",
    "EvidenceOrigin",
    "FactCheck",
    "Flag",
    "GroupSize",
    "HousePolicy",
    "IdentityVault",
    "ImportJob",
    "PolicyClause",
    "Pseudonym",
    "PseudonymLink",
    "RecordAttempt",
    "RememberedAnswer",
    "Scope",
    "SecondFactor",
    "Source",
    "SourceMerge",
    "SourceName",
    "StaleClaim",
    "TokenCalls",
    "User",
    "VaultRecord",
    "WholeDecision",
    "wording_digest",
]
