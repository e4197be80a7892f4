"""The project's own gold: how much of it is read rightly, and that its markings are in order."""

from pathlib import Path
from typing import Any

import pytest

from claims.text.extraction import extract
from claims.text.jsonlines import document_line
from claims.text.kindscores import kinds
from claims.text.scoring import Score, evaluate

GOLD = Path(__file__).with_name("gold") / "paragraphs.txt"


def entries() -> list[tuple[str, list[list[str]]]]:
    """(paragraph, [[source, cue, content, kind]…]) for each entry."""
    found: list[tuple[str, list[list[str]]]] = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        if line.startswith(">"):
            found[-1][1].append([part.strip() for part in line[1:].split(" | ")])
        elif line.strip() and not line.startswith("#"):
            found.append((line, []))
    return found


def marked(text: str, source: str, cue: str, content: str, kind: str) -> dict[str, Any]:
    pieces = content.split(" ... ")
    spans = [[text.index(piece), text.index(piece) + len(piece)] for piece in pieces]
    said = _outside(text, cue, spans)
    who = _outside(text, source, spans, near=said[0])
    return {
        "content": spans,
        "cue": [said],
        "source": [who],
        "cue_head": [said[0], said[0] + len(cue.split(maxsplit=1)[0])],
        "source_head": who if len(source.split()) == 1 else [who[0], who[0] + len(source.split(maxsplit=1)[0])],
        "quote": "indirect",
        "speech": True,
        "finite": True,
        "source_kind": kind,
        "source_kind_by": "hand",
        "source_text": source,
        "cue_text": cue,
        "content_text": content,
    }


def _outside(text: str, piece: str, spans: list[list[int]], near: int = 0) -> list[int]:
    """Where a piece stands outside the claimed words, nearest to an offset: “said” may occur in them too."""
    places = [at for at in range(len(text)) if text.startswith(piece, at)]
    assert places, (piece, text)
    free = [at for at in places if not any(start <= at < end for start, end in spans)]
    at = min(free or places, key=lambda place: abs(place - near))
    return [at, at + len(piece)]


def documents() -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    found = []
    for number, (text, lines) in enumerate(entries(), start=1):
        gold = {"id": f"p{number}", "text": text, "claims": [marked(text, *line) for line in lines]}
        found.append((gold, document_line(gold["id"], text, extract(text))["claims"]))
    return found


@pytest.fixture(scope="module")
def score() -> Score:
    return evaluate(documents())


def test_the_gold_has_fifty_paragraphs_and_each_has_an_attribution() -> None:
    assert len(entries()) >= 50
    assert all(lines and all(len(line) == 4 for line in lines) for _, lines in entries())


def test_the_gold_is_read_rightly(score: Score) -> None:
    figures = {part: tally.f1 for part, tally in score.tallies["speech"].items()}
    assert figures["content"] >= 0.95
    assert figures["full"] >= 0.93


def test_the_kinds_of_the_gold_are_read_rightly(score: Score) -> None:
    confusion = kinds(score.pairs)
    right = sum(number for (gold, read), number in confusion.items() if gold == read)
    assert right / confusion.total() >= 0.95


def test_no_unnamed_source_of_the_gold_is_missed(score: Score) -> None:
    assert [claim["source_text"] for _, _, claim in score.missed if claim["source_kind"] == "unnamed"] == []
