"""The queue of stale claims, drained in batches by one worker core: each claim walked for itself."""

from django.db import connection

from benchmarks.report import Figure, report, seconds
from claims import sourcing

SHALLOW = """
INSERT INTO claims_staleclaim (claim_id)
SELECT c.id FROM claims_claim c
 WHERE {} EXISTS (SELECT 1 FROM claims_claimevidence e WHERE e.claim_id = c.id) ORDER BY c.id LIMIT %s
"""
MANY = 5000


def run(claims: int) -> None:
    figures = []
    for what, kind in (("with sources alone", "NOT"), ("with evidence ten deep", "")):
        with connection.cursor() as cursor:
            cursor.execute(SHALLOW.format(kind), [MANY])
        rate = MANY / seconds(sourcing.drain)
        figures.append(Figure(f"claims {what}", rate, "claims/s", "≥ 100,000", rate >= 100_000))
    report("batches", figures, claims=claims, stale=MANY)
