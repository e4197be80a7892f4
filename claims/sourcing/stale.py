"""Drain the stale rows: take a batch on a lease, decide it, and take away what has not changed meanwhile.

An attempt is counted before it runs, in a transaction of its own, so that work which kills its worker is parked
after three attempts instead of coming back for ever.
"""

import logging

from django.db import connection, transaction

from claims.models import Basis, StaleClaim
from claims.models.stale import MAX_ATTEMPTS
from claims.sourcing.bulk import decide_all
from claims.sourcing.decide import decide

log = logging.getLogger(__name__)

BATCH = 1000
LEASE_SECONDS = 60
MANY = 20_000  # stale claims from which on the whole desk may be decided at once

# An array, not IN: of a subquery that a plan runs again each run takes another row, and more than the limit are taken.
TAKE = """
UPDATE claims_staleclaim s SET attempts = s.attempts + 1, taken_until = now() + make_interval(secs => %(lease)s)
 WHERE s.claim_id = ANY(ARRAY(
       SELECT claim_id FROM claims_staleclaim
        WHERE attempts = %(attempts)s AND (taken_until IS NULL OR taken_until < now())
        ORDER BY since LIMIT %(limit)s FOR UPDATE SKIP LOCKED))
RETURNING s.claim_id, s.changes
"""
CAN_BE_TAKEN = """
SELECT EXISTS (SELECT 1 FROM claims_staleclaim
                WHERE attempts < %(most)s AND (taken_until IS NULL OR taken_until < now()))
"""
DONE = """
DELETE FROM claims_staleclaim s USING unnest(%(claims)s::bigint[], %(changes)s::bigint[]) AS t(claim_id, changes)
 WHERE s.claim_id = t.claim_id AND s.changes = t.changes
"""
TROUBLE = "UPDATE claims_staleclaim SET trouble = %(trouble)s, taken_until = NULL WHERE claim_id = %(claim)s"
# Neither decided nor waiting, both at one instant: what a worker has just decided is not put back.
MISSED = """
INSERT INTO claims_staleclaim (claim_id)
SELECT c.id FROM claims_claim c
 WHERE NOT EXISTS (SELECT 1 FROM claims_basis b WHERE b.claim_id = c.id)
   AND NOT EXISTS (SELECT 1 FROM claims_staleclaim s WHERE s.claim_id = c.id)
ORDER BY c.id LIMIT %(limit)s
ON CONFLICT DO NOTHING
"""


def drain(*, batch: int = BATCH) -> int:
    """Decide stale claims until none is left that can be taken. Returns how many were decided."""
    total = _whole_desk()
    while taken := _take(batch):
        total += _decide(taken)
    return total


def sweep(*, batch: int = BATCH) -> int:
    """Find claims that were never decided, then drain: the safety net under every lost message."""
    with connection.cursor() as cursor:
        cursor.execute(MISSED, {"limit": batch})
    return drain(batch=batch)


def _whole_desk() -> int:
    """Where a large part of the desk is stale (a restored backup, a large import), decide all of it at once."""
    waiting = StaleClaim.objects.filter(attempts__lt=MAX_ATTEMPTS).count()
    if waiting < MANY or waiting * 3 < Basis.objects.count():
        return 0
    try:
        decide_all()
    except Exception as error:  # noqa: BLE001 - the batches below find the claim that it is about
        log.warning("The whole desk could not be decided at once (%s); going on in batches.", type(error).__name__)
        return 0
    return waiting


def _take(limit: int) -> dict[int, int]:
    """The next batch. What was taken once and not finished comes in smaller batches, then alone: so whatever kills
    its worker is parked alone, and those beside it are decided."""
    with connection.cursor() as cursor:
        cursor.execute(CAN_BE_TAKEN, {"most": MAX_ATTEMPTS})
        if cursor.fetchone() == (False,):
            return {}
    for attempts, most in enumerate((limit, min(limit, 30), 1)[:MAX_ATTEMPTS]):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TAKE, {"lease": LEASE_SECONDS, "attempts": attempts, "limit": most})
            if taken := dict(cursor.fetchall()):
                return taken
    return {}


def _decide(taken: dict[int, int]) -> int:
    try:
        with transaction.atomic():
            decide(taken)
            _done(taken)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is counted, told and parked
        if len(taken) == 1:
            _trouble(next(iter(taken)), error)
            return 0
        log.warning("A batch of %d claims could not be decided at once; trying them one by one.", len(taken))
        return sum(_decide({claim: changes}) for claim, changes in taken.items())
    return len(taken)


def _done(taken: dict[int, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(DONE, {"claims": list(taken), "changes": list(taken.values())})


def _trouble(claim: int, error: Exception) -> None:
    # The class alone: a message may quote a row.
    log.error("Claim %d could not be decided: %s", claim, type(error).__name__)
    with connection.cursor() as cursor:
        cursor.execute(TROUBLE, {"claim": claim, "trouble": type(error).__name__})
