"""Who is told of what, and how: notices, their deliveries beyond the desk, and each person's preferences.

A notice names an event and a claim, nothing else: no words of a claim, a comment, a verdict or a source stand here,
so none can leave the desk by mail or webhook.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claims.models import Claim
from reviews.enums import NoticeKind, Way

MAX_ATTEMPTS = 8


class Notice(models.Model):
    """One event that concerns one person. `once` is set where telling twice must be impossible (reminders, flags)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    once = models.CharField(max_length=100, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    in_desk = models.BooleanField(default=True, help_text="Whether the person wants to see it in the desk.")
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "once"], condition=~Q(once=""), name="nobody_is_told_the_same_thing_twice"
            ),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_is_known"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notices_newest_first"),
            models.Index(fields=["person"], name="unread_notices", condition=Q(read_at=None, in_desk=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of claim {self.claim_id} for person {self.person_id}"


class Outgoing(models.Model):
    """Something on its way out of the desk. The row is the queue; whoever drains it takes it on a lease."""

    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    taken_until = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        abstract = True


class Delivery(Outgoing):
    """A notice on its way to its person."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    way = models.CharField(max_length=10, choices=[(Way.MAIL, Way.MAIL.label), (Way.HOOK, Way.HOOK.label)])

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["notice", "way"], name="notice_goes_out_once_by_each_way"),
            models.CheckConstraint(condition=Q(way__in=[Way.MAIL, Way.HOOK]), name="delivery_goes_by_mail_or_hook"),
            models.CheckConstraint(condition=Q(attempts__lte=MAX_ATTEMPTS), name="delivery_is_not_tried_for_ever"),
        ]
        indexes = [models.Index(fields=["due_at"], name="deliveries_that_are_due", condition=Q(sent_at=None))]

    def __str__(self) -> str:
        return f"{self.way} of notice {self.notice_id}"


DEFAULT_MAIL = (NoticeKind.ASSIGNED, NoticeKind.REMINDER, NoticeKind.DISPUTED, NoticeKind.SETTLED, NoticeKind.MENTION)


def all_kinds() -> list[str]:
    return list(NoticeKind.values)


def default_mail() -> list[str]:
    return [kind.value for kind in DEFAULT_MAIL]


class Preferences(models.Model):
    """Which events reach a person by which way. Without a row the defaults of this table hold.

    The webhook's secret is in no table: it is derived from SECRET_KEY and `hook_salt` (see `reviews.notices.hooks`).
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="notice_preferences"
    )
    desk_kinds = ArrayField(models.CharField(max_length=20, choices=NoticeKind.choices), default=all_kinds, blank=True)
    mail_kinds = ArrayField(
        models.CharField(max_length=20, choices=NoticeKind.choices), default=default_mail, blank=True
    )
    hook_kinds = ArrayField(models.CharField(max_length=20, choices=NoticeKind.choices), default=list, blank=True)
    digest_hour = models.PositiveSmallIntegerField(default=7, help_text="Hour of the day in UTC, 0 to 23.")
    hook_url = models.URLField(max_length=500, blank=True, default="")
    hook_salt = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        verbose_name_plural = "preferences"
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="digest_hour_is_an_hour"),
            models.CheckConstraint(
                condition=Q(hook_url="", hook_salt="") | (~Q(hook_url="") & ~Q(hook_salt="")),
                name="webhook_has_its_secret",
            ),
        ]

    def __str__(self) -> str:
        return f"preferences of person {self.person_id}"

    def ways(self, kind: NoticeKind) -> set[Way]:
        """How this person wants to be told of such an event."""
        chosen = {Way.DESK: self.desk_kinds, Way.MAIL: self.mail_kinds, Way.HOOK: self.hook_kinds}
        found = {way for way, kinds in chosen.items() if kind.value in kinds}
        return found if self.hook_url else found - {Way.HOOK}
