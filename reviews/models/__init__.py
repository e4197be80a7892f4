"""The rows of the review side, in the order of the review."""

from reviews.models.comments import Comment
from reviews.models.drafts import CheckedDraft
from reviews.models.notices import Delivery, Notice, Preferences
from reviews.models.opinions import Opinion, OpinionCalls, OpinionRequest
from reviews.models.pages import StalePage
from reviews.models.publication import Correction, Publication
from reviews.models.publishable import PublicationException, ReplyRequest
from reviews.models.ratings import Rating, RatingScale
from reviews.models.review import (
    Approval,
    Assignment,
    ConflictOfInterest,
    PanelVote,
    Review,
    Settlement,
    Verdict,
    Withdrawal,
)
from reviews.models.rules import AssignmentRule, DeskRules, ReviewerProfile
from reviews.models.saved_filters import SavedFilter
from reviews.models.subscriptions import Attempt, Message, Subscription
from reviews.models.verdict_drafts import VerdictDraft

__all__ = [
    "Approval",
    "Assignment",
    "AssignmentRule",
    "Attempt",
    "CheckedDraft",
    "Comment",
    "ConflictOfInterest",
    "Correction",
    "Delivery",
    "DeskRules",
    "Message",
    "Notice",
    "Opinion",
    "OpinionCalls",
    "OpinionRequest",
    "PanelVote",
    "Preferences",
    "Publication",
    "PublicationException",
    "Rating",
    "RatingScale",
    "ReplyRequest",
    "Review",
    "ReviewerProfile",
    "SavedFilter",
    "Settlement",
    "StalePage",
    "Subscription",
    "Verdict",
    "VerdictDraft",
    "Withdrawal",
]
