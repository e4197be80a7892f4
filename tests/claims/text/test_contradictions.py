"""Passages of one article that count one thing differently are proposed, and little else is."""

import pytest
from django.conf import settings

from claims.text.contradictions import find
from claims.text.parsing import parse

REAL = (settings.BASE_DIR / "fixtures" / "openai-safety-team.txt").read_text(encoding="utf-8")


def test_five_people_in_one_place_and_seven_in_another() -> None:
    (found,) = find(parse(REAL))
    assert found.first.of(REAL).endswith("Five people resigned or were kicked out.")
    assert (found.second.of(REAL), found.differs) == ("Seven people are visible.", "number")
    assert found.grounds == "The article counts 5 people here and 7 there."


def test_figures_and_words_are_compared() -> None:
    text = "On Monday 12 workers were killed. Rescuers searched all night. The company said that 14 workers died."
    (found,) = find(parse(text))
    assert found.grounds == "The article counts 12 workers here and 14 there."


@pytest.mark.parametrize(
    ("text", "differs", "grounds"),
    [
        (
            "The plant fired 40 workers. It rained. The paper said that 50 workers were fired.",
            "number",
            "The article has the number of workers fired as 40 here and 50 there.",
        ),
        (
            "Anna Miller, 34, runs the plant. It rained. Anna Miller, 36, was not there.",
            "number",
            "The article gives the age of Anna Miller as 34 here and 36 there.",
        ),
        (
            "Miller joined Acme in 2019. It rained. Miller joined Acme in 2021 and stayed.",
            "date",
            "The article says “Miller joined Acme” of 2019 here and 2021 there.",
        ),
        (
            "Miller resigned on Monday. It rained. When Miller resigned on Tuesday, nobody was there.",
            "date",
            "The article says “Miller resigned” of Monday here and Tuesday there.",
        ),
        (
            "Acme was founded by Anna Miller. It rained. Acme was founded by Paul Stone.",
            "name",
            "The article says “Acme founded” by Miller here and Stone there.",
        ),
    ],
)
def test_numbers_ages_dates_and_names_of_one_event_are_compared(text: str, differs: str, grounds: str) -> None:
    (found,) = find(parse(text))
    assert (found.differs, found.grounds) == (differs, grounds)


@pytest.mark.parametrize(
    "text",
    [
        "Five people resigned. Later five people were named.",
        "Five people in Boston resigned. Seven people in Rome stayed.",
        "Three other people resigned. Two people stayed.",
        "Five people resigned. Seven days passed. He is 50 years old and has 3 million dollars.",
        "Two men met two women. Three women left.",
        "Miller joined Acme in 2019. Miller joined Zenith in 2021.",
        "Miller left in 2019. Miller may have left in 2021.",
        "Acme was founded by Anna Saunders. Acme was founded by Sanders.",
        "Miller was born in 1950. Miller died in 2020.",
        "Five people resigned. Seven people were born. Nine people died.",
    ],
)
def test_counts_of_different_things_are_left_alone(text: str) -> None:
    assert find(parse(text)) == ()
