"""The sourcing dashboard's figures, each one set-based statement: what claims rest on, by outlet, desk and month; how
long a claim that rested on unnamed sources alone waited for a name; what anonymity was granted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection, transaction

from claims.enums import BasisKind

UNDECIDED = "undecided"
KINDS: tuple[tuple[str, str], ...] = (*((kind.value, kind.label) for kind in BasisKind), (UNDECIDED, "Being decided"))
MOST = 20  # outlets and desks that are shown one by one; the rest is put together
MONTHS = 24

# One walk over the claims, counted by article and by desk at once; outlets and months are added up from the articles.
SHARES = """
WITH counted AS MATERIALIZED (
    SELECT c.revision_id, c.topic, COALESCE(b.kind, 'undecided') AS kind, GROUPING(c.topic) = 0 AS by_desk,
           count(*) AS claims
      FROM claims_claim c LEFT JOIN claims_basis b ON b.claim_id = c.id
     WHERE c.discarded_at IS NULL
     GROUP BY GROUPING SETS ((c.revision_id, COALESCE(b.kind, 'undecided')), (c.topic, COALESCE(b.kind, 'undecided')))
),
printed AS MATERIALIZED (
    SELECT r.id, a.publisher, to_char(COALESCE(a.published_on, a.imported_at::date), 'YYYY-MM') AS month
      FROM claims_articlerevision r JOIN claims_article a ON a.id = r.article_id
)
SELECT CASE WHEN GROUPING(publisher) = 0 THEN 'outlet' ELSE 'month' END, COALESCE(publisher, month), kind,
       sum(claims)::bigint
  FROM counted n JOIN printed p ON p.id = n.revision_id
 WHERE NOT n.by_desk GROUP BY GROUPING SETS ((publisher, kind), (month, kind))
 UNION ALL
SELECT 'desk', topic, kind, claims FROM counted WHERE by_desk
"""
IN_MEMORY = "SET LOCAL work_mem = '128MB'"  # for this transaction alone: a million claims are joined without a file

# From the moment at which a claim came to rest on unnamed sources alone (or was read) to the first name or document.
WAITS = """
WITH named AS (
    SELECT n.claim_id, n.at, COALESCE(
               (SELECT max(f.at) FROM claims_basischange f
                 WHERE f.claim_id = n.claim_id AND f.after = 'only_anonymous' AND f.at < n.at),
               c.added_at) AS since
      FROM claims_basischange n JOIN claims_claim c ON c.id = n.claim_id
     WHERE n.before = 'only_anonymous' AND n.after IN ('documentary', 'named', 'mixed')
)
SELECT to_char(date_trunc('month', at), 'YYYY-MM'), count(*),
       percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY extract(epoch FROM at - since) / 86400)
  FROM named GROUP BY GROUPING SETS ((date_trunc('month', at)), ()) ORDER BY 1 NULLS FIRST
"""

GRANTS = """
SELECT to_char(date_trunc('month', requested_at), 'YYYY-MM'), count(*),
       count(*) FILTER (WHERE approved_at IS NOT NULL AND approval_level = 1),
       count(*) FILTER (WHERE approved_at IS NOT NULL AND approval_level = 2),
       count(*) FILTER (WHERE approved_at IS NULL AND ended_at IS NULL),
       count(*) FILTER (WHERE ended_at IS NOT NULL),
       count(*) FILTER (WHERE unmet > 0)
  FROM claims_anonymitygrant GROUP BY 1 ORDER BY 1 DESC LIMIT %(months)s
"""


@dataclass
class Share:
    """How many claims of one outlet, desk or month rest on what."""

    label: str
    claims: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.claims.values())

    def of(self, kind: str) -> float:
        """The share of one kind, 0 to 1."""
        return self.claims.get(kind, 0) / self.total if self.total else 0.0


@dataclass(frozen=True)
class Wait:
    """Days until a name or a document stood beside the unnamed sources: quartiles over `number` claims."""

    month: str
    number: int
    quarter: float
    median: float
    three_quarters: float


@dataclass(frozen=True)
class Granted:
    """Grants of anonymity by the month in which they were asked for."""

    month: str
    requested: int
    by_desk_head: int
    by_senior_editor: int
    waiting: int
    ended: int
    unmet: int


@dataclass(frozen=True)
class Figures:
    """`waits` begins with all months together, if there are any."""

    outlets: list[Share]
    desks: list[Share]
    months: list[Share]
    waits: list[Wait]
    granted: list[Granted]


def figures() -> Figures:
    """Three statements. Outlets and desks by size, the smaller ones together; months newest first."""
    shares: dict[str, dict[str, Share]] = {"outlet": {}, "desk": {}, "month": {}}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(IN_MEMORY)
        cursor.execute(SHARES)
        for by, label, kind, claims in cursor.fetchall():
            shares[by].setdefault(label, Share(label)).claims[kind] = claims
        cursor.execute(WAITS)
        waits = [Wait(month or "", number, *days) for month, number, days in cursor.fetchall() if number]
        cursor.execute(GRANTS, {"months": MONTHS})
        granted = [Granted(*row) for row in cursor.fetchall()]
    return Figures(
        outlets=_largest(shares["outlet"].values(), "outlet not given"),
        desks=_largest(shares["desk"].values(), "no desk"),
        months=sorted(shares["month"].values(), key=lambda share: share.label, reverse=True)[:MONTHS],
        waits=waits,
        granted=granted,
    )


def _largest(shares: Iterable[Share], unnamed: str) -> list[Share]:
    ordered = sorted(shares, key=lambda share: (-share.total, share.label))
    shown, rest = ordered[:MOST], ordered[MOST:]
    if rest:
        others = Share(f"{len(rest)} others")
        for share in rest:
            for kind, claims in share.claims.items():
                others.claims[kind] = others.claims.get(kind, 0) + claims
        shown = [*shown, others]
    for share in shown:
        share.label = share.label or unnamed
    return shown
