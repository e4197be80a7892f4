"""Rows for tests, each complete and as plain as can be."""

from tests.factories.claims import (
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    EvidenceFactory,
    RevisionFactory,
    SourceFactory,
)

__all__ = [
    "ArticleFactory",
    "AttributionFactory",
    "ClaimFactory",
    "EvidenceFactory",
    "RevisionFactory",
    "SourceFactory",
]
