"""The sourcing dashboard over the whole desk: every share by outlet, desk and month, the waits and the grants.

The limit is the least that any such page must do: every claim with its basis, counted by kind alone.
"""

from django.db import connection

from benchmarks.report import Figure, report, seconds
from claims import sourcing
from claims.models import Basis
from claims.sourcing.figures import figures

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
    million = claims / 1_000_000
    found = figures()
    report(
        "dashboard",
        [Figure("every figure of the dashboard", page, "s", "≤ 3 s per 1,000,000", page <= 3 * million, once)],
        claims=claims,
        outlets=len(found.outlets),
        desks=len(found.desks),
        months=len(found.months),
    )


def limit() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LIMIT)
        cursor.fetchall()
