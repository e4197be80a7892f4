"""One edge changed on a desk of any size: the change with its stale rows, and the decision of what it reaches.

The limit, in turn with it: one row of another table written and committed.
"""

import random

from django.db import connection

from benchmarks.report import Figure, percentile, report, seconds
from claims import sourcing
from claims.models import Attribution, Citation, ClaimEvidence, StaleClaim

ROUNDS = 100
SWITCH = "UPDATE {0} SET {1} = CASE {1} WHEN '{2}' THEN '{3}' ELSE '{2}' END WHERE id = %s"
CHANGES = (
    ("attribution", SWITCH.format("claims_attribution", "knowledge", "unknown", "second_hand")),
    ("evidence brought", SWITCH.format("claims_claimevidence", "stance", "supports", "refutes")),
    ("citation", "DELETE FROM claims_citation WHERE id = %s"),
)
BARE = "UPDATE claims_article SET byline = byline || '' WHERE id = %s"
ROWS = {"attribution": Attribution, "evidence brought": ClaimEvidence, "citation": Citation}


def run(claims: int) -> None:
    dice = random.Random(4)
    figures = []
    reached = 0
    for what, statement in CHANGES:
        most = ROWS[what].objects.order_by("-pk").values_list("pk", flat=True)[0]
        took: list[float] = []
        bare: list[float] = []
        for _ in range(ROUNDS):
            row = (
                ROWS[what].objects.filter(pk__gte=dice.randint(1, most)).order_by("pk").values_list("pk", flat=True)[0]
            )
            first = seconds(lambda: change(statement, row))  # noqa: B023 - called at once
            reached += StaleClaim.objects.count()
            took.append((first + seconds(sourcing.drain)) * 1000)
            bare.append(seconds(lambda: change(BARE, 1)) * 1000)
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            found = percentile(took, share)
            figures.append(
                Figure(f"{what}, {name}", found, "ms", "≤ 25 ms at p99", found <= 25, percentile(bare, share))
            )
    report("edge", figures, claims=claims, rounds=ROUNDS, claims_reached=reached)


def change(statement: str, row: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [row])
