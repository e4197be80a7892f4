"""Print what an article claims: `manage.py extract FILE…`. Needs no database.

One JSON object per document on stdout. Bad input: a sentence on stderr, exit status 2, nothing printed for that file.
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.text.extraction import extract
from claims.text.jsonlines import document_line
from claims.text.reading_files import UnreadableError, read_documents, read_text


class Command(BaseCommand):
    help = "Print the claims of articles as JSON lines. Touches no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a UTF-8 text file")
        parser.add_argument("--jsonl", action="store_true", help="the files hold one document with id and text a line")
        parser.add_argument("--date", default="", metavar="YYYY-MM-DD", help="when the articles were published")

    def handle(self, *args: Any, **options: Any) -> None:
        published_on = _date(options["date"])
        try:
            for document in _documents(options["files"], lines=options["jsonl"]):
                text = document["text"]
                line = document_line(str(document["id"]), text, extract(text, published_on=published_on))
                self.stdout.write(json.dumps(line, ensure_ascii=False))
        except UnreadableError as error:
            raise CommandError(str(error), returncode=2) from None


def _documents(files: list[Path], *, lines: bool) -> Iterator[dict[str, Any]]:
    for path in files:
        if lines:
            yield from read_documents(path)
        else:
            yield {"id": path.name, "text": read_text(path)}


def _date(given: str) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise CommandError(f"--date: “{given}” is not a date such as 2024-05-17.", returncode=2) from None
