"""Expert opinion without an account: a link for one claim, an answer kept as a signed statement.

`ask` makes the link, `opened` is what its key leads to, `answer` records the statement, `bring` makes it evidence.
"""

from reviews.opinions.answering import answer, bring
from reviews.opinions.asking import ask, opened, revoke
from reviews.opinions.limits import forget_old_calls, is_too_often
from reviews.opinions.signing import holds

__all__ = [
    "answer",
    "ask",
    "bring",
    "forget_old_calls",
    "holds",
    "is_too_often",
    "opened",
    "revoke",
]
