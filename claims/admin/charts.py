"""Stacked bars as plain geometry, for a template to draw as SVG: nothing but numbers and words leaves this module."""

from collections.abc import Iterable
from dataclasses import dataclass

from claims.sourcing.figures import KINDS, Share

LABEL, BAR, NUMBER = 190, 560, 90  # widths in user units: words before, the bar itself, the total after
ROW, THICK = 26, 18  # from row to row, and of a bar
SIGN_FROM = 20  # a part narrower than this has no room for its sign
LONGEST = 28  # letters of a label; the table below has it whole
SIGNS = {
    "documentary": "▤", "named": "●", "mixed": "◐", "only_anonymous": "○", "unattributed": "◇", "unsupported": "✕",
    "undecided": "…",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    kind: str
    words: str
    x: float
    width: float
    sign: str


@dataclass(frozen=True)
class Bar:
    label: str
    y: int
    middle: int
    total: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Chart:
    """A bar per outlet, desk or month, each as long as the others: shares, not sizes. The total stands behind it."""

    width: int
    height: int
    number_at: int
    bars: tuple[Bar, ...]


def chart(shares: Iterable[Share]) -> Chart:
    bars = tuple(_bar(share, row * ROW) for row, share in enumerate(shares))
    return Chart(LABEL + BAR + NUMBER, max(len(bars), 1) * ROW, LABEL + BAR + 8, bars)


def _bar(share: Share, y: int) -> Bar:
    parts = []
    x = float(LABEL)
    for kind, label in KINDS:
        width = BAR * share.of(kind)
        if width:
            words = f"{label}: {share.claims[kind]:,} of {share.total:,} ({share.of(kind):.0%})"
            sign = SIGNS[kind] if width >= SIGN_FROM else ""
            parts.append(Part(kind, words, round(x, 1), round(width, 1), sign))
        x += width
    label = share.label if len(share.label) <= LONGEST else share.label[: LONGEST - 1] + "…"
    return Bar(label, y, y + THICK // 2 + 5, share.total, tuple(parts))
