"""The development articles, where they are at hand: the figures, and that the shared scorer counts the same.

The articles are their publishers' and are no part of the project; without them these tests have nothing to look at.
"""

import importlib.util
import json
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings

from claims.text.evaluation import Evaluation, as_object, evaluate_reading

SHARED = settings.BASE_DIR.parent / "shared"
MARKED = SHARED / "data" / "attribution_dev.jsonl"
SCORER = SHARED / "tools" / "score_extraction.py"
pytestmark = pytest.mark.skipif(not MARKED.exists(), reason="the development articles are not at hand")


@pytest.fixture(scope="module")
def documents() -> list[dict[str, Any]]:
    return [json.loads(line) for line in MARKED.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def evaluation(documents: list[dict[str, Any]]) -> Evaluation:
    return evaluate_reading(documents)


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_extraction", SCORER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_shared_scorer_counts_the_same(documents: list[dict[str, Any]], evaluation: Evaluation) -> None:
    gold = {one["id"]: one for one in documents}
    read = {
        one["id"]: {"claims": [claim for claim in claims if not claim["own_voice"]]}
        for one, claims in zip(documents, evaluation.read, strict=True)
    }
    theirs = scorer().report(gold, read, as_json=True)
    ours = as_object(evaluation)["scores"]
    assert {subset: {part: theirs[subset][part] for part in ours[subset]} for subset in ours} == ours


def test_kinds_on_gold_spans_reach_their_target(evaluation: Evaluation) -> None:
    figures = as_object(evaluation)
    assert figures["kinds_on_gold_spans"]["n"] == 310
    assert figures["kinds_on_gold_spans"]["accuracy"] >= 0.93
    assert figures["nameless"]["unnamed or group, on gold spans"]["f1"] >= 0.92


def test_confidence_is_calibrated(evaluation: Evaluation) -> None:
    calibration = as_object(evaluation)["calibration"]
    assert {part for part, figures in calibration.items() if figures["error"] > 0.05} == set()
