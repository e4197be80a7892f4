"""Decide on what claims rest, and raise and clear the flags that follow. Only rows that change are written."""

from collections.abc import Collection

from django.db import connection, transaction

from claims.sourcing.flags import FOLLOW, RULES, raise_missing
from claims.sourcing.rule import DECIDING, statement

WHOLE_DESK = 7301  # advisory lock: held by decisions of some claims together, by one of the whole desk alone
LOCK = "SELECT id FROM claims_claim WHERE id = ANY(%(claims)s) ORDER BY id FOR NO KEY UPDATE"
DECIDED = statement("SELECT unnest(%(claims)s::bigint[])", DECIDING)

OF_THESE = "claim_id = ANY(%(claims)s)"
# Writes the rows of `decided` that are new or different, and notes where a claim has come to rest on something else.
# What stands is read by itself: joined directly, it may be read from one end of the desk to the other.
WRITE = """
known AS {how} (SELECT b.* FROM claims_basis b WHERE {of}),
written AS (
    INSERT INTO claims_basis (claim_id, kind, origins_low, origins_high, inherited, circular, paths)
    SELECT d.claim_id, d.kind, d.origins_low, d.origins_high, d.inherited, d.circular, d.paths
      FROM decided d LEFT JOIN known b ON b.claim_id = d.claim_id
     WHERE b.claim_id IS NULL
        OR (b.kind, b.origins_low, b.inherited, b.circular, b.paths)
           <> (d.kind, d.origins_low, d.inherited, d.circular, d.paths)
        OR b.origins_high IS DISTINCT FROM d.origins_high
     ORDER BY d.claim_id
    ON CONFLICT (claim_id) DO UPDATE
       SET kind = EXCLUDED.kind, origins_low = EXCLUDED.origins_low, origins_high = EXCLUDED.origins_high,
           inherited = EXCLUDED.inherited, circular = EXCLUDED.circular, paths = EXCLUDED.paths, decided_at = now()
    RETURNING claim_id, kind
),
turned AS (
    INSERT INTO claims_basischange (claim_id, before, after)
    SELECT w.claim_id, b.kind, w.kind FROM written w JOIN known b ON b.claim_id = w.claim_id
     WHERE b.kind <> w.kind
)
"""
# The missing flags, and how many bases were written: at least one row, so that the count arrives.
DECIDE = f"""
{DECIDED}, {WRITE.format(how="MATERIALIZED", of=OF_THESE)}, {FOLLOW}
SELECT n.written, m.claim_id, m.rule, m.proof, m.grounds
  FROM (SELECT count(*) AS written FROM written) n LEFT JOIN missing m ON true
"""


@transaction.atomic(savepoint=False)
def decide(claim_ids: Collection[int]) -> int:
    """Decide these claims from the rows as they are now. Returns how many bases were new or changed.

    Deciding again changes nothing. The claims are locked first, so that of two decisions at once the later sees
    what the earlier saw and more.
    """
    if not claim_ids:
        return 0
    given: dict[str, list[int] | list[str]] = {"claims": sorted(claim_ids), "rules": [rule.value for rule in RULES]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [WHOLE_DESK])
        cursor.execute(LOCK, given)
        # Planning takes longer than one claim: the connection keeps the plan (psycopg's own cursor can be asked to).
        cursor.cursor.execute(DECIDE, given, prepare=True)
        found = cursor.fetchall()
    if found[0][1] is not None:
        raise_missing([flag for _, *flag in found])
    return int(found[0][0])
