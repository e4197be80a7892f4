"""On what a claim rests: the rule, the decision, its proof in words.

docs/explanation/basis.md tells the rule to people; `claims.sourcing.rule` is its one statement in code.
"""

from claims.sourcing.bulk import decide_all, decide_all_if_written
from claims.sourcing.cascade import Falling, Rests, cascade
from claims.sourcing.decide import decide
from claims.sourcing.explain import Explanation, explain
from claims.sourcing.flags import clear_flag, dismiss_flag, raise_flag
from claims.sourcing.proof import Proof, prove
from claims.sourcing.stale import drain, sweep

__all__ = [
    "Explanation",
    "Falling",
    "Proof",
    "Rests",
    "cascade",
    "clear_flag",
    "decide",
    "decide_all",
    "decide_all_if_written",
    "dismiss_flag",
    "drain",
    "explain",
    "prove",
    "raise_flag",
    "sweep",
]
