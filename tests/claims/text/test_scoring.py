"""The scorer, on one document whose figures can be counted by hand."""

from claims.text.scoring import evaluate, words

TEXT = "Anna said that it rains. Officials denied the report. Nobody left."


def claim(content: str, cue: str, source: str, **more: object) -> dict:
    def spans(part: str) -> list[list[int]]:
        return [[TEXT.index(part), TEXT.index(part) + len(part)]] if part else []

    return {
        "content": spans(content),
        "cue": spans(cue),
        "source": spans(source),
        "cue_head": spans(cue)[0] if cue else None,
        "source_head": spans(source)[0] if source else None,
        "quote": "indirect",
        "speech": True,
        "finite": True,
        "source_kind": "named",
        "source_kind_by": "hand",
        **more,
    }


GOLD = {
    "id": "one",
    "text": TEXT,
    "claims": [
        claim("that it rains", "said", "Anna"),
        claim("the report", "denied", "Officials", speech=False, finite=False, source_kind="unnamed"),
    ],
}


def test_words_are_known_by_where_they_begin() -> None:
    assert words("it rains", [[0, 8]]) == {0, 3}


def test_scoring_counts_a_claim_without_its_conjunction_as_found() -> None:
    parts = evaluate([(GOLD, [claim("it rains", "said", "Anna")])]).tallies["speech"]
    assert [(parts[part].right, parts[part].found, parts[part].wanted) for part in ("content", "full")] == [
        (1, 1, 1)
    ] * 2


def test_scoring_counts_a_wrong_source_as_content_but_not_as_full() -> None:
    parts = evaluate([(GOLD, [claim("it rains", "said", "Officials")])]).tallies["speech"]
    assert (parts["content"].right, parts["source"].right, parts["cue"].right, parts["full"].right) == (1, 0, 1, 0)


def test_scoring_ignores_what_matches_a_claim_outside_the_subset() -> None:
    parts = evaluate([(GOLD, [claim("the report", "denied", "Officials")])]).tallies["speech"]
    assert (parts["content"].found, parts["content"].wanted) == (0, 1)


def test_scoring_leaves_the_articles_own_voice_out() -> None:
    parts = evaluate([(GOLD, [{**claim("Nobody left", "", ""), "own_voice": True}])]).tallies["all"]
    assert parts["content"].found == 0


def test_scoring_lists_what_was_missed_and_what_was_invented() -> None:
    score = evaluate([(GOLD, [claim("Nobody left", "", "")])])
    assert (len(score.missed), len(score.invented)) == (2, 1)
