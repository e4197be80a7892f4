"""The desk's pages for articles, claims and their review."""

from reviews.admin import articles, claims, notices, opinions, pseudonyms, publications, rules, subscriptions

__all__ = ["articles", "claims", "notices", "opinions", "pseudonyms", "publications", "rules", "subscriptions"]
