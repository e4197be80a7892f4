"""Paragraphs that belong to the page, not to the article: newsletters, cookies, credits, bylines, "Read more: …"."""

import re
from functools import cache

from claims.text.lexicon import lines
from claims.text.tokens import Tokens

LONGEST = 60  # words; a longer paragraph is the article's own


def boilerplate(tokens: Tokens) -> set[int]:
    """Numbers of the paragraphs that claim nothing."""
    found = set()
    for number, (first, end) in enumerate(tokens.paragraphs):
        if end - first <= LONGEST and _expression().search(tokens.text[tokens.start[first] : tokens.end[end - 1]]):
            found.add(number)
    return found


@cache
def _expression() -> re.Pattern[str]:
    """The list as one expression; capitals count in names only."""
    return re.compile("|".join(f"(?:{_with_capitals(line)})" for line in lines("boilerplate")), re.IGNORECASE)


def _with_capitals(line: str) -> str:
    """A name in a byline has capitals, although the words around it are read without regard to them."""
    return line.replace("[A-Z]", "(?-i:[A-Z])")
