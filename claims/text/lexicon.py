"""The word lists in `lexicon/`, read once. The lists are data that a person can read and correct."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

PREPOSITION = "preposition"  # a heading with this word: the entries name their prepositions
WEAK = "weak"  # a heading with this word: less confidence
_SECTION = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a verb that attributes: its base, its frames, those that are weak, and the particle it needs."""

    base: str
    frames: frozenset[str]
    weak: frozenset[str] = frozenset()
    particle: str | None = None
    prepositions: frozenset[str] = frozenset()


def lines(name: str) -> list[str]:
    """Lines of `lexicon/<name>.txt` without comments and blanks."""
    text = resources.files("claims.text").joinpath("lexicon", f"{name}.txt").read_text(encoding="utf-8")
    return [line for raw in text.splitlines() if (line := raw.partition("#")[0].strip())]


@cache
def words(name: str) -> frozenset[str]:
    """Every word of a list that has one or more words a line."""
    return frozenset(word for line in lines(name) for word in line.split())


@cache
def phrases(name: str) -> frozenset[str]:
    """Every line of a list that has one phrase a line, in lower case."""
    return frozenset(line.lower() for line in lines(name))


@cache
def sections(name: str) -> dict[str, frozenset[str]]:
    """Words by the bracketed heading that they stand under; several headings of one name add up."""
    found: dict[str, set[str]] = {}
    heading = ""
    for line in lines(name):
        if match := _SECTION.fullmatch(line):
            heading = match.group(1)
        else:
            found.setdefault(heading, set()).update(line.split())
    return {heading: frozenset(members) for heading, members in found.items()}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One expression for a list with one expression a line; the longest alternatives should stand first."""
    parts = (line.replace(" ", r"\s+") for line in lines(name))
    return re.compile("|".join(rf"\b(?:{part})\b" for part in parts), re.IGNORECASE)


@cache
def verbs() -> dict[str, Verb]:
    """Every form of every attributing verb, in lower case."""
    found: dict[str, Verb] = {}
    for heading, entries in sections("verbs").items():
        frames = frozenset(heading.split()) - {WEAK}
        weak = frames if WEAK in heading.split() else frozenset()
        for entry in entries:
            bare, _, particle = entry.partition("+")
            base, *irregular = bare.split("/")
            prepositions = frozenset(particle.split(",")) if PREPOSITION in frames else frozenset()
            needed = None if prepositions else particle or None
            for form in [*forms(base), *irregular]:
                known = found.get(form)
                if known is None or known.base != base:
                    found[form] = Verb(base, frames, weak, needed, prepositions)
                else:
                    firm = (known.frames - known.weak) | (frames - weak)
                    every = known.frames | frames
                    found[form] = Verb(
                        base, every, every - firm, known.particle or needed, known.prepositions | prepositions
                    )
    return found


def forms(base: str) -> set[str]:
    """Regular forms of a verb, with more spellings than English uses ("submited" harms nobody)."""
    stem = base.removesuffix("e")
    found = {base, base + "s", base + "es", base + "ed", base + "ing", stem + "ed", stem + "ing", base + "d"}
    if base.endswith("y"):
        found |= {base[:-1] + "ies", base[:-1] + "ied"}
    if base[-1] in "bdgklmnprtv":
        found |= {base + base[-1] + "ed", base + base[-1] + "ing"}
    return found - ({base + "d"} if not base.endswith("e") else set())


def singulars(noun: str) -> tuple[str, ...]:
    """The noun and what it may be the plural of."""
    found = [noun]
    if noun.endswith("ies"):
        found.append(noun[:-3] + "y")
    if noun.endswith("es"):
        found.append(noun[:-2])
    if noun.endswith("s"):
        found.append(noun[:-1])
    return tuple(found)
