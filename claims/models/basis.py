"""On what a claim rests, as last decided, and the flags that follow. Written by `claims.sourcing` alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.enums import BasisKind, FlagRule
from claims.models.claims import Claim


class Basis(models.Model):
    """The decision for one claim. Its proof is told by `claims.sourcing.prove`; a flag keeps the proof it stands on.

    A narrow row, written only when it changes. `paths` is how many ends there are; `origins_low` to `origins_high` how
    many distinct origins stand behind them (no upper bound: null).
    """

    claim = models.OneToOneField(
        Claim,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="basis",
        db_constraint=False,  # a million decisions do not look up a million claims; a trigger takes the row away
    )
    kind = models.CharField(max_length=20, choices=BasisKind.choices)
    origins_low = models.PositiveIntegerField("distinct origins, at least")
    origins_high = models.PositiveIntegerField("distinct origins, at most", null=True)
    paths = models.PositiveIntegerField(default=0)
    inherited = models.BooleanField("inherited anonymity")
    circular = models.BooleanField()
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "bases"
        indexes = [models.Index(fields=["kind", "claim"])]

    def __str__(self) -> str:
        return self.get_kind_display()


class BasisChange(models.Model):
    """When a claim came to rest on something else: what pages say with “rested on anonymous sources until …”.

    Written in the statement that writes the basis. `followed_at` is set when the rounds that it touches were reopened.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="basis_changes")
    before = models.CharField(max_length=20, choices=BasisKind.choices)
    after = models.CharField(max_length=20, choices=BasisKind.choices)
    at = models.DateTimeField(db_default=Now())
    followed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["claim", "-at"], name="basis_changes_newest_first"),
            models.Index(fields=["at"], name="basis_changes_to_follow", condition=Q(followed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"

    @property
    def is_upgrade(self) -> bool:
        """Whether the claim came to rest on something stronger."""
        order = list(BasisKind.values)
        return order.index(self.after) < order.index(self.before)


class Flag(models.Model):
    """Raised by a rule, cleared by the rule, or dismissed by a person with a reason; never deleted.

    A dismissal holds for its grounds: when the proof changes, the flag is raised anew. `proof` is what it stands on:
    {"steps": …, "ends": …} as `claims.sourcing.Proof` reads it, or what a rule from elsewhere gives as its proof.
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
            ),
            models.Index(
                fields=["raised_at", "rule"],
                name="flags_lately_raised",
                condition=Q(cleared_at=None, dismissed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.get_rule_display()

    @property
    def stands(self) -> bool:
        return self.cleared_at is None and self.dismissed_at is None
