"""From a settled review to what the public is shown: the content of the page, its signature, and its publication."""

from reviews.publishing.acts import correct, publish, retract, sign
from reviews.publishing.claimreview import claim_review, markup, page_markup
from reviews.publishing.drafts import draft_snapshot, publish_draft, withdraw_draft
from reviews.publishing.profiles import problems
from reviews.publishing.snapshot import digest, snapshot

__all__ = [
    "claim_review",
    "correct",
    "digest",
    "draft_snapshot",
    "markup",
    "page_markup",
    "problems",
    "publish",
    "publish_draft",
    "retract",
    "sign",
    "snapshot",
    "withdraw_draft",
]
