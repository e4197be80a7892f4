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
    "text",
    [
        "Five people resigned. Later five people were named.",
        "Five people in Boston resigned. Seven people in Rome stayed.",
        "Three other people resigned. Two people stayed.",
        "Five people resigned. Seven days passed. He is 50 years old and has 3 million dollars.",
        "Two men met two women. Three women left.",
    ],
)
def test_counts_of_different_things_are_left_alone(text: str) -> None:
    assert find(parse(text)) == ()
