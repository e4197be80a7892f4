"""Write down who is to be told of an event. Part of the transaction in which the event happens."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from claims.models import Claim, User
from reviews.enums import NoticeKind, Way
from reviews.models import Delivery, Notice, Preferences, Review
from reviews.notices.concerned import concerned


def notify(
    kind: NoticeKind,
    *,
    by: User | None,
    review: Review | None = None,
    claim: Claim | None = None,
    to: Iterable[User] | None = None,
    once: str = "",
    at: datetime | None = None,
) -> list[Notice]:
    """Tell the people whom an event concerns, except the one who did it; `by` is None for the desk's own tasks.

    Give the review (its claim follows) or the claim alone. Without `to` the people follow from kind and review (see
    `concerned`). With `once` the same person is told of this kind and key one time, however often it is called.
    """
    if review is None and claim is None:
        raise ValueError("A notice is about a review or a claim.")
    if to is None:
        if review is None:
            raise ValueError(f"Who is told of “{kind}” must be said where there is no review.")
        to = concerned(kind, review)
    people = {person.pk: person for person in to if person.is_active and (by is None or person.pk != by.pk)}
    if not people:
        return []
    claim_id = review.claim_id if review is not None else claim.pk  # type: ignore[union-attr] # one of the two is there
    chosen = {each.person_id: each for each in Preferences.objects.filter(person__in=people)}
    at = at or timezone.now()
    with transaction.atomic():
        told = []
        for person in people.values():
            preferences = chosen.get(person.pk) or Preferences(person=person)
            ways = preferences.ways(kind) if person.email else preferences.ways(kind) - {Way.MAIL}
            if ways:
                notice = Notice(
                    person=person, kind=kind, claim_id=claim_id, once=once, at=at, in_desk=Way.DESK in ways
                )
                told.append((notice, ways, preferences))
        fresh = _new([notice for notice, _, _ in told], once)
        Delivery.objects.bulk_create(
            Delivery(notice=notice, way=way, due_at=_due(way, preferences, at))
            for notice, ways, preferences in told
            if notice in fresh
            for way in sorted(ways - {Way.DESK})
        )
    return fresh


def _new(notices: list[Notice], once: str) -> list[Notice]:
    """Those that were not told before, now saved."""
    if not once:
        return Notice.objects.bulk_create(notices)
    fresh = []
    for notice in notices:
        made, is_new = Notice.objects.get_or_create(
            person=notice.person,
            kind=notice.kind,
            once=once,
            defaults={"claim_id": notice.claim_id, "at": notice.at, "in_desk": notice.in_desk},
        )
        notice.pk = made.pk
        if is_new:
            fresh.append(notice)
    return fresh


def _due(way: Way, preferences: Preferences, at: datetime) -> datetime:
    """A webhook goes out at once, a mail with the next digest."""
    if way is Way.HOOK:
        return at
    today = at.astimezone(UTC).replace(hour=preferences.digest_hour, minute=0, second=0, microsecond=0)
    return today if today > at else today + timedelta(days=1)


def unread(person: User) -> int:
    """How many notices this person has not looked at."""
    return Notice.objects.filter(person=person, read_at=None, in_desk=True).count()
