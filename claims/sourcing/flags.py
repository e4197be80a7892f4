"""Flags: raised and cleared by their rule, dismissed by a person with a reason. Never deleted.

The rules that follow from a basis are rows of `RULES`. A rule of another part of the desk raises and clears its flags
by `raise_flag` and `clear_flag`, with its own proof.
"""

import hashlib
import json
from collections.abc import Collection
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
    f"SELECT b.claim_id, '{rule.value}' AS rule FROM claims_basis b WHERE {{scope}} AND {condition}"  # noqa: S608
    for rule, condition in RULES.items()
)
SOME = WANTED.format(scope="b.claim_id = ANY(%(claims)s)")
# One statement for the claims given: what should stand, with its proof, against what does.
FOLLOW = f"""
{statement(f"SELECT claim_id FROM ({SOME}) w", PROVING)},
raised AS (
    SELECT w.claim_id, w.rule, p.proof, md5(p.proof::text) AS grounds
      FROM ({SOME}) w JOIN proven p ON p.claim_id = w.claim_id
),
cleared AS (
    UPDATE claims_flag f SET cleared_at = now()
     WHERE f.cleared_at IS NULL AND f.claim_id = ANY(%(claims)s) AND f.rule = ANY(%(rules)s)
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
SELECT r.claim_id, r.rule, r.proof, r.grounds FROM raised r
 WHERE (SELECT count(*) FROM cleared) >= 0
   AND NOT EXISTS (
       SELECT 1 FROM claims_flag f
        WHERE f.claim_id = r.claim_id AND f.rule = r.rule AND f.cleared_at IS NULL
          AND (f.dismissed_at IS NULL OR f.grounds = r.grounds))
"""  # noqa: S608 - made of constants
RAISE = """
INSERT INTO claims_flag (claim_id, rule, proof, grounds, dismissal_reason)
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
        cursor.execute(FOLLOW, given)
        new = cursor.fetchall()
        if new:
            claims, rules, proofs, grounds = (list(column) for column in zip(*new, strict=True))
            cursor.execute(RAISE, {"claims": claims, "rules": rules, "proofs": proofs, "grounds": grounds})


@transaction.atomic
def raise_flag(*, claim: Claim, rule: FlagRule, proof: dict[str, Any]) -> Flag | None:
    """Raise a flag of a rule that does not follow from the basis, with its proof (ids, no words of people).

    Raising again with the same proof changes nothing; with another proof the flag that stands is proven anew, and a
    dismissed one is raised anew. Returns the flag that stands, None while a dismissal holds.
    """
    if rule in RULES:
        raise ValueError(f"{rule} follows from the basis; only its decision raises it.")
    grounds = hashlib.md5(json.dumps(proof, sort_keys=True).encode(), usedforsecurity=False).hexdigest()
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
