"""Rows taken in by the thousand: the job, its rows on the way, and the fact-checks of others."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.models.queued import Asked


class FactCheck(models.Model):
    """What another organisation has found about a claim, as its ClaimReview says it. Rests on nothing here."""

    url = models.URLField(max_length=1000, unique=True)
    claim = models.TextField()
    claimant = models.CharField(max_length=300, blank=True)
    rating = models.CharField(max_length=200, help_text="In the publisher's own words.")
    value = models.SmallIntegerField(null=True, blank=True)
    best = models.SmallIntegerField(null=True, blank=True)
    worst = models.SmallIntegerField(null=True, blank=True)
    publisher = models.CharField(max_length=200)
    publisher_url = models.URLField(max_length=1000, blank=True)
    title = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=20, blank=True)
    published_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "fact-check by others"
        verbose_name_plural = "fact-checks by others"
        constraints = [
            models.CheckConstraint(condition=~Q(claim="") & ~Q(rating=""), name="fact_check_has_claim_and_rating")
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.rating}"


class BulkJob(Asked):
    """One file of rows. Checked line by line first; then either all of it is written, or what can be (`per_row`)."""

    class Kind(models.TextChoices):
        CLAIMS = "claims", "Claims with their sources"
        EVIDENCE = "evidence", "Evidence for claims"
        FACT_CHECKS = "fact_checks", "Fact-checks by others"

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        JSON_LINES = "jsonl", "JSON lines"
        CLAIM_REVIEW = "claimreview", "ClaimReview (JSON-LD, DataFeed)"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        CHECKED = "checked", "Checked; being written"
        DONE = "done", "Done"
        FAILED = "failed", "Nothing was written"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    format = models.CharField(max_length=20, choices=Format.choices)
    per_row = models.BooleanField(default=False, help_text="Write what can be written, and tell of each other row.")
    file = models.FileField(upload_to="bulk/")
    file_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    read = models.PositiveIntegerField("rows read", default=0)
    written = models.PositiveIntegerField("rows written", default=0)
    wrong = models.PositiveIntegerField("rows that cannot be used", default=0)

    class Meta:
        verbose_name = "bulk import"
        indexes = [models.Index(fields=["id"], name="bulk_waiting", condition=Q(state__in=["waiting", "checked"]))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.file_name or 'a file'}"


class BulkRow(models.Model):
    """One row of a job: what it says, or what is wrong with it. `row` is the id of what it became."""

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    data = models.JSONField(default=dict)
    code = models.CharField(max_length=40, blank=True, default="", db_default="")
    column = models.CharField(max_length=100, blank=True, default="", db_default="")
    detail = models.CharField(max_length=500, blank=True, default="", db_default="")
    row = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "line"], name="bulk_line_is_read_once")]
        indexes = [models.Index(fields=["job", "line"], name="bulk_rows_that_are_wrong", condition=~Q(code=""))]

    def __str__(self) -> str:
        return f"line {self.line} of job {self.job_id}"
