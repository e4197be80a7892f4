"""Every address of the desk, taken from its own table of routes, so that a new one is asked too.

A route whose parameter has no filling here fails the tests: whoever adds it says what to ask it for.
"""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.urls import URLPattern, get_resolver
from django.utils import timezone

APP = re.compile(r"^desk/\w+/")  # the app's name is no name of a row
NO_ROW = 987654  # what no row has, however many tests have taken numbers before
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<regex>\w+)>(?:[^()]|\([^()]*\))*\)")


class Route(NamedTuple):
    """One address to ask: the pattern that it comes from, and the address itself."""

    pattern: str
    path: str
    is_list: bool


def patterns() -> Iterator[tuple[str, str]]:
    """Every pattern with the name of its view."""

    def walk(resolver: Any, before: str) -> Iterator[tuple[str, str]]:
        for each in resolver.url_patterns:
            pattern = before + str(each.pattern)
            if isinstance(each, URLPattern):
                yield pattern, each.name or ""
            else:
                yield from walk(each, pattern)

    yield from walk(get_resolver(), "")


def routes(world: SimpleNamespace) -> list[Route]:
    """Every route, filled with rows of the world. `world.ids` is {fragment of the pattern: id}."""
    return [
        Route(pattern, "/" + filled(pattern, world), name.endswith(("_changelist", "-list")))
        for pattern, name in patterns()
    ]


def filled(pattern: str, world: SimpleNamespace) -> str:
    def fill(found: re.Match[str]) -> str:
        return str(_value(pattern, found["name"] or found["regex"], world))

    path = PARAMETER.sub(fill, pattern)
    return path.replace("^.*$", "nothing-here/").replace("^", "").replace("$", "").replace("\\", "")


def _value(pattern: str, parameter: str, world: SimpleNamespace) -> Any:
    fixed = {
        "act": "secret" if "subscription" in pattern else "open",
        "app_label": "claims",
        "code": "not-found",
        "url": "nothing-here",
        "content_type_id": 1,
        "slug": world.slug,
        "source_id": world.sources[0].pk,
        "format": "json",
        "month": f"{timezone.now():%Y-%m}",
        "name": "waits",
    }
    if "articles/<slug" in pattern:
        return world.article_slug
    if "act/<str:act>" in pattern and parameter == "act":
        return "open_review"
    if "anonymitygrant" in pattern and parameter == "pk":
        return world.grant_id
    if "sourcemerge" in pattern and parameter == "act":
        return "confirm"
    if parameter in fixed or parameter in world.ids:
        return {**world.ids, **fixed}[parameter]
    if parameter in {"pk", "object_id", "id"}:
        before = APP.sub("", pattern[: pattern.index(f"{parameter}>")])
        names = [name for name in world.ids if name in before]
        return world.ids[max(names, key=lambda name: (before.rindex(name), len(name)))] if names else NO_ROW
    raise LookupError(f"{pattern}: say in tests/promises/routes.py what <{parameter}> is to be.")
