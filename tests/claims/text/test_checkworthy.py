"""Which of the article's own sentences are worth checking."""

import pytest

from claims.text.extraction import extract


def own_voice(text: str) -> list[str]:
    return [claim.statement for claim in extract(text).claims if claim.own_voice]


@pytest.mark.parametrize(
    "sentence",
    [
        "Daniel Cocotajiro joined OpenAI in 2022 and worked on the governance team.",
        "The company fired two researchers in April.",
        "At that time, Mr. Sutskever worked with the OpenAI board.",
        "Acme sold 40,000 lorries in Poland last year.",
        "The tax on fuel rose from 5 to 7 percent.",
        "Two of the three bridges over the Elbe were closed.",
        "Anna Miller was born in Leeds in 1961.",
        "In March the river in Lyon rose by 3 feet.",
    ],
)
def test_facts_with_names_numbers_and_dates_are_worth_checking(sentence: str) -> None:
    assert own_voice(f"The report is out. {sentence} More will follow.") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "If you shoot at the king and miss, things can get tricky.",
        "How serious are the safety measures that we can expect from OpenAI?",
        "Probably not much.",
        "That is an impressive ambition, and perhaps it should be.",
        "Check it out.",
        "You could be giving up your stock in OpenAI.",
        "WHY OPENAI LOST ITS TEAM",
        "Look out, Paris, the engineers of Acme have arrived.",
        "In Boston, as in Rome, history repeats itself.",
        "At the end of the day, Acme wanted to win.",
        "Unfortunately, the speech in Leeds was brilliant and terrible at once.",
        "I think that Anna Miller was wrong.",
        "Would Anna Miller have closed the bridge in 2021?",
        "Only time will tell what Acme wanted.",
    ],
)
def test_questions_opinions_idioms_and_headings_are_not(sentence: str) -> None:
    assert own_voice(f"The report is out. {sentence} More will follow.") == []


def test_grounds_are_told_in_words() -> None:
    text = "The report is out. The mayor of Boston resigned in May 2021 after 3 years."
    claim = next(claim for claim in extract(text).claims if claim.own_voice)
    assert claim.checkworthy_grounds == (
        "names a person, place or organisation", "has a number", "has a date", "tells what happened",
    )  # fmt: skip
