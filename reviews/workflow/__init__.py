"""The review: one transition table, and one guarded function per business event.

Each function locks the review, asks `refusal` who may and what is allowed now, writes the rows, moves the state and
writes the history, in one transaction. Admin, API, commands and tasks all call these functions; nothing else moves
a state. A refusal is a `claims.refusals.Refused` with the sentence to show.
"""

from reviews.workflow.approving import approve
from reviews.workflow.assigning import assign, hand_back
from reviews.workflow.deciding import adjudicate, rewrite_explanation
from reviews.workflow.gate import gate
from reviews.workflow.judging import submit_verdict
from reviews.workflow.opening import open_review, return_to_desk
from reviews.workflow.refusals import VERDICTS_NEEDED, bar, refusal
from reviews.workflow.transitions import BY_EVENT, TRANSITIONS, Transition, locked, move

__all__ = [
    "BY_EVENT",
    "TRANSITIONS",
    "VERDICTS_NEEDED",
    "Transition",
    "adjudicate",
    "approve",
    "assign",
    "bar",
    "gate",
    "hand_back",
    "locked",
    "move",
    "open_review",
    "refusal",
    "return_to_desk",
    "rewrite_explanation",
    "submit_verdict",
]
