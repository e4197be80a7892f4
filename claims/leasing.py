"""Rows that are a queue: whoever takes one has it on a lease, and each attempt is counted before it is made.

A worker that dies loses nothing: its rows are taken again when the lease has run out. Several workers share a queue,
since what another is taking at this moment is skipped. The rows have `attempts` and `taken_until`.
"""

from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Now

Row = TypeVar("Row", bound=Model)


@transaction.atomic
def take(rows: QuerySet[Row], *, limit: int, seconds: int) -> list[int]:
    """The ids of up to `limit` of these rows, in their order; nobody else has them for so many seconds."""
    free = rows.filter(Q(taken_until=None) | Q(taken_until__lt=Now()))
    ids = list(free.select_for_update(skip_locked=True, of=("self",))[:limit].values_list("pk", flat=True))
    lease = Now() + timedelta(seconds=seconds)
    rows.model._default_manager.filter(pk__in=ids).update(attempts=F("attempts") + 1, taken_until=lease)
    return ids


def take_one(rows: QuerySet[Row], *, seconds: int) -> Row | None:
    """The first of these rows that is free, as it stands once it is taken."""
    ids = take(rows, limit=1, seconds=seconds)
    return rows.model._default_manager.get(pk=ids[0]) if ids else None
