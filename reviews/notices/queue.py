"""What is to leave the desk, taken on a lease (`claims.leasing`). Each attempt ends in one of three.

Sent; to be tried again, later each time; given up after `MAX_ATTEMPTS`.
"""

from collections.abc import Sequence
from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from claims import leasing
from reviews.models.notices import MAX_ATTEMPTS, Outgoing

LEASE_SECONDS = 120
FIRST_PAUSE_SECONDS = 30  # doubled with each attempt: the eighth and last is made about an hour after the first

LATER = """
UPDATE {table} SET taken_until = NULL, trouble = %(trouble)s,
       due_at = now() + make_interval(secs => %(pause)s * 2 ^ (attempts - 1))
 WHERE id = ANY(%(ids)s)
"""

Row = TypeVar("Row", bound=Outgoing)


def take(rows: QuerySet[Row], *, limit: int) -> list[int]:
    """The ids of up to `limit` of these rows that are due; nobody else has them for two minutes."""
    due = rows.filter(sent_at=None, attempts__lt=MAX_ATTEMPTS, due_at__lte=Now()).order_by("due_at", "pk")
    return leasing.take(due, limit=limit, seconds=LEASE_SECONDS)


def sent(rows: Sequence[Outgoing]) -> None:
    _same(rows).update(sent_at=timezone.now(), taken_until=None, trouble="")


def later(rows: Sequence[Outgoing], trouble: str) -> None:
    """Try again after a pause, or not at all when it was tried often enough. `trouble` names no address."""
    ids = [row.pk for row in rows]
    with connection.cursor() as cursor:
        words = LATER.format(table=rows[0]._meta.db_table)
        cursor.execute(words, {"trouble": trouble[:100], "pause": FIRST_PAUSE_SECONDS, "ids": ids})


def drop(rows: Sequence[Outgoing]) -> None:
    """What its receiver may not see or does not want any more is not sent."""
    _same(rows).delete()


def _same(rows: Sequence[Outgoing]) -> QuerySet[Model]:
    return type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows])
