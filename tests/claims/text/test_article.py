"""Every attributed statement of the real article, machine-garbled English with its quotation marks lost."""

import datetime as dt
from pathlib import Path

import pytest

from claims.text.extraction import extract
from claims.text.records import ExtractedClaim, Form, Naming, Reading

ARTICLE = Path(__file__).resolve().parents[3] / "fixtures" / "openai-safety-team.txt"
TEXT = ARTICLE.read_text(encoding="utf-8")

PERSON, GROUP, CROWD, REPORT, ORGANISATION = Form.PERSON, Form.GROUP, Form.CROWD, Form.REPORT, Form.ORGANISATION
NAMED, UNNAMED = Naming.NAMED, Naming.UNNAMED
AFFAIRS = "familiar with the company's internal affairs"

# source as printed, cue, how the words begin, how they end, form, naming
STATEMENTS = [
    ("People familiar with the company", "say", "safety-minded", "confidence in him", GROUP, UNNAMED),
    (f"A person {AFFAIRS}", "said on condition of anonymity", "trust is", "dominoes", PERSON, UNNAMED),
    ("Cocotadillo", "said", "This may be the best", "with caution", PERSON, NAMED),
    ("OpenAI", "says", "it wants to build", "many domains", ORGANISATION, NAMED),
    ("Cocotadillo", "said", "I came in with high hopes", "responsibly and quit", PERSON, NAMED),
    ("he", "wrote", "“I have disagreed", "a breaking point,”", PERSON, NAMED),
    ("The board", "said", "Mr. Altman's communications", "consistently candid", ORGANISATION, NAMED),
    ("he", "said", "he was leaving", "meaningful to me", PERSON, NAMED),
    ("Mr. Altman", "saying", "this is very sad", "a dear friend", PERSON, NAMED),
    ("His former co-workers and employees", "have described", "him as", "speaks out loud", GROUP, UNNAMED),
    ("His former co-workers and employees", "saying", "he wants", "contradict that", GROUP, UNNAMED),
    (f"A source {AFFAIRS}", "told", "For employees", "actually true", PERSON, UNNAMED),
    ("he", "posted", "I have resigned", "I have resigned", PERSON, NAMED),
    ("media reports", "According to", "another researcher", "leaking information", REPORT, UNNAMED),
    ("He", "wrote", "I left his OpenAI", "February 15, 2024", PERSON, NAMED),
    ("One commenter", "asked", "Why did", "post this?", PERSON, UNNAMED),
    ("Mr. Sanders", "said", "he had no comment", "he had no comment", PERSON, NAMED),
    ("Commenters", "concluded", "he was probably", "agreement", CROWD, UNNAMED),
    (
        "All of this, combined with conversations with internal insiders",
        "suggests",
        "at least some people",
        "position",
        GROUP,
        UNNAMED,
    ),
    (f"a person {AFFAIRS}", "said", "I think many people", "can only be yes", PERSON, UNNAMED),
    ("people familiar with the matter", "told", "The whole point", "investment in its future", GROUP, UNNAMED),
    ("People familiar with the matter", "said", "It is important", "second question is no", GROUP, UNNAMED),
    ("He", "noted", "teams are struggling", "against the wind", PERSON, NAMED),
    ("Mr. Reich", "said", "Most impressively", "on track to get there", PERSON, NAMED),
]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return extract(TEXT, published_on=dt.date(2024, 5, 17))


def printed(claim: ExtractedClaim) -> tuple[str, str]:
    assert claim.source is not None
    return " ".join(span.of(TEXT) for span in claim.source.spans), " ".join(span.of(TEXT) for span in claim.cue)


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda one: f"{one[0]} {one[1]}")
def test_article_statement_has_its_words_cue_source_and_kind(reading: Reading, statement: tuple) -> None:
    source, cue, begins, ends, form, naming = statement
    found = [
        claim
        for claim in reading.claims
        if claim.source
        and printed(claim) == (source, cue)
        and claim.content[0].of(TEXT).startswith(begins)
        and claim.content[-1].of(TEXT).endswith(ends)
    ]
    assert [(claim.source.form, claim.source.naming) for claim in found if claim.source] == [(form, naming)]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("“I have disagreed", "Reike"),
        ("he was leaving to pursue", "Ilya Sutskever"),
        ("I have resigned", "Jan Reik"),
        ("teams are struggling", "Reich"),
        ("this is very sad", "Sam Altman"),
    ],
)
def test_article_pronouns_and_short_names_are_resolved(reading: Reading, words: str, who: str) -> None:
    found = [claim for claim in reading.claims if claim.source and claim.content[0].of(TEXT).startswith(words)]
    assert [claim.source.ref for claim in found if claim.source] == [who]


def test_article_quotes_are_reproduced_by_their_offsets(reading: Reading) -> None:
    for claim in reading.claims:
        for span in claim.content:
            assert 0 <= span.start < span.end <= len(TEXT)
            assert not span.of(TEXT)[0].isspace()
