"""Telling people what happened: in the desk, by a daily mail, by webhook. Only an event's name and a claim's number.

`notify` writes rows in the caller's transaction; `deliver` sends what is due, from a task.
"""

from reviews.notices.flagged import tell_of_flags
from reviews.notices.hooks import send_hooks
from reviews.notices.mail import send_digests
from reviews.notices.telling import notify, unread

__all__ = ["deliver", "notify", "unread"]


def deliver() -> None:
    """Everything that is due; running it twice, or on two workers, sends nothing twice."""
    tell_of_flags()
    send_hooks()
    send_digests()
