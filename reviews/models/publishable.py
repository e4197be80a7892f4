"""What a serious or a purely anonymous claim needs before the public is shown anything."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from claims.models import Claim
from reviews.enums import Means
from reviews.models.duties import one_duty_each
from reviews.models.review import Review


class ReplyRequest(models.Model):
    """Whoever is accused was asked for a reply: whom, when, how, until when, and what came of it. Kept with the claim.

    The words are written for readers. An answer is added once; nothing else is changed.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reply_requests")
    asked = models.CharField("asked", max_length=300, help_text="Whom, as readers may know it.")
    asked_on = models.DateField()
    means = models.CharField(max_length=20, choices=Means.choices)
    reply_by = models.DateField(help_text="Until when a reply was asked for.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True, default="")
    declined = models.BooleanField(default=False, help_text="Answered that there will be no comment.")
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(means__in=Means.values), name="means_of_asking_is_known"),
            models.CheckConstraint(condition=Q(reply_by__gte=F("asked_on")), name="reply_is_due_after_it_was_asked"),
            models.CheckConstraint(condition=~Q(asked=""), name="reply_request_says_whom"),
            models.CheckConstraint(
                condition=Q(answered_on=None, answer="", declined=False)
                | (Q(answered_on__isnull=False, declined=True) | (Q(answered_on__isnull=False) & ~Q(answer=""))),
                name="reply_has_words_or_declines",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="reply_request_is_kept",
                operation=pgtrigger.UpdateOf("claim_id", "asked", "asked_on", "means", "reply_by", "asked_by_id"),
            ),
            pgtrigger.Protect(
                name="reply_is_added_once",
                operation=pgtrigger.UpdateOf("answer", "declined", "answered_on"),
                condition=pgtrigger.Q(old__answered_on__isnull=False),
            ),
            pgtrigger.Protect(name="reply_request_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.asked}, asked on {self.asked_on}"


class PublicationException(models.Model):
    """Two named people take the responsibility for publishing a round against the gate; readers are told."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="exception")
    reason = models.TextField(help_text="For readers: why it is published all the same.")
    first_signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_signed_at = models.DateTimeField(default=timezone.now)
    second_signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    second_signed_at = models.DateTimeField(null=True)

    class Meta:
        permissions = [("sign_exception", "Can sign that a claim is published against the gate")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="exception_gives_its_reason"),
            models.CheckConstraint(condition=~Q(first_signer=F("second_signer")), name="exception_is_signed_by_two"),
            models.CheckConstraint(
                condition=Q(second_signer=None, second_signed_at=None)
                | Q(second_signer__isnull=False, second_signed_at__isnull=False),
                name="second_signature_has_its_time",
            ),
        ]
        triggers = [
            one_duty_each("first_signer_has_no_other_duty", person="first_signer_id", duty="except"),
            one_duty_each("second_signer_has_no_other_duty", person="second_signer_id", duty="except"),
            pgtrigger.Protect(
                name="exception_keeps_its_words",
                operation=pgtrigger.UpdateOf("review_id", "reason", "first_signer_id", "first_signed_at"),
            ),
            pgtrigger.Protect(
                name="exception_is_signed_once",
                operation=pgtrigger.UpdateOf("second_signer_id", "second_signed_at"),
                condition=pgtrigger.Q(old__second_signer__isnull=False),
            ),
            pgtrigger.Protect(name="exception_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"exception for {self.review}"

    @property
    def is_signed(self) -> bool:
        return self.second_signer_id is not None
