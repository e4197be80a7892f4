"""Which ends every node of a graph reaches, and which nodes a circle lies below: whole arrays at a time."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]


class Reached(NamedTuple):
    """`node` reaches `end` (row by row, each pair once); `circling` marks the nodes from which a circle is met."""

    node: Numbers
    end: Numbers
    circling: Marks


class Graph:
    """Edges parent → child over nodes 0 … size - 1."""

    def __init__(self, size: int, parent: Numbers, child: Numbers) -> None:
        self.size = size
        order = np.argsort(child, kind="stable")
        self.parent, self.child = parent[order], child[order]
        self.above = np.searchsorted(self.child, np.arange(size + 1))  # where the edges into each node stand

    def parents(self, node: Numbers) -> tuple[Numbers, Numbers]:
        """Each parent of each node given, beside the place of that node in what was given."""
        many = self.above[node + 1] - self.above[node]
        place = np.repeat(np.arange(len(node)), many)
        within = np.arange(len(place)) - np.repeat(np.cumsum(many) - many, many)
        return self.parent[self.above[node][place] + within], place


def reach(graph: Graph, node: Numbers, end: Numbers, ends: int) -> Reached:
    """From the ends outward. Nodes are taken once all that they lead to has been, so each is looked at once; what is
    left after that leads into a circle, and is repeated until nothing is new."""
    waits = np.bincount(graph.parent, minlength=graph.size)
    own = np.sort(node * ends + end)
    ready = np.flatnonzero(waits == 0)
    done: list[Numbers] = []
    arrived = np.empty(0, dtype=np.int64)  # pairs that have come to nodes which still wait
    while len(ready):
        left = np.searchsorted(own, ready * ends)
        right = np.searchsorted(own, (ready + 1) * ends)
        here = np.zeros(graph.size, dtype=bool)
        here[ready] = True
        comes = here[arrived // ends]
        pairs = once(np.concatenate([own[_ranges(left, right)], arrived[comes]]))
        done.append(pairs)
        arrived = np.concatenate([arrived[~comes], _onward(graph, pairs, ends)])
        above, _ = graph.parents(ready)
        np.subtract.at(waits, above, 1)
        waits[ready] = -1
        ready = once(above[waits[above] == 0])
    circling = waits > 0
    in_circles = once(np.concatenate([own[circling[own // ends]], arrived]))
    fresh = in_circles
    while len(fresh):
        onward = once(_onward(graph, fresh, ends))
        fresh = onward[~_among(in_circles, onward)]
        in_circles = _merged(in_circles, fresh)
    found = np.concatenate([*done, in_circles])
    return Reached(found // ends, found % ends, circling)


def below(graph: Graph, root: Numbers) -> tuple[Numbers, Numbers]:
    """Every edge that can be walked downward from each root: the place of the root, and the place of the edge."""
    order = np.argsort(graph.parent, kind="stable")
    start = np.searchsorted(graph.parent[order], np.arange(graph.size + 1))
    reached = fresh = np.arange(len(root)) * graph.size + root
    places: list[Numbers] = []
    edges: list[Numbers] = []
    while len(fresh):
        node = fresh % graph.size
        among = _ranges(start[node], start[node + 1])
        here = np.repeat(fresh // graph.size, start[node + 1] - start[node])
        places.append(here)
        edges.append(order[among])
        onward = once(here * graph.size + graph.child[order[among]])
        fresh = onward[~_among(reached, onward)]
        reached = _merged(reached, fresh)
    return np.concatenate([fresh, *places]), np.concatenate([fresh, *edges])


def once(numbers: Numbers) -> Numbers:
    """Sorted, each once (np.unique hashes, which is slower here)."""
    numbers = np.sort(numbers)
    return numbers[np.r_[True, numbers[1:] != numbers[:-1]]] if len(numbers) else numbers


def first(*sorted_columns: Numbers) -> Numbers:
    """The places where a row differs from the one before it."""
    if not len(sorted_columns[0]):
        return np.empty(0, dtype=np.int64)
    differs = np.any([column[1:] != column[:-1] for column in sorted_columns], axis=0)
    return np.flatnonzero(np.r_[True, differs])


def _merged(known: Numbers, new: Numbers) -> Numbers:
    """Two sorted runs as one; the stable sort takes runs as they are."""
    return np.sort(np.concatenate([known, new]), kind="stable")


def _onward(graph: Graph, pairs: Numbers, ends: int) -> Numbers:
    parent, place = graph.parents(pairs // ends)
    return parent * ends + (pairs % ends)[place]


def _ranges(left: Numbers, right: Numbers) -> Numbers:
    """left[0] … right[0] - 1, left[1] … right[1] - 1, and so on."""
    many = right - left
    return np.repeat(left - (np.cumsum(many) - many), many) + np.arange(many.sum())


def _among(known: Numbers, asked: Numbers) -> Marks:
    """Which of the numbers asked for are among the known ones (sorted)."""
    if not len(known):
        return np.zeros(len(asked), dtype=bool)
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.asarray(known[at] == asked)
