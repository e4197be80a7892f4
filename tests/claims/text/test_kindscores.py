"""Kinds of sources scored on gold spans, on what was found, and from end to end; counted by hand."""

from claims.text.kindscores import accuracy, confusion_of, end_to_end, kinds, nameless, naming, on_gold_spans
from claims.text.scoring import evaluate

TEXT = "Anna said that it rains. Officials denied the report. Critics call it a lie. Nobody left."


def claim(content: str, cue: str, source: str, kind: str, by: str = "hand") -> dict:
    def spans(part: str) -> list[list[int]]:
        return [[TEXT.index(part), TEXT.index(part) + len(part)]]

    return {
        "content": spans(content),
        "cue": spans(cue),
        "source": spans(source),
        "cue_head": spans(cue)[0],
        "source_head": spans(source)[0],
        "quote": "indirect",
        "source_kind": kind,
        "source_kind_by": by,
    }


GOLD = {
    "id": "one",
    "text": TEXT,
    "claims": [
        claim("that it rains", "said", "Anna", "named"),
        claim("the report", "denied", "Officials", "unnamed"),
        claim("it a lie", "call", "Critics", "group"),
        claim("left", "left", "Nobody", "document", by="rule"),
    ],
}


def test_kinds_are_read_from_gold_spans_alone_and_only_where_a_person_marked_them() -> None:
    found = confusion_of(on_gold_spans([GOLD]))
    assert found == {("named", "named"): 1, ("unnamed", "unnamed"): 1, ("group", "group"): 1}
    assert accuracy(found) == 1.0


def test_confusion_counts_kinds_of_rightly_found_sources() -> None:
    read = [
        claim("it rains", "said", "Anna", "named"),
        claim("the report", "denied", "Officials", "group"),
        claim("it a lie", "call", "Anna", "named"),
    ]
    found = kinds(evaluate([(GOLD, read)]).pairs)
    assert found == {("named", "named"): 1, ("unnamed", "group"): 1}
    assert naming(found) == {("named", "named"): 1, ("unnamed", "unnamed"): 1}
    assert (accuracy(found), nameless(found).f1) == (0.5, 1.0)


def test_end_to_end_wants_the_claim_found_its_source_right_and_flagged() -> None:
    read = [
        claim("the report", "denied", "Officials", "unnamed"),
        claim("it a lie", "call", "Anna", "unnamed"),
        claim("it rains", "said", "Anna", "unnamed"),
    ]
    score = evaluate([(GOLD, read)])
    every = end_to_end(score)
    assert (every.right, every.found, every.wanted) == (1, 3, 2)
    informants = end_to_end(score, frozenset({"unnamed"}))
    assert (informants.right, informants.found, informants.wanted) == (1, 2, 1)
    nothing = end_to_end(evaluate([(GOLD, [])]))
    assert (nothing.right, nothing.found, nothing.wanted) == (0, 0, 2)
