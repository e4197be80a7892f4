"""The newest entry of every chain, in a file to keep elsewhere: what was cut off since is noticed by it.

The file is one JSON object, {"format", "at", "heads": {subject: [position, digest]}, "digest"}, with one head a line,
so that it is written and read a line at a time. `digest` is the sha256 of the lines between the braces of `heads`.
"""

import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from claims.chains.links import BrokenError

FORMAT = "history heads 1"
AT_ONCE = 1_000  # heads asked for in one query
LONGEST_LINE = 1_000  # characters; a subject has 60 at most

HEADS = """
SELECT DISTINCT ON (subject) subject, position, digest FROM claims_event ORDER BY subject DESC, position DESC
"""
MISSING = """
SELECT kept.subject, kept.position, e.digest
  FROM unnest(%s::text[], %s::int[], %s::text[]) WITH ORDINALITY AS kept (subject, position, digest, number)
  LEFT JOIN claims_event e ON e.subject = kept.subject AND e.position = kept.position
 WHERE e.digest IS DISTINCT FROM kept.digest ORDER BY kept.number LIMIT 1
"""


class UnreadableHeadsError(ValueError):
    """A file that is not an export of heads, or not whole; the message is a sentence that names the line."""


class Head(NamedTuple):
    subject: str
    position: int
    digest: str  # hexadecimal sha256


def export_heads(path: Path) -> int:
    """Write the head of every chain; the file is there when it is whole. Returns how many."""
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as file, transaction.atomic():
            opening = json.dumps({"format": FORMAT, "at": timezone.now().isoformat()})
            file.write(opening[:-1] + ', "heads": {\n')
            summed, number = hashlib.sha256(), 0
            for head in _heads_now():
                line = (",\n" if number else "") + _line(head)
                summed.update(line.encode())
                file.write(line)
                number += 1
            file.write(f'\n}}, "digest": "{summed.hexdigest()}"}}\n')
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return number


def _heads_now() -> Iterator[Head]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(HEADS)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from (Head(*row) for row in rows)


def _line(head: Head) -> str:
    return json.dumps({head.subject: [head.position, head.digest]}, ensure_ascii=False)[1:-1]


def check_against(path: Path) -> int:
    """Whether every head of the file still stands in the history. Returns how many.

    Raises BrokenError for the first that does not, UnreadableHeadsError when the file is no whole export.
    """
    for _ in _read(path):
        pass  # the whole file first: a damaged one says nothing about the history
    number, heads = 0, _read(path)
    with connection.cursor() as cursor:
        while some := list(islice(heads, AT_ONCE)):
            subjects, positions, digests = zip(*some, strict=True)
            cursor.execute(MISSING, [list(subjects), list(positions), list(digests)])
            if missing := cursor.fetchone():
                raise BrokenError(_sentence(*missing))
            number += len(some)
    return number


def _sentence(subject: str, position: int, digest: str | None) -> str:
    if digest is None:
        return f"The history of {subject} had entry {position}, which is gone."
    return f"Entry {position} of the history of {subject} is another than it was."


def one_head(path: Path, subject: str) -> Head | None:
    """The head of one subject in the file; reads no database."""
    found = [head for head in _read(path) if head.subject == subject]
    return found[0] if found else None


def _read(path: Path) -> Iterator[Head]:
    """The heads of the file, one at a time; at the end, whether they are what its digest says."""
    summed, number = hashlib.sha256(), 1
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            if not _opens(file.readline(LONGEST_LINE)):
                raise UnreadableHeadsError(f"{path}: line 1 does not open an export of heads.")
            while (line := file.readline(LONGEST_LINE)).startswith('"'):
                number += 1
                yield _head(path, number, line)
                summed.update(line.encode() if line.endswith(",\n") else line.rstrip("\n").encode())
            closing = line + file.readline(LONGEST_LINE) if line == "\n" else line
    except UnicodeDecodeError:
        raise UnreadableHeadsError(f"{path}: line {number} is not UTF-8.") from None
    except OSError as error:
        raise UnreadableHeadsError(f"{path}: the file cannot be read: {error.strerror}.") from None
    if closing.strip() != f'}}, "digest": "{summed.hexdigest()}"}}':
        raise UnreadableHeadsError(f"{path}: line {number + 1} is not the digest of the heads before it.")


def _opens(line: str) -> bool:
    try:
        opening = json.loads(line.rstrip("\n") + "}}")
    except ValueError:
        return False
    return isinstance(opening, dict) and opening.get("format") == FORMAT and opening.get("heads") == {}


def _head(path: Path, number: int, line: str) -> Head:
    try:
        [(subject, (position, digest))] = json.loads("{" + line.rstrip(",\n") + "}").items()
    except (ValueError, TypeError):
        raise UnreadableHeadsError(f"{path}: line {number} is not a head.") from None
    if (
        type(position) is not int
        or not 0 < position < 2**31
        or not isinstance(digest, str)
        or "\0" in digest + subject
    ):
        raise UnreadableHeadsError(f"{path}: line {number} is not a head.")
    return Head(subject, position, digest)
