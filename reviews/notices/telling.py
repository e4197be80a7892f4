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
    claim = claim or (review.claim if review else None)
    if claim is None:
        raise ValueError("A notice is about a review or a claim.")
    if to is None:
        to = concerned(kind, review)
    people = [person for person in to if person.is_active and person != by]
    at = at or timezone.now()
    with transaction.atomic():
        wanted = [each for each in _preferences(people) if _ways(each, kind)]
        notices = {
            each: Notice(
                person=each.person,
                kind=kind,
                claim=claim,
                once=once,
                at=at,
                in_desk=Way.DESK in _ways(each, kind),
            )
            for each in wanted
        }
        fresh = _new(list(notices.values()), once)
        Delivery.objects.bulk_create(
            Delivery(notice=notice, way=way, due_at=_due(way, preferences, at))
            for preferences, notice in notices.items()
            if notice in fresh
            for way in sorted(_ways(preferences, kind) - {Way.DESK})
        )
    return fresh


def _preferences(people: list[User]) -> list[Preferences]:
    """Each person's own choice, or the defaults."""
    by_person = {person.pk: Preferences(person=person) for person in people}
    for chosen in Preferences.objects.filter(person__in=people):
        chosen.person = by_person[chosen.person_id].person
        by_person[chosen.person_id] = chosen
    return list(by_person.values())


def _ways(preferences: Preferences, kind: NoticeKind) -> set[Way]:
    """Nobody without an address is written to."""
    ways = preferences.ways(kind)
    return ways if preferences.person.email else ways - {Way.MAIL}


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
