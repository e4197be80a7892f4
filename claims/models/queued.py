"""What a person asks a worker to do. The row is the queue, and is worked off on a lease (`claims.leasing`)."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Asked(models.Model):
    """Who asked and when, how often it was tried, and in `trouble` why it came to nothing, as a sentence."""

    trouble = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    taken_until = models.DateTimeField(null=True)

    class Meta:
        abstract = True
