"""Who is who: sources of a reading, spellings of one name, merges that a person confirms and can undo."""

from claims.identity.merges import confirm_merge, propose_merges, reject_merge, undo_merge
from claims.identity.sources import find_or_make_source, free_slug, sources_of

__all__ = [
    "confirm_merge",
    "find_or_make_source",
    "free_slug",
    "propose_merges",
    "reject_merge",
    "sources_of",
    "undo_merge",
]
