"""The closed lists of the claims side, in the field's words. Reading's own lists are in `claims.text.records`."""

from django.db import models


class SourceKind(models.TextChoices):
    """Who or what says it. Group, crowd and report are the plural forms that house rules tell apart."""

    PERSON = "person", "Person"
    GROUP = "group", "Group of informants"
    CROWD = "crowd", "Public at large"
    REPORT = "report", "Relayed report"
    ORGANISATION = "organisation", "Organisation"
    DOCUMENT = "document", "Document"


class Naming(models.TextChoices):
    NAMED = "named", "Named"
    UNNAMED = "unnamed", "Unnamed"
    PSEUDONYMOUS = "pseudonymous", "Pseudonymous"


class Mode(models.TextChoices):
    DIRECT = "direct", "Direct quotation"
    INDIRECT = "indirect", "Indirect speech"
    MIXED = "mixed", "Partly quoted"


class Knowledge(models.TextChoices):
    """How the source knows: the question that AP, NYT and NPR put first."""

    FIRST_HAND = "first_hand", "First-hand"
    SECOND_HAND = "second_hand", "Second-hand"
    DOCUMENT = "document", "From a document"
    UNKNOWN = "unknown", "Not said"


class EvidenceKind(models.TextChoices):
    DOCUMENT = "document", "Document"
    LINK = "link", "Link"
    DATASET = "dataset", "Dataset"
    INTERVIEW = "interview", "Interview"
    RECORDING = "recording", "Recording"


class Stance(models.TextChoices):
    SUPPORTS = "supports", "Supports"
    REFUTES = "refutes", "Refutes"
    CONTEXT = "context", "Gives context"


class BasisKind(models.TextChoices):
    """On what a claim rests, strongest first."""

    DOCUMENTARY = "documentary", "Rests on a document"
    NAMED = "named", "Rests on named sources"
    MIXED = "mixed", "Rests on named and anonymous sources"
    ONLY_ANONYMOUS = "only_anonymous", "Rests only on anonymous sources"
    UNATTRIBUTED = "unattributed", "The article's own voice"
    UNSUPPORTED = "unsupported", "Nothing supports it"


class FlagRule(models.TextChoices):
    ONLY_ANONYMOUS = "only_anonymous", "Only anonymous sources"
    UNATTRIBUTED = "unattributed", "No source given"
    SINGLE_ORIGIN = "single_origin", "A single origin"
    CIRCULAR = "circular", "Circular reporting"
    INHERITED_ANONYMITY = "inherited_anonymity", "Relays an unnamed source"
    UNJUSTIFIED_ANONYMITY = "unjustified_anonymity", "Anonymity not justified"
    CONTRADICTION = "contradiction", "Contradicted in the same article"
    STALE_VERDICT = "stale_verdict", "Verdict older than its grounds"
    OVERDUE_RECHECK = "overdue_recheck", "Re-check overdue"


class MergeState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    CONFIRMED = "confirmed", "Confirmed"
    REJECTED = "rejected", "Rejected"
    UNDONE = "undone", "Undone"
