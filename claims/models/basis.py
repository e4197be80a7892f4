"""On what a claim rests, as last decided, and the flags that follow. Written by `claims.sourcing` alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.enums import BasisKind, FlagRule
from claims.models.claims import Claim


class Basis(models.Model):
    """The decision for one claim, with its proof.

    `proof` is {"steps": [[from, to], …], "ends": [{"at": node, "is": kind, "source": id or null}, …]} where a node is
    "claim:1", "attribution:2", "evidence:3", "origin:4" or "article:5": ids only, so that a proof names nobody.
    """

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="basis")
    kind = models.CharField(max_length=20, choices=BasisKind.choices)
    origins_low = models.PositiveIntegerField("distinct origins, at least")
    origins_high = models.PositiveIntegerField("distinct origins, at most", null=True)
    inherited = models.BooleanField("inherited anonymity")
    circular = models.BooleanField()
    proof = models.JSONField()
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "bases"
        indexes = [models.Index(fields=["kind", "claim"])]

    def __str__(self) -> str:
        return self.get_kind_display()


class Flag(models.Model):
    """Raised by a rule, cleared by the rule, or dismissed by a person with a reason; never deleted.

    A dismissal holds for its grounds: when the proof changes, the flag is raised anew.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="flags")
    rule = models.CharField(max_length=30, choices=FlagRule.choices)
    proof = models.JSONField(default=dict)
    grounds = models.CharField(max_length=32, help_text="Digest of the proof.")
    raised_at = models.DateTimeField(db_default=Now())
    cleared_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dismissal_reason = models.TextField(blank=True)

    class Meta:
        permissions = [("dismiss_flag", "Can dismiss flags with a reason")]
        constraints = [
            models.UniqueConstraint(fields=["claim", "rule"], condition=Q(cleared_at=None), name="flag_is_open_once"),
            models.CheckConstraint(
                condition=Q(dismissed_at=None, dismissed_by=None, dismissal_reason="")
                | (Q(dismissed_at__isnull=False, dismissed_by__isnull=False) & ~Q(dismissal_reason="")),
                name="dismissal_names_its_person_and_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["rule", "claim"],
                name="flags_that_stand",
                condition=Q(cleared_at=None, dismissed_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.get_rule_display()

    @property
    def stands(self) -> bool:
        return self.cleared_at is None and self.dismissed_at is None
