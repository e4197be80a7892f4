"""The rule once more, as a person would walk it: plain Python over small graphs, to hold the SQL against.

Written from the words of docs/explanation/basis.md, not from the statement: one claim at a time, depth first.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

ACCOUNTABLE = {"document", "named"}


class Speaker(NamedTuple):
    """A source: `high` is None where there is no upper bound; `merged_into` another source of the graph."""

    naming: str
    kind: str
    low: int
    high: int | None
    merged_into: int | None = None


@dataclass
class Graph:
    """All by number within the graph. `attributions`: (claim, speaker, knowledge, relayed by another one);
    `pieces`: (is primary, which document it is a copy of); `origins`: (piece, speaker, knowledge);
    `cites`: (piece, "piece" | "claim" | "article", number); `brought`: (claim, piece, stance)."""

    own_voice: list[bool] = field(default_factory=list)
    article: list[int] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    attributions: list[tuple[int, int, str, int | None]] = field(default_factory=list)
    pieces: list[tuple[bool, int]] = field(default_factory=list)
    origins: list[tuple[int, int, str]] = field(default_factory=list)
    cites: list[tuple[int, str, int]] = field(default_factory=list)
    brought: list[tuple[int, int, str]] = field(default_factory=list)


class Found(NamedTuple):
    """One end: who it is, in which article (or other place), from how many to how many people, and at which node."""

    outcome: str
    who: tuple[str, int]
    place: tuple[str, int]
    low: int
    high: int | None
    node: tuple[str, int]


class Verdict(NamedTuple):
    kind: str
    low: int
    high: int | None
    inherited: bool
    circular: bool


def decide(graph: Graph, claim: int) -> Verdict:
    """What the desk must say about one claim of the graph."""
    ends: dict[tuple[str, int], Found] = {}
    circular = _walk(graph, ("claim", claim), claim, [], set(), ends)
    counting = [end for end in ends.values() if end.outcome != "passes"]
    outcomes = {end.outcome for end in counting}
    if "document" in outcomes:
        kind = "documentary"
    elif "named" in outcomes:
        kind = "named" if outcomes <= ACCOUNTABLE else "mixed"
    elif outcomes:
        kind = "only_anonymous"
    else:
        kind = "unattributed" if graph.own_voice[claim] else "unsupported"
    own = {("claim", claim)} | {("piece", p) for c, p, stance in graph.brought if c == claim and stance == "supports"}
    handed_on = any(
        end.outcome in {"relay", "outlet"} or (end.outcome == "anonymous" and end.node not in own) for end in counting
    )
    return Verdict(kind, *_interval(counting), kind == "only_anonymous" and handed_on, circular)


def _interval(ends: list[Found]) -> tuple[int, int | None]:
    """Accountable origins are known to be distinct; all others may be one of them, or each other."""
    sure = len({(end.outcome, end.who) for end in ends if end.outcome in ACCOUNTABLE})
    low = max([sure, *(end.low for end in ends)])
    printed: dict[tuple[str, tuple[str, int]], dict[tuple[str, int], list[int | None]]]
    printed = defaultdict(lambda: defaultdict(list))
    for end in ends:
        printed[end.outcome, end.who][end.place].append(end.high)
    most = [_most(outcome, list(places.values())) for (outcome, _), places in printed.items()]
    return low, None if None in most else sum(number for number in most if number is not None)


def _most(outcome: str, places: list[list[int | None]]) -> int | None:
    """An unnamed source printed twice in one article may be two people; merged from two articles it is one."""
    if outcome in ACCOUNTABLE:
        return 1
    if any(high is None for highs in places for high in highs):
        return None
    together = sum if outcome == "anonymous" else max
    return max(together(high for high in highs if high is not None) for highs in places)


def _walk(  # noqa: PLR0917 - what a walk carries along
    graph: Graph,
    node: tuple[str, int],
    root: int,
    path: list[tuple[str, int]],
    seen: set[tuple[str, int]],
    ends: dict[tuple[str, int], Found],
) -> bool:
    """Collect the ends below a node; whether a circle is met."""
    if node in path:
        return True
    if node in seen:
        return False
    seen.add(node)
    ends |= _ends_at_claim(graph, node[1], root) if node[0] == "claim" else _ends_at_piece(graph, node[1])
    found = [_walk(graph, below, root, [*path, node], seen, ends) for below in _below(graph, node)]
    return any(found)


def _below(graph: Graph, node: tuple[str, int]) -> list[tuple[str, int]]:
    kind, number = node
    if kind == "claim":
        return [("piece", piece) for claim, piece, stance in graph.brought if claim == number and stance == "supports"]
    return [(kind, other) for piece, kind, other in graph.cites if piece == number and kind != "article"]


def _ends_at_claim(graph: Graph, claim: int, root: int) -> dict[tuple[str, int], Found]:
    said = [(at, each) for at, each in enumerate(graph.attributions) if each[0] == claim]
    place = ("article", graph.article[claim])
    ends = {
        ("attribution", at): _spoken(graph, speaker, knowledge, place, ("claim", claim), cites=False)
        for at, (_, speaker, knowledge, relayed_by) in said
        if relayed_by is None
    }
    if claim != root and graph.own_voice[claim] and not said and not _below(graph, ("claim", claim)):
        ends["silent", claim] = Found("outlet", ("silent", claim), ("none", 0), 0, 1, ("claim", claim))
    return ends


def _ends_at_piece(graph: Graph, piece: int) -> dict[tuple[str, int], Found]:
    node = ("piece", piece)
    cited = [(at, kind, other) for at, (p, kind, other) in enumerate(graph.cites) if p == piece]
    ends = {
        ("origin", at): _spoken(graph, speaker, knowledge, node, node, cites=bool(cited))
        for at, (p, speaker, knowledge) in enumerate(graph.origins)
        if p == piece
    }
    primary, document = graph.pieces[piece]
    if primary:
        ends["itself", piece] = Found("document", ("copy", document), ("none", 0), 1, 1, node)
    elif not ends and not cited:
        ends["itself", piece] = Found("unknown", ("copy", document), ("none", 0), 0, 1, node)
    for at, kind, other in cited:
        if kind == "article":
            ends["citation", at] = Found("outlet", ("article", other), ("none", 0), 0, 1, node)
    return ends


def _spoken(
    graph: Graph, number: int, knowledge: str, place: tuple[str, int], node: tuple[str, int], *, cites: bool
) -> Found:
    speaker = graph.speakers[number]
    one = speaker.merged_into if speaker.merged_into is not None else number
    outcome = "named"
    if speaker.naming != "named" or speaker.kind in {"group", "crowd", "report"}:
        outcome = "anonymous"
    elif knowledge == "second_hand":
        outcome = "passes" if cites else "relay"
    elif speaker.kind == "document":
        outcome = "document"
    elif knowledge == "unknown" and cites:
        outcome = "passes"
    return Found(outcome, ("source", one), place, speaker.low, speaker.high, node)
