"""What people at the desk say to each other about a claim. Never shown outside the desk."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claims.models import Claim


class Comment(models.Model):
    """One remark on one claim; `mentioned` are those whom it names with @ and who were told."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="comment_says_something")]
        indexes = [models.Index(fields=["claim", "id"], name="comments_in_order")]
        triggers = [pgtrigger.Protect(name="comment_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"comment {self.pk} on claim {self.claim_id}"
