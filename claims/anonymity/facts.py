"""What grading is told about a grant: its own fields, and the printed words around it."""

from collections.abc import Iterable
from typing import Any

from claims.anonymity.grading import Facts
from claims.enums import Naming, SourceKind
from claims.models import AnonymityGrant, Attribution
from claims.text.lexicon import pattern

AROUND = 60  # code points that are quoted before a “declined to comment”

# What a clause may ask about: every field that a person fills in, and what follows from rows.
ASKED: tuple[str, ...] = (
    "statement_kind", "weight", "is_vital", "why_vital", "only_this_way", "is_attack", "seriousness", "referred_to",
    "referred_on", "knowledge", "how_they_know", "position_to_know", "reliability", "motive", "people",
    "corroboration", "corroborated_how", "other_side", "no_comment_checked", "jigsaw_checked_on", "ground_rules",
    "agreed_descriptor", "promised_by", "promised_on", "terms", "ends_on", "ends_when", "reason", "told_readers",
    "attempts", "identity_known_by",
)  # fmt: skip
FROM_ROWS = ("attempts", "identity_known_by")
ALSO = ("approved_by", "approval_level", "ended_at")
LABELS: dict[str, str] = {
    **{field.name: str(field.verbose_name) for field in AnonymityGrant._meta.fields if field.name in ASKED},
    "statement_kind": "kind of statement",
    "attempts": "attempts to get the source on the record",
    "identity_known_by": "editors who know the identity",
}


def facts_of(grant: AnonymityGrant) -> Facts:
    """Reads the attempts and the editors who know; the attribution with its source and article comes with the grant
    (see `with_surroundings`)."""
    values: dict[str, Any] = {name: _value(grant, name) for name in (*ASKED, *ALSO) if name not in FROM_ROWS}
    values["attempts"] = len(grant.attempts.all())
    values["identity_known_by"] = frozenset(person.pk for person in grant.identity_known_by.all())
    return Facts(values=values, labels=LABELS, **_around(grant.attribution))


def with_surroundings(grants: Any) -> Any:
    """The queryset with all that `facts_of` reads."""
    related = "attribution__source", "attribution__claim__revision__article"
    return grants.select_related(*related).prefetch_related("attempts", "identity_known_by")


def _value(grant: AnonymityGrant, name: str) -> Any:
    """The value of a column; of a person, the id."""
    return grant.serializable_value(name)


def _around(attribution: Attribution) -> dict[str, Any]:
    source, revision = attribution.source, attribution.claim.revision
    return {
        "is_named": source.naming == Naming.NAMED,
        "printed": attribution.printed or source.name,
        "printed_people": max(source.people_low, 2 if source.kind == SourceKind.GROUP else 1),
        "byline": revision.article.byline,
        "no_comment": no_comment(revision.text),
    }


def no_comment(text: str) -> str:
    """The first words of a text that report somebody as not commenting, with a little of what stands before."""
    found = pattern("no_comment").search(text)
    if found is None:
        return ""
    before = text[max(0, found.start() - AROUND) : found.start()]
    sentence = max(before.rfind(mark) for mark in (". ", "\n", "” ", "? ", "! "))
    return " ".join((before[sentence + 1 :] + found.group()).split()).strip()


def unknown_fields(names: Iterable[str]) -> list[str]:
    return sorted(set(names) - set(ASKED))
