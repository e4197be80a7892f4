"""An expert outside the desk is asked about one claim, by a link, and his answer is kept as a signed statement."""

import hashlib

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from claims.models import Claim, Evidence


class OpinionRequest(models.Model):
    """One link for one claim and the evidence that was chosen. Its key is shown once; only the sha256 is kept."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="opinion_requests")
    statement = models.TextField(help_text="The wording that the expert is asked about.")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")
    to = models.CharField(max_length=200, help_text="Whom it was sent to: for the desk alone.")
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        permissions = [("ask_expert", "Can ask an expert outside the desk about a claim")]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="link_expires_after_it_was_made"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="link_is_revoked_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="link_leads_to_what_it_led_to",
                operation=pgtrigger.UpdateOf("claim_id", "statement", "key_digest", "asked_by_id", "asked_at"),
            ),
            pgtrigger.Protect(name="link_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} about claim {self.claim_id}"

    @staticmethod
    def digest_of(key: str) -> str:
        return hashlib.sha256(key.encode()).hexdigest()


class Opinion(models.Model):
    """What the expert said, in his own words and under his name; never changed, never deleted.

    `digest` is the sha256 of `content` as canonical JSON, `signature` the desk's Ed25519 signature under that digest
    and `public_key` what it is checked with, both in hexadecimal (see `reviews.opinions.signing`).
    """

    request = models.OneToOneField(OpinionRequest, on_delete=models.PROTECT, related_name="opinion")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    evidence = models.OneToOneField(
        Evidence, on_delete=models.PROTECT, null=True, related_name="opinion", help_text="What it was brought as."
    )

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="opinion_is_as_it_was_given",
                operation=pgtrigger.UpdateOf("request_id", "content", "digest", "signature", "public_key", "given_at"),
            ),
            pgtrigger.Protect(name="opinion_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"opinion {self.pk}"


class OpinionCalls(models.Model):
    """How often one address came to the experts' page in one minute. The address itself is not kept."""

    caller = models.CharField(max_length=64)
    minute = models.DateTimeField(db_default=Now())
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "calls of experts"
        constraints = [
            models.UniqueConstraint(fields=["caller", "minute"], name="experts_calls_counted_once_a_minute")
        ]
        indexes = [models.Index(fields=["minute"], name="experts_calls_oldest_first")]

    def __str__(self) -> str:
        return f"{self.calls} calls at {self.minute:%H:%M}"
