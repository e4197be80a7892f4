"""Rows out, streamed: as CSV that no spreadsheet takes for formulas, or as JSON lines. Both can be read in again.

Rows are fetched by key in pieces, each in a query of its own, so that neither memory nor a long transaction grows with
the table. A row names one source: the first that says a claim, the first that a piece of evidence comes from; the rest
are told by the resources. A text that a spreadsheet would run begins with an apostrophe in CSV; `files` takes it away
again.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, QuerySet, Subquery

from claims.bulk.files import RUN_BY_SPREADSHEETS
from claims.models import Attribution, Claim, ClaimEvidence, EvidenceOrigin, FactCheck, Source

PIECE = 2000


class Export(NamedTuple):
    """`columns` maps the name of each column to the expression behind it."""

    permission: str
    rows: Callable[[], QuerySet[Any]]
    columns: dict[str, str]


def _claims() -> QuerySet[Any]:
    first = Attribution.objects.filter(claim=OuterRef("pk"), relayed_by=None).order_by("pk")
    return Claim.objects.filter(discarded_at=None).annotate(
        **{
            name: Subquery(first.values(column)[:1])
            for name, column in (
                ("said_by", "source__name"),
                ("said_by_kind", "source__kind"),
                ("said_by_naming", "source__naming"),
                ("said_with", "cue"),
                ("known", "knowledge"),
            )
        }
    )


def _evidence() -> QuerySet[Any]:
    first = EvidenceOrigin.objects.filter(evidence=OuterRef("evidence")).order_by("pk")
    return ClaimEvidence.objects.annotate(
        **{
            name: Subquery(first.values(column)[:1])
            for name, column in (
                ("comes_from", "source__name"),
                ("comes_from_kind", "source__kind"),
                ("comes_from_naming", "source__naming"),
                ("origin_knows", "knowledge"),
            )
        }
    )


EXPORTS: dict[str, Export] = {
    "claims": Export(
        "claims.view_claim",
        _claims,
        {
            "article_url": "revision__article__url",
            "article_title": "revision__article__title",
            "publisher": "revision__article__publisher",
            "published_on": "revision__article__published_on",
            "language": "revision__article__language",
            "quote": "quote",
            "statement": "statement",
            "topic": "topic",
            "source": "said_by",
            "source_kind": "said_by_kind",
            "source_naming": "said_by_naming",
            "cue": "said_with",
            "mode": "mode",
            "knowledge": "known",
        },
    ),
    "sources": Export(
        "claims.view_source",
        lambda: Source.objects.filter(merged_into=None),
        {name: name for name in ("id", "kind", "naming", "name", "about", "people_low", "people_high")},
    ),
    "evidence": Export(
        "claims.view_evidence",
        _evidence,
        {
            "claim": "claim_id",
            **{name: f"evidence__{name}" for name in ("kind", "title", "url", "text", "is_primary", "published_on")},
            **{name: name for name in ("stance", "excerpt", "locator")},
            "origin": "comes_from",
            "origin_kind": "comes_from_kind",
            "origin_naming": "comes_from_naming",
            "origin_knowledge": "origin_knows",
        },
    ),
    "fact_checks": Export(
        "claims.view_claim",
        FactCheck.objects.all,
        {
            name: name
            for name in (
                "url",
                "claim",
                "claimant",
                "rating",
                "value",
                "best",
                "worst",
                "publisher",
                "publisher_url",
                "title",
                "language",
                "published_on",
            )
        },
    ),
}


def export(name: str, form: str) -> Iterator[bytes]:
    """The rows of one export in pieces of bytes; `form` is "csv" or "jsonl"."""
    chosen = EXPORTS[name]
    write = _csv if form == "csv" else _json_lines
    if form == "csv":
        yield _csv([dict.fromkeys(chosen.columns)], header=True)
    last = 0
    while piece := _piece(chosen, last):
        last = piece[-1].pop("key")
        for row in piece[:-1]:
            row.pop("key")
        yield write(piece)


def _piece(chosen: Export, last: int) -> list[dict[str, Any]]:
    columns = {f"out_{name}": F(expression) for name, expression in chosen.columns.items()}
    rows = chosen.rows().filter(pk__gt=last).order_by("pk").annotate(key=F("pk"), **columns)
    found = rows.values("key", *columns)[:PIECE]
    return [{name.removeprefix("out_"): value for name, value in row.items()} for row in found]


def _csv(rows: list[dict[str, Any]], *, header: bool = False) -> bytes:
    into = io.StringIO()
    writer = csv.writer(into)
    if header:
        writer.writerow(rows[0])
    else:
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return into.getvalue().encode()


def _cell(value: Any) -> str:
    """Text that stays text: what a spreadsheet would run, or would take for our apostrophe, gets one in front."""
    if value is None:
        return ""
    words = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{words}" if isinstance(value, str) and words.startswith(RUN_BY_SPREADSHEETS) else words


def _json_lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows).encode()
