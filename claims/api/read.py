"""What is shown of the rows; read-only."""

from typing import Any

from rest_framework import serializers

from claims import sourcing
from claims.models import (
    Article,
    Attribution,
    Basis,
    Claim,
    ClaimEvidence,
    Evidence,
    Flag,
    ImportJob,
    Source,
    SourceMerge,
)
from claims.sourcing.drawing import draw
from claims.sourcing.explain import origins_in_words


class ArticleRead(serializers.ModelSerializer[Article]):
    claims = serializers.IntegerField(read_only=True, help_text="How many claims were read from it.")

    class Meta:
        model = Article
        fields = [
            "id",
            "title",
            "slug",
            "publisher",
            "byline",
            "language",
            "url",
            "published_on",
            "imported_at",
            "claims",
        ]
        read_only_fields = fields


class ImportRead(serializers.ModelSerializer[ImportJob]):
    """An article on its way in: ask again until `state` is no longer “waiting”."""

    class Meta:
        model = ImportJob
        fields = [
            "id", "state", "step", "steps_done", "steps_of", "article", "was_known", "trouble", "trouble_field",
            "preview", "file_name", "address", "asked_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class ImportDetail(ImportRead):
    found = serializers.SerializerMethodField(
        help_text="Of a preview: what would be stored, in the extraction format."
    )

    class Meta(ImportRead.Meta):
        fields = [*ImportRead.Meta.fields, "found"]
        read_only_fields = fields

    def get_found(self, job: ImportJob) -> dict[str, Any] | None:
        found: dict[str, Any] | None = job.found
        return found


class SourceRead(serializers.ModelSerializer[Source]):
    spellings: Any = serializers.SlugRelatedField(source="names", slug_field="spelling", many=True, read_only=True)

    class Meta:
        model = Source
        fields = ["id", "kind", "naming", "name", "about", "people_low", "people_high", "merged_into", "spellings"]
        read_only_fields = fields


class SourceBrief(serializers.ModelSerializer[Source]):
    class Meta:
        model = Source
        fields = ["id", "kind", "naming", "name"]
        read_only_fields = fields


class AttributionRead(serializers.ModelSerializer[Attribution]):
    source = SourceBrief(read_only=True)  # type: ignore[assignment]  # a field of the row, not DRF's argument

    class Meta:
        model = Attribution
        fields = [
            "id", "source", "cue", "printed", "spans", "mode", "knowledge", "anonymity_phrase", "relayed_by",
            "certainty",
        ]  # fmt: skip
        read_only_fields = fields


class AttributionOfClaim(AttributionRead):
    """An attribution on its own: it names its claim."""

    class Meta(AttributionRead.Meta):
        fields = ["claim", *AttributionRead.Meta.fields]
        read_only_fields = fields


class EvidenceRead(serializers.ModelSerializer[Evidence]):
    origins = SourceBrief(many=True, read_only=True)

    class Meta:
        model = Evidence
        fields = [
            "id",
            "kind",
            "title",
            "url",
            "text",
            "sha256",
            "captured_at",
            "published_on",
            "is_primary",
            "origins",
        ]
        read_only_fields = fields


class ClaimEvidenceRead(serializers.ModelSerializer[ClaimEvidence]):
    evidence = EvidenceRead(read_only=True)

    class Meta:
        model = ClaimEvidence
        fields = ["id", "stance", "excerpt", "locator", "added_at", "evidence"]
        read_only_fields = fields


class FlagRead(serializers.ModelSerializer[Flag]):
    proof = serializers.SerializerMethodField(help_text="The steps walked and where each path ended; row ids only.")

    class Meta:
        model = Flag
        fields = [
            "id", "claim", "rule", "proof", "raised_at", "cleared_at", "dismissed_at", "dismissal_reason",
        ]  # fmt: skip
        read_only_fields = fields

    def get_proof(self, flag: Flag) -> dict[str, Any]:
        return sourcing.Proof.read(flag.proof).as_json() if "ends" in flag.proof else dict(flag.proof)


class BasisRead(serializers.ModelSerializer[Basis]):
    origins = serializers.SerializerMethodField()

    class Meta:
        model = Basis
        fields = [
            "kind", "origins_low", "origins_high", "origins", "paths", "inherited", "circular", "decided_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_origins(self, basis: Basis) -> str:
        return origins_in_words(basis.origins_low, basis.origins_high)


class ClaimRead(serializers.ModelSerializer[Claim]):
    """One line of the list."""

    article = serializers.IntegerField(source="revision.article_id", read_only=True)
    basis = BasisRead(read_only=True, allow_null=True)
    basis_is_stale = serializers.SerializerMethodField(help_text="Being decided again: its grounds have changed.")
    flags = serializers.SerializerMethodField(help_text="The rules whose flags stand.")
    attributions = AttributionRead(many=True, read_only=True)
    evidence = ClaimEvidenceRead(
        source="evidence_links", many=True, read_only=True, help_text="In a list only with expand=evidence."
    )

    class Meta:
        model = Claim
        fields = [
            "id", "article", "statement", "quote", "mode", "own_voice", "topic", "checkworthy", "certainty", "version",
            "basis", "basis_is_stale", "flags", "attributions", "evidence",
        ]  # fmt: skip
        read_only_fields = fields

    def get_basis_is_stale(self, claim: Claim) -> bool:
        return hasattr(claim, "stale")

    def get_flags(self, claim: Claim) -> list[str]:
        return [flag.rule for flag in claim.flags.all() if flag.stands]


class ClaimDetail(ClaimRead):
    """Everything about one claim but its review."""

    flags = FlagRead(many=True, read_only=True)  # type: ignore[assignment]
    selectors = serializers.SerializerMethodField(help_text="W3C Web Annotation selectors, in Unicode code points.")
    how_we_know = serializers.SerializerMethodField()
    warnings = serializers.SerializerMethodField(help_text="In which ways the statement says more than the quote.")

    class Meta(ClaimRead.Meta):
        fields = [
            *ClaimRead.Meta.fields,
            "statement_changes",
            "segments",
            "parent",
            "selectors",
            "how_we_know",
            "warnings",
        ]
        read_only_fields = fields

    def get_selectors(self, claim: Claim) -> list[dict[str, Any]]:
        return [
            {"type": "TextPositionSelector", "start": claim.start, "end": claim.end},
            {"type": "TextQuoteSelector", "exact": claim.quote, "prefix": claim.prefix, "suffix": claim.suffix},
        ]

    def get_how_we_know(self, claim: Claim) -> dict[str, Any]:
        explanation = sourcing.explain(claim)
        return {
            "sentences": explanation.sentences,
            "paths": explanation.paths,
            "proof": explanation.proof.as_json(),
            "drawing": draw(explanation, f"claim:{claim.pk}"),
        }

    def get_warnings(self, claim: Claim) -> list[dict[str, str]]:
        return [
            {"kind": each.kind.value, "quoted": each.quoted, "stated": each.stated, "detail": each.sentence}
            for each in claim.says_more()
        ]


class MergeRead(serializers.ModelSerializer[SourceMerge]):
    kept = SourceBrief(read_only=True)
    dropped = SourceBrief(read_only=True)

    class Meta:
        model = SourceMerge
        fields = ["id", "kept", "dropped", "grounds", "state", "proposed_at", "decided_at"]
        read_only_fields = fields
