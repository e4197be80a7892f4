"""Exactly what the public was shown, from when to when. Public pages are written from these rows alone."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from reviews.models.review import Review


class Publication(models.Model):
    """One version of one page. A correction closes it and opens the next under the same slug.

    `shown` is the whole content of the page as JSON (its shape: `reviews.publishing.snapshot`), `digest` the sha256
    of that JSON, which the approver signed.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="publications")
    slug = models.SlugField(max_length=120)
    shown = models.JSONField()
    digest = models.CharField(max_length=64)
    first_published_at = models.DateTimeField()
    shown_from = models.DateTimeField(default=timezone.now)
    shown_until = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    retracted_at = models.DateTimeField(null=True, blank=True)
    retraction_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(shown_until=None), name="page_shows_one_publication_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(shown_until=None) | Q(shown_until__gte=F("shown_from")),
                name="publication_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(retracted_at=None, retraction_reason="")
                | (Q(retracted_at__isnull=False) & ~Q(retraction_reason="")),
                name="retraction_gives_its_reason",
            ),
        ]
        indexes = [models.Index(fields=["-shown_from"], name="pages_newest_first", condition=Q(shown_until=None))]
        triggers = [
            pgtrigger.Protect(
                name="publication_content_never_changes",
                operation=pgtrigger.UpdateOf("shown", "digest", "slug", "review_id"),
            ),
            pgtrigger.Protect(name="publication_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("pages:claim", args=[self.slug])


class Correction(models.Model):
    """Why a page was changed after publication."""

    before = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="corrected_by")
    after = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="corrects")
    reason = models.TextField()
    corrected_at = models.DateTimeField(default=timezone.now)
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="correction_gives_its_reason")]
