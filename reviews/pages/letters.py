"""Which letters the desk's font has: no picture shows an empty box where a reader expects a word.

Noto Sans has Latin, Greek, Cyrillic and Devanagari. What is in another script is told in the desk's own words instead.
"""

import unicodedata
from functools import cache
from pathlib import Path

import fontpkg_noto_sans
from PIL import ImageFont

FILE = Path(fontpkg_noto_sans.__file__).parent / "files" / "NotoSans[wdth,wght].ttf"
NEVER_A_LETTER = "\U0010ffff"  # no font has it, so it is drawn as whatever is missing
SAID = frozenset("LMN")  # letters, marks and numbers: without them the words are others
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def legible(words: str, *, otherwise: str) -> str:
    """The words as they can be drawn, without signs that the font lacks; `otherwise` if a letter is missing.

    Nothing invisible is left in them, so no mark of direction can turn them around.
    """
    drawn = []
    for letter in words:
        category = unicodedata.category(letter)
        if letter.isspace():
            drawn.append(" ")
        elif category in UNSEEN:
            continue
        elif has(letter):
            drawn.append(letter)
        elif category[0] in SAID:
            return otherwise
    return " ".join("".join(drawn).split()) or otherwise


@cache
def has(letter: str) -> bool:
    """Whether the font has a glyph of its own for this letter."""
    return _drawn(letter) != _missing()


@cache
def _missing() -> tuple[tuple[int, int], bytes]:
    return _drawn(NEVER_A_LETTER)


def _drawn(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _font().getmask(letter)
    return mask.size, bytes(mask)


@cache
def _font() -> ImageFont.FreeTypeFont:
    """Each letter by itself: with shaping, a mark that is missing would be drawn on a circle."""
    return ImageFont.truetype(str(FILE), 32, layout_engine=ImageFont.Layout.BASIC)
