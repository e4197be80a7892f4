"""Score the reading against a gold marking: `manage.py evaluate_extraction FILE.jsonl`. Needs no database."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.text.evaluation import as_object, evaluate_reading
from claims.text.evaluation_table import as_table, errors
from claims.text.reading_files import UnreadableError, read_documents


class Command(BaseCommand):
    help = "Score the reading against a gold marking, by mode and kind of source. Touches no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.jsonl", type=Path, help="gold documents, one a line")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")
        parser.add_argument("--errors", type=int, default=0, metavar="N", help="list up to N of each kind of error")
        parser.add_argument("--limit", type=int, metavar="N", help="only the first N documents")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            documents = list(islice(_gold(options["file"]), options["limit"]))
        except UnreadableError as error:
            raise CommandError(str(error), returncode=2) from None
        evaluation = evaluate_reading(documents)
        if options["json"]:
            self.stdout.write(json.dumps(as_object(evaluation), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_table(evaluation)))
        for line in errors(evaluation, options["errors"]):
            self.stdout.write(line)


def _gold(path: Path) -> Iterator[dict[str, Any]]:
    for number, document in enumerate(read_documents(path), start=1):
        if not isinstance(document.get("claims"), list):
            raise UnreadableError(f"{path}: document {number} has no list of claims.")
        yield document
