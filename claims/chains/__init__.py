"""The history as chains, one per subject: whether each stands link by link, and the heads to keep elsewhere."""

from claims.chains.heads import UnreadableHeadsError, check_against, export_heads, one_head
from claims.chains.links import SIGNED, BrokenError, Walked, walk

__all__ = [
    "SIGNED",
    "BrokenError",
    "UnreadableHeadsError",
    "Walked",
    "check_against",
    "export_heads",
    "one_head",
    "walk",
]
