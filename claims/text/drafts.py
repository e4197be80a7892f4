"""An attribution in the making: token numbers, before it becomes a claim with spans."""

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Draft:
    """What one rule found. All members are token numbers of the whole text."""

    rule: str  # which rule found it: confidence is kept by rule
    head: int | None  # the word that carries the cue: "said", "according", "claim"
    cue: set[int]
    content: set[int]
    source: set[int] = field(default_factory=set)
    speaker: int | None = None  # the head of the source
    frames: frozenset[str] = frozenset()
    parent: "Draft | None" = None
    quoted: int = 0  # how many tokens of the content stand in quotation marks

    @property
    def start(self) -> int:
        return min(self.content)
