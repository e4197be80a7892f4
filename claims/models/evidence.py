"""What is brought for or against a claim, where it comes from, and what it cites in turn."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claims.enums import EvidenceKind, Knowledge, Naming, Stance
from claims.models.alike import by_any_part
from claims.models.articles import Article
from claims.models.claims import Claim
from claims.models.sources import Source
from claims.models.stale import restale


class Evidence(models.Model):
    """A document, link, dataset, interview or recording."""

    kind = models.CharField(max_length=20, choices=EvidenceKind.choices)
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=1000, blank=True)
    text = models.TextField("captured text", blank=True, help_text="The passage or copy on which the desk relies.")
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    captured_at = models.DateTimeField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    is_primary = models.BooleanField(
        "primary document",
        default=False,
        help_text="The record itself, which a reader can be shown: a filing, a judgment, a dataset, a recording.",
    )
    origins = models.ManyToManyField(Source, through="EvidenceOrigin", related_name="evidence")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "evidence"
        indexes = [by_any_part("title", name="evidence_by_title")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_primary=False) | ~Q(url="") | ~Q(text=""), name="primary_document_can_be_shown"
            )
        ]
        triggers = restale("evidence", evidence="SELECT r.id FROM {rows} r", updates="is_primary kind")

    def __str__(self) -> str:
        return self.title

    @property
    def is_withheld(self) -> bool:
        """Whether its text and copies stay at the desk: it comes from somebody unnamed, whom they may give away.

        Says nothing of what the vault holds.
        """
        return any(source.naming != Naming.NAMED for source in self.origins.all())

    @property
    def outward_text(self) -> str:
        """The captured text as it may leave the desk."""
        return "" if self.is_withheld else self.text


class EvidenceOrigin(models.Model):
    """Whom a piece of evidence comes from, and how that source knows."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="origin_links")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="evidence_links")
    knowledge = models.CharField(max_length=20, choices=Knowledge.choices, default=Knowledge.UNKNOWN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "source"], name="origin_stands_once_per_evidence")]
        triggers = restale("origin", evidence="SELECT r.evidence_id FROM {rows} r")


class Citation(models.Model):
    """What a piece of evidence itself rests on: other evidence, an article, or a claim."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="citations")
    cited_evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="cited_by"
    )
    cited_article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="cited_by"
    )
    cited_claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="cited_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(cited_evidence__isnull=False, cited_article=None, cited_claim=None)
                    | Q(cited_evidence=None, cited_article__isnull=False, cited_claim=None)
                    | Q(cited_evidence=None, cited_article=None, cited_claim__isnull=False)
                ),
                name="citation_names_one_thing",
            ),
        ]
        triggers = restale("citation", evidence="SELECT r.evidence_id FROM {rows} r")


class ClaimEvidence(models.Model):
    """A piece of evidence as brought to one claim."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="evidence_links")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="claim_links")
    stance = models.CharField(max_length=20, choices=Stance.choices)
    excerpt = models.TextField(blank=True, help_text="The words that matter, verbatim.")
    locator = models.CharField(max_length=200, blank=True, help_text="Page, minute, table, paragraph.")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "evidence", "stance"], name="evidence_stands_once_per_stance")
        ]
        triggers = restale("claim_evidence", claims="SELECT r.claim_id FROM {rows} r")

    def __str__(self) -> str:
        return f"{self.evidence} ({self.get_stance_display()})"
