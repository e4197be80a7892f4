"""What the API remembers of calls: answers to repeat, and how often each token called."""

from django.db import models
from django.db.models.functions import Now

from claims.models.people import ApiToken


class RememberedAnswer(models.Model):
    """The answer to one act, kept so that the same request sent again is answered, not done, again.

    `request_digest` is the sha256 of method, path and body; `key` is the caller's own `Idempotency-Key`. A row stands
    only for acts that were done: it is written in the transaction of the act. `body` is JSON, kept to the letter.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(default="", db_default="")
    headers = models.JSONField(default=dict)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answer_is_remembered_once_per_key")]
        indexes = [models.Index(fields=["made_at"], name="answers_oldest_first")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class TokenCalls(models.Model):
    """How often one token called in one minute: the rate limit counts here, and its person can see it."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="calls")
    minute = models.DateTimeField()
    reads = models.PositiveIntegerField(db_default=0)
    writes = models.PositiveIntegerField(db_default=0)
    refused = models.PositiveIntegerField(db_default=0)

    class Meta:
        verbose_name_plural = "calls"
        constraints = [models.UniqueConstraint(fields=["token", "minute"], name="calls_are_counted_once_per_minute")]
        indexes = [models.Index(fields=["minute"], name="calls_oldest_first")]

    def __str__(self) -> str:
        return f"{self.token} {self.minute:%Y-%m-%d %H:%M}"
