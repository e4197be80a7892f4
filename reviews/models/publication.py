"""Exactly what the public was shown, from when to when. Public pages are written from these rows alone."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, GeneratedField, Q
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import timezone

from reviews.models.review import Review


class PublicText(Func):
    """The words of a page by which it is found (a function of the database, migration `pages_are_found`)."""

    function = "public_text"
    arity = 1


class PublicWords(Func):
    """Those words stemmed as English and as German, so that either desk finds them."""

    function = "public_words"
    arity = 1


class PublicSources(Func):
    """The slugs of the named sources that speak on a page, as JSON."""

    function = "public_sources"
    arity = 1


def _of_content(path: str) -> "GeneratedField":
    return GeneratedField(expression=KT(f"shown__{path}"), output_field=models.TextField(), db_persist=True)


class Publication(models.Model):
    """One version of one page. A correction closes it and opens the next under the same slug.

    `shown` is the whole content of the page as JSON (its shape: `reviews.publishing.snapshot`), `digest` the sha256
    of that JSON, which the approver signed. What lists and search ask for is taken out of it by the database, so it
    cannot say anything else.
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
    rating = _of_content("rating__slug")
    basis = _of_content("basis__kind")
    outlet = _of_content("article__publisher")
    topic = _of_content("claim__topic")
    article = _of_content("article__slug")
    sources = GeneratedField(expression=PublicSources("shown"), output_field=models.JSONField(), db_persist=True)
    text = GeneratedField(expression=PublicText("shown"), output_field=models.TextField(), db_persist=True)
    words = GeneratedField(expression=PublicWords("shown"), output_field=SearchVectorField(), db_persist=True)
    under_review_since = models.DateTimeField(
        null=True, blank=True, help_text="The wording or the grounds have changed: a new round is open."
    )

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
        indexes = [
            models.Index(fields=["-shown_from"], name="pages_newest_first", condition=Q(shown_until=None)),
            models.Index(fields=["slug", "-id"], name="versions_of_one_page"),
            models.Index(fields=["article"], name="pages_of_an_article", condition=Q(shown_until=None)),
            models.Index(fields=["topic"], name="pages_of_a_topic", condition=Q(shown_until=None)),
            models.Index(fields=["first_published_at"], name="pages_of_a_month", condition=Q(shown_until=None)),
            GinIndex(fields=["sources"], name="pages_of_a_source", condition=Q(shown_until=None)),
            GinIndex(fields=["words"], name="pages_by_their_words", condition=Q(shown_until=None)),
            GinIndex(
                fields=["text"], opclasses=["gin_trgm_ops"], name="pages_by_like_words", condition=Q(shown_until=None)
            ),
        ]
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
