"""Articles on their way in. The rows are the queue: what is to be read stands here until it is done."""

from django.db import models
from django.db.models import Q

from claims.models.articles import Article
from claims.models.queued import Asked


class ImportJob(Asked):
    """One article to be read, as it was received: its bytes, or the address where it stands.

    `given` is what the person said of it (title, publisher, byline, language, url, published_on). With `preview` the
    reading stops before anything is stored, and `found` shows what would be: lines in the extraction format.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        PREVIEWED = "previewed", "Read; to be confirmed"
        DONE = "done", "Done"
        FAILED = "failed", "Not taken in"
        CANCELLED = "cancelled", "Cancelled"

    content = models.BinaryField(null=True, editable=False)
    address = models.URLField(max_length=1000, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    given = models.JSONField(default=dict)
    preview = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=40, blank=True, help_text="What is being done now.")
    steps_done = models.PositiveIntegerField(default=0)
    steps_of = models.PositiveIntegerField(default=0)
    found = models.JSONField(null=True, editable=False)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="imports")
    was_known = models.BooleanField(default=False, help_text="The very same text had been taken in before.")
    trouble_field = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(content__isnull=False) | ~Q(address=""), name="import_has_bytes_or_an_address"
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(trouble="") | ~Q(state="failed") & Q(trouble=""),
                name="import_that_failed_says_why",
            ),
        ]
        indexes = [models.Index(fields=["id"], name="imports_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return self.given.get("title") or self.file_name or self.address or f"import {self.pk}"
