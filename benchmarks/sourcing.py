"""On what a million claims rest: from scratch, again without a change, and what the sweep costs when nothing is due.

The limit is the one recursive statement that says no more than whether a claim reaches anybody accountable: no
origins, no circles, no proof, and nothing written.
"""

import time

from django.db import connection

from benchmarks.report import Figure, peak_memory, report, seconds
from claims import sourcing
from claims.models import Basis, Flag

LIMIT = """
WITH RECURSIVE accountable(kind, id) AS (
    (SELECT 'c', a.claim_id FROM claims_attribution a JOIN claims_source s ON s.id = a.source_id
      WHERE a.relayed_by_id IS NULL AND s.naming = 'named' AND s.kind NOT IN ('group', 'crowd', 'report')
        AND a.knowledge <> 'second_hand'
     UNION SELECT 'e', e.id FROM claims_evidence e WHERE e.is_primary
     UNION SELECT 'e', o.evidence_id FROM claims_evidenceorigin o JOIN claims_source s ON s.id = o.source_id
      WHERE s.naming = 'named' AND s.kind NOT IN ('group', 'crowd', 'report') AND o.knowledge <> 'second_hand')
    UNION
    SELECT up.kind, up.id FROM accountable r CROSS JOIN LATERAL (
        SELECT 'c' AS kind, b.claim_id AS id FROM claims_claimevidence b
         WHERE r.kind = 'e' AND b.evidence_id = r.id AND b.stance = 'supports'
        UNION ALL SELECT 'e', c.evidence_id FROM claims_citation c WHERE r.kind = 'e' AND c.cited_evidence_id = r.id
        UNION ALL SELECT 'e', c.evidence_id FROM claims_citation c WHERE r.kind = 'c' AND c.cited_claim_id = r.id) up
)
SELECT count(*) FROM accountable
"""


def run(claims: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE claims_basis, claims_flag, claims_staleclaim, claims_basischange")
    limits = [seconds(limit)]
    scratch = seconds(sourcing.decide_all)
    limits.append(seconds(limit))
    again = seconds(sourcing.decide_all)
    limits.append(seconds(limit))
    time.sleep(2)  # the server's counts come a second late
    unwritten: list[object] = []
    unchanged = seconds(lambda: unwritten.append(sourcing.decide_all_if_written()))
    if unwritten != [None]:
        raise RuntimeError("The desk was decided again although nothing had been written.")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) claims_basis, claims_flag")
    nothing = min(seconds(sourcing.sweep) for _ in range(3))
    once, million = sorted(limits)[1], claims / 1_000_000
    figures = [
        Figure("from scratch, everything written", scratch, "s", "≤ 3 × the statement", scratch <= 3 * once, once),
        Figure("again, nothing written since", unchanged, "s", "≤ 1 s per 1,000,000", unchanged <= million, once),
        Figure("again, all of it computed and compared", again, "s", "≤ 3 × the statement", again <= 3 * once, once),
        Figure("sweep with nothing due", nothing, "s", "≤ 1 s per 1,000,000", nothing <= max(million, 0.05)),
        Figure("decided from scratch", claims / scratch, "claims/s", "≥ 100,000", claims / scratch >= 100_000),
        Figure("decided again", claims / again, "claims/s", "≥ 100,000", claims / again >= 100_000),
        Figure("memory of the process", peak_memory(), "MiB", "≤ 2,048", peak_memory() <= 2048),
    ]
    about = {"claims": claims, "bases": Basis.objects.count(), "flags": Flag.objects.count()}
    report("sourcing", figures, **about, size=size())


def limit() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LIMIT)


def size() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        return str(cursor.fetchone()[0])
