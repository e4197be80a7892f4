"""Whether confidence means what it says: of parts held right with 0.8, about eight in ten should be right.

Expected calibration error: the mean distance between confidence and hit rate over ten equal steps, weighted by their
numbers. AUC: how often a right part has more confidence than a wrong one, ties counting half; 0.5 says nothing.
Claims nested in another's words are left out: the gold leaves them unmarked.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claims.text.kindscores import NAMELESS, is_marked
from claims.text.scoring import Pair, Score

STEPS = 10
Judged = tuple[float, bool]  # confidence, and whether it was right


@dataclass(frozen=True, slots=True)
class Step:
    """One step of confidence: how many, their mean confidence, and the share that was right."""

    low: float
    number: int
    confidence: float
    right: float


def judged(score: Score) -> dict[str, list[Judged]]:
    """Confidence and truth of every part that the gold can judge.

    Content over all claims read; cue and source over those whose content is right; naming over those whose source is
    right and whose kind a person has marked.
    """
    pairs = [pair for pair in score.pairs if not pair.read.get("parent")]
    invented = [claim for _, _, claim in score.invented if not claim.get("parent")]
    content = [(pair.read["confidence"]["content"], True) for pair in pairs]
    return {
        "content": content + [(claim["confidence"]["content"], False) for claim in invented],
        "cue": [(pair.read["confidence"]["cue"], pair.cue_right) for pair in pairs],
        "source": [(pair.read["confidence"]["source"], pair.source_right) for pair in pairs],
        "naming": [
            (pair.read["confidence"]["naming"], _named_rightly(pair))
            for pair in pairs
            if pair.source_right and is_marked(pair.gold) and pair.read["source"]
        ],
    }


def _named_rightly(pair: Pair) -> bool:
    return (pair.gold["source_kind"] in NAMELESS) == (pair.read["source_kind"] in NAMELESS)


def steps(parts: Iterable[Judged]) -> list[Step]:
    """The steps of confidence that occur, from low to high."""
    filled: dict[int, list[Judged]] = {}
    for confidence, right in parts:
        filled.setdefault(min(int(confidence * STEPS), STEPS - 1), []).append((confidence, right))
    return [
        Step(place / STEPS, len(members), _mean([one for one, _ in members]), _mean([one for _, one in members]))
        for place, members in sorted(filled.items())
    ]


def calibration_error(parts: Sequence[Judged]) -> float:
    """Expected calibration error, 0 to 1; less is better."""
    return sum(step.number * abs(step.confidence - step.right) for step in steps(parts)) / max(len(parts), 1)


def auc(parts: Sequence[Judged]) -> float:
    """Area under the ROC curve; 0.5 where all are right or all are wrong."""
    wrong = sorted(confidence for confidence, right in parts if not right)
    right = [confidence for confidence, is_right in parts if is_right]
    if not wrong or not right:
        return 0.5
    wins = sum(bisect_left(wrong, one) + bisect_right(wrong, one) for one in right)
    return wins / (2 * len(wrong) * len(right))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
