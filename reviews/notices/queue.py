"""What is to leave the desk, taken on a lease: each attempt is counted before it is made, and ends in one of three.

Sent; to be tried again, later each time; given up after `MAX_ATTEMPTS`. A worker that dies in between loses nothing:
its rows are taken again when the lease has run out.
"""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from reviews.enums import Way
from reviews.models import Delivery
from reviews.models.notices import MAX_ATTEMPTS

LEASE_SECONDS = 120
FIRST_PAUSE_SECONDS = 30  # doubled with each attempt: the eighth and last is made about an hour after the first

# An array, not IN: see `claims.sourcing.stale`.
TAKE = """
UPDATE reviews_delivery SET attempts = attempts + 1, taken_until = now() + make_interval(secs => %(lease)s)
 WHERE id = ANY(ARRAY(
       SELECT id FROM reviews_delivery
        WHERE sent_at IS NULL AND way = %(way)s AND attempts < %(most)s AND due_at <= now()
          AND (taken_until IS NULL OR taken_until < now())
        ORDER BY due_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED))
RETURNING id
"""
LATER = """
UPDATE reviews_delivery SET taken_until = NULL, trouble = %(trouble)s,
       due_at = now() + make_interval(secs => %(pause)s * 2 ^ (attempts - 1))
 WHERE id = ANY(%(ids)s)
"""


def take(way: Way, *, limit: int) -> QuerySet[Delivery]:
    """Up to `limit` deliveries that are due, with their notices and people; nobody else has them for two minutes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE, {"lease": LEASE_SECONDS, "way": way.value, "most": MAX_ATTEMPTS, "limit": limit})
        taken = [pk for (pk,) in cursor.fetchall()]
    deliveries = Delivery.objects.filter(pk__in=taken).order_by("notice__person", "pk")
    return deliveries.select_related("notice__person__notice_preferences")


def sent(deliveries: Iterable[Delivery]) -> None:
    ids = [delivery.pk for delivery in deliveries]
    Delivery.objects.filter(pk__in=ids).update(sent_at=timezone.now(), taken_until=None, trouble="")


def later(deliveries: Iterable[Delivery], trouble: str) -> None:
    """Try again after a pause, or not at all when it was tried often enough. `trouble` names no address."""
    ids = [delivery.pk for delivery in deliveries]
    with connection.cursor() as cursor:
        cursor.execute(LATER, {"trouble": trouble[:100], "pause": FIRST_PAUSE_SECONDS, "ids": ids})


def drop(deliveries: Iterable[Delivery]) -> None:
    """What its person may not see or does not want any more is not sent."""
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).delete()
