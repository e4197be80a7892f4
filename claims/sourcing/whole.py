"""The counting of the rule over the whole desk: what `claims.sourcing.rule.COUNTED` and DECIDED say of some claims.

tests/claims/sourcing holds the two and the reference against each other.
"""

from typing import NamedTuple

import numpy as np

from claims.enums import BasisKind
from claims.sourcing.reach import Marks, Numbers, first
from claims.sourcing.rule import End

OPEN = 2**30 - 1  # how "no upper bound" travels
KINDS = tuple(BasisKind.values)


class Grounds(NamedTuple):
    """The ends of all claims, one row per claim and end. `claim` is its place in the list of claims; `who` tells the
    same origin from another one, `place` is 0 for the claim's own article."""

    claim: Numbers
    node: Numbers
    end: Numbers
    outcome: Numbers
    low: Numbers
    high: Numbers
    who: Numbers
    source: Numbers
    place: Numbers
    direct: Marks

    @classmethod
    def of(cls, *parts: "Grounds") -> "Grounds":
        return cls(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


class Decided(NamedTuple):
    """One row per claim; `high` is OPEN where there is no upper bound."""

    kind: Numbers  # places in KINDS
    low: Numbers
    high: Numbers
    inherited: Marks
    circular: Marks
    paths: Numbers


def count(grounds: Grounds, own_voice: Marks, circular: Marks) -> Decided:
    """The basis of every claim."""
    claims = len(own_voice)
    counting = np.flatnonzero(grounds.outcome < End.PASSES)
    origin = grounds.who * 8 + grounds.outcome
    order = counting[np.argsort((grounds.claim * (origin.max(initial=0) + 1) + origin)[counting], kind="stable")]
    claim, origin = grounds.claim[order], origin[order]
    starts = first(claim, origin)
    outcome = grounds.outcome[order]
    low, high = grounds.low[order], grounds.high[order]
    relayed = np.isin(outcome, (End.RELAY, End.OUTLET)) | ((outcome == End.ANONYMOUS) & ~grounds.direct[order])
    of = claim[starts]
    sure = outcome[starts] <= End.NAMED
    most = _most(starts, outcome, high, grounds.place[order])
    origins_low = np.bincount(of[sure], minlength=claims)
    np.maximum.at(origins_low, claim, low)
    is_open = np.bincount(of[most >= OPEN], minlength=claims) > 0
    origins_high = np.bincount(of, weights=np.where(most >= OPEN, 0, most), minlength=claims).astype(np.int64)
    document, named, nobody = (
        np.bincount(claim[marks], minlength=claims) > 0
        for marks in (outcome == End.DOCUMENT, outcome == End.NAMED, outcome > End.NAMED)
    )
    handed_on = np.bincount(claim[relayed], minlength=claims) > 0
    kind = np.select(
        [document, named & nobody, named, nobody, own_voice],
        [KINDS.index(each) for each in ("documentary", "mixed", "named", "only_anonymous", "unattributed")],
        default=KINDS.index("unsupported"),
    )
    return Decided(
        kind=kind,
        low=origins_low,
        high=np.where(is_open, OPEN, origins_high),
        inherited=handed_on & ~document & ~named,
        circular=circular,
        paths=np.bincount(claim, minlength=claims),
    )


def _most(starts: Numbers, outcome: Numbers, high: Numbers, place: Numbers) -> Numbers:
    """The most people that each origin can be: a descriptor adds up within one article, and no further."""
    if not len(starts):
        return starts
    group = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(high)]))
    largest = np.maximum.reduceat(high, starts)
    order = np.lexsort((place, group))
    printed = first(group[order], place[order])
    together = np.add.reduceat(high[order], printed)
    of = group[order][printed]
    most = np.maximum.reduceat(together, np.searchsorted(of, np.arange(len(starts))))
    most = np.where(outcome[starts] == End.ANONYMOUS, most, largest)
    return np.where(outcome[starts] <= End.NAMED, 1, np.where(largest >= OPEN, OPEN, most))
