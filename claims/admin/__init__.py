"""The desk's pages for sources, evidence and people. The claim and the article are in `reviews.admin`, which knows
where each stands in its review."""

from claims.admin import evidence, figures, grants, imports, people, sizes, sources

__all__ = ["evidence", "figures", "grants", "imports", "people", "sizes", "sources"]
