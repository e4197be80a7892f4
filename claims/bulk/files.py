"""From a file to rows with their line numbers: CSV, JSON lines, ClaimReview. One row in memory at a time.

A line number is that of the line on which the row begins, as an editor counts. A row that cannot be read becomes
a `Wrong` in its place, and the rest is read on; only what spoils the whole file raises `UnreadableFileError`.
"""

import csv
import io
import json
from collections.abc import Generator
from typing import IO, Any, NamedTuple

from claims.models import BulkJob

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "'")  # a text that begins so
LONGEST_FIELD = 200_000  # characters of one CSV field
MOST_MARKUP = 20 * 1024 * 1024  # bytes of a ClaimReview document that is not one object a line
DEEPEST = 20


class Wrong(NamedTuple):
    """Why a row cannot be used: a code for machines, the column where there is one, and a sentence."""

    code: str
    column: str
    detail: str


class Row(NamedTuple):
    line: int
    data: dict[str, Any] | Wrong


class UnreadableFileError(Exception):
    """The file as a whole cannot be read. The text says where and why."""


def rows(file: IO[bytes], form: str, columns: set[str]) -> Generator[Row, None, None]:
    """The rows of a file. `columns` are those that the kind of row knows; a CSV header with another is refused."""
    if form == BulkJob.Format.CSV:
        return _csv(file, columns)
    if form == BulkJob.Format.JSON_LINES:
        return _json_lines(file)
    return _markup(file)


def _csv(file: IO[bytes], columns: set[str]) -> Generator[Row, None, None]:
    csv.field_size_limit(LONGEST_FIELD)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    reader = csv.reader(text, strict=True)
    try:
        header = next(reader, [])
        _check_header(header, columns)
        begins = reader.line_num + 1
        for fields in reader:
            line, begins = begins, reader.line_num + 1
            if not fields:
                continue
            if len(fields) != len(header):
                yield Row(line, Wrong("columns", "", f"{len(fields)} fields, where the header has {len(header)}."))
            else:
                yield Row(line, dict(zip(header, map(_as_meant, fields), strict=True)))
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"After line {reader.line_num} the file is not UTF-8: {error.reason}.") from None
    except csv.Error as error:
        raise UnreadableFileError(f"Line {reader.line_num} is not CSV: {error}.") from None
    finally:
        text.detach()


def _as_meant(field: str) -> str:
    """Without the apostrophe with which an export keeps a spreadsheet from running a text."""
    return field[1:] if field[:1] == "'" and field[1:2] in RUN_BY_SPREADSHEETS else field


def _check_header(header: list[str], columns: set[str]) -> None:
    if not header:
        raise UnreadableFileError("The file is empty.")
    for name in header:
        if name not in columns:
            raise UnreadableFileError(f"Line 1 has a column “{name}”; known are: {', '.join(sorted(columns))}.")
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise UnreadableFileError(f"Line 1 has the column “{twice}” twice.")


def _json_lines(file: IO[bytes]) -> Generator[Row, None, None]:
    for line, raw in enumerate(file, start=1):
        words = raw.removeprefix(b"\xef\xbb\xbf") if line == 1 else raw
        if words.strip():
            yield Row(line, _object(words))


def _object(words: bytes) -> dict[str, Any] | Wrong:
    try:
        found = json.loads(words, object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        return Wrong("encoding", "", f"Not UTF-8: byte {error.start} of the line.")
    except (ValueError, RecursionError) as error:
        return Wrong("json", "", f"Not JSON: {error}."[:300])
    if not isinstance(found, dict):
        return Wrong("json", "", "Not an object.")
    return found if _depth(found) <= DEEPEST else Wrong("json", "", f"Nested more than {DEEPEST} levels deep.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0)


def _markup(file: IO[bytes]) -> Generator[Row, None, None]:
    """ClaimReview objects: one a line, or one document with one, a list, a @graph or a DataFeed of them."""
    first = file.readline()
    if first.strip() and isinstance(found := _object(first), dict) and _reviews(found):
        file.seek(0)
        for row in _json_lines(file):
            reviews = [row.data] if isinstance(row.data, Wrong) else _reviews(row.data) or [row.data]
            yield from (Row(row.line, review) for review in reviews[:1])
        return
    file.seek(0)
    document = file.read(MOST_MARKUP + 1)
    if len(document) > MOST_MARKUP:
        most = MOST_MARKUP // (1024 * 1024)
        raise UnreadableFileError(f"A document of more than {most} MB: write one ClaimReview a line instead.")
    try:
        whole = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(f"Not JSON: {error}."[:300]) from None
    yield from (Row(number, review) for number, review in enumerate(_reviews(whole), start=1))


def _reviews(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [review for each in value for review in _reviews(each)]
    if not isinstance(value, dict):
        return []
    kinds = value.get("@type", [])
    if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
        return [value]
    return [review for name in ("@graph", "dataFeedElement", "item") for review in _reviews(value.get(name))]
