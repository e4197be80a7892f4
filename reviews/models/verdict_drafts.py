"""What somebody has written towards a verdict and not given yet. His alone: nothing shows it to others."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from claims.models import Claim


class VerdictDraft(models.Model):
    """One person's form on one claim as it was last saved; gone once the verdict is given."""

    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    rating = models.CharField("slug of the rating", max_length=60, blank=True)
    confidence = models.CharField(max_length=20, blank=True)
    rationale = models.TextField(blank=True)
    evidence = models.JSONField("ids of the evidence", default=list)
    no_evidence = models.BooleanField(default=False)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["reviewer", "claim"], name="draft_is_one_per_person_and_claim")]

    def __str__(self) -> str:
        return f"a draft on claim {self.claim_id}"
