"""From a settled review to what the public is shown: the content of the page, its signature, and its publication."""

from reviews.publishing.acts import correct, publish, retract, sign
from reviews.publishing.claimreview import claim_review, problems
from reviews.publishing.snapshot import digest, snapshot

__all__ = ["claim_review", "correct", "digest", "problems", "publish", "retract", "sign", "snapshot"]
