"""Captured copies of evidence: taken in, kept outside the web root under their sha256, read back only unchanged."""

from claims.captures.fetching import ask_for_copy, run_captures
from claims.captures.files import ChangedError, read
from claims.captures.keeping import keep_copy, may_open
from claims.captures.sniffing import sniff
from claims.captures.timestamps import Stamp, StampError, stamp

__all__ = [
    "ChangedError",
    "Stamp",
    "StampError",
    "ask_for_copy",
    "keep_copy",
    "may_open",
    "read",
    "run_captures",
    "sniff",
    "stamp",
]
