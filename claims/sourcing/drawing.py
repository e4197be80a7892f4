"""The proof of a basis as a picture: SVG that is readable without colour and told to screen readers.

Each kind of end has a shape and a word of its own; steps run from left to right. Everything printed is escaped here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from django.utils.safestring import SafeString

from claims.sourcing.explain import END_WORDS, Explanation
from claims.sourcing.proof import Proof
from claims.sourcing.rule import End

COLUMN, ROW, WIDTH, HEIGHT, LETTERS = 250, 84, 210, 56, 29
SIGNS = {
    End.DOCUMENT: "document", End.NAMED: "named", End.ANONYMOUS: "not named", End.RELAY: "passes it on",
    End.OUTLET: "does not say", End.UNKNOWN: "unknown", End.PASSES: "passes on what it cites",
}  # fmt: skip
THIS, TITLE, BACK, MORE = (
    "this claim", "Where the claim goes back to", "leads back: a circle", "and %(number)s more",
)  # fmt: skip
MOST = 60  # nodes in one picture; what is left out is told


@dataclass(frozen=True)
class Node:
    """A box: its name in the proof, its words, where it stands, and how paths end there if they do."""

    name: str
    words: str
    column: int
    row: int
    end: End | None

    @property
    def x(self) -> int:
        return 10 + self.column * COLUMN

    @property
    def y(self) -> int:
        return 10 + self.row * ROW


def draw(explanation: Explanation, root: str, *, say: Callable[[str], str] = str) -> SafeString:
    """An `<svg>` of the proof; `root` is the claim's node ("claim:12"). Empty where nothing was walked.

    `say` gives the drawing's own words (`THIS` and those beside it, `SIGNS`, `END_WORDS`) in the reader's language.
    """
    edges = _edges(explanation)
    nodes = _placed({**explanation.labels, root: say(THIS)}, explanation.proof, root, edges)
    if len(nodes) <= 1:
        return SafeString("")
    width = 10 + COLUMN * (1 + max(node.column for node in nodes.values()))
    height = 10 + ROW * (1 + max(node.row for node in nodes.values()))
    title = say(TITLE)
    desc = " ".join([*explanation.sentences, *(" → ".join(path) + "." for path in explanation.paths)])
    back = [(a, b) for a, b in edges if a in nodes and b in nodes]
    drawn = [_line(nodes[before], nodes[after], say) for before, after in back]
    drawn += [_box(node, say) for node in nodes.values()]
    left_out = {node for edge in edges for node in edge} - set(nodes)
    if left_out:
        height += 24
        drawn.append(f'<text x="10" y="{height - 8}">{escape(say(MORE) % {"number": len(left_out)})}</text>')
    return SafeString(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="proof" role="img" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" aria-labelledby="proof-title proof-desc" font-family="sans-serif" '
        f'font-size="13" fill="currentColor"><title id="proof-title">{escape(title)}</title>'
        f'<desc id="proof-desc">{escape(desc)}</desc>'
        '<defs><marker id="proof-tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>' + "".join(drawn) + "</svg>"
    )


def _edges(explanation: Explanation) -> list[tuple[str, str]]:
    ends = [(end.node, end.end) for end in explanation.proof.ends if end.node != end.end]
    return [*explanation.proof.steps, *ends]


def _placed(labels: dict[str, str], proof: Proof, root: str, edges: list[tuple[str, str]]) -> dict[str, Node]:
    """Columns by the fewest steps from the claim, rows in the order in which they are met."""
    onward: dict[str, list[str]] = {}
    for before, after in edges:
        onward.setdefault(before, []).append(after)
    ends = {end.end: end.outcome for end in proof.ends}
    columns, queue = {root: 0}, [root]
    for node in queue:
        for after in onward.get(node, []):
            if after not in columns and len(columns) < MOST:
                columns[after] = columns[node] + 1
                queue.append(after)
    filled: dict[int, int] = {}
    nodes = {}
    for name, column in columns.items():
        row = filled.get(column, 0)
        filled[column] = row + 1
        nodes[name] = Node(name, labels.get(name, name), column, row, ends.get(name))
    return nodes


def _line(before: Node, after: Node, say: Callable[[str], str]) -> str:
    """An arrow; one that leads back is dashed and runs below the boxes."""
    if after.column > before.column:
        start, end = (before.x + WIDTH, before.y + HEIGHT // 2), (after.x - 2, after.y + HEIGHT // 2)
        bend = (start[0] + end[0]) // 2
        way = f"M{start[0]} {start[1]}C{bend} {start[1]} {bend} {end[1]} {end[0]} {end[1]}"
        return f'<path d="{way}" fill="none" stroke="currentColor" marker-end="url(#proof-tip)"/>'
    low = max(before.y, after.y) + HEIGHT + 14
    way = f"M{before.x + WIDTH // 2} {before.y + HEIGHT}V{low}H{after.x + WIDTH // 2}V{after.y + HEIGHT + 2}"
    return (
        f'<path d="{way}" fill="none" stroke="currentColor" stroke-dasharray="5 4" marker-end="url(#proof-tip)">'
        f"<title>{escape(say(BACK))}</title></path>"
    )


def _box(node: Node, say: Callable[[str], str]) -> str:
    words = node.words if len(node.words) <= LETTERS else node.words[: LETTERS - 1] + "…"
    sign = say(SIGNS[node.end]) if node.end else ""
    told = f"{node.words}: {say(END_WORDS[node.end])}" if node.end else node.words
    text = f'<text x="{node.x + 14}" y="{node.y + (24 if sign else 33)}">{escape(words)}</text>'
    if sign:
        text += f'<text x="{node.x + 14}" y="{node.y + 43}" font-weight="bold">{escape(sign)}</text>'
    return f"<g data-node={quoteattr(node.name)}><title>{escape(told)}</title>{_shape(node)}{text}</g>"


def _shape(node: Node) -> str:
    """A document has a folded corner, a named source a firm frame, an unnamed one a dashed oval, a relay an arrow."""
    x, y, w, h = node.x, node.y, WIDTH, HEIGHT
    style = 'fill="none" stroke="currentColor"'
    if node.end is End.DOCUMENT:
        return f'<path d="M{x} {y}h{w - 16}l16 16v{h - 16}h-{w}zM{x + w - 16} {y}v16h16" {style} stroke-width="2"/>'
    if node.end is End.NAMED:
        return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" {style} stroke-width="3"/>'
    if node.end is End.ANONYMOUS:
        return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="28" {style} stroke-dasharray="6 4"/>'
    if node.end in (End.RELAY, End.PASSES):
        return f'<path d="M{x} {y}h{w - 14}l14 {h // 2}l-14 {h // 2}h-{w - 14}z" {style} stroke-dasharray="2 3"/>'
    if node.end in (End.OUTLET, End.UNKNOWN):
        return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" {style} stroke-dasharray="1 4" stroke-width="2"/>'
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="6" {style}/>'
