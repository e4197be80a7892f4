"""Decide on what claims rest, and raise and clear the flags that follow. Only rows that change are written."""

from collections.abc import Collection
from typing import Any

from django.db import connection, transaction

from claims.sourcing.rule import DECISION

LOCK = "SELECT id FROM claims_claim WHERE id = ANY(%(claims)s) ORDER BY id FOR NO KEY UPDATE"

# The flags that follow from a basis: rule and the condition over its row.
FLAG_RULES = (
    ("only_anonymous", "d.kind = 'only_anonymous'"),
    ("unattributed", "d.kind = 'unattributed'"),
    ("circular", "d.circular"),
    ("inherited_anonymity", "d.inherited"),
)
RAISED = " UNION ALL ".join(
    f"SELECT claim_id, '{rule}' AS rule, proof, md5(proof::text) AS grounds FROM decided d WHERE {condition}"  # noqa: S608 - constants
    for rule, condition in FLAG_RULES
)

WRITE = f"""
WITH decided AS ({DECISION}),
written AS (
    INSERT INTO claims_basis (claim_id, kind, origins_low, origins_high, inherited, circular, proof)
    SELECT claim_id, kind, origins_low, origins_high, inherited, circular, proof FROM decided
    ON CONFLICT (claim_id) DO UPDATE
       SET kind = EXCLUDED.kind, origins_low = EXCLUDED.origins_low, origins_high = EXCLUDED.origins_high,
           inherited = EXCLUDED.inherited, circular = EXCLUDED.circular, proof = EXCLUDED.proof, decided_at = now()
     WHERE (claims_basis.kind, claims_basis.origins_low, claims_basis.origins_high, claims_basis.inherited,
            claims_basis.circular, claims_basis.proof)
           IS DISTINCT FROM
           (EXCLUDED.kind, EXCLUDED.origins_low, EXCLUDED.origins_high, EXCLUDED.inherited,
            EXCLUDED.circular, EXCLUDED.proof)
    RETURNING claim_id
),
raised AS ({RAISED}),
cleared AS (
    UPDATE claims_flag f SET cleared_at = now()
     WHERE f.cleared_at IS NULL AND f.claim_id = ANY(%(claims)s) AND f.rule = ANY(%(rules)s)
       AND NOT EXISTS (
           SELECT 1 FROM raised r WHERE r.claim_id = f.claim_id AND r.rule = f.rule
              AND (r.grounds = f.grounds OR f.dismissed_at IS NULL))
    RETURNING f.claim_id
),
proven AS (
    UPDATE claims_flag f SET proof = r.proof, grounds = r.grounds
      FROM raised r
     WHERE f.claim_id = r.claim_id AND f.rule = r.rule AND f.cleared_at IS NULL AND f.dismissed_at IS NULL
       AND f.grounds <> r.grounds
    RETURNING f.claim_id
)
SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM cleared) + (SELECT count(*) FROM proven)
"""  # noqa: S608 - made of constants

RAISE = f"""
WITH decided AS (SELECT * FROM claims_basis WHERE claim_id = ANY(%(claims)s)), raised AS ({RAISED})
INSERT INTO claims_flag (claim_id, rule, proof, grounds, dismissal_reason)
SELECT r.claim_id, r.rule, r.proof, r.grounds, '' FROM raised r
 WHERE NOT EXISTS (
       SELECT 1 FROM claims_flag f WHERE f.claim_id = r.claim_id AND f.rule = r.rule AND f.cleared_at IS NULL)
ON CONFLICT DO NOTHING
"""  # noqa: S608 - made of constants


@transaction.atomic
def decide(claim_ids: Collection[int]) -> int:
    """Decide these claims from the rows as they are now. Returns how many bases were new or changed.

    Deciding again changes nothing. The claims are locked first, so that of two decisions at once the later sees
    what the earlier saw and more.
    """
    if not claim_ids:
        return 0
    given: dict[str, Any] = {"claims": sorted(claim_ids), "rules": [rule for rule, _ in FLAG_RULES]}
    with connection.cursor() as cursor:
        cursor.execute(LOCK, given)
        cursor.execute(WRITE, given)
        (changed, _) = cursor.fetchone()
        cursor.execute(RAISE, given)
    return int(changed)
