"""Wordings that stand on their own: names for pronouns, dates for “last month”, and nothing invented."""

from datetime import date

import pytest

from claims.text.dates import dated
from claims.text.extraction import extract
from claims.text.records import Span
from claims.text.statements import self_contained

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
    ],
)
def test_expressions_of_time_are_counted_from_publication(words: str, meaning: str) -> None:
    assert [found.meaning for found in dated(words, FRIDAY)] == [meaning]


def test_weekday_that_owns_something_is_left_alone() -> None:
    assert list(dated("in Friday's thread", FRIDAY)) == []


def test_first_person_keeps_its_grammar_and_gets_the_name_once() -> None:
    text = "“I have disagreed, and I have left,” he wrote."
    statement, changes = self_contained(text, [Span(0, 37)], speaker="Jan Leike")
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
