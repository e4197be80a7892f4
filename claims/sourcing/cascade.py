"""What if this source is wrong? Every claim that rests on it, and what would be left of its basis without it."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

from claims.enums import BasisKind
from claims.models import Claim, Source
from claims.sourcing.rule import DECIDING, statement

BATCH = 500

# Upward from what the source says, through whatever brings or cites it, to every claim that may rest on it.
RESTING = """
WITH RECURSIVE upward(claim_id, evidence_id) AS (
    (SELECT a.claim_id, NULL::bigint FROM claims_attribution a WHERE a.source_id = ANY(%(sources)s)
     UNION SELECT NULL, o.evidence_id FROM claims_evidenceorigin o WHERE o.source_id = ANY(%(sources)s))
    UNION
    SELECT up.claim_id, up.evidence_id FROM upward u CROSS JOIN LATERAL (
        SELECT b.claim_id, NULL::bigint AS evidence_id
          FROM claims_claimevidence b WHERE b.evidence_id = u.evidence_id AND b.stance = 'supports'
        UNION ALL
        SELECT NULL, c.evidence_id FROM claims_citation c WHERE c.cited_evidence_id = u.evidence_id
        UNION ALL
        SELECT NULL, c.evidence_id FROM claims_citation c WHERE c.cited_claim_id = u.claim_id) up
)
SELECT DISTINCT u.claim_id FROM upward u JOIN claims_claim c ON c.id = u.claim_id
 WHERE c.discarded_at IS NULL ORDER BY 1
"""
# Evidence that comes from nobody else falls with its source, and with it what it cites.
FALLS = """
SELECT o.evidence_id * 8 + 1 FROM claims_evidenceorigin o
 GROUP BY o.evidence_id HAVING bool_and(o.source_id = ANY(%(sources)s))
   AND o.evidence_id IN (SELECT x.evidence_id FROM claims_evidenceorigin x WHERE x.source_id = ANY(%(sources)s))
"""
WITHOUT = {
    **DECIDING,
    "step": f"{DECIDING['step']} WHERE e.child <> ALL(@fallen)",
    "ground": f"{DECIDING['ground']} AND (d.source_id IS NULL OR d.source_id <> ALL(@sources))",
    "around": f"{DECIDING['around']} AND e.child <> ALL(@fallen)",
}
LEFT = f"""
{statement("SELECT unnest(%(claims)s::bigint[])", DECIDING)}
SELECT claim_id, kind, origins_low, origins_high, paths FROM decided
"""
LEFT_WITHOUT = f"""
{statement("SELECT unnest(%(claims)s::bigint[])", WITHOUT)}
SELECT claim_id, kind, origins_low, origins_high, paths FROM decided
""".replace("@fallen", "%(fallen)s::bigint[]").replace("@sources", "%(sources)s::bigint[]")


class Rests(NamedTuple):
    """On what a claim rests, as far as a cascade tells it."""

    kind: BasisKind
    origins_low: int
    origins_high: int | None
    paths: int


class Falling(NamedTuple):
    """One claim that rests on the source: with it, and without."""

    claim: Claim
    now: Rests
    left: Rests

    @property
    def falls(self) -> bool:
        """Whether the claim would rest on something weaker."""
        order = list(BasisKind)
        return order.index(self.left.kind) > order.index(self.now.kind)


def cascade(source: Source) -> list[Falling]:
    """Every claim that rests on this source, under whatever spelling, by any number of steps, in order of its number.

    Decided twice from the rows as they are: with the source, and as if it had said nothing and whatever comes from it
    alone did not exist.
    """
    kept = source.merged_into_id or source.pk
    spellings = [kept, *Source.objects.filter(merged_into=kept).values_list("pk", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute(RESTING, {"sources": spellings})
        claims = [claim for (claim,) in cursor.fetchall()]
        cursor.execute(FALLS, {"sources": spellings})
        fallen = [node for (node,) in cursor.fetchall()]
    found: list[Falling] = []
    for start in range(0, len(claims), BATCH):
        found += _batch(claims[start : start + BATCH], spellings, fallen)
    return found


def _batch(claims: list[int], sources: list[int], fallen: list[int]) -> Iterator[Falling]:
    given = {"claims": claims, "sources": sources, "fallen": fallen}
    now, left = _decided(LEFT, given), _decided(LEFT_WITHOUT, given)
    for claim in Claim.objects.filter(pk__in=claims).select_related("revision__article").order_by("pk"):
        if now[claim.pk] != left[claim.pk]:
            yield Falling(claim, now[claim.pk], left[claim.pk])


def _decided(query: str, given: dict[str, list[int]]) -> dict[int, Rests]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return {claim: Rests(BasisKind(kind), *rest) for claim, kind, *rest in cursor.fetchall()}
