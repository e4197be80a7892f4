"""Claims of one article that cannot both be so are flagged, each with both passages as the proof."""

from collections.abc import Iterable

from claims import sourcing
from claims.enums import FlagRule
from claims.models import Claim
from claims.text.records import Contradiction, Span


def flag_contradictions(claims: Iterable[Claim], found: Iterable[Contradiction]) -> None:
    """Flag every claim that shares words with a passage that another passage of its article contradicts.

    The proof is {"passages": [[start, end], [start, end]], "differs": "number"…}, in code points of the revision.
    """
    contradictions = list(found)
    for claim in claims:
        for each in contradictions:
            if _shares(claim, each.first) or _shares(claim, each.second):
                passages = [[each.first.start, each.first.end], [each.second.start, each.second.end]]
                proof = {"passages": passages, "differs": each.differs}
                sourcing.raise_flag(claim=claim, rule=FlagRule.CONTRADICTION, proof=proof)
                break


def _shares(claim: Claim, passage: Span) -> bool:
    return claim.start < passage.end and passage.start < claim.end
