"""Where the words of one report end and the reporter's own begin: each rule with its example."""

import pytest

from claims.text.extraction import extract

# text, then for every attribution: source, cue, words
EXAMPLES = [
    (
        "He insists that the dam will hold and refuses to answer letters.",
        [("He", "insists", "the dam will hold"), ("He", "refuses", "to answer letters")],
    ),
    (
        "“Follow us to the river,” Ms. Stein said, and the boys left.",
        [("Ms. Stein", "said", "“Follow us to the river,”")],
    ),
    (
        "Her speech was aimed at critics, including, she said, “people who write before they read a page.”",
        [("she", "said", "“people who write before they read a page.”")],
    ),
    (
        "Lee added that he alone had spent his life “keeping the river clean. Nobody else has done as much for it.”",
        [
            (
                "Lee",
                "added",
                "he alone had spent his life “keeping the river clean. Nobody else has done as much for it.”",
            )
        ],
    ),
    (
        "Asked what colours he would like the new town hall to have, Mr. Lee said: “All of them are fine.”",
        [
            ("", "Asked", "what colours he would like the new town hall to have"),
            ("Mr. Lee", "said", "“All of them are fine.”"),
        ],
    ),
    (
        "During the same time, city records show, the ferry has carried some 216 people.",
        [("city records", "show", "During the same time … the ferry has carried some 216 people")],
    ),
    (
        "She was not surprised that the vote was lost, her advisers said Friday, because she knows the town.",
        [
            (
                "her advisers",
                "said",
                "She was not surprised that the vote was lost … because she knows the town",
            )
        ],
    ),
    (
        "In a post on Friday, Chirper said violent threats had long been against its terms of service.",
        [("Chirper", "said", "violent threats had long been against its terms of service")],
    ),
    ("Nobody on the board of the bank is saying that the tower will fall.", []),
    (
        "Mr. Lee was asked about the new bridge over the river.",
        [("", "was asked", "the new bridge over the river")],
    ),
    (
        "Ms. Stein made it clear to the council on Monday that she has no plans to go.",
        [("Ms. Stein", "made … clear", "she has no plans to go")],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), EXAMPLES)
def test_words_end_where_the_report_ends(text: str, wanted: list[tuple[str, str, str]]) -> None:
    found = [
        (
            " … ".join(span.of(text) for span in claim.source.spans) if claim.source else "",
            " … ".join(span.of(text) for span in claim.cue),
            " … ".join(span.of(text).strip(", ") for span in claim.content),
        )
        for claim in extract(text).claims
        if claim.cue
    ]
    assert found == wanted


def test_what_is_more_likely_wrong_is_left_out_unless_the_source_is_unnamed() -> None:
    named, unnamed = (
        extract(f"The road is closed. {who} would be happy about it.").claims for who in ("Anna Miller", "Officials")
    )
    assert [claim.cue for claim in named if claim.cue] == []
    assert [claim.confidence.content < 0.5 for claim in unnamed if claim.cue] == [True]
