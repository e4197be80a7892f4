"""What is shown of a review: never another's verdict while the round is blind."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from reviews import visibility
from reviews.models import Publication, PublicationException, Rating, ReplyRequest, Review, Settlement, Verdict


class RatingRead(serializers.ModelSerializer[Rating]):
    class Meta:
        model = Rating
        fields = ["slug", "name", "reader_words", "value", "order"]
        read_only_fields = fields


class VerdictRead(serializers.ModelSerializer[Verdict]):
    rating: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    withdrawn = serializers.SerializerMethodField(help_text="It stays on record and does not count.")

    class Meta:
        model = Verdict
        fields = [
            "id", "reviewer", "rating", "rationale", "confidence", "evidence", "no_evidence", "statement_digest",
            "submitted_at", "withdrawn",
        ]  # fmt: skip
        read_only_fields = fields

    def get_withdrawn(self, verdict: Verdict) -> bool:
        return hasattr(verdict, "withdrawal")


class SettlementRead(serializers.ModelSerializer[Settlement]):
    rating: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = Settlement
        fields = ["rating", "explanation", "adjudicator", "settled_at"]
        read_only_fields = fields


class ExceptionRead(serializers.ModelSerializer[PublicationException]):
    class Meta:
        model = PublicationException
        fields = ["reason", "first_signer", "first_signed_at", "second_signer", "second_signed_at"]
        read_only_fields = fields


class ReplyRead(serializers.ModelSerializer[ReplyRequest]):
    class Meta:
        model = ReplyRequest
        fields = [
            "id", "claim", "asked", "asked_on", "means", "reply_by", "asked_by", "answered_on", "answer", "declined",
        ]  # fmt: skip
        read_only_fields = fields


class ReviewRead(serializers.ModelSerializer[Review]):
    """One line of the list. The state is told as this person may know it."""

    state = serializers.SerializerMethodField()

    class Meta:
        model = Review
        fields = ["id", "claim", "round", "state", "statement", "statement_digest", "opened_at", "due_on"]
        read_only_fields = fields

    def get_state(self, review: Review) -> str:
        return visibility.shown_state(review)


class ReviewDetail(ReviewRead):
    verdicts = serializers.SerializerMethodField(help_text="Your own until both are in; then all.")
    settlement = SettlementRead(read_only=True, allow_null=True)
    exception = ExceptionRead(read_only=True, allow_null=True)
    is_stale = serializers.BooleanField(read_only=True, help_text="The claim was reworded since the round was opened.")

    class Meta(ReviewRead.Meta):
        fields = [*ReviewRead.Meta.fields, "is_stale", "serious", "verdicts", "settlement", "exception"]
        read_only_fields = fields

    def get_verdicts(self, review: Review) -> list[dict[str, Any]]:
        verdicts = visibility.verdicts_visible_to(self.context["request"].user, review).prefetch_related("evidence")
        return [dict(each) for each in VerdictRead(verdicts, many=True).data]


class PublicationRead(serializers.ModelSerializer[Publication]):
    url = serializers.SerializerMethodField()

    class Meta:
        model = Publication
        fields = [
            "id", "review", "slug", "url", "digest", "first_published_at", "shown_from", "shown_until", "retracted_at",
            "retraction_reason", "shown",
        ]  # fmt: skip
        read_only_fields = fields

    def get_url(self, publication: Publication) -> str:
        return f"{settings.PUBLIC_ORIGIN}{publication.get_absolute_url()}"


class Preview(serializers.Serializer[Any]):
    """What would be published now, and the digest to sign it by."""

    digest = serializers.CharField()
    shown = serializers.JSONField()
    warnings = serializers.ListField(
        child=serializers.CharField(), help_text="In which ways the statement says more than the quote."
    )
