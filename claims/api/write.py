"""What the acts take. Shape only: whether an act is allowed is for its function to say. None of these saves."""

from typing import Any

from rest_framework import serializers

from claims.enums import EvidenceKind, Knowledge, Naming, SourceKind, Stance


class Act(serializers.Serializer[Any]):
    """A field that the act does not know is an error, and is named."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError(dict.fromkeys(unknown, "There is no such field."))
        return super().to_internal_value(data)


class ImportArticle(Act):
    """The words of an article, or the address where they stand. As multipart/form-data also a `file`."""

    text = serializers.CharField(trim_whitespace=False, max_length=5 * 1024 * 1024, required=False)
    address = serializers.CharField(
        max_length=1000, required=False, help_text="Fetched by the desk, where it is set up for that."
    )
    preview = serializers.BooleanField(
        required=False, default=False, help_text="Stop before anything is stored, and show what was found."
    )
    title = serializers.CharField(max_length=300, required=False, default="")
    publisher = serializers.CharField(max_length=200, required=False, default="")
    byline = serializers.CharField(max_length=200, required=False, default="")
    language = serializers.CharField(max_length=20, required=False, default="")
    url = serializers.URLField(max_length=1000, required=False, default="")
    published_on = serializers.DateField(required=False, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if sum(name in attrs for name in ("text", "address", "file")) != 1:
            raise serializers.ValidationError("Give the text, a file or an address: one of them.")
        return attrs


class ImportFile(ImportArticle):
    """The same with the file itself, as multipart/form-data."""

    file = serializers.FileField(required=False, help_text="UTF-8 text, HTML or DOCX.", max_length=200)


class OriginOfEvidence(Act):
    """A source that is known (`id`), or a new one by name."""

    id = serializers.IntegerField(required=False, min_value=1)
    name = serializers.CharField(max_length=300, required=False)
    kind = serializers.ChoiceField(choices=SourceKind.choices, required=False, default=SourceKind.PERSON)
    naming = serializers.ChoiceField(choices=Naming.choices, required=False, default=Naming.NAMED)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("id" in attrs) == ("name" in attrs):
            raise serializers.ValidationError("Give either the id of a source or the name of a new one.")
        return attrs


class AddEvidence(Act):
    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    title = serializers.CharField(max_length=300)
    stance = serializers.ChoiceField(choices=Stance.choices)
    url = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)
    text = serializers.CharField(max_length=1_000_000, required=False, default="", allow_blank=True)
    excerpt = serializers.CharField(max_length=10_000, required=False, default="", allow_blank=True)
    locator = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    is_primary = serializers.BooleanField(required=False, default=False)
    published_on = serializers.DateField(required=False, default=None)
    origin = OriginOfEvidence(required=False, default=None)
    origin_knowledge = serializers.ChoiceField(choices=Knowledge.choices, required=False, default=Knowledge.UNKNOWN)
    cites_evidence = serializers.IntegerField(required=False, default=None, min_value=1)
    cites_claim = serializers.IntegerField(required=False, default=None, min_value=1)
    cites_article = serializers.IntegerField(required=False, default=None, min_value=1)


class CorrectClaim(Act):
    statement = serializers.CharField(max_length=5000)
    why = serializers.CharField(max_length=1000)


class WithReason(Act):
    why = serializers.CharField(max_length=1000)


class Nothing(Act):
    """An act that needs no words."""
