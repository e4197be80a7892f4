"""Telling other systems what becomes of a page: who is told, by what message, and the log of all tries.

`announce` writes rows in the transaction of the event; `send_messages` sends what is due, from a task. Signing and
queue are those of the notices (`reviews.notices.hooks`, `reviews.notices.queue`).
"""

from reviews.subscriptions.acts import end, renew_secret, replay, secret_of, subscribe, visible_to
from reviews.subscriptions.messages import announce, body_of, send_messages

__all__ = [
    "announce",
    "body_of",
    "end",
    "renew_secret",
    "replay",
    "secret_of",
    "send_messages",
    "subscribe",
    "visible_to",
]
