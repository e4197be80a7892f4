"""The proof of a basis as rows: which steps were walked from a claim, and where each path ended."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from claims.sourcing.rule import NODES, PROVING, End, statement

PROVE = f"{statement('SELECT unnest(%(claims)s::bigint[])', PROVING)} SELECT claim_id, proof FROM proven"


class Ending(NamedTuple):
    """One end: the node where it hangs and the end itself (both "kind:id"), how it ended, its source if it has one."""

    node: str
    end: str
    outcome: End
    source: int | None


@dataclass(frozen=True)
class Proof:
    """`steps` between claims and evidence, and `ends`. Row numbers alone, so that a proof names nobody."""

    steps: list[tuple[str, str]]
    ends: list[Ending]

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Proof":
        """From the form in which flags keep it (see `claims.sourcing.rule.PROOF`); empty where there is none."""
        return cls(
            steps=[(node_name(before), node_name(after)) for before, after in stored.get("steps", [])],
            ends=[
                Ending(node_name(node), node_name(end), End(outcome), source)
                for node, end, outcome, source in stored.get("ends", [])
            ],
        )

    def paths(self, root: str) -> list[list[str]]:
        """One shortest path from the claim to each end, breadth first."""
        onward: dict[str, list[str]] = {}
        for before, after in self.steps:
            onward.setdefault(before, []).append(after)
        reached: dict[str, list[str]] = {root: [root]}
        queue = [root]
        for node in queue:
            for after in onward.get(node, []):
                if after not in reached:
                    reached[after] = [*reached[node], after]
                    queue.append(after)
        return [
            reached[end.node] if end.end == end.node else [*reached[end.node], end.end]
            for end in self.ends
            if end.node in reached
        ]

    def as_json(self) -> dict[str, Any]:
        """For other systems: {"steps": [[from, to]…], "ends": [{"at", "of", "is", "source"}…]}."""
        return {
            "steps": [list(step) for step in self.steps],
            "ends": [
                {"at": end.end, "of": end.node, "is": end.outcome.name.lower(), "source": end.source}
                for end in self.ends
            ],
        }


def node_name(code: int) -> str:
    """“evidence:12” of 97."""
    return f"{NODES[code % 8]}:{code // 8}"


def prove(claim_ids: Collection[int]) -> dict[int, Proof]:
    """The proofs of these claims from the rows as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(PROVE, {"claims": list(claim_ids)})
        return {claim: Proof.read(json.loads(proof)) for claim, proof in cursor.fetchall()}
