"""Other systems that are told when a page is published, corrected or retracted, and every message to them.

A message names a publication, whose content is public; its body is made when it is sent (`reviews.subscriptions`).
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from reviews.enums import Announced, Progress
from reviews.models.notices import MAX_ATTEMPTS, Outgoing
from reviews.models.publication import Publication


class Subscription(models.Model):
    """One address that is told of these events. Its secret is in no table: it follows from SECRET_KEY and `salt`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    label = models.CharField(max_length=100)
    url = models.CharField("address", max_length=500)
    events = ArrayField(models.CharField(max_length=20, choices=Announced.choices))
    salt = models.CharField(max_length=32)
    made_at = models.DateTimeField(default=timezone.now)
    secret_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(events__contained_by=Announced.values) & Q(events__len__gte=1),
                name="subscription_is_to_known_events",
            ),
            models.CheckConstraint(condition=~Q(salt=""), name="subscription_has_its_secret"),
        ]
        permissions = [("oversee_subscription", "Can see and end everybody's subscriptions")]

    def __str__(self) -> str:
        return self.label


class Message(Outgoing):
    """One event for one subscription: waiting, sent, or given up after `MAX_ATTEMPTS`."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="messages")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=20, choices=Announced.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "publication", "event"], name="subscription_hears_of_an_event_once"
            ),
            models.CheckConstraint(condition=Q(event__in=Announced.values), name="message_is_of_a_known_event"),
            models.CheckConstraint(condition=Q(attempts__lte=MAX_ATTEMPTS), name="message_is_not_tried_for_ever"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="messages_that_are_due", condition=Q(sent_at=None)),
            models.Index(fields=["subscription", "-id"], name="messages_of_a_subscription"),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.publication_id} to subscription {self.subscription_id}"

    @property
    def progress(self) -> Progress:
        if self.sent_at is not None:
            return Progress.SENT
        is_free = self.taken_until is None or self.taken_until < timezone.now()
        return Progress.FAILED if self.attempts >= MAX_ATTEMPTS and is_free else Progress.WAITING


# The same as conditions of a query.
PROGRESS: dict[Progress, Q] = {
    Progress.SENT: Q(sent_at__isnull=False),
    Progress.FAILED: Q(sent_at=None, attempts__gte=MAX_ATTEMPTS) & (Q(taken_until=None) | Q(taken_until__lt=Now())),
    Progress.WAITING: Q(sent_at=None) & (Q(attempts__lt=MAX_ATTEMPTS) | Q(taken_until__gte=Now())),
}


class Attempt(models.Model):
    """One try to send a message: the log of deliveries. `answer` is the status of HTTP, if there was any answer."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField(default=timezone.now)
    answer = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["message", "id"], name="attempts_of_a_message")]

    def __str__(self) -> str:
        return self.trouble or f"answered {self.answer}"
