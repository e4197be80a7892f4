"""Articles as received. A text never changes: a corrected one is a new revision."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone


class Article(models.Model):
    """One published piece. Its words are in its revisions."""

    title = models.CharField(max_length=300)
    slug = models.SlugField(max_length=120, unique=True)
    publisher = models.CharField(max_length=200, blank=True)
    byline = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=20, default="en")
    url = models.URLField(max_length=1000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    imported_at = models.DateTimeField(default=timezone.now, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pages:article", args=[self.slug])

    @property
    def latest(self) -> "ArticleRevision":
        return self.revisions.order_by("-number")[0]


class ArticleRevision(models.Model):
    """The text as it was received, with the sha256 of its bytes. The database refuses to change it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField(default=timezone.now)
    notes = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_numbers_do_not_repeat"),
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="revision_digest_is_sha256"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="revision_text_never_changes",
                operation=pgtrigger.UpdateOf("text", "digest"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.article} (revision {self.number})"
