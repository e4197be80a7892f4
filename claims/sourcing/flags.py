"""Flags: raised and cleared by their rule, dismissed by a person with a reason. Never deleted.

The rules that follow from a basis are rows of `RULES`. A rule of another part of the desk raises and clears its flags
by `raise_flag` and `clear_flag`, with its own proof.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from claims.enums import FlagRule
from claims.models import Claim, Event, Flag, User
from claims.refusals import NotNow, NotSo, NotYours
from claims.sourcing.rule import PROVEN

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
    f"SELECT b.claim_id, '{rule.value}' AS rule FROM {{bases}} b WHERE {condition}"
    for rule, condition in RULES.items()
)
ALL_WANTED = WANTED.format(bases="claims_basis")
# For some claims the proof is at hand; for the whole desk its digest comes first (`proven`), and then the proofs that
# are new (`proof`).
SHOULD_STAND = f"""
CREATE TEMP TABLE should_stand ON COMMIT DROP AS
SELECT w.claim_id, w.rule, p.grounds
  FROM ({ALL_WANTED}) w JOIN proven p USING (claim_id)
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
# What should stand (`raised`) against what does (`open`): cleared, proven anew; and then what is missing.
OPEN = """
open AS MATERIALIZED (
    SELECT f.id, f.claim_id, f.rule, f.grounds, f.dismissed_at IS NOT NULL AS dismissed FROM claims_flag f
     WHERE f.cleared_at IS NULL AND {of} AND f.rule = ANY(%(rules)s)
)
"""
AGAINST = """
cleared AS (
    UPDATE claims_flag f SET cleared_at = now()
      FROM open o LEFT JOIN raised r ON r.claim_id = o.claim_id AND r.rule = o.rule
     WHERE f.id = o.id AND (r.claim_id IS NULL OR o.dismissed AND r.grounds <> o.grounds)
),
proven_anew AS (
    UPDATE claims_flag f SET proof = r.proof, grounds = r.grounds
      FROM open o JOIN raised r ON r.claim_id = o.claim_id AND r.rule = o.rule AND r.grounds <> o.grounds
     WHERE f.id = o.id AND NOT o.dismissed
)
"""
MISSING = """
SELECT r.claim_id, r.rule, r.proof, r.grounds
  FROM raised r LEFT JOIN open o ON o.claim_id = r.claim_id AND o.rule = r.rule
 WHERE o.id IS NULL OR o.dismissed AND o.grounds <> r.grounds
"""
# Behind `step`, `ground` and `decided` of the claims given: only what is flagged is proven.
FOLLOW = f"""
wanted AS ({WANTED.format(bases="decided")}),
flagged AS (SELECT DISTINCT claim_id FROM wanted),
proven AS ({PROVEN.format(given="flagged")}),
raised AS (
    SELECT w.claim_id, w.rule, p.proof, md5(p.proof::text) AS grounds FROM wanted w JOIN proven p USING (claim_id)
),
{OPEN.format(of="f.claim_id = ANY(%(claims)s)")}, {AGAINST},
missing AS ({MISSING})
"""
INSERT = "INSERT INTO claims_flag (claim_id, rule, proof, grounds, dismissal_reason)"
RAISE = f"""
{INSERT}
SELECT t.claim_id, t.rule, t.proof, t.grounds, ''
  FROM unnest(%(claims)s::bigint[], %(rules)s::text[], %(proofs)s::jsonb[], %(grounds)s::text[])
       AS t(claim_id, rule, proof, grounds)
ON CONFLICT DO NOTHING
"""


def raise_missing(missing: list[list[Any]]) -> None:
    """Write the flags that `missing` of FOLLOW names: claim, rule, proof, grounds. A statement of its own, for the
    flags that it replaces must be cleared first."""
    claims, rules, proofs, grounds = (list(column) for column in zip(*missing, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(RAISE, {"claims": claims, "rules": rules, "proofs": proofs, "grounds": grounds})


def flagged() -> str:
    """A query for every claim of the desk that a rule flags."""
    return f"SELECT DISTINCT claim_id FROM ({ALL_WANTED}) w"


def follow_all(prove: Callable[[str], None]) -> None:
    """The same for the whole desk. The digests of the proofs are in the temporary table `proven` (claim_id, grounds);
    `prove` fills `proof` (claim_id, proof) for the claims of a query."""
    given = {"rules": [rule.value for rule in RULES]}
    with connection.cursor() as cursor:
        cursor.execute(SHOULD_STAND)
        cursor.execute("ANALYZE should_stand")
        prove(UNPROVEN)
        against = f"{RAISED_ALL}, {OPEN.format(of='true')}"
        cursor.execute(f"{against}, {AGAINST} SELECT", given)
        cursor.execute(f"{against} {INSERT} SELECT m.*, '' FROM ({MISSING}) m ON CONFLICT DO NOTHING", given)


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
