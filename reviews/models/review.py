"""One round of review on one claim: who was asked, what each found, how it was settled, who signed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claims.models import Claim, Evidence
from reviews.enums import OPEN_STATES, Confidence, DisputeRule, SettledBy, State
from reviews.models.duties import (
    JUDGES,
    SETTLES,
    SIGNS,
    VOTES,
    cites_or_says_none,
    moves_by_the_table,
    never_truncated,
    one_duty_each,
    withdrawn_in_time,
)
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
    reviewers_needed = models.PositiveSmallIntegerField(default=2)
    disputes_go_to = models.CharField(max_length=20, choices=DisputeRule.choices, default=DisputeRule.ADJUDICATOR)
    serious = models.BooleanField(
        "serious allegation", default=False, help_text="Whoever is accused must be asked before it is published."
    )
    recheck_on = models.DateField(null=True, blank=True, help_text="When what is published is checked again.")
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
            models.CheckConstraint(condition=Q(reviewers_needed__in=(1, 2)), name="review_needs_one_or_two_verdicts"),
            models.CheckConstraint(condition=Q(disputes_go_to__in=DisputeRule.values), name="review_dispute_is_known"),
        ]
        indexes = [
            models.Index(fields=["state", "opened_at"]),
            models.Index(fields=["recheck_on"], name="reviews_to_check_again", condition=Q(recheck_on__isnull=False)),
        ]
        triggers = [
            moves_by_the_table(),
            pgtrigger.Protect(
                name="review_is_about_one_wording",
                operation=pgtrigger.UpdateOf("claim_id", "round", "statement", "statement_digest", "reviewers_needed"),
            ),
            pgtrigger.Protect(name="review_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.claim} (round {self.round})"

    @property
    def is_stale(self) -> bool:
        """Whether the claim has been reworded since this round was opened."""
        return self.statement_digest != self.claim.statement_digest


class Assignment(models.Model):
    """A reviewer asked to judge. Handing back or being taken off ends it; the row stays."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, blank=True)
    by_rule = models.JSONField(default=list, blank=True, help_text="The grounds, where the desk's rules chose.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "reviewer"], condition=Q(ended_at=None), name="reviewer_is_assigned_once"
            )
        ]
        indexes = [
            models.Index(fields=["reviewer", "due_on"], name="what_a_reviewer_has", condition=Q(ended_at=None)),
            models.Index(fields=["due_on"], name="assignments_by_deadline", condition=Q(ended_at=None)),
        ]
        triggers = [
            one_duty_each("assigned_reviewer_has_no_other_duty", person="reviewer_id", duty="judge"),
            pgtrigger.Protect(
                name="assignment_is_of_one_person", operation=pgtrigger.UpdateOf("review_id", "reviewer_id")
            ),
            pgtrigger.Protect(name="assignment_is_never_deleted", operation=pgtrigger.Delete),
        ]


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def standing(self) -> "VerdictQuerySet":
        """Those that count: not withdrawn."""
        return self.filter(withdrawal=None)


class Verdict(models.Model):
    """One reviewer's judgement of one wording. Never changed, never deleted; a withdrawal is a row of its own."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="verdicts")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="verdicts")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    rationale = models.TextField()
    confidence = models.CharField(max_length=10, choices=Confidence.choices, default=Confidence.MEDIUM)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="verdicts")
    no_evidence = models.BooleanField("there is no evidence to cite", default=False)
    statement_digest = models.CharField(max_length=64)
    attempt = models.PositiveSmallIntegerField(default=1, help_text="The next one after each withdrawal.")
    submitted_at = models.DateTimeField(default=timezone.now)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "reviewer", "attempt"], name="reviewer_judges_once_unless_he_withdraws"
            ),
            models.CheckConstraint(condition=~Q(rationale=""), name="verdict_gives_its_reasons"),
            models.CheckConstraint(condition=Q(attempt__gte=1), name="verdict_attempts_are_counted_from_one"),
        ]
        triggers = [
            pgtrigger.Protect(name="verdict_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_truncated("verdicts_are_never_emptied"),
            one_duty_each("verdict_is_by_who_was_asked", person="reviewer_id", duty="judge", more=JUDGES),
            cites_or_says_none(),
        ]


class Withdrawal(models.Model):
    """A verdict taken back before all were in; it stays on record and does not count."""

    verdict = models.OneToOneField(Verdict, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="withdrawal_gives_its_reason")]
        triggers = [
            pgtrigger.Protect(name="withdrawal_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_truncated("withdrawals_are_never_emptied"),
            withdrawn_in_time(),
        ]

    def __str__(self) -> str:
        return f"withdrawal of verdict {self.verdict_id}"


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
    settled_by = models.CharField(max_length=20, choices=SettledBy.choices, default=SettledBy.AGREEMENT)
    grounds = models.CharField(
        max_length=60, blank=True, help_text="What the claim rested on when this was settled, in one line."
    )
    settled_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(explanation=""), name="settlement_explains_itself"),
            models.CheckConstraint(condition=Q(settled_by__in=SettledBy.values), name="settlement_way_is_known"),
            models.CheckConstraint(
                condition=Q(settled_by=SettledBy.ADJUDICATOR, adjudicator__isnull=False)
                | (~Q(settled_by=SettledBy.ADJUDICATOR) & Q(adjudicator=None)),
                name="settlement_names_who_decided_if_one_person_did",
            ),
        ]
        triggers = [
            one_duty_each(
                "settlement_is_by_agreement_or_a_third", person="adjudicator_id", duty="decide", more=SETTLES
            ),
            pgtrigger.Protect(
                name="settlement_keeps_its_rating",
                operation=pgtrigger.UpdateOf("review_id", "rating_id", "adjudicator_id", "settled_by", "settled_at"),
            ),
            pgtrigger.Protect(name="settlement_is_never_deleted", operation=pgtrigger.Delete),
            never_truncated("settlements_are_never_emptied"),
        ]


class PanelVote(models.Model):
    """One member's vote on a disputed review, with reasons. Never changed."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField()
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "voter"], name="panel_member_votes_once"),
            models.CheckConstraint(condition=~Q(reasons=""), name="vote_gives_its_reasons"),
        ]
        triggers = [
            one_duty_each(
                "panel_member_has_no_other_duty",
                person="voter_id",
                duty="vote",
                more=VOTES,
            ),
            pgtrigger.Protect(name="vote_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.voter}: {self.rating}"


class Approval(models.Model):
    """A second person's signature under what is to be published; `digest` is of exactly what he was shown."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="approval")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    approved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [
            one_duty_each(
                "approver_judged_nothing_himself",
                person="approver_id",
                duty="approve",
                more=SIGNS,
            ),
            pgtrigger.Protect(name="approval_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_truncated("approvals_are_never_emptied"),
        ]


class ConflictOfInterest(models.Model):
    """A person's declared tie to a source: it bars him from judging, deciding and signing claims of that source."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    source = models.ForeignKey("claims.Source", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    declared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "conflicts of interest"
        constraints = [models.UniqueConstraint(fields=["person", "source"], name="conflict_is_declared_once")]
