"""What the acts of a review take. Shape only."""

from rest_framework import serializers

from claims.api.write import Act
from reviews.enums import Confidence, Means


class ReopenClaims(Act):
    why = serializers.CharField(max_length=1000)
    claims = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, default=None, max_length=10_000, allow_null=True,
        help_text="Those to reopen; every published claim that rests on the source if it is left out.",
    )  # fmt: skip


class OpenReview(Act):
    claim = serializers.IntegerField(min_value=1)


class Assign(Act):
    reviewers = serializers.ListField(
        child=serializers.CharField(max_length=150), required=False, default=list, max_length=10
    )
    by_rule = serializers.BooleanField(
        required=False, default=False, help_text="Instead of naming reviewers: those whom the desk's rules suggest."
    )
    due_on = serializers.DateField(required=False, default=None)


class SubmitVerdict(Act):
    rating = serializers.SlugField(help_text="The slug of a rating of the default scale.")
    rationale = serializers.CharField(max_length=20_000)
    confidence = serializers.ChoiceField(choices=Confidence.choices, required=False, default=Confidence.MEDIUM)
    evidence = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, default=list, max_length=200
    )
    no_evidence = serializers.BooleanField(required=False, default=False)


class Reassign(Act):
    reviewer = serializers.CharField(max_length=150, help_text="Who is taken off, by user name.")
    to = serializers.CharField(
        max_length=150, required=False, default=None, allow_null=True, help_text="Who judges in his place, if anybody."
    )
    why = serializers.CharField(max_length=1000)


class Vote(Act):
    rating = serializers.SlugField()
    reasons = serializers.CharField(max_length=20_000)


class AskException(Act):
    reason = serializers.CharField(max_length=2000, help_text="Why it is published all the same, for readers.")


class MarkSerious(Act):
    serious = serializers.BooleanField()
    why = serializers.CharField(max_length=1000)


class AskReply(Act):
    claim = serializers.IntegerField(min_value=1)
    asked = serializers.CharField(max_length=300, help_text="Whom, as readers may know it.")
    asked_on = serializers.DateField()
    means = serializers.ChoiceField(choices=Means.choices)
    reply_by = serializers.DateField(help_text="Until when a reply was asked for.")


class RecordReply(Act):
    answered_on = serializers.DateField()
    answer = serializers.CharField(max_length=20_000, required=False, default="", allow_blank=True)
    declined = serializers.BooleanField(required=False, default=False)


class Adjudicate(Act):
    rating = serializers.SlugField()
    explanation = serializers.CharField(max_length=20_000)


class Explain(Act):
    explanation = serializers.CharField(max_length=20_000)


class Approve(Act):
    digest = serializers.CharField(max_length=64, help_text="Of the preview that was looked at.")


class Correct(Act):
    reason = serializers.CharField(max_length=2000)
    explanation = serializers.CharField(max_length=20_000)


class Retract(Act):
    reason = serializers.CharField(max_length=2000)
