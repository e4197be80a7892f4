"""On what a claim rests: the rule, the decision, its proof in words.

docs/explanation/basis.md tells the rule to people; `claims.sourcing.rule` is its one statement in code.
"""

from claims.sourcing.decide import decide
from claims.sourcing.explain import Explanation, explain
from claims.sourcing.flags import dismiss_flag
from claims.sourcing.stale import drain, sweep

__all__ = ["Explanation", "decide", "dismiss_flag", "drain", "explain", "sweep"]
