"""A person subscribes an address of his organisation's to events of pages, ends that, and has messages sent again."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from claims import outbound
from claims.models import Event, User
from claims.refusals import NotNow, NotSo, NotYours
from reviews.enums import Announced, Progress
from reviews.models import Message, Subscription
from reviews.models.subscriptions import PROGRESS
from reviews.notices.hooks import derived_secret

MOST = 20  # subscriptions of one person at a time


def visible_to(person: User) -> QuerySet[Subscription]:
    """His own; everybody's for those who oversee them."""
    every = Subscription.objects.select_related("person")
    return every if person.has_perm("reviews.oversee_subscription") else every.filter(person=person)


def secret_of(subscription: Subscription) -> str:
    """To be shown once, when it is new."""
    return derived_secret(f"subscription {subscription.pk}", subscription.salt)


@transaction.atomic
def subscribe(
    *,
    by: User,
    label: str,
    url: str,
    events: Collection[str],
    at: datetime | None = None,
    resolve: outbound.Resolve = outbound.resolve,
) -> Subscription:
    """Have an address on the public network told of these events from now on."""
    if not by.has_perm("reviews.add_subscription"):
        raise NotYours(f"{by} may not subscribe: it takes the permission “reviews.add_subscription”.")
    if not label.strip():
        raise NotSo("Say what it is for.", field="label")
    if unknown := sorted(set(events) - set(Announced.values)):
        raise NotSo(f"There is no event “{unknown[0]}”.", field="events")
    if not events:
        raise NotSo("Choose at least one event.", field="events")
    outbound.accept(url, field="url", resolve=resolve)
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if Subscription.objects.filter(person=by, ended_at=None).count() >= MOST:
        raise NotNow(f"You have {MOST} subscriptions already; end one first.")
    made = Subscription.objects.create(
        person=by,
        label=label.strip(),
        url=url,
        events=[event for event in Announced.values if event in events],
        salt=secrets.token_hex(16),
        made_at=at or timezone.now(),
        secret_at=at or timezone.now(),
    )
    Event.record(subject=made, what="subscribed", by=by, events=made.events)
    return made


@transaction.atomic
def end(*, subscription: Subscription, by: User, at: datetime | None = None) -> Subscription:
    """Tell the address nothing any more; what waits for it is not sent. The log stays."""
    kept = _running(subscription, by)
    kept.ended_at = at or timezone.now()
    kept.save(update_fields=["ended_at"])
    kept.messages.filter(PROGRESS[Progress.WAITING]).delete()
    Event.record(subject=kept, what="subscription_ended", by=by)
    return kept


@transaction.atomic
def renew_secret(*, subscription: Subscription, by: User, at: datetime | None = None) -> Subscription:
    """A new secret, at once: every later try is signed with it."""
    kept = _running(subscription, by)
    kept.salt, kept.secret_at = secrets.token_hex(16), at or timezone.now()
    kept.save(update_fields=["salt", "secret_at"])
    Event.record(subject=kept, what="secret_renewed", by=by)
    return kept


@transaction.atomic
def replay(*, message: Message, by: User, at: datetime | None = None) -> Message:
    """Send a message again, now: one that was given up, one that waits for its next try, or one that was sent."""
    _running(message.subscription, by)
    kept = Message.objects.select_for_update(of=("self",)).select_related("subscription").get(pk=message.pk)
    now = timezone.now()
    if kept.progress is Progress.WAITING and kept.taken_until is not None and kept.taken_until > now:
        raise NotNow("It is being sent at this moment.")
    kept.due_at, kept.sent_at, kept.attempts, kept.taken_until = at or now, None, 0, None
    kept.save(update_fields=["due_at", "sent_at", "attempts", "taken_until"])
    Event.record(subject=kept.subscription, what="message_replayed", by=by, message=kept.pk)
    return kept


def _running(subscription: Subscription, by: User) -> Subscription:
    kept = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)
    if kept.person_id != by.pk and not by.has_perm("reviews.oversee_subscription"):
        raise NotYours("Only whoever made the subscription, or who oversees them all, may do that.")
    if kept.person_id == by.pk and not by.has_perm("reviews.add_subscription"):
        raise NotYours(f"{by} may not subscribe: it takes the permission “reviews.add_subscription”.")
    if kept.ended_at is not None:
        raise NotNow("The subscription has ended.")
    return kept
