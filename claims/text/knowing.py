"""How a source knows what it says: first hand, second hand, from a document, or not said."""

import re
from functools import cache

from claims.text.lexicon import lines
from claims.text.records import Form, Knowledge

_DOCUMENTS = frozenset({Form.DOCUMENT})


def knowledge(wording: str, form: Form, *, relays: bool) -> Knowledge:
    """From the printed description; `relays` if it is a link in a chain ("the board said, according to two")."""
    if relays or form is Form.REPORT:
        return Knowledge.SECOND_HAND
    if form in _DOCUMENTS:
        return Knowledge.DOCUMENT
    for name, expression in _expressions().items():
        if expression.search(wording):
            return Knowledge(name)
    return Knowledge.UNKNOWN


@cache
def _expressions() -> dict[str, re.Pattern[str]]:
    found: dict[str, list[str]] = {}
    heading = ""
    for line in lines("knowledge"):
        if line.startswith(("[first_hand]", "[second_hand]")):
            heading = line.strip("[]")
        else:
            found.setdefault(heading, []).append(line.replace(" ", r"\s+"))
    return {name: re.compile("|".join(rf"\b(?:{part})" for part in parts), re.I) for name, parts in found.items()}
