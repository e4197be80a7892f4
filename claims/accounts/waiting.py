"""Between password and code: who has given the right password, kept in the session for a few minutes."""

import time
from typing import NamedTuple

from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare

from claims.models import User

KEY = "second_factor_waits"
SECONDS = 300


class Waiting(NamedTuple):
    person: User
    backend: str
    next: str


def wait(session: SessionBase, *, person: User, backend: str, next_page: str) -> None:
    """Remember that this person's password was right. He is not signed in yet."""
    session[KEY] = {
        "person": person.pk,
        "proof": person.get_session_auth_hash(),
        "backend": backend,
        "next": next_page,
        "until": int(time.time()) + SECONDS,
    }


def waiting(session: SessionBase) -> Waiting | None:
    """Who waits for his code in this session; None when nobody does, or for too long, or his password has changed."""
    kept = session.get(KEY)
    if not kept or kept["until"] < time.time():
        return None
    person = User.objects.filter(pk=kept["person"], is_active=True).first()
    if person is None or not constant_time_compare(person.get_session_auth_hash(), kept["proof"]):
        return None
    return Waiting(person, kept["backend"], kept["next"])
