"""Each rule by its name, with its example: who says it, by which words, and what."""

import pytest

from claims.text.certainty import BY_RULE
from claims.text.drafting import attributions
from claims.text.parsing import parse

# rule, text, source, cue, words
EXAMPLES = [
    (
        "complement",
        "Anna Miller said that the bridge was closed.",
        "Anna Miller",
        "said",
        "that the bridge was closed",
    ),
    (
        "inverted",
        "The bridge was closed, the ministry announced.",
        "the ministry",
        "announced",
        "The bridge was closed",
    ),
    ("aside", "The bridge, she said, was closed.", "she", "said", "The bridge … was closed."),
    (
        "final",
        "Much of the money came from firms that no longer exist, campaign records show.",
        "campaign records",
        "show",
        "Much of the money came from firms that no longer exist",
    ),
    (
        "rest",
        "Scott on Monday announced $5 million more was being sent to the county.",
        "Scott",
        "announced",
        "$5 million more was being sent to the county",
    ),
    ("bare", "“Not us but nice!” Murphy tweeted on Friday.", "Murphy", "tweeted", "“Not us but nice!”"),
    (
        "according",
        "According to the police, nobody was hurt.",
        "the police",
        "According to",
        "nobody was hurt.",
    ),
    ("noun", "The claim by Mr. Lee that he left is false.", "Mr. Lee", "claim", "that he left"),
    ("object", "Mr. Cruz called the deal terrible.", "Mr. Cruz", "called", "the deal terrible"),
    ("infinitive", "The mayor vowed to close the bridge.", "The mayor", "vowed", "to close the bridge"),
    ("preposition", "She complained about the noise.", "She", "complained", "the noise"),
    ("name", "TRUMP: We will win the next one.", "TRUMP", ":", "We will win the next one."),
    (
        "signed",
        "“Nobody asked us about the road.” — Paula Stein",
        "Paula Stein",
        "—",
        "“Nobody asked us about the road.”",
    ),
    (
        "introduced",
        "More from the report: “The samples were too small to be of any use.”",
        "the report",
        ":",
        "“The samples were too small to be of any use.”",
    ),
    (
        "orphan",
        "Nobody trusts him any more. A source close to the board told me.",
        "A source close to the board",
        "told",
        "Nobody trusts him any more.",
    ),
    (
        "net",
        "It is nearly done, and three people with direct knowledge of it are pleased.",
        "three people with direct knowledge of it",
        "",
        "It is nearly done, and … are pleased.",
    ),
    ("informant", "Foreign experts fear a second flood.", "Foreign experts", "fear", "a second flood"),
    ("hearsay", "The chairman is said to be furious.", "", "is said", "The chairman … to be furious"),
    (
        "floating",
        "Mr. Lee said the rent was too high in May.\n\n“Nobody can pay that any longer in this town. We leave.”",
        "Mr. Lee",
        "",
        "“Nobody can pay that any longer in this town. We leave.”",
    ),
]


@pytest.mark.parametrize(
    ("rule", "text", "source", "cue", "words"), EXAMPLES, ids=[example[0] for example in EXAMPLES]
)
def test_rule_finds_its_example(rule: str, text: str, source: str, cue: str, words: str) -> None:
    tokens = parse(text)
    drafts, _ = attributions(tokens)

    def printed(members: set[int]) -> str:
        return " … ".join(span.of(text) for span in tokens.spans(members)).removeprefix(", ").rstrip(",")

    found = [(printed(one.source), printed(one.cue), printed(one.content)) for one in drafts if one.rule == rule]
    assert found in ([(source, cue, words)], [(source, cue, words + ".")])


def test_every_rule_with_a_confidence_has_an_example() -> None:
    assert {example[0] for example in EXAMPLES} == set(BY_RULE)
