"""Claims whose basis is older than its grounds.

Database triggers write a row here in the transaction of the change, whoever makes it; a task drains the rows.
The message to the task is only a nudge: what is due stands in this table.
"""

import pgtrigger
from django.db import models
from django.db.models.functions import Now

MAX_ATTEMPTS = 3


class StaleClaim(models.Model):
    """One claim to be decided again. `changes` counts up, so that a change during a decision is not lost."""

    claim = models.OneToOneField(
        "claims.Claim",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="stale",
        db_constraint=False,  # a trigger may write the row while its claim is being deleted
    )
    since = models.DateTimeField(db_default=Now())
    changes = models.BigIntegerField(db_default=1)
    attempts = models.PositiveSmallIntegerField(db_default=0)
    taken_until = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        indexes = [models.Index(fields=["since"], name="stale_oldest_first")]

    def __str__(self) -> str:
        return f"claim {self.claim_id}"

    @property
    def is_parked(self) -> bool:
        """Given up after three attempts; a person must look, or the next change takes it up again."""
        return self.attempts >= MAX_ATTEMPTS


NO_IDS = "'{}'::bigint[]"


def restale(table: str, *, claims: str = "", evidence: str = "", updates: str = "") -> list[pgtrigger.Trigger]:
    """Triggers that mark as stale what rests on the changed rows of one table.

    `claims` and `evidence` are SQL queries for the ids touched, over the changed rows `r`. `updates`, if given,
    names the columns that matter (over `o` and `r`): other updates mark nothing, and neither do INSERT and DELETE.
    """

    def body(*, rows: str) -> str:
        def ids(query: str) -> str:
            return f"ARRAY({query.format(rows=rows)})" if query else NO_IDS

        return f"PERFORM restale({ids(claims)}, {ids(evidence)}); RETURN NULL;"

    changed = ""
    if updates:
        old = ", ".join(f"o.{column}" for column in updates.split())
        new = ", ".join(f"n.{column}" for column in updates.split())
        changed = f" WHERE ({old}) IS DISTINCT FROM ({new})"
    kept = f"(SELECT n.* FROM new_rows n JOIN old_rows o ON o.id = n.id{changed})"  # noqa: S608 - made of constants
    both = kept if updates else "(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows)"
    after_update = _statement(f"{table}_update_restales", pgtrigger.Update, body(rows=both), old=True, new=True)
    if updates:
        return [after_update]
    return [
        _statement(f"{table}_insert_restales", pgtrigger.Insert, body(rows="new_rows"), new=True),
        after_update,
        _statement(f"{table}_delete_restales", pgtrigger.Delete, body(rows="old_rows"), old=True),
    ]


def _statement(
    name: str, operation: pgtrigger.core.Operation, func: str, *, old: bool = False, new: bool = False
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(old="old_rows" if old else None, new="new_rows" if new else None),
        func=func,
    )
