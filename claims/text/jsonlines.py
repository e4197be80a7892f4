"""A reading in the printed form: one JSON object per document, offsets in Unicode code points."""

from typing import Any

from claims.text.records import ExtractedClaim, Form, Naming, Reading, SourceMention, Span

NONE = "none"
_KINDS = {
    Form.GROUP: "unnamed",
    Form.CROWD: "group",
    Form.REPORT: "document",
    Form.SPOKESPERSON: "organisation",
    Form.ORGANISATION: "organisation",
    Form.DOCUMENT: "document",
    Form.OTHER: "other",
}


def source_kind(source: SourceMention | None) -> str:
    """One of named, organisation, document, unnamed, group, other, none."""
    return NONE if source is None else kind_word(source.form, source.naming)


def kind_word(form: Form, naming: Naming) -> str:
    if form is Form.PERSON:
        return "unnamed" if naming is Naming.UNNAMED else "named"
    if form is Form.GROUP and naming is Naming.NAMED:
        return "group"
    if form is Form.SPOKESPERSON and naming is Naming.NAMED:
        return "named"
    return _KINDS[form]


def document_line(name: str, text: str, reading: Reading) -> dict[str, Any]:
    """The document with its claims, ready for `json.dumps`."""
    return {
        "id": name,
        "text": text,
        "discard": [],
        "language": reading.language,
        "notes": list(reading.notes),
        "claims": [claim_object(claim, text) for claim in reading.claims],
    }


def claim_object(claim: ExtractedClaim, text: str) -> dict[str, Any]:
    source = claim.source
    return {
        "id": claim.id,
        "start": claim.start,
        "end": claim.end,
        "content": _pairs(claim.content),
        "cue": _pairs(claim.cue),
        "source": _pairs(source.spans) if source else [],
        "content_text": _words(claim.content, text),
        "cue_text": _words(claim.cue, text),
        "source_text": _words(source.spans, text) if source else "",
        "source_kind": source_kind(source),
        "form": source.form.value if source else None,
        "quote": claim.mode.value,
        "naming": source.naming.value if source else None,
        "source_ref": source.ref if source else None,
        "count": list(source.people) if source else None,
        "anonymity_phrase": _pair(source.anonymity_phrase) if source else None,
        "knowledge": claim.knowledge.value,
        "parent": claim.parent,
        "own_voice": claim.own_voice,
        "confidence": {
            "content": claim.confidence.content,
            "cue": claim.confidence.cue,
            "source": claim.confidence.source,
            "naming": claim.confidence.naming,
        },
        "statement": claim.statement,
        "changes": [
            {
                "quoted": one.quoted,
                "stated": one.stated,
                "reason": one.reason,
                "evidence": _pair(one.evidence),
                "at": one.at,
            }
            for one in claim.changes
        ],
        "checkworthy": claim.checkworthy,
        "checkworthy_grounds": list(claim.checkworthy_grounds),
    }


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _words(spans: tuple[Span, ...], text: str) -> str:
    return " ".join(" ".join(span.of(text).split()) for span in spans)
