"""An evaluation as lines for a person: scores, confusion, nameless sources, calibration, and the errors themselves."""

from collections.abc import Iterator
from typing import Any

from claims.text.evaluation import Evaluation
from claims.text.kindscores import Confusion, accuracy, is_marked, naming
from claims.text.reliability import auc, calibration_error, judged, steps
from claims.text.scoring import Tally


def as_table(evaluation: Evaluation) -> Iterator[str]:
    yield "subset      part       precision  recall      F1   gold   read"
    for subset, parts in evaluation.score.tallies.items():
        for part, tally in parts.items():
            yield f"{subset:11s} {part:10s} {_figures(tally)}"
    yield from _matrix("kind of source on gold spans", evaluation.on_gold_spans)
    yield from _matrix("naming on gold spans", naming(evaluation.on_gold_spans))
    yield from _matrix("kind of source where the claim and its source were found", evaluation.on_found)
    if evaluation.gold_kinds:
        yield ""
        yield "sources without a name             precision  recall      F1   gold   read"
        for name, tally in evaluation.nameless().items():
            yield f"{name:34s} {_figures(tally)}"
    yield from _calibration(evaluation)
    yield ""
    yield f"{evaluation.words_per_second:,.0f} words per CPU second"


def _figures(tally: Tally) -> str:
    return f"{tally.precision:9.3f} {tally.recall:7.3f} {tally.f1:7.3f} {tally.wanted:6d} {tally.found:6d}"


def _matrix(title: str, confusion: Confusion) -> Iterator[str]:
    names = sorted({name for pair in confusion for name in pair})
    if not names:
        return
    yield ""
    yield f"{title}: gold down, read across; {confusion.total()} sources, accuracy {accuracy(confusion):.3f}"
    yield " " * 13 + "".join(f"{name:>13s}" for name in names)
    for gold in names:
        yield f"{gold:13s}" + "".join(f"{confusion[gold, read]:13d}" for read in names)


def _calibration(evaluation: Evaluation) -> Iterator[str]:
    parts = {part: members for part, members in judged(evaluation.score).items() if members}
    if not parts:
        return
    yield ""
    yield "confidence: what it says against what was right; error is the expected calibration error"
    for part, members in parts.items():
        yield f"{part:8s} {len(members):5d} judged   error {calibration_error(members):.3f}   AUC {auc(members):.3f}"
        for step in steps(members):
            span = f"{step.low:.1f} to {step.low + 0.1:.1f}"
            yield f"  {span:>14s} {step.number:6d}   says {step.confidence:.3f}   right {step.right:.3f}"


def errors(evaluation: Evaluation, limit: int) -> Iterator[str]:
    """Up to `limit` of each: missed, invented, wrong cue or source, wrong kind; each with its text."""
    score = evaluation.score
    for name, _, claim in score.missed[:limit]:
        yield f"missed    {name}: {_told(claim)}"
    for name, _, claim in score.invented[:limit]:
        yield f"invented  {name}: {_told(claim)}"
    for pair in [pair for pair in score.pairs if not pair.full][:limit]:
        yield f"wrong     {pair.document}: gold {_told(pair.gold)}; read {_told(pair.read)}"
    wrong = [one for one in evaluation.gold_kinds if one.kind != one.claim["source_kind"]]
    for one in wrong[:limit]:
        yield f"kind      {one.document}: {_source(one.claim)!r} is {one.claim['source_kind']}, read as {one.kind}"
    mistaken = [pair for pair in score.pairs if pair.source_right and is_marked(pair.gold)]
    for pair in [pair for pair in mistaken if pair.gold["source_kind"] != pair.read["source_kind"]][:limit]:
        kinds = f"{pair.gold['source_kind']}, read as {pair.read['source_kind']}"
        yield f"found     {pair.document}: {_source(pair.gold)!r} is {kinds}"


def _source(claim: Any) -> str:
    return str(claim.get("source_text", ""))


def _told(claim: Any) -> str:
    return f"[{_source(claim)}] [{claim.get('cue_text', '')}] {claim.get('content_text', '')}"
