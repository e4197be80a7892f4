"""What the first lines of an article say about it: title, publisher, byline, language, date.

Only lines that look like nothing else are read as a header: "Title: …", "By A. Writer", "Published: 17 May 2024",
"date 2024-05-17", and a dateline such as "LONDON (Reuters) - …". The text itself is never rewritten.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

LOOKED_AT = 12  # non-blank lines
LONGEST_TITLE = 80

_FIELD = re.compile(
    r"^\s*(title|headline|publisher|source|byline|author|language|lang|date|published(?: on)?)\s*:\s*(\S.*)$", re.I
)
_BARE_DATE = re.compile(r"^\s*(?:date|published(?: on)?)\s+(\S.*)$", re.I)
_DATE_LIKE = re.compile(r"^\d{1,4}[-./ ]|^[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|^\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}")
_BYLINE = re.compile(r"^\s*By ((?:[A-Z][\w.'’-]*)(?: (?:and |[A-Z])[\w.'’-]*){0,7})\s*$")
_DATELINE = re.compile(r"^\s*[A-Z][A-Z .'-]+(?:, [A-Z][\w. ]+)? \(([A-Z][\w ]+)\)\s*[-–—]")
_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%B %d %Y", "%b %d, %Y", "%d.%m.%Y")
_SENTENCE = re.compile(r"\S.*?(?:[.!?][\"”’')]*(?=\s|$)|$)", re.S)


class HeaderError(ValueError):
    """A header line that cannot be read; the text is a sentence that names the line."""


@dataclass(frozen=True)
class Header:
    """What was found, empty where nothing was; `body_start` is the offset at which the article proper begins."""

    published_on: date | None = None
    title: str = ""
    byline: str = ""
    publisher: str = ""
    language: str | None = None
    body_start: int = 0


def read_header(text: str) -> Header:
    """Read the header. Raises HeaderError for a date line whose date does not exist."""
    found: dict[str, str] = {}
    published_on: date | None = None
    body_start = at = 0
    looked = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        start, at = at, at + len(line)
        if not line.strip():
            continue
        looked += 1
        field = _field(line)
        if field is None or looked > LOOKED_AT:
            body_start = start
            break
        name, value = field
        if name == "date":
            published_on = _date(value, number)
        else:
            found.setdefault(name, value)
        body_start = at
    dateline = _DATELINE.match(text[body_start : body_start + 200])
    return Header(
        published_on=published_on,
        title=found.get("title", ""),
        byline=found.get("byline", ""),
        publisher=found.get("publisher", "") or (dateline.group(1) if dateline else ""),
        language=found.get("language"),
        body_start=body_start,
    )


def working_title(text: str, body_start: int = 0) -> str:
    """A title for an article that has none: its first sentence, shortened at a word."""
    match = _SENTENCE.search(text, body_start) or _SENTENCE.search(text)
    first = " ".join(match.group().split()) if match else ""
    if len(first) <= LONGEST_TITLE:
        return first
    cut = first[: LONGEST_TITLE - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:") + "…"


NAMES = {
    "title": "title", "headline": "title", "publisher": "publisher", "source": "publisher", "byline": "byline",
    "author": "byline", "language": "language", "lang": "language",
}  # fmt: skip


def _field(line: str) -> tuple[str, str] | None:
    """The header field that a line gives, as (name, value)."""
    if match := _FIELD.match(line):
        return NAMES.get(match.group(1).lower(), "date"), match.group(2).strip()
    if (match := _BARE_DATE.match(line)) and _DATE_LIKE.match(match.group(1)):
        return "date", match.group(1).strip()
    if match := _BYLINE.match(line):
        return "byline", match.group(1)
    return None


def _date(value: str, line: int) -> date:
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", value.split("T", maxsplit=1)[0]).strip()
    for form in _FORMATS:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise HeaderError(f"Line {line}: “{value}” is not a date; write it as YYYY-MM-DD.")
