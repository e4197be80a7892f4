"""Every entry against the one before it, in the database."""

from typing import NamedTuple

from django.db import connection

# The words that an entry's digest is taken over: what the database's `event_digest(e)` hashes (a test compares them).
SIGNED = """jsonb_build_array(
    e.previous, e.subject, e.position, e.what, e.who_id, extract(epoch FROM e.at), e.why, e.details
)::text"""

FIRST_BROKEN = """
SELECT subject, position FROM (
    SELECT e.subject, e.position, e.id,
           e.digest = event_digest(e) AS itself,
           e.previous = COALESCE(lag(e.digest) OVER chain, '') AS linked,
           e.position = COALESCE(lag(e.position) OVER chain, 0) + 1 AS counted
      FROM claims_event e
    WINDOW chain AS (PARTITION BY e.subject ORDER BY e.position)
) link WHERE NOT (itself AND linked AND counted) ORDER BY id LIMIT 1
"""


class BrokenError(Exception):
    """The history is not what it was; the message is a sentence that names the first place."""


class Walked(NamedTuple):
    entries: int
    chains: int


def walk() -> Walked:
    """Walk every chain. Raises BrokenError, naming the first entry that was changed or follows one taken out."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_BROKEN)
        broken = cursor.fetchone()
        if broken:
            raise BrokenError(f"The history of {broken[0]} is broken at entry {broken[1]}.")
        cursor.execute("SELECT count(*), count(DISTINCT subject) FROM claims_event")
        return Walked(*cursor.fetchone())
