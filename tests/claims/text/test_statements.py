"""Wordings that stand on their own: names for pronouns, dates for “last month”, and nothing invented."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.text.antecedents import Speaker
from claims.text.dates import dated
from claims.text.extraction import extract
from claims.text.records import Span
from claims.text.statements import self_contained, undone

FRIDAY = date(2024, 5, 17)


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("until leaving last month", "in April 2024"),
        ("announced Tuesday", "on 14 May 2024"),
        ("since last November", "November 2023"),
        ("said this week", "in the week of 13 May 2024"),
        ("two weeks ago", "around 3 May 2024"),
        ("in January last year", "in 2023"),
        ("three years ago", "in 2021"),
        ("yesterday", "on 16 May 2024"),
        ("will close tomorrow", "on 18 May 2024"),
        ("closed last night", "on the night of 16 May 2024"),
        ("will close next month", "in June 2024"),
        ("will close next year", "in 2025"),
        ("closed in March", "March 2024"),
        ("closed in September", "September 2023"),
    ],
)
def test_expressions_of_time_are_counted_from_publication(words: str, meaning: str) -> None:
    assert [found.meaning for found in dated(words, FRIDAY)] == [meaning]


@pytest.mark.parametrize(
    "words",
    [
        "in Friday's thread",
        "will close on Tuesday",
        "will close in September",
        "on Tuesday night",
        "in March 2019",
        "in may ways",
    ],
)
def test_expressions_that_can_mean_two_days_are_left_alone(words: str) -> None:
    assert list(dated(words, FRIDAY)) == []


def test_first_person_keeps_its_grammar_and_gets_the_name_once() -> None:
    text = "“I have disagreed, and I have left,” he wrote."
    statement, changes = self_contained(
        text, [Span(0, 37)], speaker=Speaker("Jan Leike", Span(39, 41), is_quoted=True)
    )
    assert statement == "I [Jan Leike] have disagreed, and I have left."
    assert [(change.quoted, change.stated, change.reason) for change in changes] == [("I", "I [Jan Leike]", "speaker")]


def test_every_change_is_recorded_with_what_it_came_from() -> None:
    first = "Anna Long runs the bridge office. "
    text = f"{first}People in the office say that staff have lost confidence in her since last month."
    reading = extract(text, published_on=FRIDAY)
    claim = next(claim for claim in reading.claims if claim.source is not None)
    assert claim.statement == "Staff have lost confidence in Anna Long since April 2024."
    assert [(change.quoted, change.stated, change.reason) for change in claim.changes] == [
        ("her", "Anna Long", "pronoun"),
        ("last month", "April 2024", "date"),
    ]
    evidence = claim.changes[0].evidence
    assert evidence is not None
    assert evidence.of(text) == "Anna Long"


def test_pronoun_that_may_be_two_people_is_left_alone() -> None:
    text = "Ada Long met Eva Short. Officials say that she has resigned."
    claim = next(claim for claim in extract(text).claims if claim.source is not None)
    assert claim.statement == "She has resigned."
    assert claim.changes == ()


def test_pieces_around_the_attribution_read_as_one() -> None:
    text = "“The bridge,” the mayor said, “is safe.”"
    statement, _ = self_contained(text, [Span(1, 12), Span(31, 39)])
    assert statement == "The bridge, is safe."


def stated(text: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The statement of the last attributed claim, and its changes with the words that they were read from."""
    claim = [claim for claim in extract(text, published_on=FRIDAY).claims if claim.source is not None][-1]
    changes = [
        (change.stated, change.reason, change.evidence.of(text) if change.evidence else "") for change in claim.changes
    ]
    assert undone(claim.statement, claim.changes)[1:].startswith(claim.content[0].of(text).lstrip("“")[1:6])
    return claim.statement, changes


def test_reported_speech_about_oneself_names_the_speaker() -> None:
    statement, changes = stated("Anna Long and Eva Short met. Ms. Long said she was tired of the office.")
    assert statement == "Anna Long was tired of the office."
    assert changes == [("Anna Long", "pronoun", "Ms. Long")]


def test_he_in_a_quotation_is_not_whoever_speaks() -> None:
    statement, changes = stated("“He has not been seen since the flood,” said Ada Long.")
    assert (statement, changes) == ("He has not been seen since the flood.", [])


def test_they_are_the_only_people_before_them() -> None:
    statement, changes = stated("The engineers met in the hall. The mayor said that they had lost the plan.")
    assert statement == "The engineers had lost the plan."
    assert changes == [("The engineers", "pronoun", "The engineers")]


def test_they_who_may_be_two_groups_are_left_alone() -> None:
    statement, changes = stated("The engineers met the lawyers. The mayor said that they had lost the plan.")
    assert (statement, changes) == ("They had lost the plan.", [])


def test_the_company_is_the_only_one_named() -> None:
    statement, changes = stated("Acme Motors makes lorries. A worker said that the company had lost the plan.")
    assert statement == "Acme Motors had lost the plan."
    assert changes == [("Acme Motors", "organisation", "Acme Motors")]


@pytest.mark.parametrize(
    "text",
    [
        "Acme Motors met Zenith Motors. A worker said that the company had lost the plan.",
        "It rained in London. A worker said that the company had lost the plan.",
        "Acme Motors makes lorries. A worker said that the company that he founded had lost the plan.",
    ],
)
def test_a_company_that_may_be_another_is_left_alone(text: str) -> None:
    assert stated(text)[0].startswith("The company")


def test_an_organisation_that_says_we_gets_its_name() -> None:
    statement, changes = stated("“We have lost our plan for the bridge,” the ministry said.")
    assert statement == "We [the ministry] have lost our plan for the bridge."
    assert changes == [("We [the ministry]", "speaker", "the ministry")]


def test_we_of_one_person_is_left_alone() -> None:
    assert stated("“We have lost our plan for the bridge,” said Ada Long.")[1] == []


def test_a_quotation_from_another_year_keeps_its_dates() -> None:
    text = "In 2016 Ada Long said: “Last year was the worst that I have seen.”"
    assert stated(text)[0] == "Last year was the worst that I [Ada Long] have seen."


PIECES = [
    "Ada Long", "Mr. Hale", "the engineers", "he", "she", "they", "him", "her", "their", "I", "we", "me",
    "Acme Motors", "the company", "the company's", "said", "that", "told me", "according to", "has left", "was closed",
    "last month",
    "on Tuesday", "in May", "yesterday", "in 2023", ".", ",", "“", "”", '"', "\n", "\n\n", "  ", "«", "»",
    "ß", "…", "?",
]  # fmt: skip


def plain(words: str) -> str:
    """Without what the statement may lose or gain at its ends: marks, white space, the full stop, the capital."""
    return re.sub(r"\s+", " ", words).strip(' “”"«».,;:').casefold()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), min_size=4, max_size=40).map(" ".join))
def test_undoing_the_recorded_changes_gives_the_quote_back(text: str) -> None:
    for claim in extract(text, published_on=FRIDAY).claims:
        for change in claim.changes:
            assert claim.statement[change.at :].startswith(change.stated)
            assert change.evidence is None or change.evidence.of(text)
        quote = " ".join(span.of(text) for span in claim.content)
        assert plain(undone(claim.statement, claim.changes)) == plain(quote)
