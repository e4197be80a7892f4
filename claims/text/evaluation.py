"""One evaluation of the reading against gold documents: everything that `manage.py evaluate_extraction` shows."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from claims.text.extraction import extract
from claims.text.jsonlines import document_line
from claims.text.kindscores import Confusion, Judged, accuracy, confusion_of, end_to_end, kinds, nameless, naming
from claims.text.kindscores import on_gold_spans as judge_gold_spans
from claims.text.parsing import model
from claims.text.reliability import auc, calibration_error, judged, steps
from claims.text.scoring import PARTS, Claim, Document, Score, Tally, evaluate

INFORMANTS = frozenset({"unnamed"})


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was read of each document, its score, the kinds of the gold spans, and words per CPU second.

    The seconds include parsing; loading the model is apart.
    """

    read: Sequence[Sequence[Claim]]
    score: Score
    gold_kinds: Sequence[Judged]
    words_per_second: float

    @property
    def on_gold_spans(self) -> Confusion:
        return confusion_of(self.gold_kinds)

    @property
    def on_found(self) -> Confusion:
        return kinds(self.score.pairs)

    def nameless(self) -> dict[str, Tally]:
        """What the flag for anonymous sources depends on, by what is counted."""
        return {
            "unnamed or group, on gold spans": nameless(self.on_gold_spans),
            "unnamed, end to end": end_to_end(self.score, INFORMANTS),
            "unnamed or group, end to end": end_to_end(self.score),
        }


def evaluate_reading(documents: Sequence[Document]) -> Evaluation:
    """Read every document and score what was read."""
    model()
    begun = time.process_time()
    read = [(one, document_line(str(one["id"]), one["text"], extract(one["text"]))["claims"]) for one in documents]
    seconds = time.process_time() - begun
    words = sum(len(one["text"].split()) for one in documents)
    claims = [found for _, found in read]
    return Evaluation(claims, evaluate(read), list(judge_gold_spans(documents)), words / max(seconds, 1e-9))


def as_object(evaluation: Evaluation) -> dict[str, Any]:
    """The figures for `json.dumps`; shares are rounded to three places."""
    score = evaluation.score
    return {
        "scores": {subset: {part: figures(parts[part]) for part in PARTS} for subset, parts in score.tallies.items()},
        "kinds_on_gold_spans": _confusion(evaluation.on_gold_spans),
        "kinds_on_found": _confusion(evaluation.on_found),
        "naming": _confusion(naming(evaluation.on_gold_spans)),
        "nameless": {name: figures(tally) for name, tally in evaluation.nameless().items()},
        "calibration": {
            part: {
                "n": len(members),
                "error": round(calibration_error(members), 3),
                "auc": round(auc(members), 3),
                "steps": [asdict(step) for step in steps(members)],
            }
            for part, members in judged(score).items()
        },
        "words_per_cpu_second": round(evaluation.words_per_second),
    }


def figures(tally: Tally) -> dict[str, float | int]:
    shares = {"p": tally.precision, "r": tally.recall, "f1": tally.f1}
    return {name: round(value, 3) for name, value in shares.items()} | {
        "tp": tally.right,
        "n_pred": tally.found,
        "n_gold": tally.wanted,
    }


def _confusion(confusion: Confusion) -> dict[str, Any]:
    table: dict[str, dict[str, int]] = {}
    for (gold, read), number in sorted(confusion.items()):
        table.setdefault(gold, {})[read] = number
    return {"n": confusion.total(), "accuracy": round(accuracy(confusion), 3), "gold_by_read": table}
