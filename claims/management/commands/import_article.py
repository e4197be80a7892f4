"""Import an article: `manage.py import_article FILE or URL`. Exit status 2 and a sentence for what cannot be used."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from claims import outbound, tasks
from claims.intake import import_article, read_head, receive
from claims.refusals import Refused
from claims.text import jsonlines
from claims.text.extraction import extract


class Command(BaseCommand):
    help = (
        "Take in an article (text, web page, Word document): store it with its digest, read its claims. "
        "The same file again is recognised."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", help="UTF-8 text, HTML or DOCX; or an address that starts with https://"
        )
        parser.add_argument("--title", default="", help="else read from the text")
        parser.add_argument("--publisher", default="")
        parser.add_argument("--byline", default="")
        parser.add_argument("--language", default="", help="a code such as en; else read from the text")
        parser.add_argument("--url", default="")
        parser.add_argument("--date", default="", help="publication date, YYYY-MM-DD; else read from the text")
        parser.add_argument("--dry-run", action="store_true", help="print what would be stored; touches no database")
        parser.add_argument("--format", choices=["text", "jsonl"], default="text", help="of the dry run")

    def handle(self, *args: Any, **options: Any) -> None:
        content = _fetch(options) if _is_address(options["file"]) else _read(Path(options["file"]))
        published_on = _date(options["date"])
        try:
            if options["dry_run"]:
                self._dry_run(options["file"], content, published_on, options["format"])
            else:
                self._import(content, published_on, options)
        except Refused as refused:
            raise CommandError(f"{options['file']}: {refused.sentence}", returncode=2) from None

    def _import(self, content: bytes, published_on: date | None, options: dict[str, Any]) -> None:
        with tqdm(total=0, unit="claim", file=sys.stderr, disable=None, leave=False) as bar:

            def progress(what: str, done: int, of: int) -> None:
                bar.set_description(what)
                bar.total, bar.n = of, done
                bar.refresh()

            given = {name: options[name] for name in ("title", "publisher", "byline", "language", "url")}
            imported = import_article(content=content, by=None, published_on=published_on, progress=progress, **given)
        article = imported.article
        if imported.created:
            tasks.nudge()
            self.stdout.write(f"Imported “{article.title}” as article {article.pk}: {imported.claims} claims.")
        else:
            self.stdout.write(
                f"Known already: “{article.title}” is article {article.pk}, with {imported.claims} claims."
            )

    def _dry_run(self, name: str, content: bytes, published_on: date | None, form: str) -> None:
        received = receive(content)
        text = received.text
        published_on = published_on or received.published_on or read_head(text).published_on
        reading = extract(text, published_on=published_on)
        if form == "jsonl":
            self.stdout.write(json.dumps(jsonlines.document_line(name, text, reading), ensure_ascii=False))
            return
        for claim in reading.claims:
            who = claim.source.ref if claim.source else "the article itself"
            self.stdout.write(f"{claim.id}\t{who}\t{claim.statement}")


def _is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def _fetch(options: dict[str, Any]) -> bytes:
    """What stands at an address. Who may run this command may fetch; the address is checked all the same."""
    options["url"] = options["url"] or options["file"]
    try:
        answer = outbound.get(options["file"], accept="text/html, text/plain;q=0.9")
    except outbound.RefusedError as error:
        raise CommandError(f"{options['file']}: {error}", returncode=2) from None
    if answer.status != HTTPStatus.OK:
        raise CommandError(f"{options['file']}: the server answers {answer.status}.", returncode=2)
    return answer.body


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.", returncode=2) from None


def _date(given: str) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise CommandError(f"--date: “{given}” is not a date; write YYYY-MM-DD.", returncode=2) from None
