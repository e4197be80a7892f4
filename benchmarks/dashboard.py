"""The sourcing dashboard over the whole desk: every share by outlet, desk and month, the waits and the grants.

The limit is the least that any such page must do, by one process as the page does it: every claim with its basis,
counted by kind alone.
"""

from django.db import connection, transaction

from benchmarks.report import Figure, report, seconds
from claims import sourcing
from claims.models import Basis
from claims.sourcing.figures import IN_MEMORY, figures

LIMIT = """
SELECT b.kind, count(*) FROM claims_claim c JOIN claims_basis b ON b.claim_id = c.id
 WHERE c.discarded_at IS NULL GROUP BY b.kind
"""
TIMES = 5


def run(claims: int) -> None:
    if not Basis.objects.exists():
        sourcing.decide_all()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) claims_basis, claims_claim")
    least, whole = [], []
    for _ in range(TIMES):  # alternating, so that both meet the same load
        least.append(seconds(limit))
        whole.append(seconds(figures))
    once, page = sorted(least)[TIMES // 2], sorted(whole)[TIMES // 2]
    found = figures()
    report(
        "dashboard",
        [Figure("every figure of the dashboard", page, "s", "≤ 4 × the count", page <= 4 * once, once)],
        claims=claims,
        outlets=len(found.outlets),
        desks=len(found.desks),
        months=len(found.months),
    )


def limit() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        cursor.execute(IN_MEMORY)
        cursor.execute(LIMIT)
        cursor.fetchall()
