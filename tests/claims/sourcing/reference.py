"""The rule once more, as a person would walk it: plain Python over small graphs, to hold the SQL against.

Written from the rule's words, not from the statement: depth first, one claim at a time, with a path.
"""

from dataclasses import dataclass, field


@dataclass
class Graph:
    """`attributions`: claim → [(naming, kind, knowledge)]; `supports`: claim → [evidence]; `primary`: evidence ids;
    `origins`: evidence → [(naming, kind, knowledge)]; `cites`: evidence → [("evidence" | "claim" | "article", id)]."""

    own_voice: set[int] = field(default_factory=set)
    attributions: dict[int, list[tuple[str, str, str]]] = field(default_factory=dict)
    supports: dict[int, list[int]] = field(default_factory=dict)
    primary: set[int] = field(default_factory=set)
    origins: dict[int, list[tuple[str, str, str]]] = field(default_factory=dict)
    cites: dict[int, list[tuple[str, int]]] = field(default_factory=dict)


def answers_by_name(naming: str, kind: str, knowledge: str) -> str:
    """What one speaker is: "document", "named", or "nobody" who answers for it."""
    if naming != "named" or kind in {"group", "crowd", "report"} or knowledge == "second_hand":
        return "nobody"
    return "document" if kind == "document" else "named"


def ends_of_claim(graph: Graph, claim: int, path: tuple[tuple[str, int], ...] = ()) -> set[str]:
    here = ("claim", claim)
    if here in path:
        return set()
    found = {answers_by_name(*speaker) for speaker in graph.attributions.get(claim, [])}
    for evidence in graph.supports.get(claim, []):
        found |= ends_of_evidence(graph, evidence, (*path, here))
    has_support = graph.attributions.get(claim) or graph.supports.get(claim)
    if path and claim in graph.own_voice and not has_support:
        found.add("nobody")
    return found


def ends_of_evidence(graph: Graph, evidence: int, path: tuple[tuple[str, int], ...]) -> set[str]:
    here = ("evidence", evidence)
    if here in path:
        return set()
    found = {answers_by_name(*speaker) for speaker in graph.origins.get(evidence, [])}
    if evidence in graph.primary:
        found.add("document")
    cited = graph.cites.get(evidence, [])
    if evidence not in graph.primary and not graph.origins.get(evidence) and not cited:
        found.add("nobody")
    for kind, other in cited:
        if kind == "article":
            found.add("nobody")
        elif kind == "claim":
            found |= ends_of_claim(graph, other, (*path, here))
        else:
            found |= ends_of_evidence(graph, other, (*path, here))
    return found


def basis(graph: Graph, claim: int) -> str:
    ends = ends_of_claim(graph, claim)
    if "document" in ends:
        return "documentary"
    if "named" in ends:
        return "mixed" if "nobody" in ends else "named"
    if ends:
        return "only_anonymous"
    return "unattributed" if claim in graph.own_voice else "unsupported"
