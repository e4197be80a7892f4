"""The review: one transition table, and one guarded function per business event.

Each function locks the review, asks `refusal` who may and what is allowed now, writes the rows, moves the state and
writes the history, in one transaction. Admin, API, commands and tasks all call these functions; nothing else moves
a state. A refusal is a `claims.refusals.Refused` with the sentence to show.
"""

from reviews.transitions import BY_EVENT, TRANSITIONS, Transition
from reviews.workflow.approving import approve
from reviews.workflow.assigning import (
    assign,
    assign_by_rule,
    conflicts_visible_to,
    declare_conflict,
    hand_back,
    reassign,
    take_off,
)
from reviews.workflow.deciding import adjudicate, rewrite_explanation, vote
from reviews.workflow.drafting import draft_of, save_draft
from reviews.workflow.duties import bar, free_of_other_duties
from reviews.workflow.exceptions import ask_exception, sign_exception
from reviews.workflow.gate import gate
from reviews.workflow.judging import submit_verdict, withdraw_verdict
from reviews.workflow.opening import open_review, return_to_desk
from reviews.workflow.panel import is_hung
from reviews.workflow.refusals import refusal
from reviews.workflow.reminding import remind
from reviews.workflow.replies import ask_reply, mark_serious, record_reply
from reviews.workflow.reshaping import merge_claims, reanchor_claim, split_claim
from reviews.workflow.suggesting import suggest
from reviews.workflow.transitions import locked, move

__all__ = [
    "BY_EVENT",
    "TRANSITIONS",
    "Transition",
    "adjudicate",
    "approve",
    "ask_exception",
    "ask_reply",
    "assign",
    "assign_by_rule",
    "bar",
    "conflicts_visible_to",
    "declare_conflict",
    "draft_of",
    "free_of_other_duties",
    "gate",
    "hand_back",
    "is_hung",
    "locked",
    "mark_serious",
    "merge_claims",
    "move",
    "open_review",
    "reanchor_claim",
    "reassign",
    "record_reply",
    "refusal",
    "remind",
    "return_to_desk",
    "rewrite_explanation",
    "save_draft",
    "sign_exception",
    "split_claim",
    "submit_verdict",
    "suggest",
    "take_off",
    "vote",
    "withdraw_verdict",
]
