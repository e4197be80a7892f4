"""The record of why a source is unnamed at one place, and how that record stands to the policy in force.

No field holds who the source is; the identity has no path from here.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from claims.enums import (
    ApprovalLevel,
    Corroboration,
    GroundRules,
    Knowledge,
    OtherSide,
    Outcome,
    Seriousness,
    StatementKind,
    Weight,
)
from claims.models.attributions import Attribution
from claims.models.policies import HousePolicy, PolicyClause
from claims.models.stale import restale

CLAIMS = "SELECT a.claim_id FROM claims_attribution a JOIN {rows} r ON r.attribution_id = a.id"


class AnonymityGrant(models.Model):
    """What the house rules make a desk record. Written by `claims.anonymity` alone.

    `unmet` is how many clauses of the policy in force are missing or breached: 0 is a justified grant. It is written
    in the transaction of each change, with the rows of ClauseGrade.
    """

    attribution = models.OneToOneField(Attribution, on_delete=models.CASCADE, related_name="grant")

    # What is said.
    statement_kind = models.CharField("it is", max_length=12, choices=StatementKind.choices, blank=True)
    weight = models.CharField("weight in the story", max_length=12, choices=Weight.choices, blank=True)
    is_vital = models.BooleanField("vital to the report", null=True, blank=True)
    why_vital = models.TextField("why it is vital", blank=True)
    only_this_way = models.BooleanField("not available otherwise", null=True, blank=True)
    is_attack = models.BooleanField("a personal or partisan attack", null=True, blank=True)
    seriousness = models.CharField("allegation", max_length=12, choices=Seriousness.choices, blank=True)
    referred_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="referred to",
    )
    referred_on = models.DateField("referred on", null=True, blank=True)

    # How the source knows.
    knowledge = models.CharField(max_length=20, choices=Knowledge.choices, default=Knowledge.UNKNOWN)
    how_they_know = models.TextField("how they know", blank=True, help_text="In the room? A copy of the report?")
    position_to_know = models.TextField("in a position to know", blank=True)
    reliability = models.TextField(blank=True, help_text="Right before? Checked against what?")
    motive = models.TextField(blank=True, help_text="What the source gains or risks by speaking.")
    people = models.PositiveSmallIntegerField("how many people really", null=True, blank=True)

    # What else stands behind it.
    corroboration = models.CharField("corroborated", max_length=16, choices=Corroboration.choices, blank=True)
    corroborated_how = models.TextField("how it was corroborated", blank=True)
    other_side = models.CharField("the other side", max_length=12, choices=OtherSide.choices, blank=True)
    no_comment_checked = models.BooleanField(
        "nobody quoted without a name is said to have declined to comment",
        default=False,
        help_text="Ticked by somebody who knows the identity and has looked.",
    )
    jigsaw_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="jigsaw check by",
    )
    jigsaw_checked_on = models.DateField("jigsaw check on", null=True, blank=True)

    # What was promised.
    ground_rules = models.CharField(max_length=20, choices=GroundRules.choices, blank=True)
    agreed_descriptor = models.CharField("description that was agreed", max_length=300, blank=True)
    promised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="promise by",
    )
    promised_on = models.DateField("promised on", null=True, blank=True)
    terms = models.TextField("terms of the promise", blank=True)
    ends_on = models.DateField("the promise ends on", null=True, blank=True)
    ends_when = models.CharField("or when", max_length=300, blank=True)
    identity_known_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name="editors who know the identity"
    )

    # What readers are told.
    reason = models.TextField("reason, for readers", blank=True, help_text="Why the source cannot be named.")
    told_readers = models.TextField(
        "reliability and motive, for readers", blank=True, help_text="What the piece says about both."
    )

    # Who asked, changed, approved, ended.
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    requested_at = models.DateTimeField(default=timezone.now)
    amended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    amended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approval_level = models.PositiveSmallIntegerField(choices=ApprovalLevel.choices, null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    # How it stands.
    policy = models.ForeignKey(HousePolicy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unmet = models.PositiveSmallIntegerField("clauses missing or breached", null=True, blank=True)

    class Meta:
        permissions = [
            ("approve_anonymitygrant", "Can approve unnamed sources in a supporting use"),
            ("approve_central_anonymitygrant", "Can approve unnamed sources on whom a story rests"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (
                    (Q(requested_by=None) | ~Q(approved_by=F("requested_by")))
                    & (Q(amended_by=None) | ~Q(approved_by=F("amended_by")))
                    & (Q(promised_by=None) | ~Q(approved_by=F("promised_by")))
                ),
                name="nobody_approves_his_own_grant",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None, approval_level=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False, approval_level__isnull=False),
                name="grant_approval_names_its_person",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | Q(approval_level=ApprovalLevel.SENIOR)
                | (Q(weight=Weight.SUPPORTING) & ~Q(seriousness=Seriousness.SERIOUS)),
                name="senior_editor_approves_what_a_story_rests_on",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None, end_reason="")
                | (Q(ended_by__isnull=False, ended_at__isnull=False) & ~Q(end_reason="")),
                name="ended_promise_names_its_person_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(referred_to=None, referred_on=None)
                | Q(referred_to__isnull=False, referred_on__isnull=False),
                name="referral_names_its_person_and_day",
            ),
            models.CheckConstraint(
                condition=Q(jigsaw_checked_by=None, jigsaw_checked_on=None)
                | Q(jigsaw_checked_by__isnull=False, jigsaw_checked_on__isnull=False),
                name="jigsaw_check_names_its_person_and_day",
            ),
            models.CheckConstraint(condition=Q(people=None) | Q(people__gte=1), name="grant_is_for_somebody"),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"], name="grants_that_wait", condition=Q(approved_at=None, ended_at=None)
            ),
            models.Index(fields=["approved_at"], name="grants_by_approval", condition=Q(approved_at__isnull=False)),
        ]
        triggers = [
            restale("grant_new", claims=CLAIMS)[0],
            *restale("grant_grade", updates="unmet", claims=CLAIMS),
            restale("grant_gone", claims=CLAIMS)[2],
        ]

    def __str__(self) -> str:
        return f"grant for “{self.attribution.printed or self.attribution.source}”"

    @property
    def is_justified(self) -> bool:
        return self.unmet == 0

    @property
    def waits(self) -> bool:
        """Whether somebody still has to approve it."""
        return self.approved_at is None and self.ended_at is None


class RecordAttempt(models.Model):
    """One attempt to get the source on the record."""

    grant = models.ForeignKey(AnonymityGrant, on_delete=models.CASCADE, related_name="attempts")
    made_on = models.DateField("on")
    how = models.CharField(max_length=300, help_text="By telephone, in person; not with whom.")
    answer = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(how=""), name="attempt_says_how_it_was_made")]

    def __str__(self) -> str:
        return f"{self.made_on}: {self.how}"


class ClauseGrade(models.Model):
    """How one grant stands to one clause of the policy in force. `why` names fields and printed words, never what a
    confidential field holds."""

    grant = models.ForeignKey(AnonymityGrant, on_delete=models.CASCADE, related_name="grades")
    clause = models.ForeignKey(PolicyClause, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    why = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grant", "clause"], name="clause_is_graded_once_per_grant")]

    def __str__(self) -> str:
        return f"{self.clause}: {self.get_outcome_display()}"
