"""What a row of each kind holds, as data, and the check of one row against it.

Values come as text from CSV and as JSON values from JSON lines; both end as the same plain values: text, a number, a
truth value, an ISO date, or nothing. `check` gives the values, or the first thing that is wrong.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from claims.bulk.files import Wrong
from claims.enums import EvidenceKind, Knowledge, Mode, Naming, SourceKind, Stance
from claims.models import BulkJob

Value = str | int | bool | None


class Column(NamedTuple):
    name: str
    most: int = 300  # characters
    required: bool = False
    choices: tuple[str, ...] = ()
    read: Callable[[Any], Value] | None = None
    default: Value = ""


def _date(value: Any) -> str | None:
    return date.fromisoformat(str(value)).isoformat()


def _number(value: Any) -> int:
    if isinstance(value, bool) or not str(value).strip().lstrip("-").isdecimal():
        raise ValueError
    number = int(value)
    if not -(2**63) <= number < 2**63:
        raise ValueError
    return number


def _truth(value: Any) -> bool:
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}[str(value).strip().lower()]


def _link(value: Any) -> str:
    parts = urlsplit(str(value).strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError
    return str(value).strip()


WHAT_IS_WANTED = {
    _date: "a date (year-month-day)",
    _number: "a whole number",
    _truth: "true or false",
    _link: "a link",
}

CLAIMS = (
    Column("article_url", 1000, read=_link),
    Column("article_title", 300, required=True),
    Column("publisher", 200),
    Column("published_on", read=_date, default=None),
    Column("language", 20, default="en"),
    Column("quote", 20_000, required=True),
    Column("statement", 5000),
    Column("topic", 100),
    Column("source", 300),
    Column("source_kind", choices=tuple(SourceKind.values), default=SourceKind.PERSON.value),
    Column("source_naming", choices=tuple(Naming.values), default=Naming.NAMED.value),
    Column("cue", 300),
    Column("mode", choices=tuple(Mode.values), default=Mode.INDIRECT.value),
    Column("knowledge", choices=tuple(Knowledge.values), default=Knowledge.UNKNOWN.value),
)
EVIDENCE = (
    Column("claim", required=True, read=_number),
    Column("kind", required=True, choices=tuple(EvidenceKind.values)),
    Column("title", 300, required=True),
    Column("stance", required=True, choices=tuple(Stance.values)),
    Column("url", 1000, read=_link),
    Column("text", 200_000),
    Column("excerpt", 10_000),
    Column("locator", 200),
    Column("is_primary", read=_truth, default=False),
    Column("published_on", read=_date, default=None),
    Column("origin", 300),
    Column("origin_kind", choices=tuple(SourceKind.values), default=SourceKind.PERSON.value),
    Column("origin_naming", choices=tuple(Naming.values), default=Naming.NAMED.value),
    Column("origin_knowledge", choices=tuple(Knowledge.values), default=Knowledge.UNKNOWN.value),
)
FACT_CHECKS = (
    Column("url", 1000, required=True, read=_link),
    Column("claim", 20_000, required=True),
    Column("claimant", 300),
    Column("rating", 200, required=True),
    Column("value", read=_number, default=None),
    Column("best", read=_number, default=None),
    Column("worst", read=_number, default=None),
    Column("publisher", 200, required=True),
    Column("publisher_url", 1000, read=_link),
    Column("title", 500),
    Column("language", 20),
    Column("published_on", read=_date, default=None),
)
SHAPES: dict[str, tuple[Column, ...]] = {
    BulkJob.Kind.CLAIMS: CLAIMS,
    BulkJob.Kind.EVIDENCE: EVIDENCE,
    BulkJob.Kind.FACT_CHECKS: FACT_CHECKS,
}


def columns_of(kind: str) -> set[str]:
    return {column.name for column in SHAPES[kind]}


def check(kind: str, given: Mapping[str, Any]) -> dict[str, Value] | Wrong:
    """The values of one row, complete with defaults; or the first column that cannot be used, and why."""
    unknown = sorted(set(given) - columns_of(kind))
    if unknown:
        return Wrong("unknown_column", unknown[0][:100], f"There is no column “{unknown[0][:100]}”.")
    values: dict[str, Value] = {}
    for column in SHAPES[kind]:
        value = _value(column, given.get(column.name))
        if isinstance(value, Wrong):
            return value
        values[column.name] = value
    return _together(kind, values) or values


def _value(column: Column, given: Any) -> Value | Wrong:  # noqa: PLR0911 - each return is one thing that is wrong
    if given is None or (isinstance(given, str) and not given.strip()):
        return Wrong("required", column.name, "A value is needed.") if column.required else column.default
    if isinstance(given, dict | list):
        return Wrong("type", column.name, "A single value is needed, not a list or an object.")
    words = str(given)
    if "\0" in words or any("\ud800" <= letter <= "\udfff" for letter in words):
        return Wrong("text", column.name, "NUL or half a surrogate pair, which are not characters.")
    if column.read is not None:
        try:
            return column.read(given)
        except (ValueError, KeyError, OverflowError):
            return Wrong("value", column.name, f"“{words[:50]}” is not {WHAT_IS_WANTED[column.read]}.")  # type: ignore[index]
    if column.choices and words not in column.choices:
        return Wrong("choice", column.name, f"“{words[:50]}” is not one of: {', '.join(column.choices)}.")
    if len(words) > column.most:
        return Wrong("too_long", column.name, f"{len(words):,} characters; at most {column.most:,}.")
    return words


def _together(kind: str, values: dict[str, Value]) -> Wrong | None:
    """What holds between the columns of a row."""
    if kind == BulkJob.Kind.EVIDENCE:
        if values["is_primary"] and not (values["url"] or values["text"]):
            return Wrong("primary", "is_primary", "A primary document is one that can be shown: give link or text.")
        if not values["is_primary"] and not values["origin"]:
            return Wrong("origin", "origin", "Say where it comes from: an origin, or that it is a primary document.")
    if kind == BulkJob.Kind.FACT_CHECKS:
        numbers = [values[name] for name in ("value", "best", "worst")]
        if any(each is not None and not -32_768 <= int(each) < 32_768 for each in numbers):  # noqa: PLR2004 - smallint
            return Wrong("value", "value", "The rating's numbers are out of all bounds.")
    return None
