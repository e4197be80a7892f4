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


class StatementKind(models.TextChoices):
    """AP: information, not opinion or speculation."""

    FACT = "fact", "Fact"
    OPINION = "opinion", "Opinion"
    SPECULATION = "speculation", "Speculation"


class GroundRules(models.TextChoices):
    ON_RECORD = "on_record", "On the record"
    BACKGROUND = "background", "On background"
    DEEP_BACKGROUND = "deep_background", "Deep background"
    OFF_RECORD = "off_record", "Off the record"


class Weight(models.TextChoices):
    """What the story would be without the unnamed source (New York Times, 2016)."""

    CENTRAL = "central", "The story rests mainly on it"
    SUPPORTING = "supporting", "It supports what stands without it"


class Seriousness(models.TextChoices):
    """BBC: a serious allegation by a single unnamed source goes to a senior editor."""

    NONE = "none", "No allegation"
    ORDINARY = "ordinary", "An allegation"
    SERIOUS = "serious", "A serious allegation"


class Corroboration(models.TextChoices):
    NONE = "none", "Not corroborated"
    SECOND_SOURCE = "second_source", "By a second, independent source"
    DOCUMENT = "document", "By a document"
    BOTH = "both", "By a source and a document"


class OtherSide(models.TextChoices):
    NOBODY = "nobody", "Nobody is accused or criticised"
    CONTACTED = "contacted", "Contacted, no answer yet"
    ANSWERED = "answered", "Contacted, and the answer is in the piece"


class ApprovalLevel(models.IntegerChoices):
    """Who must approve: a desk head for a supporting use, a senior editor where the story rests on it."""

    DESK = 1, "Desk head"
    SENIOR = 2, "Senior editor"


class Outcome(models.TextChoices):
    """How a grant stands to one clause of a house policy."""

    MET = "met", "Met"
    MISSING = "missing", "Missing"
    BREACHED = "breached", "Breached"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


class ClauseTest(models.TextChoices):
    """What a clause of a policy asks of the record; `claims.anonymity.grading` says how each is answered."""

    FILLED = "filled", "the fields are filled in"
    ONE_OF = "one_of", "the field is one of"
    AT_LEAST = "at_least", "at least so many"
    APPROVED = "approved", "approved at the level that its weight demands"
    APPROVER_KNOWS = "approver_knows", "who approved knows the identity"
    REFERRED = "referred", "referred to a senior editor"
    SAYS_MORE = "says_more", "the printed description says more than “a source”"
    AS_AGREED = "as_agreed", "the printed description is the one that was agreed"
    NO_PLURAL_FOR_ONE = "no_plural_for_one", "no plural for one source"
    NO_NO_COMMENT = "no_no_comment", "nobody who is quoted is said to have declined to comment"
    BYLINE = "byline", "the article carries a byline"
    PROMISE_STANDS = "promise_stands", "the promise has not ended"
