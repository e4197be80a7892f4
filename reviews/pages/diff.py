"""What a correction changed, word by word."""

import re
from difflib import SequenceMatcher
from typing import Any

Piece = tuple[str, str]  # "same", "gone" or "new", and the words
PARTS = (("claim", "statement"), ("explanation", None), ("rating", "name"))


def words(before: dict[str, Any], after: dict[str, Any]) -> list[Piece]:
    """The changed parts of two contents as one run of pieces; parts that did not change are left out."""
    pieces: list[Piece] = []
    for part, field in PARTS:
        old, new = (shown[part][field] if field else shown[part] for shown in (before, after))
        if old != new:
            pieces += _compare(old, new)
    return pieces


def _compare(old: str, new: str) -> list[Piece]:
    left, right = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(left[a:b])))
            continue
        pieces += [(kind, "".join(run)) for kind, run in (("gone", left[a:b]), ("new", right[c:d])) if run]
    return pieces
