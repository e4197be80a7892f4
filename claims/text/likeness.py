"""How alike two spellings of one surname are, by letters and by sound.

Letters: edit distance (Damerau and Levenshtein). Sound: Metaphone, and a coarser key of the consonants in which L and
R, and the hard sounds, fall together, because dictation and machine translation mix those up.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import jellyfish
from rapidfuzz.distance import OSA

_HARD = str.maketrans(
    {"c": "k", "q": "k", "g": "k", "x": "k", "r": "l", "v": "f", "w": "f", "b": "p", "d": "t", "z": "s", "j": "t"}
)
_VOWELS = frozenset("aeiouyhw")
CLOSE = 0.72  # share of letters that agree; below it two spellings are alike by sound alone or not at all
LONG_ENOUGH = 5
_HALF = 0.5
_FULL_KEY = 3  # consonants; a shorter key is shared by chance too often to stand alone


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` from 0 to 1; `is_strong` if the letters alone suffice; `grounds` are sentences about both spellings."""

    score: float
    is_strong: bool
    grounds: tuple[str, ...]


def likeness(one: str, other: str) -> Likeness:
    """Compare two surnames."""
    a, b = fold(one), fold(other)
    if not a or not b:
        return Likeness(0.0, is_strong=False, grounds=())
    edits = OSA.distance(a, b)
    close = 1 - edits / max(len(a), len(b))
    same_sound = jellyfish.metaphone(a) == jellyfish.metaphone(b)
    key = sound_key(a)
    same_key = bool(key) and key == sound_key(b)
    grounds = []
    if close >= CLOSE:
        grounds.append(f"“{other}” differs from “{one}” in {edits} of {max(len(a), len(b))} letters.")
    if same_sound:
        grounds.append(f"“{other}” sounds like “{one}” (Metaphone {jellyfish.metaphone(a)}).")
    elif same_key:
        grounds.append(f"“{other}” has the consonants of “{one}” once L and R count as one ({key.upper()}).")
    long_enough = min(len(a), len(b)) >= LONG_ENOUGH
    is_strong = (
        long_enough
        and a[0] in _same_start(b[0])
        and (
            (close >= CLOSE and (same_key or len(key) > _FULL_KEY or same_sound))
            or (same_key and len(key) >= _FULL_KEY and close >= _HALF)
        )
    )
    return Likeness(max(close, 0.7 * same_key, 0.8 * same_sound), is_strong=is_strong, grounds=tuple(grounds))


def sound_key(word: str) -> str:
    """Consonants only, with L for R, K for every hard sound, doubles once, and a final S (plural, genitive) away."""
    plain = fold(word).replace("sch", "s").replace("ck", "k").replace("ch", "k").replace("ph", "f").translate(_HARD)
    key: list[str] = []
    for letter in plain:
        if letter not in _VOWELS and (not key or key[-1] != letter):
            key.append(letter)
    if len(key) > 1 and key[-1] == "s":
        key.pop()
    return "".join(key)


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Lower-case letters without accents; no genitive."""
    word = word.removesuffix("’s").removesuffix("'s").rstrip("'’")
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())


def _same_start(letter: str) -> str:
    return letter if letter not in "kcg" else "kcg"
