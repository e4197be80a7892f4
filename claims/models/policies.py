"""House rules on unnamed sources, as data, and the record of why a source is unnamed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claims.enums import Knowledge
from claims.models.attributions import Attribution


class HousePolicy(models.Model):
    """One organisation's rules for unnamed sources (AP, New York Times, Reuters, BBC, NPR, or the desk's own)."""

    name = models.CharField(max_length=100, unique=True)
    publisher = models.CharField(max_length=100)
    is_own = models.BooleanField("the desk's own", default=False)

    class Meta:
        verbose_name_plural = "house policies"
        constraints = [
            models.UniqueConstraint(fields=["is_own"], condition=Q(is_own=True), name="desk_has_one_policy_of_its_own")
        ]

    def __str__(self) -> str:
        return self.name


class PolicyClause(models.Model):
    """One demand of a policy, and the field of a grant that meets it."""

    policy = models.ForeignKey(HousePolicy, on_delete=models.CASCADE, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    demand = models.CharField(max_length=300)
    met_by = models.CharField(max_length=40, help_text="The field of the grant that must be filled.")
    url = models.URLField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "order"], name="clauses_have_an_order")]

    def __str__(self) -> str:
        return self.demand


class AnonymityGrant(models.Model):
    """Why a source is unnamed at one place: what the house rules make a desk record."""

    class GroundRules(models.TextChoices):
        ON_RECORD = "on_record", "On the record"
        BACKGROUND = "background", "On background"
        DEEP_BACKGROUND = "deep_background", "Deep background"
        OFF_RECORD = "off_record", "Off the record"

    attribution = models.OneToOneField(Attribution, on_delete=models.CASCADE, related_name="grant")
    reason = models.TextField(blank=True, help_text="Why the source cannot be named, in words for readers.")
    ground_rules = models.CharField(max_length=20, choices=GroundRules.choices, blank=True)
    agreed_descriptor = models.CharField(max_length=300, blank=True)
    knowledge = models.CharField(max_length=20, choices=Knowledge.choices, default=Knowledge.UNKNOWN)
    how_they_know = models.TextField(blank=True, help_text="In the room? A copy of the report?")
    motive = models.TextField(blank=True)
    attempts_on_record = models.TextField(blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    identity_known_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("granted_by")),
                name="nobody_approves_his_own_grant",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="grant_approval_names_its_person",
            ),
        ]

    def __str__(self) -> str:
        return f"grant for {self.attribution}"
