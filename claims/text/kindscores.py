"""How well the kinds of sources were told: on gold spans alone, on what was found, and from end to end.

Only kinds that a person has marked count (`source_kind_by: hand`, or no such field). A source without a name is one
marked `unnamed` (informants) or `group` (a public at large): neither answers for anything.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from claims.text.jsonlines import NONE, kind_word
from claims.text.parsing import parse
from claims.text.records import Span
from claims.text.scoring import Claim, Document, Pair, Score, Tally
from claims.text.sourcespans import SourceSpans

Confusion = Counter[tuple[str, str]]  # (gold, read) → how often
NAMELESS = frozenset({"unnamed", "group"})


class Judged(NamedTuple):
    """One gold source and the kind that was read from its span alone."""

    document: str
    claim: Claim
    kind: str


def on_gold_spans(documents: Iterable[Document]) -> Iterator[Judged]:
    """The kind of each source that a person has marked, read from the gold span in its article."""
    for document in documents:
        marked = [claim for claim in document["claims"] if is_marked(claim) and claim.get("source")]
        if not marked:
            continue
        sources = SourceSpans(parse(document["text"]))
        for claim in marked:
            form, naming = sources.of(Span(start, end) for start, end in claim["source"]).kind
            yield Judged(str(document.get("id", "")), claim, kind_word(form, naming))


def is_marked(claim: Claim) -> bool:
    return bool(claim.get("source_kind")) and claim.get("source_kind_by", "hand") == "hand"


def confusion_of(judged: Iterable[Judged]) -> Confusion:
    return Counter((one.claim["source_kind"], one.kind) for one in judged)


def kinds(pairs: Iterable[Pair]) -> Confusion:
    """How often each gold kind was read as each kind, over found claims whose source is right."""
    return Counter(
        (pair.gold["source_kind"], pair.read.get("source_kind", NONE))
        for pair in pairs
        if is_marked(pair.gold) and pair.source_right
    )


def naming(confusion: Confusion) -> Confusion:
    """The same by named and unnamed; an organisation and a document count as named."""
    found: Confusion = Counter()
    for (gold, read), number in confusion.items():
        found[_named(gold), _named(read)] += number
    return found


def _named(kind: str) -> str:
    return "unnamed" if kind in NAMELESS else kind if kind in (NONE, "other") else "named"


def accuracy(confusion: Confusion) -> float:
    total = confusion.total()
    return sum(number for (gold, read), number in confusion.items() if gold == read) / total if total else 0.0


def nameless(confusion: Confusion) -> Tally:
    """Sources without a name, found as such."""
    tally = Tally()
    for (gold, read), number in confusion.items():
        tally.wanted += number * (gold in NAMELESS)
        tally.found += number * (read in NAMELESS)
        tally.right += number * (gold in NAMELESS and read in NAMELESS)
    return tally


def end_to_end(score: Score, of: frozenset[str] = NAMELESS) -> Tally:
    """Claims of nameless sources: found, with the right source, and flagged as nameless.

    Wanted are the gold claims whose kind is in `of`. Found are the claims read as nameless that match a marked gold
    claim; of these, gold claims that are nameless but not in `of` are left out.
    """
    tally = Tally(wanted=sum(is_marked(claim) and claim["source_kind"] in of for _, _, claim in score.missed))
    for pair in score.pairs:
        if not is_marked(pair.gold):
            continue
        gold = pair.gold["source_kind"]
        flagged = pair.read.get("source_kind") in NAMELESS
        tally.wanted += gold in of
        tally.found += flagged and (gold in of or gold not in NAMELESS)
        tally.right += flagged and gold in of and pair.source_right
    return tally
