"""Where the claim goes back to, drawn from what was signed: the paths that the page lists beside the picture.

Nothing else is known here, neither rows nor their numbers, so the picture can tell no more than the list.
"""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from claims.sourcing import Explanation
from claims.sourcing.drawing import draw
from claims.sourcing.explain import END_WORDS
from claims.sourcing.proof import Ending, Proof

MOST_PATHS = 20  # beyond that the page would grow heavy, and the list is easier to read
OUTCOMES = {words: outcome for outcome, words in END_WORDS.items()}
ROOT = "claim"


def picture(shown: dict[str, Any]) -> SafeString:
    """An `<svg>` in the active language. Empty where a picture says no more than one line, or an end is not known."""
    paths = shown["basis"]["paths"]
    is_plain = len(paths) < 2 and all(len(path) < 3 for path in paths)  # noqa: PLR2004 - a source and how it ends
    if is_plain or len(paths) > MOST_PATHS or any(not path[:-1] or path[-1] not in OUTCOMES for path in paths):
        return SafeString("")
    told = [[*path[:-1], gettext(path[-1])] for path in paths]
    return draw(Explanation(None, is_stale=False, sentences=[], paths=told, **_walked(paths)), ROOT, say=gettext)


def _walked(paths: list[list[str]]) -> dict[str, Any]:
    """The paths as one tree: what begins alike is one branch, and every end stands for itself."""
    names: dict[tuple[str, ...], str] = {(): ROOT}
    labels: dict[str, str] = {}
    steps: list[tuple[str, str]] = []
    ends: list[Ending] = []
    for number, (*way, outcome) in enumerate(paths):
        for at in range(1, len(way)):
            if tuple(way[:at]) not in names:
                name = names[tuple(way[:at])] = f"step-{len(names)}"
                labels[name] = way[at - 1]
                steps.append((names[tuple(way[: at - 1])], name))
        end = f"end-{number}"
        labels[end] = way[-1]
        ends.append(Ending(names[tuple(way[:-1])], end, OUTCOMES[outcome], None))
    return {"proof": Proof(steps, ends), "labels": labels}
