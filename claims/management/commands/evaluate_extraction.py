"""Score the reading against a gold marking: `manage.py evaluate_extraction FILE.jsonl`. Needs no database."""

import json
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.text.extraction import extract
from claims.text.jsonlines import document_line
from claims.text.parsing import model
from claims.text.reading_files import UnreadableError, read_documents
from claims.text.scoring import PARTS, Score, Tally, evaluate, kinds, naming

Confusion = Counter[tuple[str, str]]


class Command(BaseCommand):
    help = "Score the reading against a gold marking, by mode and kind of source. Touches no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.jsonl", type=Path, help="gold documents, one a line")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")
        parser.add_argument("--errors", type=int, default=0, metavar="N", help="list up to N of each kind of error")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            documents = list(_gold(options["file"]))
        except UnreadableError as error:
            raise CommandError(str(error), returncode=2) from None
        model()
        begun = time.process_time()
        read = [(one, document_line(one["id"], one["text"], extract(one["text"]))["claims"]) for one in documents]
        seconds = time.process_time() - begun
        score = evaluate(read)
        speed = sum(len(one["text"].split()) for one in documents) / max(seconds, 1e-9)
        if options["json"]:
            self.stdout.write(json.dumps(as_object(score, speed), ensure_ascii=False))
        else:
            self.stdout.write("\n".join([*as_table(score), f"{speed:,.0f} words per CPU second"]))
        for line in errors(score, options["errors"]):
            self.stdout.write(line)


def _gold(path: Path) -> Iterator[dict[str, Any]]:
    for number, document in enumerate(read_documents(path), start=1):
        if not isinstance(document.get("claims"), list):
            raise UnreadableError(f"{path}: document {number} has no list of claims.")
        yield document


def as_table(score: Score) -> list[str]:
    lines = ["subset      part       precision  recall      F1   gold   read"]
    for subset, parts in score.tallies.items():
        lines.extend(
            f"{subset:11s} {part:10s} {tally.precision:9.3f} {tally.recall:7.3f} {tally.f1:7.3f}"
            f" {tally.wanted:6d} {tally.found:6d}"
            for part, tally in parts.items()
        )
    return [*lines, *_matrix("kind of source", kinds(score.pairs)), *_matrix("naming", naming(score.pairs))]


def _matrix(title: str, confusion: Confusion) -> list[str]:
    names = sorted({name for pair in confusion for name in pair})
    if not names:
        return []
    right = sum(number for (gold, read), number in confusion.items() if gold == read)
    head = f"{title}: gold down, read across; accuracy {right / confusion.total():.3f}"
    rows = [f"{gold:13s}" + "".join(f"{confusion[gold, read]:13d}" for read in names) for gold in names]
    return ["", head, " " * 13 + "".join(f"{name:>13s}" for name in names), *rows]


def as_object(score: Score, speed: float) -> dict[str, Any]:
    return {
        "scores": {subset: {part: _figures(parts[part]) for part in PARTS} for subset, parts in score.tallies.items()},
        "kinds": _nested(kinds(score.pairs)),
        "naming": _nested(naming(score.pairs)),
        "words_per_cpu_second": round(speed),
    }


def _figures(tally: Tally) -> dict[str, float | int]:
    figures = {"p": tally.precision, "r": tally.recall, "f1": tally.f1}
    return {name: round(value, 3) for name, value in figures.items()} | {
        "tp": tally.right,
        "n_pred": tally.found,
        "n_gold": tally.wanted,
    }


def _nested(confusion: Confusion) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (gold, read), number in sorted(confusion.items()):
        found.setdefault(gold, {})[read] = number
    return found


def errors(score: Score, limit: int) -> Iterator[str]:
    """Up to `limit` of each: missed, invented, wrong cue or source, wrong kind; each with its text."""
    for name, _, claim in score.missed[:limit]:
        yield f"missed    {name}: {_told(claim)}"
    for name, _, claim in score.invented[:limit]:
        yield f"invented  {name}: {_told(claim)}"
    for pair in [pair for pair in score.pairs if not pair.full][:limit]:
        yield f"wrong     {pair.document}: gold {_told(pair.gold)}; read {_told(pair.read)}"
    wrong = [pair for pair in score.pairs if pair.source_right and _kind_differs(pair.gold, pair.read)]
    for pair in wrong[:limit]:
        kinds_of = f"{pair.gold['source_kind']}, read as {pair.read['source_kind']}"
        yield f"kind      {pair.document}: {pair.gold.get('source_text', '')!r} is {kinds_of}"


def _kind_differs(gold: dict[str, Any] | Any, read: dict[str, Any] | Any) -> bool:
    return gold.get("source_kind_by") == "hand" and gold.get("source_kind") != read.get("source_kind")


def _told(claim: Any) -> str:
    return f"[{claim.get('source_text', '')}] [{claim.get('cue_text', '')}] {claim.get('content_text', '')}"
