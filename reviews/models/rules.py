"""How this desk works, as data: who judges, to whom a disagreement goes, when people are reminded."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from reviews.enums import Criterion, DisputeRule


class DeskRules(models.Model):
    """One row. A round keeps the rules under which it was opened; changing them touches no round under way."""

    reviewers_needed = models.PositiveSmallIntegerField(
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(2)],
        help_text="Two; a small desk may set one. With the approver that is two people at least, and pages say so.",
    )
    disputes_go_to = models.CharField(max_length=20, choices=DisputeRule.choices, default=DisputeRule.ADJUDICATOR)
    days_to_judge = models.PositiveSmallIntegerField(default=5, validators=[MinValueValidator(1)])
    remind_days_before = models.PositiveSmallIntegerField(default=1)
    days_to_reply = models.PositiveSmallIntegerField(default=3, help_text="Proposed to whoever is asked for a reply.")
    recheck_after_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Published reviews are checked again after so many days; empty is never."
    )

    class Meta:
        verbose_name_plural = "desk rules"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="desk_has_one_set_of_rules"),
            models.CheckConstraint(
                condition=Q(reviewers_needed__in=(1, 2)), name="claim_is_judged_by_one_or_two_and_signed_by_another"
            ),
            models.CheckConstraint(condition=Q(disputes_go_to__in=DisputeRule.values), name="dispute_rule_is_known"),
            models.CheckConstraint(condition=Q(days_to_judge__gte=1), name="judging_takes_a_day_at_least"),
        ]

    def __str__(self) -> str:
        return "the desk's rules"

    @classmethod
    def current(cls) -> "DeskRules":
        """As they stand, or the defaults, unsaved."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class AssignmentRule(models.Model):
    """One criterion by which reviewers are suggested, and how much it weighs."""

    criterion = models.CharField(max_length=20, choices=Criterion.choices, unique=True)
    weight = models.PositiveSmallIntegerField(default=1, help_text="0 is not looked at.")
    required = models.BooleanField(default=False, help_text="Whoever does not meet it is not suggested at all.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(criterion__in=Criterion.values), name="criterion_is_known")]

    def __str__(self) -> str:
        return self.get_criterion_display()


class ReviewerProfile(models.Model):
    """What a reviewer knows and how much he takes on. Without a row: English, no topic, five at once."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="reviewer_profile"
    )
    topics = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="en, pt; empty is en")
    most_at_once = models.PositiveSmallIntegerField(default=5)

    def __str__(self) -> str:
        return f"what {self.person} knows"
