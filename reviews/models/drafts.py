"""The checked draft of an article: its whole text with every claim marked, as the desk chose to show it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from claims.models import Article


class CheckedDraft(models.Model):
    """One version of one article's text with its marks; the next one closes it.

    `shown` is its whole content as JSON (its shape: `reviews.publishing.drafts`). It holds the words of the article,
    where its claims stand, and what the article itself gives as their sources: nothing of the desk's work. What was
    published about a claim is read from its own publication when the page is written.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="checked_drafts")
    slug = models.SlugField(max_length=120)
    shown = models.JSONField()
    digest = models.CharField(max_length=64)
    shown_from = models.DateTimeField(default=timezone.now)
    shown_until = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(shown_until=None), name="article_shows_one_checked_draft_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(shown_until=None) | Q(shown_until__gte=F("shown_from")),
                name="checked_draft_ends_after_it_began",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="checked_draft_never_changes",
                operation=pgtrigger.UpdateOf("shown", "digest", "slug", "article_id"),
            ),
            pgtrigger.Protect(name="checked_draft_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.slug
