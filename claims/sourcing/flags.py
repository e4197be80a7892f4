"""Flags: raised and cleared by their rule, dismissed by a person with a reason. Never deleted.

The rules that follow from a basis are rows of `RULES`. A rule of another part of the desk raises and clears its flags
by `raise_flag` and `clear_flag`, with its own proof.
"""

import hashlib
import json
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from claims.enums import FlagRule
from claims.models import Claim, Event, Flag, User
from claims.refusals import NotNow, NotSo, NotYours
from claims.sourcing.rule import PROVING, statement

# Rule and the condition over the basis `b`. One named person who speaks for himself is no news; two paths that lead
# back to one origin look like more than they are, and one unnamed source is the gravest case of house rules.
RULES: dict[FlagRule, str] = {
    FlagRule.ONLY_ANONYMOUS: "b.kind = 'only_anonymous'",
    FlagRule.UNATTRIBUTED: "b.kind = 'unattributed'",
    FlagRule.CIRCULAR: "b.circular",
    FlagRule.INHERITED_ANONYMITY: "b.inherited",
    FlagRule.SINGLE_ORIGIN: (
        "b.origins_high = 1 AND b.kind <> 'documentary' AND (b.paths > 1 OR b.kind = 'only_anonymous')"
    ),
}
WANTED = " UNION ALL ".join(
    f"SELECT b.claim_id, '{rule.value}' AS rule FROM claims_basis b WHERE {{of}} AND {condition}"
    for rule, condition in RULES.items()
)
# For the claims given the proof is at hand; for the whole desk its digest comes first (`proven`), and then the proofs
# that are new (`proof`).
RAISED = "SELECT w.claim_id, w.rule, p.proof, md5(p.proof::text) AS grounds FROM ({}) w JOIN proven p USING (claim_id)"
SHOULD_STAND = f"""
CREATE TEMP TABLE should_stand ON COMMIT DROP AS
SELECT w.claim_id, w.rule, p.grounds
  FROM ({WANTED.format(of="true")}) w JOIN proven p USING (claim_id)
"""
RAISED_ALL = """
WITH raised AS NOT MATERIALIZED (
    SELECT w.claim_id, w.rule, p.proof, w.grounds FROM should_stand w LEFT JOIN proof p USING (claim_id))
"""
UNPROVEN = """
SELECT DISTINCT r.claim_id FROM should_stand r
 WHERE NOT EXISTS (SELECT 1 FROM claims_flag f WHERE f.claim_id = r.claim_id AND f.rule = r.rule
                      AND f.cleared_at IS NULL AND f.grounds = r.grounds)
 ORDER BY 1
"""
# What should stand (`raised`) against what does: cleared, proven anew; and then what is missing.
AGAINST = """
cleared AS (
    UPDATE claims_flag f SET cleared_at = now()
     WHERE f.cleared_at IS NULL AND {of} AND f.rule = ANY(%(rules)s)
       AND NOT EXISTS (
           SELECT 1 FROM raised r WHERE r.claim_id = f.claim_id AND r.rule = f.rule
              AND (r.grounds = f.grounds OR f.dismissed_at IS NULL))
    RETURNING f.claim_id
),
proven_anew AS (
    UPDATE claims_flag f SET proof = r.proof, grounds = r.grounds
      FROM raised r
     WHERE f.claim_id = r.claim_id AND f.rule = r.rule AND f.cleared_at IS NULL AND f.dismissed_at IS NULL
       AND f.grounds <> r.grounds
    RETURNING f.claim_id
)
"""
MISSING = """
SELECT r.claim_id, r.rule, r.proof, r.grounds FROM raised r
 WHERE NOT EXISTS (
       SELECT 1 FROM claims_flag f
        WHERE f.claim_id = r.claim_id AND f.rule = r.rule AND f.cleared_at IS NULL
          AND (f.dismissed_at IS NULL OR f.grounds = r.grounds))
"""
OF_THESE = WANTED.format(of="b.claim_id = ANY(%(claims)s)")
FOLLOW = f"""
{statement(f"SELECT claim_id FROM ({OF_THESE}) w", PROVING)}, raised AS ({RAISED.format(OF_THESE)}),
{AGAINST.format(of="f.claim_id = ANY(%(claims)s)")}
{MISSING} AND (SELECT count(*) FROM cleared) >= 0
"""
INSERT = "INSERT INTO claims_flag (claim_id, rule, proof, grounds, dismissal_reason)"
RAISE = f"""
{INSERT}
SELECT t.claim_id, t.rule, t.proof, t.grounds, ''
  FROM unnest(%(claims)s::bigint[], %(rules)s::text[], %(proofs)s::jsonb[], %(grounds)s::text[])
       AS t(claim_id, rule, proof, grounds)
ON CONFLICT DO NOTHING
"""


def follow(claim_ids: Collection[int]) -> None:
    """Raise and clear what follows from the bases of these claims. Part of the decision's transaction."""
    given: dict[str, list[int] | list[str]] = {
        "claims": sorted(claim_ids),
        "rules": [rule.value for rule in RULES],
    }
    with connection.cursor() as cursor:
        cursor.cursor.execute(FOLLOW, given, prepare=True)
        new = cursor.fetchall()
        if new:
            claims, rules, proofs, grounds = (list(column) for column in zip(*new, strict=True))
            cursor.execute(RAISE, {"claims": claims, "rules": rules, "proofs": proofs, "grounds": grounds})


def flagged() -> str:
    """A query for every claim of the desk that a rule flags."""
    return f"SELECT DISTINCT claim_id FROM ({WANTED.format(of='true')}) w"


def follow_all(prove: Callable[[str], None]) -> None:
    """The same for the whole desk. The digests of the proofs are in the temporary table `proven` (claim_id, grounds);
    `prove` fills `proof` (claim_id, proof) for the claims of a query."""
    given = {"rules": [rule.value for rule in RULES]}
    with connection.cursor() as cursor:
        cursor.execute(SHOULD_STAND)
        cursor.execute("ANALYZE should_stand")
        prove(UNPROVEN)
        cursor.execute(f"{RAISED_ALL}, {AGAINST.format(of='true')} SELECT (SELECT count(*) FROM cleared)", given)
        cursor.execute(f"{RAISED_ALL} {INSERT} SELECT m.*, '' FROM ({MISSING}) m ON CONFLICT DO NOTHING")


@transaction.atomic
def raise_flag(*, claim: Claim, rule: FlagRule, proof: dict[str, Any]) -> Flag | None:
    """Raise a flag of a rule that does not follow from the basis, with its proof (ids, no words of people).

    Raising again with the same proof changes nothing; with another proof the flag that stands is proven anew, and a
    dismissed one is raised anew. Returns the flag that stands, None while a dismissal holds.
    """
    if rule in RULES:
        raise ValueError(f"{rule} follows from the basis; only its decision raises it.")
    grounds = digest(json.dumps(proof, sort_keys=True))
    Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=claim.pk)
    flag = Flag.objects.filter(claim=claim, rule=rule, cleared_at=None).first()
    if flag is not None and flag.grounds == grounds:
        return flag if flag.stands else None
    if flag is not None and flag.stands:
        flag.proof, flag.grounds = proof, grounds
        flag.save(update_fields=["proof", "grounds"])
        return flag
    if flag is not None:
        Flag.objects.filter(pk=flag.pk).update(cleared_at=timezone.now())
    return Flag.objects.create(claim=claim, rule=rule, proof=proof, grounds=grounds)


def digest(proof: str) -> str:
    """What stands for a proof in `Flag.grounds`: md5, as the database makes it. It tells apart; it secures nothing."""
    return hashlib.md5(proof.encode(), usedforsecurity=False).hexdigest()


def clear_flag(*, claim: Claim, rule: FlagRule, at: datetime | None = None) -> bool:
    """The rule no longer holds. Returns whether a flag was there to clear."""
    if rule in RULES:
        raise ValueError(f"{rule} follows from the basis; only its decision clears it.")
    found = Flag.objects.filter(claim=claim, rule=rule, cleared_at=None)
    return bool(found.update(cleared_at=at or timezone.now()))


@transaction.atomic
def dismiss_flag(*, flag: Flag, by: User, why: str, at: datetime | None = None) -> Flag:
    """Set a standing flag aside. Raises Refused without permission, without a reason, or if it no longer stands."""
    flag = Flag.objects.select_for_update(of=("self",)).select_related("claim").get(pk=flag.pk)
    if not by.has_perm("claims.dismiss_flag"):
        raise NotYours(f"{by} may not dismiss flags.")
    if not flag.stands:
        raise NotNow("The flag no longer stands.")
    if not why.strip():
        raise NotSo("Say why the flag is dismissed.", field="why")
    flag.dismissed_at, flag.dismissed_by, flag.dismissal_reason = at or timezone.now(), by, why.strip()
    flag.save(update_fields=["dismissed_at", "dismissed_by", "dismissal_reason"])
    Event.record(subject=flag.claim, what="dismiss_flag", by=by, why=why.strip(), rule=flag.rule)
    return flag
