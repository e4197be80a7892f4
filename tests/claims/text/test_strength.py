"""A statement that says more than the quote is told, rule by rule; what extraction itself writes is not."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from claims.text import strength
from claims.text.extraction import extract
from claims.text.firmness import entries
from claims.text.strength import Finding, Firmer, firmer

ARTICLE = settings.BASE_DIR / "fixtures" / "openai-safety-team.txt"

TOLD = [
    # a hedge is left out
    (Firmer.HEDGE, "He reportedly left.", "He left.", "reportedly", ""),
    (Firmer.HEDGE, "The firm allegedly lied to the board.", "The firm lied to the board.", "allegedly", ""),
    (Firmer.HEDGE, "It is the alleged fraud.", "It is the fraud.", "alleged", ""),
    (Firmer.HEDGE, "The model may be unsafe.", "The model is unsafe.", "may", ""),
    (Firmer.HEDGE, "The model might be unsafe.", "The model is unsafe.", "might", ""),
    (Firmer.HEDGE, "The drug could kill.", "The drug kills.", "could", ""),
    (Firmer.HEDGE, "He is probably right.", "He is right.", "probably", ""),
    (Firmer.HEDGE, "The team appears to be gone.", "The team is gone.", "appears to", ""),
    (Firmer.HEDGE, "It is unclear whether he left.", "He left.", "unclear", ""),
    (Firmer.HEDGE, "He tried to silence them.", "He silenced them.", "tried to", ""),
    (Firmer.HEDGE, "They leave if the deal fails.", "They leave.", "if", ""),
    (Firmer.HEDGE, "The cut was partly his doing.", "The cut was his doing.", "partly", ""),
    (Firmer.HEDGE, "It is, in his view, a fraud.", "It is a fraud.", "in his view", ""),
    # one of two is left out
    (Firmer.HEDGE, "It may fail and might hurt people.", "It fails and might hurt people.", "may", ""),
    # a stronger one in its place
    (Firmer.HEDGE, "It is possibly unsafe.", "It is likely unsafe.", "possibly", "likely"),
    # whose words these are is left out
    (Firmer.ATTRIBUTION, "A person said the board knew.", "The board knew.", "A person said", ""),
    (Firmer.ATTRIBUTION, "According to two officials, he knew.", "He knew.", "According to", ""),
    (Firmer.ATTRIBUTION, "The staff claimed it was unsafe.", "It was unsafe.", "The staff claimed", ""),
    # a verb is made firmer
    (Firmer.VERB, "The study suggested it is safe.", "The study proved it is safe.", "suggested", "proved"),
    (Firmer.VERB, "The memo claimed he knew.", "The memo revealed he knew.", "claimed", "revealed"),
    (Firmer.VERB, "He said he knew.", "He admitted he knew.", "said", "admitted"),
    (Firmer.VERB, "She denied the report.", "She refuted the report.", "denied", "refuted"),
    (Firmer.VERB, "She disputed the report.", "She denied the report.", "disputed", "denied"),
    (Firmer.VERB, "She declined to comment.", "She denied it.", "declined", "denied"),
    (Firmer.VERB, "He was accused of fraud.", "He was convicted of fraud.", "accused", "convicted"),
    (Firmer.VERB, "He was arrested.", "He was charged.", "arrested", "charged"),
    (Firmer.VERB, "Sugar is linked to gout.", "Sugar causes gout.", "linked", "causes"),
    (Firmer.VERB, "He plans to leave.", "He will leave.", "plans to", "will"),
    (Firmer.VERB, "The firm considered a sale.", "The firm decided on a sale.", "considered", "decided"),
    (Firmer.VERB, "Some workers left.", "All workers left.", "Some", "All"),
    (Firmer.VERB, "They sometimes lie.", "They always lie.", "sometimes", "always"),
    # a figure is made exact, or bounded another way
    (Firmer.FIGURE, "About 50 people left.", "50 people left.", "About 50", "50"),
    (Firmer.FIGURE, "About fifty people left.", "50 people left.", "About fifty", "50"),
    (Firmer.FIGURE, "Up to $1,000 was paid.", "$1,000 was paid.", "Up to $1,000", "$1,000"),
    (Firmer.FIGURE, "At least 20 died.", "20 died.", "At least 20", "20"),
    (Firmer.FIGURE, "As many as 20 died.", "At least 20 died.", "As many as 20", "At least 20"),
]  # fmt: skip

NOT_TOLD = [
    ("The model may be unsafe.", "The model might be unsafe."),
    ("The model is likely unsafe.", "The model may be unsafe."),
    ("He reportedly left.", "He allegedly left."),
    ("He reportedly left.", "He may have left."),
    ("He allegedly lied.", "He lied, according to the board."),
    ("He left in May 2024.", "He left in 2024."),
    ("A person said the board knew.", "Two people said the board knew."),
    ("The study suggested it is safe.", "The study hinted that it is safe."),
    ("He was convicted of fraud.", "He was accused of fraud."),
    ("About 50 people left.", "Around 50 people left the company."),
    ("About 50 people left.", "People left."),
    ("The 7 members left.", "Seven members left."),
    ("Its claims are many.", "It has many claims."),
    ("He left.", "He left the company OpenAI in May 2024."),
    ("", ""),
]


@pytest.mark.parametrize(("kind", "quoted", "stated", "weak", "firm"), TOLD)
def test_statement_that_says_more_is_told(kind: Firmer, quoted: str, stated: str, weak: str, firm: str) -> None:
    assert Finding(kind, weak, firm) in firmer(quoted, stated)


@pytest.mark.parametrize(("quoted", "stated"), NOT_TOLD)
def test_statement_that_says_no_more_is_left_alone(quoted: str, stated: str) -> None:
    assert firmer(quoted, stated) == ()


@pytest.mark.parametrize("quoted", [quoted for _, quoted, *_ in TOLD])
def test_statement_in_the_words_of_the_quote_is_left_alone(quoted: str) -> None:
    assert firmer(quoted, quoted) == ()


def test_verb_outside_the_quote_counts_as_said() -> None:
    assert firmer("The team is gone.", "Leike proved that the team is gone.", cues=["suggested"]) == (
        Finding(Firmer.VERB, "suggested", "proved"),
    )


def test_every_heading_of_the_lists_has_its_example() -> None:
    shown = {
        entry.heading
        for _, quoted, _, weak, _ in TOLD
        for name in (strength.HEDGES, strength.LADDERS, strength.FIGURES)
        for entry in entries(name)
        if entry.pattern.search(weak) and entry.pattern.search(quoted)
    }
    every = {
        entry.heading for name in (strength.HEDGES, strength.LADDERS, strength.FIGURES) for entry in entries(name)
    }
    assert every - shown == set()


def stated_by_extraction() -> Iterator[tuple[str, str, list[str]]]:
    text = ARTICLE.read_text(encoding="utf-8")
    for claim in extract(text).claims:
        yield " … ".join(span.of(text) for span in claim.content), claim.statement, [s.of(text) for s in claim.cue]


def test_what_extraction_writes_of_the_article_is_never_told() -> None:
    told = [(words, firmer(words, stated, cues=cues)) for words, stated, cues in stated_by_extraction()]
    assert len(told) > 50
    assert [each for each in told if each[1]] == []


def test_sentences_for_a_person_name_both_sides() -> None:
    assert [finding.sentence for finding in firmer("About 50 may go.", "50 go.")] == [
        "The quote says “may”; the statement leaves that out.",
        "The quote says “About 50”; the statement says “50”, which is firmer.",
    ]
    (finding,) = firmer("A person said he left.", "He left.")
    assert finding.sentence == (
        "The quote says whose words these are (“A person said”); the statement says it as a fact."
    )
