"""Spellings of one name: proposed where letters, sound and company speak for it, and never for two people."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from claims.text.likeness import likeness, sound_key
from claims.text.names import name_variants
from claims.text.parsing import parse

REAL = (settings.BASE_DIR / "fixtures" / "openai-safety-team.txt").read_text(encoding="utf-8")


def spelled(text: str) -> list[set[str]]:
    """Clusters with more than one surname."""
    clusters = [set(cluster.spellings) for cluster in name_variants(parse(text))]
    return [cluster for cluster in clusters if len({name.split()[-1] for name in cluster}) > 1]


def test_real_article() -> None:
    assert spelled(REAL) == [
        {"Ilya Sutskever", "Sutskever", "Satskever", "Sutskevaar"},
        {"Jan Leike", "Jan Reik", "Reike", "Reich", "Lykes"},
        {"Daniel Cocotajiro", "Cocotadillo"},
        {"William Saunders", "Sanders"},
        {"John Schulman", "Shulman"},
    ]


def test_every_proposal_has_grounds_that_name_both_spellings() -> None:
    for cluster in name_variants(parse(REAL)):
        surnames = {name.split()[-1] for name in cluster.spellings}
        for surname in surnames if len(surnames) > 1 else ():
            assert any(f"“{surname}”" in ground for ground in cluster.grounds), surname


def test_typing_error_in_an_invented_name() -> None:
    text = "Maria Krasnova resigned on Monday. Ms. Krasnowa said she was tired. The council thanked her."
    assert spelled(text) == [{"Maria Krasnova", "Krasnowa"}]


def test_the_same_role_speaks_for_two_spellings_that_sound_alike() -> None:
    text = "Dana Leike, an engineer, resigned. It rained for a week. The engineer Reich said that she was tired."
    (cluster,) = name_variants(parse(text))
    assert set(cluster.spellings) == {"Dana Leike", "Reich"}
    assert cluster.grounds[-1] == "“Leike” and “Reich” are both called engineer."


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Miller met Ms. Millar on Monday. Both said that they were pleased.",
        "Anna Hansen, an engineer, met the engineer Hanson in the hall.",
        "Anna Leike and Paul Leike left together. Anna Leike said so.",
        "Anna Hansen spoke first. Peter Hanson said that he disagreed.",
        "Mr. Clinton said so. Mrs. Klinton said otherwise, and went home.",
        "Karen O'Keefe left. Leopold Aschenbrenner said he would stay, and Greg Brockman said nothing.",
    ],
)
def test_two_people_are_never_proposed_as_one(text: str) -> None:
    assert spelled(text) == []


@pytest.mark.parametrize(
    ("one", "other"), [("Leike", "Reich"), ("Leike", "Lykes"), ("Reik", "Reike"), ("Saunders", "Sanders")]
)
def test_names_that_sound_alike_share_their_consonants(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_strings_can_be_compared(one: str, other: str) -> None:
    assert 0 <= likeness(one, other).score <= 1
