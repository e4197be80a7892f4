"""Who or what says it, under which spellings, and merges that can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from claims import enums
from claims.models.alike import by_any_part
from claims.models.articles import Article
from claims.models.stale import restale


class Source(models.Model):
    """A person, group, organisation or document that says something.

    `name` is what readers are shown. For an unnamed source it is the descriptor exactly as printed; the
    identity behind it has no place here.
    """

    kind = models.CharField(max_length=20, choices=enums.SourceKind.choices)
    naming = models.CharField(max_length=20, choices=enums.Naming.choices)
    name = models.CharField("name or descriptor", max_length=300)
    slug = models.SlugField(max_length=120, unique=True)
    about = models.CharField(max_length=300, blank=True, help_text="Role or office, as a reader would want it.")
    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="unnamed_sources",
        help_text="An unnamed source is known within its article only.",
    )
    people_low = models.PositiveIntegerField("at least this many people", default=1)
    people_high = models.PositiveIntegerField("at most this many people", null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    first_seen_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [by_any_part("name", name="sources_by_any_part")]
        constraints = [
            models.CheckConstraint(
                condition=Q(people_high=None) | Q(people_high__gte=F("people_low")),
                name="source_people_is_an_interval",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="source_is_not_merged_into_itself"),
        ]
        triggers = restale(
            "source",
            updates="kind naming merged_into_id people_low people_high",
            claims="SELECT a.claim_id FROM claims_attribution a JOIN {rows} r ON r.id = a.source_id",
            evidence="SELECT e.evidence_id FROM claims_evidenceorigin e JOIN {rows} r ON r.id = e.source_id",
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_named(self) -> bool:
        return self.naming == enums.Naming.NAMED


class SourceName(models.Model):
    """A spelling under which a source occurs: Leike, Reike, Reik, Reich."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="names")
    spelling = models.CharField(max_length=300)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "spelling", "article"],
                nulls_distinct=False,
                name="spelling_stands_once_per_source",
            )
        ]
        indexes = [models.Index(fields=["spelling"]), by_any_part("spelling", name="spellings_by_any_part")]

    def __str__(self) -> str:
        return self.spelling


class SourceMerge(models.Model):
    """Two sources that may be one, with the grounds. A person confirms; the attributions move; it can be undone."""

    kept = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="merges_kept")
    dropped = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="merges_dropped")
    grounds = models.JSONField(default=list, help_text="Sentences that say why they may be one.")
    state = models.CharField(max_length=20, choices=enums.MergeState.choices, default=enums.MergeState.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moved = models.JSONField(default=dict, help_text="Which rows moved, so that undoing moves back exactly those.")

    class Meta:
        permissions = [("decide_merge", "Can confirm, reject and undo merges of sources")]
        constraints = [
            models.UniqueConstraint(
                fields=["kept", "dropped"], condition=Q(state="proposed"), name="merge_is_proposed_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("dropped")), name="merge_joins_two_sources"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at=None, decided_by=None)
                | (~Q(state="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="merge_decision_names_its_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dropped} → {self.kept}"
