"""The closed lists of the review side."""

from django.db import models


class State(models.TextChoices):
    """Where one review stands. What may follow what is in `reviews.workflow.TRANSITIONS`."""

    QUEUED = "queued", "Queued"
    ASSIGNED = "assigned", "Assigned"
    IN_REVIEW = "in_review", "In review"
    AGREED = "agreed", "Agreed"
    DISPUTED = "disputed", "Disputed"
    SETTLED = "settled", "Settled"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    CORRECTED = "corrected", "Corrected"
    RETRACTED = "retracted", "Retracted"
    RETURNED = "returned", "Returned to the desk"


OPEN_STATES = (
    State.QUEUED,
    State.ASSIGNED,
    State.IN_REVIEW,
    State.AGREED,
    State.DISPUTED,
    State.SETTLED,
    State.APPROVED,
)
PUBLIC_STATES = (State.PUBLISHED, State.CORRECTED)


class Confidence(models.TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class Role(models.TextChoices):
    """The groups of the desk. What each may do is one table in `reviews.permissions`."""

    EDITOR = "desk editor", "Desk editor"
    REVIEWER = "reviewer", "Reviewer"
    APPROVER = "approver", "Approver"
    CUSTODIAN = "custodian", "Custodian"
    PARTNER = "partner", "Partner"


class NoticeKind(models.TextChoices):
    """What a person may be told of. A notice says no more than these words, and which claim it is about."""

    ASSIGNED = "assigned", "You are asked for a verdict"
    REMINDER = "reminder", "Your verdict is due"
    VERDICTS_IN = "verdicts_in", "Both verdicts are in"
    DISPUTED = "disputed", "The reviewers differ: a decision is needed"
    SETTLED = "settled", "Settled: a signature is needed"
    RETURNED = "returned", "Returned to the desk"
    PUBLISHED = "published", "Published"
    FLAGGED = "flagged", "A claim of yours was flagged"
    MENTION = "mention", "You are mentioned in a comment"
    OPINION = "opinion", "An expert has answered"


class Way(models.TextChoices):
    """How a notice reaches a person."""

    DESK = "desk", "In the desk"
    MAIL = "mail", "E-mail, once a day"
    HOOK = "hook", "Webhook"
