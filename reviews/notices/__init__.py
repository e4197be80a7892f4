"""Telling people what happened: in the desk, by a daily mail, by webhook. Only an event's name and a claim's number.

`notify` writes rows in the caller's transaction; `drain` sends what is due, from a task.
"""

from reviews.notices.telling import notify, unread

__all__ = ["notify", "unread"]
