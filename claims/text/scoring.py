"""How well attributions were found, against a gold marking of the same documents.

Content matches one to one, best overlap first, where shared words are at least half of the longer side. A cue is
right if it covers the head of the gold cue; a source if it covers the gold head and at least half of its words are
gold words, or if neither side has one; full is all three. Claims outside a subset are neither right nor wrong.
Formats are those of `claims.text.jsonlines`; gold adds `cue_head`, `source_head`, `finite` and `speech`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ENOUGH = 0.5  # shared words over the longer side
_WORD = re.compile(r"\w+")
Claim = Mapping[str, Any]
Document = Mapping[str, Any]
Words = frozenset[int]

SUBSETS: dict[str, Callable[[Claim], bool]] = {
    "all": lambda claim: True,
    "speech": lambda claim: bool(claim.get("speech")),
    "finite": lambda claim: bool(claim.get("finite")),
    "direct": lambda claim: claim.get("quote") == "direct",
    "mixed": lambda claim: claim.get("quote") == "mixed",
    "indirect": lambda claim: claim.get("quote") == "indirect",
}
PARTS = ("content", "source", "cue", "full")


@dataclass(slots=True)
class Tally:
    """Right, found and wanted of one part in one subset."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """One gold claim and what was read for it."""

    document: str
    text: str
    gold: Claim
    read: Claim
    cue_right: bool
    source_right: bool

    @property
    def full(self) -> bool:
        return self.cue_right and self.source_right


@dataclass(slots=True)
class Score:
    """Everything that one evaluation found."""

    tallies: dict[str, dict[str, Tally]] = field(default_factory=dict)  # subset → part → tally
    pairs: list[Pair] = field(default_factory=list)  # over all claims
    missed: list[tuple[str, str, Claim]] = field(default_factory=list)  # document id, text, gold claim
    invented: list[tuple[str, str, Claim]] = field(default_factory=list)  # document id, text, claim read


def evaluate(documents: Iterable[tuple[Document, Sequence[Claim]]]) -> Score:
    """Score documents with the claims that were read from each; claims in the article's own voice are left out."""
    score = Score({name: {part: Tally() for part in PARTS} for name in SUBSETS})
    for document, claims in documents:
        read = [claim for claim in claims if not claim.get("own_voice")]
        for name, keep in SUBSETS.items():
            matching = _Matching(document, read, keep)
            matching.add_to(score.tallies[name])
            if name == "all":
                matching.report(score)
    return score


class _Matching:
    """The one-to-one matching of one document for one subset."""

    def __init__(self, document: Document, claims: Sequence[Claim], keep: Callable[[Claim], bool]) -> None:
        self.document = document
        self.text: str = document["text"]
        discarded = words(self.text, document.get("discard"))
        self.gold = [(words(self.text, claim["content"]), claim) for claim in document["claims"]]
        read = [(words(self.text, claim["content"]), claim) for claim in claims]
        self.read = [one for one in read if one[0] and len(one[0] & discarded) * 2 <= len(one[0])]
        self.keep = keep
        self.kept = [keep(claim) for _, claim in self.gold]
        self.of_read = self._match()
        self.ignored = self._ignored()

    def _match(self) -> dict[int, int]:
        options = []
        for place, (mine, _) in enumerate(self.read):
            for target, (theirs, _) in enumerate(self.gold):
                shared = len(mine & theirs)
                share = shared / max(len(mine), len(theirs)) if shared else 0.0
                if share >= ENOUGH:
                    options.append((-share, not self.kept[target], place, target))
        matched: dict[int, int] = {}
        taken: set[int] = set()
        for _, _, place, target in sorted(options):
            if place not in matched and target not in taken:
                matched[place] = target
                taken.add(target)
        return matched

    def _ignored(self) -> set[int]:
        found = {place for place, target in self.of_read.items() if not self.kept[target]}
        outside = [theirs for (theirs, _), kept in zip(self.gold, self.kept, strict=True) if not kept]
        for place, (mine, _) in enumerate(self.read):
            if place not in self.of_read and any(len(mine & theirs) * 2 >= len(mine) for theirs in outside):
                found.add(place)
        return found

    def add_to(self, tallies: Mapping[str, Tally]) -> None:
        wanted = [claim for (_, claim), kept in zip(self.gold, self.kept, strict=True) if kept]
        found = [claim for place, (_, claim) in enumerate(self.read) if place not in self.ignored]
        for part in ("content", "full"):
            tallies[part].wanted += len(wanted)
            tallies[part].found += len(found)
        for part in ("source", "cue"):
            tallies[part].wanted += sum(bool(claim[part]) for claim in wanted)
            tallies[part].found += sum(bool(claim.get(part)) for claim in found)
        for pair in self.pairs():
            tallies["content"].right += 1
            tallies["cue"].right += pair.cue_right
            tallies["source"].right += pair.source_right and bool(pair.gold["source"])
            tallies["full"].right += pair.full

    def pairs(self) -> list[Pair]:
        return [self._pair(place, target) for place, target in self.of_read.items() if place not in self.ignored]

    def _pair(self, place: int, target: int) -> Pair:
        gold, read = self.gold[target][1], self.read[place][1]
        name = str(self.document.get("id", ""))
        return Pair(name, self.text, gold, read, cue_is_right(gold, read), source_is_right(self.text, gold, read))

    def report(self, score: Score) -> None:
        name = str(self.document.get("id", ""))
        score.pairs.extend(self.pairs())
        taken = set(self.of_read.values())
        score.missed.extend((name, self.text, one) for at, (_, one) in enumerate(self.gold) if at not in taken)
        score.invented.extend(
            (name, self.text, one) for at, (_, one) in enumerate(self.read) if at not in self.of_read
        )


def words(text: str, spans: Iterable[Sequence[int]] | None) -> Words:
    """Where each word in the spans begins."""
    return frozenset(start + match.start() for start, end in spans or () for match in _WORD.finditer(text[start:end]))


def cue_is_right(gold: Claim, read: Claim) -> bool:
    return bool(gold["cue"]) and _covers(read.get("cue"), _head(gold, "cue"))


def source_is_right(text: str, gold: Claim, read: Claim) -> bool:
    if not gold["source"]:
        return not read.get("source")
    mine, theirs = words(text, read.get("source")), words(text, gold["source"])
    return bool(mine) and _covers(read["source"], _head(gold, "source")) and len(mine & theirs) * 2 >= len(mine)


def _head(gold: Claim, part: str) -> Sequence[int]:
    """The marked head, or the last word of the first span where the gold marks none."""
    head: Sequence[int] | None = gold.get(f"{part}_head")
    return head or gold[part][0]


def _covers(spans: Iterable[Sequence[int]] | None, head: Sequence[int]) -> bool:
    return any(start <= head[0] and head[1] <= end for start, end in spans or ())
