"""Rows by the thousand, in and out: read from files, checked line by line, written set by set, streamed out again.

files → rows (claims.bulk.files) → checked (claims.bulk.shapes) → staged and written (claims.bulk.jobs,
claims.bulk.writing); out by claims.bulk.exporting. Memory stays flat however long the file is.
"""

from claims.bulk.exporting import EXPORTS, export
from claims.bulk.jobs import ask_for_bulk, run_bulk

__all__ = ["EXPORTS", "ask_for_bulk", "export", "run_bulk"]
