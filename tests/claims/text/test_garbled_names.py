"""How many garbled spellings of a name are proposed as one person, and how often two people are: over invented people.

Each article has three people; each is named in full, and then by a surname that is garbled as typing, dictation and
machine translation garble it.
"""

from collections.abc import Callable
from itertools import combinations

import pytest

from claims.text.names import name_variants
from claims.text.parsing import parse

PEOPLE = """
Anna Krasnova, Peter Lindqvist, Maria Hernandez, John Whitaker, Laura Steinfeld, David Okonkwo, Susan Petrovic,
Michael Brannigan, Elena Vasquez, Robert Schumacher, Karen Delacroix, Thomas Abernathy, Julia Kowalski, Paul Giordano,
Linda Fitzgerald, Mark Rasmussen, Sarah Nakamura, James Culpepper, Helen Dragomir, Frank Lieberman, Nancy Thornbury,
George Papadakis, Alice Montrose, Daniel Grunewald, Carol Sinclair, Kevin Marchetti, Diane Olufsen, Steven Kaczmarek,
Emily Radcliffe, Brian Tolliver, Rachel Weissman, Adam Castellano, Jessica Moreau, Eric Halvorsen, Martha Pendleton,
Victor Szymanski, Ruth Cavendish, Simon Bergstrom, Olivia Trevanion
"""
NAMES = [name.strip() for name in PEOPLE.replace("\n", " ").split(",")]


def swapped(name: str) -> str:
    """Two letters in the middle change places."""
    at = len(name) // 2
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def dropped(name: str) -> str:
    """A letter in the middle is left out."""
    at = len(name) // 2
    return name[:at] + name[at + 1 :]


def doubled(name: str) -> str:
    at = len(name) // 2
    return name[:at] + name[at] + name[at:]


def other_vowel(name: str) -> str:
    """The second vowel is another: "Shulmen" for "Shulman"."""
    places = [at for at, letter in enumerate(name) if letter in "aeiou"]
    at = places[min(1, len(places) - 1)]
    return name[:at] + {"a": "e", "e": "a", "i": "e", "o": "a", "u": "o"}[name[at]] + name[at + 1 :]


def as_heard(name: str) -> str:
    """Dictation: hard sounds, "ph" and "sch" as they are heard."""
    for old, new in (("sch", "sh"), ("Sch", "Sh"), ("ck", "k"), ("ph", "f"), ("qu", "kw"), ("c", "k"), ("v", "w")):
        name = name.replace(old, new)
    return name


def mistaken_l(name: str) -> str:
    """L for R inside the word, as after translation to and from Japanese."""
    return name[0] + name[1:].replace("r", "l", 1)


GARBLED = [swapped, dropped, doubled, other_vowel, as_heard, mistaken_l]


def article(people: tuple[str, ...], garble: Callable[[str], str]) -> tuple[str, list[tuple[str, str]]]:
    """A text, and the pairs of spellings that are one person."""
    surnames = [name.split()[-1] for name in people]
    opening = [f"{name} spoke at the hearing in the old town hall." for name in people]
    later = [f"{garble(surname)} said that the plan for the bridge was wrong." for surname in surnames]
    pairs = [(surname, garble(surname)) for surname in surnames if garble(surname) != surname]
    return "\n\n".join([*opening, *later]), pairs


def proposed(text: str) -> set[tuple[str, str]]:
    found = set()
    for cluster in name_variants(parse(text)):
        surnames = sorted({spelling.split()[-1] for spelling in cluster.spellings})
        found |= set(combinations(surnames, 2))
    return found


@pytest.fixture(scope="module")
def counted() -> tuple[int, int, int]:
    """Pairs rightly proposed, proposed, and wanted."""
    right = found = wanted = 0
    for garble in GARBLED:
        for people in zip(NAMES[::3], NAMES[1::3], NAMES[2::3], strict=True):
            text, pairs = article(people, garble)
            same = {(min(pair), max(pair)) for pair in pairs}
            read = proposed(text)
            right, found, wanted = right + len(read & same), found + len(read), wanted + len(same)
    return right, found, wanted


def test_most_garbled_spellings_are_proposed(counted: tuple[int, int, int]) -> None:
    right, _, wanted = counted
    assert wanted > 150
    assert right / wanted >= 0.9


def test_hardly_ever_are_two_people_proposed_as_one(counted: tuple[int, int, int]) -> None:
    right, found, _ = counted
    assert right / found >= 0.98
