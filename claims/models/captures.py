"""Captured copies of evidence: what a page or a document was when the desk relied on it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.models.evidence import Evidence
from claims.models.queued import Asked


class Capture(models.Model):
    """One copy, kept as a file under its sha256 (`claims.captures.files`). The row is written once.

    `media_type` was read from the bytes. `address` is where the copy was fetched; a file's own name is not kept,
    since it may tell who gave it. `timestamp` is the token of an RFC 3161 authority, as DER.
    """

    class MediaType(models.TextChoices):
        PDF = "application/pdf", "PDF"
        PAGE = "text/html", "Web page"
        PNG = "image/png", "Image (PNG)"
        JPEG = "image/jpeg", "Image (JPEG)"
        WEBP = "image/webp", "Image (WebP)"
        TEXT = "text/plain", "Text"

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="captures")
    media_type = models.CharField(max_length=20, choices=MediaType.choices)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes.")
    address = models.URLField(max_length=1000, blank=True)
    captured_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    captured_at = models.DateTimeField(db_default=Now())
    timestamp = models.BinaryField(null=True)
    timestamp_authority = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "sha256"], name="copy_is_kept_once_per_evidence"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="copy_has_its_sha256"),
            models.CheckConstraint(
                condition=Q(timestamp=None, timestamp_authority="")
                | Q(timestamp__isnull=False) & ~Q(timestamp_authority=""),
                name="timestamp_names_its_authority",
            ),
        ]
        triggers = [pgtrigger.Protect(name="copy_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_media_type_display()} {self.sha256[:12]}"


class CaptureRequest(Asked):
    """An address that a worker is to fetch a copy from. The row is the queue."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be fetched"
        DONE = "done", "Kept"
        FAILED = "failed", "Not kept"

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="capture_requests")
    address = models.URLField(max_length=1000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "address"], condition=Q(state="waiting"), name="address_waits_once_per_evidence"
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(trouble="") | ~Q(state="failed") & Q(trouble=""),
                name="copy_that_failed_says_why",
            ),
        ]
        indexes = [models.Index(fields=["id"], name="copies_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"a copy for evidence {self.evidence_id}"
