"""The messages themselves: written with the event, sent by a task, never a word that is not on a public page.

The body is made anew at each try from what the public is shown then: once a page is retracted, a message that has
waited tells the retraction and none of the words.
"""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from claims import outbound
from reviews.enums import Announced
from reviews.models import Attempt, Correction, Message, Publication, Subscription
from reviews.notices import hooks, queue
from reviews.subscriptions.acts import secret_of


def announce(event: Announced, publication: Publication, *, at: datetime | None = None) -> None:
    """Write down whom to tell. Part of the transaction in which the event happens."""
    at = at or timezone.now()
    wanted = Subscription.objects.filter(ended_at=None, events__contains=[event.value], person__is_active=True)
    Message.objects.bulk_create(
        Message(subscription=each, publication=publication, event=event, at=at, due_at=timezone.now())
        for each in wanted.order_by("pk")
    )


def body_of(message: Message) -> bytes:
    """What is sent: `type`, `timestamp` of the event, and `data` about the page."""
    told = {
        "type": f"publication.{message.event}",
        "timestamp": message.at.isoformat(),
        "data": _data(message.publication),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _data(publication: Publication) -> dict[str, Any]:
    now = Publication.objects.filter(slug=publication.slug, shown_until=None).first() or publication
    about = {
        "slug": publication.slug,
        "url": settings.PUBLIC_ORIGIN + publication.get_absolute_url(),
        "api": settings.PUBLIC_ORIGIN + reverse("api:public-claim-detail", args=[publication.slug]),
        "first_published_at": publication.first_published_at.isoformat(),
    }
    taken_back = now if now.retracted_at is not None else publication
    if taken_back.retracted_at is not None:
        at = taken_back.retracted_at.isoformat()
        return {**about, "retracted_at": at, "retraction_reason": taken_back.retraction_reason}
    shown = publication.shown
    correction = Correction.objects.filter(after=publication).first()
    return {
        **about,
        "statement": shown["claim"]["statement"],
        "topic": shown["claim"]["topic"],
        "rating": shown["rating"]["slug"],
        "rating_name": shown["rating"]["name"],
        "basis": shown["basis"]["kind"],
        "basis_name": shown["basis"]["label"],
        "article_title": shown["article"]["title"],
        "publisher": shown["article"]["publisher"],
        "shown_from": publication.shown_from.isoformat(),
        "digest": publication.digest,
        "correction_reason": correction.reason if correction else None,
    }


def send_messages(*, resolve: outbound.Resolve = outbound.resolve) -> int:
    """Send what is due. Returns how many were taken by their receivers."""
    total = 0
    while ids := queue.take(Message.objects.all(), limit=hooks.BATCH):
        messages = Message.objects.filter(pk__in=ids).select_related("subscription__person", "publication")
        total += sum(_send(message, resolve) for message in messages.order_by("pk"))
    return total


def _send(message: Message, resolve: outbound.Resolve) -> bool:
    subscription = message.subscription
    if subscription.ended_at is not None or not subscription.person.is_active:
        queue.drop([message])
        return False
    outcome = hooks.send(
        subscription.url,
        id=f"message-{message.pk}",
        secret=secret_of(subscription),
        body=body_of(message),
        resolve=resolve,
    )
    Attempt.objects.create(message=message, answer=outcome.answer, trouble=outcome.trouble[:100])
    if outcome.trouble:
        queue.later([message], outcome.trouble)
    else:
        queue.sent([message])
    return not outcome.trouble
