"""Notices that are due by one way, with their people."""

from reviews.enums import Way
from reviews.models import Delivery
from reviews.notices import queue


def take(way: Way, *, limit: int) -> list[Delivery]:
    """Up to `limit` deliveries, on a lease (see `queue`); those of one person stand together."""
    ids = queue.take(Delivery.objects.filter(way=way), limit=limit)
    deliveries = Delivery.objects.filter(pk__in=ids).order_by("notice__person", "pk")
    return list(deliveries.select_related("notice__person__notice_preferences"))
