"""What the desk has published about much the same: other claims whose pages share the words of this one.

Only published pages are asked, which everybody at the desk may read; nothing under review is told.
"""

from typing import NamedTuple

from django.db import connection

from claims.models import Claim

SHOWN = 5
ASKED = 2_000  # pages that share a word and are compared, so that a common word costs no more
LEAST = 0.25  # of pg_trgm's similarity of the two statements: below, they share words and not what they say

ALIKE = """
WITH asked AS MATERIALIZED (
    SELECT string_agg('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''', ' | ')::tsquery AS words
      FROM unnest(to_tsvector('english', left(%(statement)s, 2000)))
), found AS MATERIALIZED (
    SELECT p.slug, p.shown #>> '{claim,statement}' AS statement, p.shown #>> '{rating,name}' AS rating, r.claim_id
      FROM reviews_publication p JOIN reviews_review r ON r.id = p.review_id, asked
     WHERE p.shown_until IS NULL AND p.retracted_at IS NULL AND p.words @@ asked.words AND r.claim_id <> %(claim)s
     LIMIT %(asked)s
)
SELECT claim_id, slug, statement, rating FROM (
    SELECT *, similarity(statement, left(%(statement)s, 2000)) AS likeness FROM found
) AS compared WHERE likeness >= %(least)s ORDER BY likeness DESC, claim_id DESC LIMIT %(shown)s
"""


class Similar(NamedTuple):
    """A published claim that says much the same, and how it was rated."""

    claim_id: int
    slug: str
    statement: str
    rating: str


def similar(claim: Claim) -> list[Similar]:
    """The published claims most like this one, the most alike first."""
    given: dict[str, str | int | float] = {
        "statement": claim.statement,
        "claim": claim.pk,
        "asked": ASKED,
        "least": LEAST,
        "shown": SHOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, given)
        return [Similar(*row) for row in cursor.fetchall()]
