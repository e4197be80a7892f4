"""The closed lists of the review side."""

from django.db import models


class State(models.TextChoices):
    """Where one review stands. What may follow what is in `reviews.transitions`."""

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


class DisputeRule(models.TextChoices):
    """To whom a disagreement goes."""

    ADJUDICATOR = "adjudicator", "A third person decides"
    PANEL = "panel", "A panel votes: two of three"


class SettledBy(models.TextChoices):
    AGREEMENT = "agreement", "By agreement"
    ADJUDICATOR = "adjudicator", "By a third person"
    PANEL = "panel", "By a panel's vote"


class Criterion(models.TextChoices):
    """By what reviewers are chosen. A conflict of interest is no criterion: it bars."""

    WORKLOAD = "workload", "Has room: fewest open verdicts first"
    TOPIC = "topic", "Knows the topic"
    LANGUAGE = "language", "Reads the language of the article"


class Means(models.TextChoices):
    """How somebody was asked for a reply."""

    EMAIL = "email", "By e-mail"
    PHONE = "phone", "By telephone"
    LETTER = "letter", "By letter"
    IN_PERSON = "in_person", "In person"
    MESSAGE = "message", "By message"


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


class Announced(models.TextChoices):
    """What becomes of a page, as other systems are told."""

    PUBLISHED = "published", "A page is new"
    CORRECTED = "corrected", "A page shows other words, by a correction or a new review"
    RETRACTED = "retracted", "A page is taken back"


class Progress(models.TextChoices):
    """How far a message to another system is."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Given up"


class Way(models.TextChoices):
    """How a notice reaches a person."""

    DESK = "desk", "In the desk"
    MAIL = "mail", "E-mail, once a day"
    HOOK = "hook", "Webhook"
