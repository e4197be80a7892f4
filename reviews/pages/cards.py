"""The picture that a link to a claim carries elsewhere: the claim, its rating in words, the desk.

1200 by 630, as Open Graph and Twitter ask for. Drawn from the signed content, so it can say nothing else. A claim in a
script that the font does not have is not drawn: the picture says where it stands.
"""

from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext
from PIL import Image, ImageDraw, ImageFont

from reviews.pages import letters

WIDTH, HEIGHT = 1200, 630
EDGE = 70
PAPER, INK, QUIET = "#fbfaf7", "#1c1b19", "#57534c"
SIZES = (60, 52, 46, 40, 34)  # the largest in which the claim fits
MOST_LINES = {60: 4, 52: 5, 46: 6, 40: 7, 34: 7}
WHITE_READS_ON = 0.4  # relative luminance up to which white letters stand out


def draw(shown: dict[str, Any], *, desk: str) -> bytes:
    """A PNG in the language that is active; the same content gives the same bytes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    colour = shown["rating"]["colour"]
    pen.rectangle((0, 0, 24, HEIGHT), fill=colour)
    _rating(pen, letters.legible(shown["rating"]["name"], otherwise=gettext("The rating stands on the page.")), colour)
    elsewhere = gettext("The claim stands on the page, in its own script.")
    _statement(pen, letters.legible(shown["claim"]["statement"], otherwise=elsewhere))
    host = urlsplit(settings.PUBLIC_ORIGIN).netloc
    pen.text(
        (EDGE, HEIGHT - EDGE), letters.legible(desk, otherwise=host), font=_font(30, 600), fill=QUIET, anchor="ls"
    )
    written = BytesIO()
    image.quantize(64).save(written, "PNG", optimize=True)
    return written.getvalue()


def _rating(pen: ImageDraw.ImageDraw, words: str, colour: str) -> None:
    font = _font(46, 700)
    width = min(int(font.getlength(words)), WIDTH - 2 * EDGE - 60)
    pen.rounded_rectangle((EDGE, 56, EDGE + width + 60, 136), radius=14, fill=colour)
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    bright = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    pen.text((EDGE + 30, 96), words, font=font, fill="#ffffff" if bright < WHITE_READS_ON else "#000000", anchor="lm")


def _statement(pen: ImageDraw.ImageDraw, words: str) -> None:
    for size in SIZES:
        lines = _lines(words, _font(size, 500))
        if len(lines) <= MOST_LINES[size]:
            break
    if len(lines) > MOST_LINES[size]:
        lines = [*lines[: MOST_LINES[size] - 1], lines[MOST_LINES[size] - 1] + " …"]
    for number, line in enumerate(lines):
        pen.text((EDGE, 180 + number * int(size * 1.3)), line, font=_font(size, 500), fill=INK)


def _lines(words: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """The words in lines that fit; a word longer than a line is broken."""
    lines: list[str] = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= WIDTH - 2 * EDGE:
            lines[-1] = longer
            continue
        while font.getlength(word) > WIDTH - 2 * EDGE:
            cut = next(at for at in range(len(word), 0, -1) if font.getlength(word[:at]) <= WIDTH - 2 * EDGE)
            lines.append(word[:cut])
            word = word[cut:]  # noqa: PLW2901 - what is left of it
        lines.append(word)
    return [line for line in lines if line]


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(letters.FILE), size)
    font.set_variation_by_axes([weight, 100])
    return font
