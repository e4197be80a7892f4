"""One round of review on one claim: who was asked, what each found, how it was settled, who signed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claims.models import Claim, Evidence
from reviews.enums import OPEN_STATES, Confidence, State
from reviews.models.ratings import Rating


class Review(models.Model):
    """One round. `statement` is the wording under review; a claim edited since then makes it visibly stale."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    statement = models.TextField()
    statement_digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        permissions = [
            ("assign_review", "Can open rounds, assign reviewers and take claims back to the desk"),
            ("judge_review", "Can be assigned and submit verdicts"),
            ("adjudicate_review", "Can decide disputed reviews"),
            ("approve_review", "Can sign what is to be published"),
            ("publish_review", "Can publish, correct and retract"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["claim", "round"], name="review_rounds_do_not_repeat"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(state__in=OPEN_STATES), name="claim_has_one_open_review"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="review_state_is_known"),
        ]
        indexes = [models.Index(fields=["state", "opened_at"])]

    def __str__(self) -> str:
        return f"{self.claim} (round {self.round})"

    @property
    def is_stale(self) -> bool:
        """Whether the claim has been reworded since this round was opened."""
        return self.statement_digest != self.claim.statement_digest


class Assignment(models.Model):
    """A reviewer asked to judge. Handing back ends it; the row stays."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "reviewer"], condition=Q(ended_at=None), name="reviewer_is_assigned_once"
            )
        ]


class Verdict(models.Model):
    """One reviewer's judgement of one wording. Never changed, never deleted."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="verdicts")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="verdicts")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    rationale = models.TextField()
    confidence = models.CharField(max_length=10, choices=Confidence.choices, default=Confidence.MEDIUM)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="verdicts")
    no_evidence = models.BooleanField("there is no evidence to cite", default=False)
    statement_digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "reviewer"], name="reviewer_judges_once_per_round"),
            models.CheckConstraint(condition=~Q(rationale=""), name="verdict_gives_its_reasons"),
        ]
        triggers = [pgtrigger.Protect(name="verdict_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Settlement(models.Model):
    """How a round ended: by agreement, or by a third person's decision with reasons."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="settlement")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    explanation = models.TextField(help_text="For readers: what was found, and why it is rated so.")
    adjudicator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty when the reviewers agreed.",
    )
    settled_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(explanation=""), name="settlement_explains_itself")]


class Approval(models.Model):
    """A second person's signature under what is to be published; `digest` is of exactly what he was shown."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="approval")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    approved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="approver_judged_nothing_himself",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF EXISTS (SELECT 1 FROM reviews_verdict v
                                WHERE v.review_id = NEW.review_id AND v.reviewer_id = NEW.approver_id)
                       OR EXISTS (SELECT 1 FROM reviews_settlement s
                                WHERE s.review_id = NEW.review_id AND s.adjudicator_id = NEW.approver_id)
                    THEN RAISE EXCEPTION 'nobody approves his own verdict'
                         USING ERRCODE = 'check_violation', CONSTRAINT = 'approver_judged_nothing_himself';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]


class ConflictOfInterest(models.Model):
    """A reviewer's declared tie to a source: it bars him from claims of that source."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conflicts")
    source = models.ForeignKey("claims.Source", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    declared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "conflicts of interest"
        constraints = [models.UniqueConstraint(fields=["person", "source"], name="conflict_is_declared_once")]
