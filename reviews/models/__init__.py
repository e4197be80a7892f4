"""The rows of the review side, in the order of the review."""

from reviews.models.comments import Comment
from reviews.models.drafts import CheckedDraft
from reviews.models.notices import Delivery, Notice, Preferences
from reviews.models.opinions import Opinion, OpinionCalls, OpinionRequest
from reviews.models.pages import StalePage
from reviews.models.publication import Correction, Publication
from reviews.models.ratings import Rating, RatingScale
from reviews.models.review import Approval, Assignment, ConflictOfInterest, Review, Settlement, Verdict

__all__ = [
    "Approval",
    "Assignment",
    "CheckedDraft",
    "Comment",
    "ConflictOfInterest",
    "Correction",
    "Delivery",
    "Notice",
    "Opinion",
    "OpinionCalls",
    "OpinionRequest",
    "Preferences",
    "Publication",
    "Rating",
    "RatingScale",
    "Review",
    "Settlement",
    "StalePage",
    "Verdict",
]
